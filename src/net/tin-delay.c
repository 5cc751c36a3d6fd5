/* tin-delay.c: many waits of one length behind a single timer.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-delay.h"

/* All waits are equally long, so the first that came in is the first due and a
 * plain queue is the timer wheel. */
struct _TinDelay
{
  GSource *timer;     /* (owned) */
  GQueue   nodes;     /* of embedded links */
  gint64   delay_us;
};

static gboolean
dispatch_timer (GSource     *source,
                GSourceFunc  callback,
                gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs timer_funcs = { .dispatch = dispatch_timer };

static void
rearm (TinDelay *self)
{
  TinDelayNode *first = g_queue_peek_head (&self->nodes);

  g_source_set_ready_time (self->timer, first != NULL ? first->due : -1);
}

static gboolean
timer_cb (gpointer user_data)
{
  TinDelay *self = user_data;
  gint64 now = g_source_get_time (self->timer);
  TinDelayNode *node;

  while ((node = g_queue_peek_head (&self->nodes)) != NULL && node->due <= now)
    {
      tin_delay_remove (self, node);
      node->func (node);
    }

  rearm (self);

  return G_SOURCE_CONTINUE;
}

/**
 * tin_delay_new:
 * @context: where callbacks run; used in its thread alone
 * @delay_ms: how long each wait is
 *
 * Returns: (transfer full): a delay that nothing waits for
 */
TinDelay *
tin_delay_new (GMainContext *context,
               guint         delay_ms)
{
  TinDelay *self = g_new0 (TinDelay, 1);

  g_queue_init (&self->nodes);
  self->delay_us = (gint64) delay_ms * 1000;
  self->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_static_name (self->timer, "tin-delay");
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, context);

  return self;
}

/**
 * tin_delay_free:
 * @self: (transfer full): a delay; what waits for it is not called
 */
void
tin_delay_free (TinDelay *self)
{
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  g_free (self);
}

/**
 * tin_delay_add:
 * @self: a delay
 * @node: with its function set; if it waits already it starts again
 */
void
tin_delay_add (TinDelay     *self,
               TinDelayNode *node)
{
  tin_delay_remove (self, node);

  node->due = g_get_monotonic_time () + self->delay_us;
  node->waiting = TRUE;
  node->link.data = node;
  g_queue_push_tail_link (&self->nodes, &node->link);

  if (self->nodes.length == 1)
    rearm (self);
}

/**
 * tin_delay_remove:
 * @self: a delay
 * @node: a node, waiting or not
 *
 * The timer is left as it is: it may wake once for nothing, which is cheaper
 * than to set it at every removal.
 */
void
tin_delay_remove (TinDelay     *self,
                  TinDelayNode *node)
{
  if (!node->waiting)
    return;

  node->waiting = FALSE;
  g_queue_unlink (&self->nodes, &node->link);
}
