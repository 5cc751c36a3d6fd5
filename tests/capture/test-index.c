/* test-index.c: tests of TinIndex.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-index.h"

#define BLOCK 65536 /* entries */

static void
append (TinIndex *index,
        guint64   number)
{
  TinIndexEntry entry = {
    .offset = number * 3,
    .event = TIN_EVENT_DATA,
    .direction = TIN_DIRECTION_OUT,
    .by = TIN_BY_RULE,
    .connection = number,
    .size = ~(guint32) number,
  };

  g_assert_true (tin_index_append (index, &entry));
}

static void
assert_entry (const TinIndexEntry *entry,
              guint64              number)
{
  g_assert_cmpuint (entry->offset, ==, number * 3);
  g_assert_cmpuint (entry->event, ==, TIN_EVENT_DATA);
  g_assert_cmpuint (entry->direction, ==, TIN_DIRECTION_OUT);
  g_assert_cmpuint (entry->by, ==, TIN_BY_RULE);
  g_assert_cmpuint (entry->connection, ==, (guint32) number);
  g_assert_cmpuint (entry->size, ==, ~(guint32) number);
}

static void
test_empty (void)
{
  g_autoptr (TinIndex) index = tin_index_new ();
  TinIndexEntry entry;

  g_assert_cmpuint (tin_index_get_first (index), ==, 0);
  g_assert_cmpuint (tin_index_get_length (index), ==, 0);
  g_assert_false (tin_index_get (index, 0, &entry));
  g_assert_false (tin_index_get (index, G_MAXUINT64, &entry));
  tin_index_drop_before (index, 5);
  g_assert_cmpuint (tin_index_get_first (index), ==, 0);
}

static void
test_holds_what_was_appended (void)
{
  g_autoptr (TinIndex) index = tin_index_new ();
  const guint64 n = 3 * BLOCK + 7;
  TinIndexEntry entry;

  for (guint64 i = 0; i < n; i++)
    append (index, i);
  g_assert_cmpuint (tin_index_get_length (index), ==, n);
  for (guint64 i = 0; i < n; i++)
    {
      g_assert_true (tin_index_get (index, i, &entry));
      assert_entry (&entry, i);
    }
  g_assert_false (tin_index_get (index, n, &entry));
}

static void
test_drops_the_oldest (void)
{
  g_autoptr (TinIndex) index = tin_index_new ();
  const guint64 n = 2 * BLOCK;
  const guint64 steps[] = { 1, 1, 100, BLOCK - 1, BLOCK, BLOCK + 5, n, n + 100 };
  TinIndexEntry entry;

  for (guint64 i = 0; i < n; i++)
    append (index, i);
  for (guint s = 0; s < G_N_ELEMENTS (steps); s++)
    {
      guint64 first = MIN (steps[s], n);

      tin_index_drop_before (index, steps[s]);
      g_assert_cmpuint (tin_index_get_first (index), ==, first);
      g_assert_false (tin_index_get (index, first - 1, &entry));
      g_assert_cmpint (tin_index_get (index, first, &entry), ==, first < n);
    }
  g_assert_cmpuint (tin_index_get_length (index), ==, n);

  append (index, n);
  g_assert_true (tin_index_get (index, n, &entry));
  assert_entry (&entry, n);
}

/* Blocks are used again, with what they held before gone. */
static void
test_goes_round (void)
{
  g_autoptr (TinIndex) index = tin_index_new ();
  TinIndexEntry entry;

  for (guint64 i = 0; i < 1100 * (guint64) BLOCK; i++)
    {
      append (index, i);
      if (i % BLOCK == 0 && i > BLOCK)
        tin_index_drop_before (index, i - BLOCK);
    }
  g_assert_cmpuint (tin_index_get_first (index), ==, 1098 * (guint64) BLOCK);
  for (guint64 i = tin_index_get_first (index); i < tin_index_get_length (index); i++)
    {
      g_assert_true (tin_index_get (index, i, &entry));
      assert_entry (&entry, i);
    }
}

typedef struct
{
  TinIndex *index;
  gint      stop;
  guint64   n_found;
} Reader;

static gpointer
read_at_random (gpointer data)
{
  Reader *reader = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  while (!g_atomic_int_get (&reader->stop))
    {
      guint64 first = tin_index_get_first (reader->index);
      guint64 length = tin_index_get_length (reader->index);
      TinIndexEntry entry;
      guint64 position;

      if (length == first)
        continue;
      /* Mostly the oldest, where it is hot. */
      position = first + g_rand_int_range (random, 0, MIN (length - first, 100));
      if (tin_index_get (reader->index, position, &entry))
        {
          assert_entry (&entry, position);
          reader->n_found++;
        }
    }
  return NULL;
}

static void
test_readers_never_see_what_is_gone (void)
{
  Reader reader = { tin_index_new (), FALSE, 0 };
  GThread *thread = g_thread_new ("reader", read_at_random, &reader);

  for (guint64 i = 0; i < 200 * (guint64) BLOCK; i++)
    {
      append (reader.index, i);
      if (i % 1000 == 0 && i > BLOCK)
        tin_index_drop_before (reader.index, i - BLOCK);
    }
  g_atomic_int_set (&reader.stop, TRUE);
  g_thread_join (thread);
  g_assert_cmpuint (reader.n_found, >, 0);
  tin_index_free (reader.index);
}

/* The bound: 64 Mi records. */
static void
test_forgets_the_oldest_when_full (void)
{
  g_autoptr (TinIndex) index = tin_index_new ();
  const guint64 limit = 1024 * (guint64) BLOCK;
  TinIndexEntry entry;

  for (guint64 i = 0; i <= limit; i++)
    append (index, i);
  g_assert_cmpuint (tin_index_get_first (index), ==, limit / 16);
  g_assert_cmpuint (tin_index_get_length (index), ==, limit + 1);
  g_assert_true (tin_index_get (index, limit, &entry));
  assert_entry (&entry, limit);
  g_assert_true (tin_index_get (index, limit / 16, &entry));
  assert_entry (&entry, limit / 16);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/index/empty", test_empty);
  g_test_add_func ("/index/holds-what-was-appended", test_holds_what_was_appended);
  g_test_add_func ("/index/drops-the-oldest", test_drops_the_oldest);
  g_test_add_func ("/index/goes-round", test_goes_round);
  g_test_add_func ("/index/readers-never-see-what-is-gone", test_readers_never_see_what_is_gone);
  if (g_test_slow ())
    g_test_add_func ("/index/forgets-the-oldest-when-full", test_forgets_the_oldest_when_full);

  return g_test_run ();
}
