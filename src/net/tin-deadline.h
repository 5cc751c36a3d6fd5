/* tin-deadline.h: one absolute bound for everything that it takes to open.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _TinDeadline TinDeadline;

TinDeadline  *tin_deadline_new             (GMainContext      *context,
                                            guint              seconds);

void          tin_deadline_free            (TinDeadline       *self);

GCancellable *tin_deadline_get_cancellable (TinDeadline       *self);

gboolean      tin_deadline_is_over         (const TinDeadline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinDeadline, tin_deadline_free)

G_END_DECLS
