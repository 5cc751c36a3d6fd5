/* test-pair-ring.c: tests of TinPairRing.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-pair-ring.h"

#define N_PAIRS 200000 /* some blocks, the last of them not full */

static void
append (TinPairRing *ring,
        guint64      number)
{
  const TinPair pair = { number, ~number };

  g_assert_true (tin_pair_ring_append (ring, &pair));
}

static void
append_many (TinPairRing *ring)
{
  for (guint64 i = 0; i < N_PAIRS; i++)
    append (ring, i);
}

static void
assert_there (TinPairRing *ring,
              guint64      number)
{
  TinPair pair;

  g_assert_true (tin_pair_ring_get (ring, number, &pair));
  g_assert_cmpuint (pair.a, ==, number);
  g_assert_cmpuint (pair.b, ==, ~number);
}

static void
assert_gone (TinPairRing *ring,
             guint64      number)
{
  TinPair pair;

  g_assert_false (tin_pair_ring_get (ring, number, &pair));
}

static void
test_keeps_all (void)
{
  g_autoptr (TinPairRing) ring = tin_pair_ring_new ();

  assert_gone (ring, 0);
  append_many (ring);
  g_assert_cmpuint (tin_pair_ring_get_first (ring), ==, 0);
  g_assert_cmpuint (tin_pair_ring_get_length (ring), ==, N_PAIRS);
  for (guint64 i = 0; i < N_PAIRS; i++)
    assert_there (ring, i);
  assert_gone (ring, N_PAIRS);
  assert_gone (ring, G_MAXUINT64);
}

/* To the pair, though memory comes and goes in blocks; a number is never another pair's. */
static void
test_drops_the_oldest (void)
{
  g_autoptr (TinPairRing) ring = tin_pair_ring_new ();

  append_many (ring);
  tin_pair_ring_drop_before (ring, 70000);
  g_assert_cmpuint (tin_pair_ring_get_first (ring), ==, 70000);
  assert_gone (ring, 0);
  assert_gone (ring, 69999);
  assert_there (ring, 70000);
  assert_there (ring, N_PAIRS - 1);

  /* What is gone stays so. */
  tin_pair_ring_drop_before (ring, 10);
  g_assert_cmpuint (tin_pair_ring_get_first (ring), ==, 70000);

  tin_pair_ring_drop_before (ring, G_MAXUINT64);
  g_assert_cmpuint (tin_pair_ring_get_first (ring), ==, N_PAIRS);
  assert_gone (ring, N_PAIRS - 1);

  for (guint64 i = N_PAIRS; i < 2 * N_PAIRS; i++)
    append (ring, i);
  g_assert_cmpuint (tin_pair_ring_get_length (ring), ==, 2 * N_PAIRS);
  assert_gone (ring, N_PAIRS - 1);
  for (guint64 i = N_PAIRS; i < 2 * N_PAIRS; i++)
    assert_there (ring, i);
}

/* Whatever is dropped meanwhile: a pair is the right one, or none. */
static gpointer
read_along (gpointer data)
{
  TinPairRing *ring = data;
  guint64 length = 0;

  while (length < 4 * N_PAIRS)
    {
      guint64 first = tin_pair_ring_get_first (ring);

      length = tin_pair_ring_get_length (ring);
      for (guint64 i = first; i < length; i += 1 + (length - first) / 64)
        {
          TinPair pair;

          if (!tin_pair_ring_get (ring, i, &pair))
            continue;

          g_assert_cmpuint (pair.a, ==, i);
          g_assert_cmpuint (pair.b, ==, ~i);
        }
    }

  return NULL;
}

static void
test_is_read_meanwhile (void)
{
  g_autoptr (TinPairRing) ring = tin_pair_ring_new ();
  GThread *reader = g_thread_new ("reader", read_along, ring);

  for (guint64 i = 0; i < 4 * N_PAIRS; i++)
    {
      append (ring, i);
      if (i % 1000 == 0 && i > N_PAIRS / 2)
        tin_pair_ring_drop_before (ring, i - N_PAIRS / 2);
    }

  g_thread_join (reader);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pair-ring/keeps-all", test_keeps_all);
  g_test_add_func ("/pair-ring/drops-the-oldest", test_drops_the_oldest);
  g_test_add_func ("/pair-ring/is-read-meanwhile", test_is_read_meanwhile);

  return g_test_run ();
}
