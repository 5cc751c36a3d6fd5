/* test-parts.c: the small parts: delays, rounds, write queues, the guard against storms.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-deadline.h"
#include "net/tin-delay.h"
#include "net/tin-rounds.h"
#include "net/tin-storm-guard.h"
#include "net/tin-write-queue.h"

#include <string.h>

static GString *order;

static void
note_cb (TinDelayNode *node)
{
  g_string_append (order, node->data);
}

static void
again_cb (TinDelayNode *node)
{
  g_string_append_c (order, '+');
  if (order->len < 4)
    tin_delay_add (node->data, node);
}

static void
test_delay_order (void)
{
  g_autoptr (TinDelay) delay = tin_delay_new (NULL, 2);
  TinDelayNode nodes[] = { { .func = note_cb, .data = "a" }, { .func = note_cb, .data = "b" },
                           { .func = note_cb, .data = "c" }, { .func = note_cb, .data = "d" } };

  order = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (nodes); i++)
    tin_delay_add (delay, &nodes[i]);

  tin_delay_remove (delay, &nodes[1]);
  tin_delay_remove (delay, &nodes[1]);
  tin_delay_add (delay, &nodes[0]);

  while (order->len < 3)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (order->str, ==, "cda");
  g_assert_false (nodes[0].waiting);
  g_string_free (order, TRUE);
}

static void
test_delay_again (void)
{
  g_autoptr (TinDelay) delay = tin_delay_new (NULL, 1);
  TinDelayNode node = { .func = again_cb, .data = delay };

  order = g_string_new (NULL);
  tin_delay_add (delay, &node);

  while (order->len < 4)
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (node.waiting);
  g_string_free (order, TRUE);
}

/* Work of so many pieces, of a budget's size each, but what one piece costs at least. */
typedef struct
{
  TinRoundNode  node;
  TinRounds    *rounds;
  char          letter;
  guint         n_pieces;
  gsize         size;
} Work;

static gsize
work_cb (TinRoundNode *node)
{
  Work *work = node->data;

  g_string_append_c (order, work->letter);
  if (--work->n_pieces > 0)
    tin_rounds_add (work->rounds, node);

  return work->size;
}

static void
test_rounds (void)
{
  enum { BUDGET = 65536 };
  g_autoptr (TinRounds) rounds = tin_rounds_new (NULL, BUDGET);
  Work works[] = { { .letter = 'a', .n_pieces = 3, .size = BUDGET / 2 }, { .letter = 'b', .n_pieces = 2, .size = BUDGET / 2 },
                   { .letter = 'c', .n_pieces = 1, .size = BUDGET }, { .letter = 'd', .n_pieces = 5, .size = 0 } };

  order = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (works); i++)
    {
      works[i].rounds = rounds;
      works[i].node.func = work_cb;
      works[i].node.data = &works[i];
      tin_rounds_add (rounds, &works[i].node);
      tin_rounds_add (rounds, &works[i].node);
    }
  tin_rounds_remove (rounds, &works[2].node);
  tin_rounds_remove (rounds, &works[2].node);

  while (g_main_context_iteration (NULL, FALSE))
    g_string_append_c (order, ' ');

  g_assert_cmpstr (order->str, ==, "ab dab dad dd ");
  g_string_free (order, TRUE);
}

