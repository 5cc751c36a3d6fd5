/* test-pump.c: wakes a function in its own main context, from any thread, at most once a frame.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-pump.h"

#include "scene.h"

typedef struct
{
  guint       n_turns;
  guint       n_wanted;
  TinPumpNext next;
  gint64      last;
  gint64      shortest;   /* microseconds between two turns */
  gboolean    done;
} Turns;

static TinPumpNext
turn_cb (gpointer user_data)
{
  Turns *turns = user_data;
  gint64 now = g_get_monotonic_time ();

  if (turns->n_turns > 0)
    turns->shortest = MIN (turns->shortest, now - turns->last);

  turns->last = now;
  turns->n_turns++;
  turns->done = turns->n_turns >= turns->n_wanted;

  return turns->done ? TIN_PUMP_SLEEP : turns->next;
}

static void
test_sleeps_until_woken (void)
{
  Turns turns = { .n_wanted = 1 };
  g_autoptr (TinPump) pump = tin_pump_new (turn_cb, &turns);

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (turns.n_turns, ==, 0);

  tin_pump_wake (pump);
  tin_pump_wake (pump);
  wait_until_true (&turns.done);
  g_assert_cmpuint (turns.n_turns, ==, 1);
}

static void
test_goes_on_while_there_is_more (gconstpointer next)
{
  Turns turns = { .n_wanted = 4, .next = GPOINTER_TO_UINT (next), .shortest = G_MAXINT64 };
  g_autoptr (TinPump) pump = tin_pump_new (turn_cb, &turns);

  tin_pump_wake (pump);
  wait_until_true (&turns.done);

  g_assert_cmpint (turns.shortest, >=, TIN_PUMP_INTERVAL - 1000);
}

static gpointer
wake_often (gpointer pump)
{
  for (guint i = 0; i < 100000; i++)
    tin_pump_wake (pump);

  return NULL;
}

static void
test_takes_a_frame_for_many_wake_ups (void)
{
  Turns turns = { .n_wanted = G_MAXUINT, .shortest = G_MAXINT64 };
  g_autoptr (TinPump) pump = tin_pump_new (turn_cb, &turns);
  g_autoptr (GThread) thread = g_thread_new ("waker", wake_often, pump);

  while (turns.n_turns < 3)
    {
      tin_pump_wake (pump);
      g_main_context_iteration (NULL, TRUE);
    }

  g_thread_join (g_steal_pointer (&thread));
  g_assert_cmpint (turns.shortest, >=, TIN_PUMP_INTERVAL);
}

static void
test_disturbs_nobody_between_turns (void)
{
  Turns turns = { .n_wanted = 1, .shortest = G_MAXINT64 };
  g_autoptr (TinPump) pump = tin_pump_new (turn_cb, &turns);
  guint n_wake_ups = 0;

  tin_pump_wake (pump);
  wait_until_true (&turns.done);

  while (turns.n_turns < 2)
    {
      tin_pump_wake (pump);
      n_wake_ups += g_main_context_iteration (NULL, FALSE) ? 1 : 0;
    }

  /* The first says when the turn may come, the second is the turn. */
  g_assert_cmpuint (n_wake_ups, <=, 2);
}

static TinPumpNext
free_cb (gpointer user_data)
{
  g_clear_pointer ((TinPump **) user_data, tin_pump_free);

  return TIN_PUMP_AGAIN;
}

static void
test_may_be_freed_by_its_function (void)
{
  TinPump *pump = tin_pump_new (free_cb, &pump);

  tin_pump_wake (pump);
  while (pump != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (g_main_context_pending (NULL));
}

static void
test_belongs_to_its_context (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Turns turns = { .n_wanted = 1 };
  TinPump *pump;

  g_main_context_push_thread_default (context);
  pump = tin_pump_new (turn_cb, &turns);
  g_main_context_pop_thread_default (context);

  tin_pump_wake (pump);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (turns.n_turns, ==, 0);

  while (!turns.done)
    g_main_context_iteration (context, TRUE);

  tin_pump_free (pump);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pump/sleeps-until-woken", test_sleeps_until_woken);
  g_test_add_data_func ("/pump/goes-on-while-there-is-more", GUINT_TO_POINTER (TIN_PUMP_AGAIN),
                        test_goes_on_while_there_is_more);
  g_test_add_data_func ("/pump/looks-now-and-then-at-what-tells-no-news", GUINT_TO_POINTER (TIN_PUMP_WATCH),
                        test_goes_on_while_there_is_more);
  g_test_add_func ("/pump/takes-a-frame-for-many-wake-ups", test_takes_a_frame_for_many_wake_ups);
  g_test_add_func ("/pump/disturbs-nobody-between-turns", test_disturbs_nobody_between_turns);
  g_test_add_func ("/pump/may-be-freed-by-its-function", test_may_be_freed_by_its_function);
  g_test_add_func ("/pump/belongs-to-its-context", test_belongs_to_its_context);

  return g_test_run ();
}
