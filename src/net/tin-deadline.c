/* tin-deadline.c: one absolute bound for everything that it takes to open.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-deadline.h"

/* The timeouts of sockets bound neither name lookups nor handshakes. */
struct _TinDeadline
{
  GCancellable *cancellable;  /* (owned) */
  GSource      *timer;        /* (owned) */
  gboolean      is_over;
};

static gboolean
timer_cb (gpointer user_data)
{
  TinDeadline *self = user_data;

  self->is_over = TRUE;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

/**
 * tin_deadline_new:
 * @context: in whose thread it is used
 * @seconds: from now on
 *
 * Returns: (transfer full): a deadline that cancels when the time is over
 */
TinDeadline *
tin_deadline_new (GMainContext *context,
                  guint         seconds)
{
  TinDeadline *self = g_new0 (TinDeadline, 1);

  self->cancellable = g_cancellable_new ();
  self->timer = g_timeout_source_new (seconds * 1000);
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, context);

  return self;
}

/**
 * tin_deadline_free:
 * @self: (transfer full): a deadline
 *
 * Cancels what is still under way.
 */
void
tin_deadline_free (TinDeadline *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  g_free (self);
}

GCancellable *
tin_deadline_get_cancellable (TinDeadline *self)
{
  return self->cancellable;
}

/* Whether it was the time that cancelled. */
gboolean
tin_deadline_is_over (const TinDeadline *self)
{
  return self->is_over;
}