static void
test_deadline (void)
{
  g_autoptr (TinDeadline) deadline = tin_deadline_new (NULL, 1);

  g_assert_false (tin_deadline_is_over (deadline));
  while (!g_cancellable_is_cancelled (tin_deadline_get_cancellable (deadline)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (tin_deadline_is_over (deadline));
}

static void
test_deadline_dropped (void)
{
  TinDeadline *deadline = tin_deadline_new (NULL, 1);
  g_autoptr (GCancellable) cancellable = g_object_ref (tin_deadline_get_cancellable (deadline));

  tin_deadline_free (deadline);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
}

static void
push (TinWriteQueue *queue,
      const char    *text,
      gpointer       owner)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  tin_write_queue_push (queue, bytes, TIN_BY_LOCAL, NULL)->owner = owner;
}

static void
expect (TinWriteQueue *queue,
        const char    *text)
{
  gsize size;
  const guint8 *rest = tin_write_get_rest (tin_write_queue_peek (queue), &size);

  g_assert_cmpmem (rest, size, text, strlen (text));
}

static void
test_queue (void)
{
  TinWriteQueue queue;
  int a, b;

  tin_write_queue_init (&queue);
  g_assert_null (tin_write_queue_peek (&queue));

  push (&queue, "hello", &a);
  push (&queue, "", &b);
  push (&queue, "world", &a);
  push (&queue, "!", &b);
  g_assert_cmpuint (queue.size, ==, 11);

  tin_write_queue_advance (&queue, 2);
  expect (&queue, "llo");
  tin_write_queue_advance (&queue, 3);
  expect (&queue, "");
  tin_write_queue_advance (&queue, 0);
  expect (&queue, "world");

  tin_write_queue_advance (&queue, 1);
  g_assert_true (tin_write_queue_has (&queue, &a));
  g_assert_cmpuint (tin_write_queue_drop (&queue, &a), ==, 1);
  g_assert_false (tin_write_queue_has (&queue, &a));
  g_assert_cmpuint (queue.size, ==, 1);
  expect (&queue, "!");

  tin_write_queue_clear (&queue);
  g_assert_cmpuint (queue.size, ==, 0);
  g_assert_null (tin_write_queue_peek (&queue));
}

static void
expect_all (TinWriteQueue *queue,
            TinBy          by,
            const char    *text)
{
  expect (queue, text);
  g_assert_cmpint (tin_write_queue_peek (queue)->by, ==, by);
  g_assert_true (tin_write_queue_advance (queue, strlen (text)));
}

/* What a rule sends goes behind what it sent before, unless there is something else between. */
static void
test_queue_append (void)
{
  static const char *const echo = "echo", *const other = "other";
  TinWriteQueue queue;

  tin_write_queue_init (&queue);
  tin_write_queue_append (&queue, (const guint8 *) "", 0, TIN_BY_RULE, echo);
  g_assert_null (tin_write_queue_peek (&queue));

  tin_write_queue_append (&queue, (const guint8 *) "ab", 2, TIN_BY_RULE, echo);
  g_assert_false (tin_write_queue_advance (&queue, 1));
  tin_write_queue_append (&queue, (const guint8 *) "cd", 2, TIN_BY_RULE, echo);
  tin_write_queue_append (&queue, (const guint8 *) "e", 1, TIN_BY_RULE, other);
  tin_write_queue_append (&queue, (const guint8 *) "f", 1, TIN_BY_LOCAL, other);
  push (&queue, "g", NULL);
  tin_write_queue_append (&queue, (const guint8 *) "h", 1, TIN_BY_LOCAL, NULL);
  g_assert_cmpuint (queue.size, ==, 7);
  g_assert_cmpuint (queue.writes.length, ==, 5);

  expect_all (&queue, TIN_BY_RULE, "bcd");
  expect_all (&queue, TIN_BY_RULE, "e");
  expect_all (&queue, TIN_BY_LOCAL, "f");
  expect_all (&queue, TIN_BY_LOCAL, "g");
  expect_all (&queue, TIN_BY_LOCAL, "h");
  g_assert_cmpuint (queue.size, ==, 0);
  tin_write_queue_clear (&queue);
}

/* However they come, they are in few blocks, and in order. */
static void
test_queue_blocks (void)
{
  static const gsize sizes[] = { 1, 7, 255, 256, 257, 65535, 65536, 65537, 200000 };
  enum { N = 400000 };
  g_autofree guint8 *data = g_malloc (N);

  for (gsize i = 0; i < N; i++)
    data[i] = (guint8) (i * 7 + i / 65521);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      TinWriteQueue queue;
      gsize size;

      tin_write_queue_init (&queue);
      for (gsize done = 0; done < N; done += size)
        {
          size = MIN (sizes[i], N - done);
          tin_write_queue_append (&queue, data + done, size, TIN_BY_RULE, NULL);
        }
      g_assert_cmpuint (queue.size, ==, N);
      g_assert_cmpuint (queue.writes.length, ==, (N + TIN_WRITE_BLOCK_SIZE - 1) / TIN_WRITE_BLOCK_SIZE);

      for (gsize done = 0; done < N; done += size)
        {
          const guint8 *rest = tin_write_get_rest (tin_write_queue_peek (&queue), &size);

          g_assert_cmpmem (rest, size, data + done, size);
          g_assert_true (tin_write_queue_advance (&queue, size));
        }
      g_assert_null (tin_write_queue_peek (&queue));
    }
}

