/* tin-pump.c: wakes a function in its own main context, from any thread, at most once a frame.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-pump.h"

/* Below input, above drawing: a window that is flooded still answers its user, and
 * what it draws is the newest. */
#define PRIORITY G_PRIORITY_HIGH_IDLE

/**
 * TinPump:
 *
 * A source with nothing but a ready time. While nobody wakes it, it costs nothing.
 */
struct _TinPump
{
  GSource     parent;
  TinPumpFunc func;
  gpointer    user_data;
  int         woken;        /* (atomic) a ready time that leads to a turn is set already */
  gint64      not_before;   /* monotonic, microseconds */
  TinPumpNext next;         /* what the last turn asked for */
};

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  TinPump *self = (TinPump *) source;
  gint64 now = g_source_get_time (source);
  TinPumpNext next;

  if (now < self->not_before)
    {
      g_source_set_ready_time (source, self->not_before);
      return G_SOURCE_CONTINUE;
    }

  /* Before the work: a wake-up during it counts for the next turn. After the work only
   * a time that no wake-up would come before may be set. First the time, then the flag: a
   * wake-up in between is answered by the work itself. */
  g_source_set_ready_time (source, self->next == TIN_PUMP_WATCH ? now + TIN_PUMP_WATCH_INTERVAL : -1);
  g_atomic_int_set (&self->woken, FALSE);
  next = self->func (self->user_data);
  self->not_before = g_get_monotonic_time () + TIN_PUMP_INTERVAL;

  if (next == TIN_PUMP_AGAIN || (next == TIN_PUMP_WATCH && self->next != TIN_PUMP_WATCH))
    {
      g_atomic_int_set (&self->woken, TRUE);
      g_source_set_ready_time (source, self->not_before);
    }

  self->next = next;

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

/**
 * tin_pump_new:
 * @func: called in the main context that is the calling thread's default now
 * @user_data: for @func
 *
 * Returns: (transfer full): a pump that sleeps
 */
TinPump *
tin_pump_new (TinPumpFunc func,
              gpointer    user_data)
{
  GSource *source = g_source_new (&source_funcs, sizeof (TinPump));
  TinPump *self = (TinPump *) source;

  self->func = func;
  self->user_data = user_data;

  g_source_set_static_name (source, "tin-pump");
  g_source_set_priority (source, PRIORITY);
  g_source_attach (source, g_main_context_get_thread_default ());

  return self;
}

/**
 * tin_pump_wake:
 * @self: a #TinPump
 *
 * Has the function called once, %TIN_PUMP_INTERVAL after its last turn at the
 * earliest. Any thread; only as long as the pump is not freed. However often it is
 * called, the thread of the pump wakes up for the first call alone.
 */
void
tin_pump_wake (gpointer self)
{
  if (g_atomic_int_compare_and_exchange (&((TinPump *) self)->woken, FALSE, TRUE))
    g_source_set_ready_time (self, 0);
}

/**
 * tin_pump_free:
 *
 * In the thread of its main context, when nobody can wake it any more. The function
 * is not called again, and may be the caller.
 */
void
tin_pump_free (TinPump *self)
{
  g_source_destroy ((GSource *) self);
  g_source_unref ((GSource *) self);
}
