/* tin-rounds.c: long work of many, done in pieces, so that nothing else waits for all of it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-rounds.h"

#define MIN_COST 16384 /* bytes: what a piece counts for at least, as it costs system calls */

struct _TinRounds
{
  GSource *source;  /* (owned) */
  GQueue   nodes;   /* of embedded links, the next first */
  gsize    budget;  /* bytes a turn */
};

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

static gboolean
turn_cb (gpointer user_data)
{
  TinRounds *self = user_data;
  TinRoundNode *node;
  gsize done = 0;

  while (done < self->budget && (node = g_queue_peek_head (&self->nodes)) != NULL)
    {
      gsize size;

      tin_rounds_remove (self, node);
      size = node->func (node);
      done += MAX (size, MIN_COST);
    }

  if (self->nodes.length == 0)
    g_source_set_ready_time (self->source, -1);

  return G_SOURCE_CONTINUE;
}

/**
 * tin_rounds_new:
 * @context: where the work is done; used in its thread alone
 * @budget: how much is done in a turn of it, bytes; the piece that goes beyond is the last
 *
 * Returns: (transfer full): rounds in which nobody has anything to do
 */
TinRounds *
tin_rounds_new (GMainContext *context,
                gsize         budget)
{
  TinRounds *self = g_new0 (TinRounds, 1);

  g_queue_init (&self->nodes);
  self->budget = budget;
  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "tin-rounds");
  g_source_set_callback (self->source, turn_cb, self, NULL);
  g_source_attach (self->source, context);

  return self;
}

/**
 * tin_rounds_free:
 * @self: (transfer full): rounds; what is left in them is not done
 */
void
tin_rounds_free (TinRounds *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_free (self);
}

/**
 * tin_rounds_add:
 * @self: rounds
 * @node: with its function set; its turn is after all that wait already, and if it waits itself, it stays where it is
 */
void
tin_rounds_add (TinRounds    *self,
                TinRoundNode *node)
{
  if (node->waiting)
    return;

  node->waiting = TRUE;
  node->link.data = node;
  g_queue_push_tail_link (&self->nodes, &node->link);

  if (self->nodes.length == 1)
    g_source_set_ready_time (self->source, 0);
}

/**
 * tin_rounds_remove:
 * @self: rounds
 * @node: a node, waiting or not
 */
void
tin_rounds_remove (TinRounds    *self,
                   TinRoundNode *node)
{
  if (!node->waiting)
    return;

  node->waiting = FALSE;
  g_queue_unlink (&self->nodes, &node->link);
}
