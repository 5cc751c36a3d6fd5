/* tin-idle-watch.c: notices that a peer has been silent for long.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-idle-watch.h"

#define N_LOOKS 4 /* within the time: so late at most is the end of it noticed, as a fraction */

static void
look_cb (TinDelayNode *node)
{
  TinIdleWatch *self = node->data;

  self->n_quiet = self->touched ? 0 : self->n_quiet + 1;
  self->touched = FALSE;

  if (self->n_quiet < N_LOOKS)
    tin_delay_add (self->delay, node);
  else
    self->func (self->data);
}

/**
 * tin_idle_watch_start:
 * @self: zeroed, or stopped
 * @engine: whose thread this is
 * @seconds: of silence that are enough; 0 for a watch that never calls
 * @func: called once after that, in the engine's thread; up to a quarter of the time late
 * @data: for @func
 */
void
tin_idle_watch_start (TinIdleWatch *self,
                      TinEngine    *engine,
                      guint         seconds,
                      TinIdleFunc   func,
                      gpointer      data)
{
  if (seconds == 0)
    return;

  self->node.func = look_cb;
  self->node.data = self;
  self->func = func;
  self->data = data;
  self->n_quiet = 0;
  self->delay = tin_engine_get_delay (engine, seconds * 1000 / N_LOOKS);
  tin_delay_add (self->delay, &self->node);
}

/**
 * tin_idle_watch_stop:
 * @self: a watch, started or not
 */
void
tin_idle_watch_stop (TinIdleWatch *self)
{
  if (self->delay != NULL)
    tin_delay_remove (self->delay, &self->node);
}
