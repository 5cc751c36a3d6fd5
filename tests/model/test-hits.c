/* test-hits.c: which of many numbers were found, a bit each.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-hits.h"

#define N_NUMBERS 40000

/* Adds what a row of numbers has, in slices of any size, and remembers it in the simplest way. */
static GArray *
fill (TinHits *hits,
      guint64  first,
      guint    one_in)
{
  GArray *expected = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint64 number = first;

  while (number < first + N_NUMBERS)
    {
      guint64 step = (guint64) g_test_rand_int_range (1, 9000);
      guint64 end = MIN (number + step, first + N_NUMBERS);
      g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
      guint64 start = number;

      for (; number < end; number++)
        {
          guint32 offset = (guint32) (number - start);

          if (g_test_rand_int_range (0, (gint32) one_in) != 0)
            continue;

          g_array_append_val (expected, number);
          g_array_append_val (offsets, offset);
        }

      tin_hits_append (hits, end, (const guint32 *) (gpointer) offsets->data, offsets->len);
      g_assert_cmpuint (tin_hits_get_end (hits), ==, end);
      g_assert_cmpuint (tin_hits_get_count (hits), ==, expected->len);
    }

  return expected;
}

static void
assert_has (TinHits *hits,
            GArray  *expected,
            guint    first)
{
  guint64 number;

  for (guint i = first; i < expected->len; i++)
    {
      guint64 hit = g_array_index (expected, guint64, i);

      g_assert_true (tin_hits_get (hits, i, &number));
      g_assert_cmpuint (number, ==, hit);
      g_assert_cmpuint (tin_hits_count_before (hits, hit), ==, i);
      g_assert_cmpuint (tin_hits_count_before (hits, hit + 1), ==, i + 1);
    }

  g_assert_false (tin_hits_get (hits, expected->len, &number));
  g_assert_false (tin_hits_get (hits, G_MAXUINT64, &number));
  g_assert_cmpuint (tin_hits_count_before (hits, G_MAXUINT64), ==, expected->len);
}

static void
test_keeps_what_was_found (void)
{
  static const guint one_in[] = { 1, 2, 7, 500, 30000 };
  static const guint64 firsts[] = { 0, 1, 4095, 4096, G_GUINT64_CONSTANT (1) << 40 };

  for (guint i = 0; i < G_N_ELEMENTS (one_in); i++)
    for (guint j = 0; j < G_N_ELEMENTS (firsts); j++)
      {
        g_autoptr (TinHits) hits = tin_hits_new (firsts[j]);
        g_autoptr (GArray) expected = fill (hits, firsts[j], one_in[i]);

        assert_has (hits, expected, 0);
        g_assert_cmpuint (tin_hits_count_before (hits, firsts[j]), ==, 0);
        g_assert_cmpuint (tin_hits_count_before (hits, 0), ==, 0);
      }
}

static void
test_forgets_what_is_gone (void)
{
  g_autoptr (TinHits) hits = tin_hits_new (100);
  g_autoptr (GArray) expected = fill (hits, 100, 3);
  guint64 kept = 3 * TIN_HITS_CHUNK_SIZE;
  guint n_dropped = (guint) tin_hits_count_before (hits, kept);
  guint64 number;

  tin_hits_drop_before (hits, kept + 5);
  tin_hits_drop_before (hits, 7);
  assert_has (hits, expected, n_dropped);
  g_assert_false (tin_hits_get (hits, n_dropped - 1, &number));
  g_assert_cmpuint (tin_hits_count_before (hits, 0), ==, n_dropped);

  tin_hits_drop_before (hits, G_MAXUINT64);
  tin_hits_append (hits, tin_hits_get_end (hits) + 10, (const guint32[]) { 9 }, 1);
  g_assert_true (tin_hits_get (hits, expected->len, &number));
  g_assert_cmpuint (number, ==, 100 + N_NUMBERS + 9);
}

static void
test_is_empty_at_first (void)
{
  g_autoptr (TinHits) hits = tin_hits_new (5);
  guint64 number;

  g_assert_cmpuint (tin_hits_get_count (hits), ==, 0);
  g_assert_cmpuint (tin_hits_get_end (hits), ==, 5);
  g_assert_cmpuint (tin_hits_count_before (hits, 100), ==, 0);
  g_assert_false (tin_hits_get (hits, 0, &number));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hits/keeps-what-was-found", test_keeps_what_was_found);
  g_test_add_func ("/hits/forgets-what-is-gone", test_forgets_what_is_gone);
  g_test_add_func ("/hits/is-empty-at-first", test_is_empty_at_first);

  return g_test_run ();
}
