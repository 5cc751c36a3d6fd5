/* test-numbers.c: a set of numbers, such as those of the messages that were selected.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-numbers.h"

static void
test_begins_empty (void)
{
  g_autoptr (TinNumbers) numbers = tin_numbers_new ();
  guint64 number = 0;

  tin_numbers_add_range (numbers, 7, 7);
  tin_numbers_add_range (numbers, 9, 3);
  g_assert_cmpuint (tin_numbers_count (numbers), ==, 0);
  g_assert_false (tin_numbers_has (numbers, 0));
  g_assert_false (tin_numbers_next (numbers, &number));
}

/* In any order, also twice, before and behind what is there. */
static void
test_keeps_what_was_added (void)
{
  static const guint64 added[] = { 1000000, 5, 63, 64, 65, 999999, 5, 128, G_GUINT64_CONSTANT (1) << 25 };
  static const guint64 sorted[] = { 5, 63, 64, 65, 128, 999999, 1000000, G_GUINT64_CONSTANT (1) << 25 };
  g_autoptr (TinNumbers) numbers = tin_numbers_new ();
  guint64 number = 0;

  for (guint i = 0; i < G_N_ELEMENTS (added); i++)
    tin_numbers_add (numbers, added[i]);
  g_assert_cmpuint (tin_numbers_count (numbers), ==, G_N_ELEMENTS (sorted));

  for (guint i = 0; i < G_N_ELEMENTS (sorted); i++, number++)
    {
      g_assert_true (tin_numbers_next (numbers, &number));
      g_assert_cmpuint (number, ==, sorted[i]);
      g_assert_true (tin_numbers_has (numbers, sorted[i]));
    }
  g_assert_false (tin_numbers_next (numbers, &number));
  g_assert_false (tin_numbers_has (numbers, 6));
  g_assert_false (tin_numbers_has (numbers, 0));
}

static void
test_takes_ranges (void)
{
  for (guint64 first = 0; first < 140; first += 7)
    for (guint64 end = first + 1; end < 300; end += 11)
      {
        g_autoptr (TinNumbers) numbers = tin_numbers_new ();
        guint64 number = 0;

        tin_numbers_add (numbers, 150);
        tin_numbers_add_range (numbers, first, end);
        g_assert_cmpuint (tin_numbers_count (numbers), ==, end - first + (end <= 150 ? 1 : 0));
        g_assert_true (tin_numbers_next (numbers, &number));
        g_assert_cmpuint (number, ==, first);
        g_assert_true (tin_numbers_has (numbers, end - 1));
        g_assert_true (tin_numbers_has (numbers, end) == (end == 150));
      }
}

/* What others call their connections is theirs to choose. */
static void
test_takes_little_for_what_is_far_apart (void)
{
  const guint64 step = G_GUINT64_CONSTANT (1) << 52;
  g_autoptr (TinNumbers) numbers = tin_numbers_new ();
  guint64 number = 0;
  guint n = 0;

  for (guint i = 4096; i > 0; i--)
    tin_numbers_add (numbers, (i - 1) * step + i);
  g_assert_cmpuint (tin_numbers_count (numbers), ==, 4096);
  for (; tin_numbers_next (numbers, &number); number++)
    {
      g_assert_cmpuint (number, ==, n * step + n + 1);
      n++;
    }
  g_assert_cmpuint (n, ==, 4096);
}

/* The same as a plain table says, while few become many in one place after the other. */
static void
test_is_the_same_however_full (void)
{
  enum { N = 3 * 65536 };
  g_autoptr (TinNumbers) numbers = tin_numbers_new ();
  g_autofree guint8 *table = g_new0 (guint8, N);
  guint64 number = 0;
  guint count = 0;

  for (guint i = 0; i < 20000; i++)
    {
      guint first = g_test_rand_int_range (0, N / 2 + (int) (i * 4));
      guint end = MIN (N, first + g_test_rand_int_range (0, i % 100 == 0 ? 300 : 3));

      tin_numbers_add_range (numbers, first, end);
      for (guint j = first; j < end; j++)
        {
          count += !table[j];
          table[j] = TRUE;
        }
      g_assert_cmpuint (tin_numbers_count (numbers), ==, count);
    }

  for (guint i = 0; i < N; i++)
    g_assert_cmpint (tin_numbers_has (numbers, i), ==, table[i]);
  for (guint i = 0; i < N; i++)
    if (table[i])
      {
        g_assert_true (tin_numbers_next (numbers, &number));
        g_assert_cmpuint (number++, ==, i);
      }
  g_assert_false (tin_numbers_next (numbers, &number));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/numbers/begins-empty", test_begins_empty);
  g_test_add_func ("/numbers/keeps-what-was-added", test_keeps_what_was_added);
  g_test_add_func ("/numbers/takes-ranges", test_takes_ranges);
  g_test_add_func ("/numbers/takes-little-for-what-is-far-apart", test_takes_little_for_what_is_far_apart);
  g_test_add_func ("/numbers/is-the-same-however-full", test_is_the_same_however_full);

  return g_test_run ();
}
