/* tin-idle-watch.h: notices that a peer has been silent for long.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-engine-private.h"

G_BEGIN_DECLS

typedef void (*TinIdleFunc) (gpointer data);

/**
 * TinIdleWatch:
 *
 * Embedded in whatever may fall silent, zeroed. Private to its functions.
 */
typedef struct
{
  gboolean      touched;  /* since the last look */
  guint         n_quiet;  /* looks in a row that found nothing */
  TinDelayNode  node;
  TinDelay     *delay;    /* (unowned) (nullable) the engine's, while it watches */
  TinIdleFunc   func;
  gpointer      data;
} TinIdleWatch;

void tin_idle_watch_start (TinIdleWatch *self,
                           TinEngine    *engine,
                           guint         seconds,
                           TinIdleFunc   func,
                           gpointer      data);

void tin_idle_watch_stop  (TinIdleWatch *self);

/* Something came or went: a store, so that it costs nothing a message. */
static inline void
tin_idle_watch_touch (TinIdleWatch *self)
{
  self->touched = TRUE;
}

G_END_DECLS