static TinStorm
check (TinStormGuard *guard,
       const char    *text,
       gint64         now)
{
  return tin_storm_guard_check (guard, (const guint8 *) text, strlen (text), now);
}

static void
test_storm_begins (void)
{
  TinStormGuard guard = { 0 };

  for (int i = 1; i < TIN_STORM_COUNT; i++)
    g_assert_cmpint (check (&guard, "ping", 1000 + i), ==, TIN_STORM_NONE);

  g_assert_cmpint (check (&guard, "ping", 3000), ==, TIN_STORM_BEGINS);
  g_assert_cmpint (check (&guard, "ping", 3001), ==, TIN_STORM_GOES_ON);
  g_assert_cmpint (check (&guard, "pong", 3002), ==, TIN_STORM_NONE);
  g_assert_cmpint (check (&guard, "ping", 3003), ==, TIN_STORM_NONE);
}

static void
test_storm_calms (void)
{
  TinStormGuard guard = { 0 };
  gint64 now = 0;

  for (int i = 0; i < TIN_STORM_COUNT; i++)
    check (&guard, "ping", ++now);

  g_assert_cmpint (check (&guard, "ping", ++now), ==, TIN_STORM_GOES_ON);
  g_assert_cmpint (check (&guard, "ping", now + TIN_STORM_GAP), ==, TIN_STORM_NONE);
}

static void
test_storm_forgotten (void)
{
  TinStormGuard guard = { 0 };
  gint64 now = 0;

  g_assert_true (tin_storm_guard_is_over (&guard, now));

  for (int i = 0; i < TIN_STORM_COUNT; i++)
    check (&guard, "ping", ++now);

  g_assert_false (tin_storm_guard_is_over (&guard, now + TIN_STORM_GAP - 1));
  g_assert_true (tin_storm_guard_is_over (&guard, now + TIN_STORM_GAP));

  tin_storm_guard_forget (&guard);
  g_assert_true (tin_storm_guard_is_over (&guard, now));

  for (int i = 1; i < TIN_STORM_COUNT; i++)
    g_assert_cmpint (check (&guard, "ping", ++now), ==, TIN_STORM_NONE);
  g_assert_cmpint (check (&guard, "ping", ++now), ==, TIN_STORM_BEGINS);
}

static void
test_no_storm (void)
{
  TinStormGuard slow = { 0 }, varied = { 0 };
  char text[16];

  for (int i = 0; i < 5 * TIN_STORM_COUNT; i++)
    {
      g_snprintf (text, sizeof text, "number %d", i);
      g_assert_cmpint (check (&varied, text, i), ==, TIN_STORM_NONE);

      /* Just under the rate. */
      g_assert_cmpint (check (&slow, "ping", i * (TIN_STORM_WINDOW / (TIN_STORM_COUNT - 10))), ==, TIN_STORM_NONE);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/delay/calls-in-the-order-of-arrival", test_delay_order);
  g_test_add_func ("/delay/may-be-added-again-when-called", test_delay_again);
  g_test_add_func ("/rounds/give-each-a-piece-and-a-turn-its-budget", test_rounds);
  g_test_add_func ("/deadline/cancels-when-the-time-is-over", test_deadline);
  g_test_add_func ("/deadline/cancels-when-dropped", test_deadline_dropped);
  g_test_add_func ("/write-queue/keeps-order-and-counts", test_queue);
  g_test_add_func ("/write-queue/appends-what-is-alike", test_queue_append);
  g_test_add_func ("/write-queue/appends-in-few-blocks", test_queue_blocks);
  g_test_add_func ("/storm-guard/sees-a-storm-begin", test_storm_begins);
  g_test_add_func ("/storm-guard/sees-it-calm-down", test_storm_calms);
  g_test_add_func ("/storm-guard/can-be-told-to-forget", test_storm_forgotten);
  g_test_add_func ("/storm-guard/lets-all-else-pass", test_no_storm);

  return g_test_run ();
}
