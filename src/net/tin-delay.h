/* tin-delay.h: many waits of one length behind a single timer.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TinDelay     TinDelay;
typedef struct _TinDelayNode TinDelayNode;

typedef void (*TinDelayFunc) (TinDelayNode *node);

/**
 * TinDelayNode:
 * @func: called when the time is over, after which the node waits no more
 * @data: the owner's
 *
 * Embedded in whatever waits. The other fields are the delay's.
 */
struct _TinDelayNode
{
  TinDelayFunc  func;
  gpointer      data;

  GList         link;
  gint64        due;      /* monotonic, microseconds */
  gboolean      waiting;
};

TinDelay *tin_delay_new    (GMainContext *context,
                            guint         delay_ms);

void      tin_delay_free   (TinDelay     *self);

void      tin_delay_add    (TinDelay     *self,
                            TinDelayNode *node);

void      tin_delay_remove (TinDelay     *self,
                            TinDelayNode *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinDelay, tin_delay_free)

G_END_DECLS
