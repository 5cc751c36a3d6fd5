/* test-index.c: tests of TinIndex.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-index.h"

#define BLOCK 65536 /* entries */

/* Those that there are, by the direction of what was lost; what comes in is not captured or left unread. */
static const TinLoss losses[][4] = {
  [TIN_DIRECTION_NONE] = { TIN_LOSS_UNKNOWN, TIN_LOSS_DISK, TIN_LOSS_UNKNOWN, TIN_LOSS_DISK },
  [TIN_DIRECTION_IN] = { TIN_LOSS_UNKNOWN, TIN_LOSS_RECEIVE_BUFFER, TIN_LOSS_RECORDING, TIN_LOSS_UNREAD },
  [TIN_DIRECTION_OUT] = { TIN_LOSS_UNKNOWN, TIN_LOSS_QUEUE, TIN_LOSS_LEFT, TIN_LOSS_UNCAPTURED },
};

static TinLoss
make_loss (guint64 number)
{
  TinLoss loss = losses[number % 3][number / 3 % 4];

  if (number % TIN_N_EVENTS != TIN_EVENT_DROPPED)
    return TIN_LOSS_UNKNOWN;

  return loss == TIN_LOSS_UNREAD && number % 4 == TIN_BY_NONE ? TIN_LOSS_UNCAPTURED : loss;
}

/* Now and then one that does not fit into the usual bits. */
static TinIndexEntry
make_entry (guint64 number)
{
  return (TinIndexEntry) {
           .offset = number * 65600,
           .time_us = G_GINT64_CONSTANT (1700000000000000) + (gint64) number * 7 * (number % 3 == 0 ? -1 : 1),
           .event = number % TIN_N_EVENTS,
           .direction = number % 3,
           .by = number % 4,
           .connection = ~(guint32) number,
           .size = number % 10007 == 1 ? G_MAXUINT32 : number % 65535,
           .loss = make_loss (number),
  };
}

static void
append (TinIndex *index,
        guint64   number)
{
  TinIndexEntry entry = make_entry (number);

  g_assert_true (tin_index_append (index, &entry));
}

static void
assert_equal (const TinIndexEntry *entry,
              const TinIndexEntry *expected)
{
  g_assert_cmpuint (entry->offset, ==, expected->offset);
  g_assert_cmpint (entry->time_us, ==, expected->time_us);
  g_assert_cmpuint (entry->event, ==, expected->event);
  g_assert_cmpuint (entry->direction, ==, expected->direction);
  g_assert_cmpuint (entry->by, ==, expected->by);
  g_assert_cmpuint (entry->loss, ==, expected->loss);
  g_assert_cmpuint (entry->connection, ==, expected->connection);
  g_assert_cmpuint (entry->size, ==, expected->size);
}

static void
assert_entry (const TinIndexEntry *entry,
              guint64              number)
{
  TinIndexEntry expected = make_entry (number);

  assert_equal (entry, &expected);
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

/* Exactly, however many go at once, within a block and across some. */
static void
test_sums_up_what_is_gone (void)
{
  static const guint64 drops[] = { 1, 7, 10009, 10010, BLOCK, BLOCK + 1, 2 * BLOCK - 1, 3 * BLOCK, 3 * BLOCK + 7 };
  g_autoptr (TinIndex) index = tin_index_new ();
  TinTotals expected = { 0 }, totals;
  guint64 n_summed = 0;

  for (guint64 i = 0; i < 3 * BLOCK + 7; i++)
    append (index, i);
  g_assert_cmpuint (tin_index_get_gone (index, &totals), ==, 0);
  g_assert_cmpmem (&totals, sizeof totals, &expected, sizeof expected);

  for (guint i = 0; i < G_N_ELEMENTS (drops); i++)
    {
      for (; n_summed < drops[i]; n_summed++)
        {
          TinIndexEntry entry = make_entry (n_summed);

          tin_totals_add (&expected, &entry);
        }
      tin_index_drop_before (index, drops[i]);
      g_assert_cmpuint (tin_index_get_gone (index, &totals), ==, drops[i]);
      g_assert_cmpmem (&totals, sizeof totals, &expected, sizeof expected);
    }
}

/* The same as one at a time, up to where there are none. */
static void
test_gives_many_at_once (void)
{
  g_autoptr (TinIndex) index = tin_index_new ();
  const guint64 first = 10010;
  const guint64 n = BLOCK + 100;
  TinIndexEntry entries[64];

  for (guint64 i = 0; i < n; i++)
    append (index, i);
  tin_index_drop_before (index, first);

  g_assert_cmpuint (tin_index_get_many (index, first - 1, entries, 64), ==, 0);
  g_assert_cmpuint (tin_index_get_many (index, n, entries, 64), ==, 0);
  g_assert_cmpuint (tin_index_get_many (index, G_MAXUINT64, entries, 64), ==, 0);
  g_assert_cmpuint (tin_index_get_many (index, first, entries, 64), ==, 64);
  g_assert_cmpuint (tin_index_get_many (index, n - 3, entries, 64), ==, 3);

  for (guint64 position = first; position < n; position++)
    {
      guint wanted = 1 + position % 64;
      guint n_entries = tin_index_get_many (index, position, entries, wanted);

      g_assert_cmpuint (n_entries, >=, 1);
      g_assert_cmpuint (n_entries, <=, wanted);
      for (guint i = 0; i < n_entries; i++)
        assert_entry (&entries[i], position + i);
    }
}

static void
test_holds_the_odd (void)
{
  static const TinIndexEntry entries[] = {
    { .offset = 1 },
    { .offset = 0 },
    { .offset = 1 + 0xffffff },
    { .offset = 1 + 0x1000000 },
    { .offset = G_MAXUINT64, .size = 65534 },
    { .offset = 2, .size = 65535 },
    { .offset = 2, .size = G_MAXUINT32, .connection = G_MAXUINT32 },
    { .offset = 2, .time_us = 1 },
    { .offset = 2, .time_us = -1 },
    { .offset = 2, .time_us = (G_GINT64_CONSTANT (1) << 39) - 1 },
    { .offset = 2, .time_us = G_GINT64_CONSTANT (1) << 39 },
    { .offset = 2, .time_us = -(G_GINT64_CONSTANT (1) << 39) },
    { .offset = 2, .time_us = -(G_GINT64_CONSTANT (1) << 39) - 1 },
    { .offset = 2, .time_us = G_MAXINT64 },
    { .offset = 2, .time_us = G_MININT64 },
    { .offset = 2, .event = TIN_EVENT_STOPPED, .direction = TIN_DIRECTION_OUT, .by = TIN_BY_RULE },
  };

  for (guint before = 0; before <= 64; before++)
    {
      g_autoptr (TinIndex) index = tin_index_new ();
      TinIndexEntry entry = { 0 };

      for (guint i = 0; i < before; i++)
        g_assert_true (tin_index_append (index, &entry));
      for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
        g_assert_true (tin_index_append (index, &entries[i]));
      for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
        {
          g_assert_true (tin_index_get (index, before + i, &entry));
          assert_equal (&entry, &entries[i]);
        }
      tin_index_drop_before (index, before + G_N_ELEMENTS (entries));
      g_assert_false (tin_index_get (index, before + 1, &entry));
    }
}

/* They are bounded, too, and make room for others when they go. */
static void
test_refuses_too_many_odd_ones (void)
{
  g_autoptr (TinIndex) index = tin_index_new ();
  TinIndexEntry odd = { .size = G_MAXUINT32 };
  TinIndexEntry usual = { .size = 1 };
  TinIndexEntry entry;
  guint n = 0;

  while (n < 2 * 1024 * 1024 && tin_index_append (index, &odd))
    n++;
  g_assert_cmpuint (n, ==, 1024 * 1024);
  g_assert_cmpuint (tin_index_get_length (index), ==, n);
  g_assert_true (tin_index_append (index, &usual));
  g_assert_true (tin_index_get (index, n, &entry));
  assert_equal (&entry, &usual);

  tin_index_drop_before (index, n);
  g_assert_true (tin_index_append (index, &odd));
  g_assert_true (tin_index_get (index, n + 1, &entry));
  assert_equal (&entry, &odd);
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
      TinIndexEntry entries[16];
      guint64 position;
      guint n_entries;

      if (length == first)
        continue;
      /* Mostly the oldest, where it is hot. */
      position = first + g_rand_int_range (random, 0, MIN (length - first, 100));
      if (tin_index_get (reader->index, position, &entry))
        {
          assert_entry (&entry, position);
          reader->n_found++;
        }

      n_entries = tin_index_get_many (reader->index, position, entries, G_N_ELEMENTS (entries));
      for (guint i = 0; i < n_entries; i++)
        assert_entry (&entries[i], position + i);
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
  g_test_add_func ("/index/gives-many-at-once", test_gives_many_at_once);
  g_test_add_func ("/index/sums-up-what-is-gone", test_sums_up_what_is_gone);
  g_test_add_func ("/index/holds-the-odd", test_holds_the_odd);
  g_test_add_func ("/index/refuses-too-many-odd-ones", test_refuses_too_many_odd_ones);
  g_test_add_func ("/index/drops-the-oldest", test_drops_the_oldest);
  g_test_add_func ("/index/goes-round", test_goes_round);
  g_test_add_func ("/index/readers-never-see-what-is-gone", test_readers_never_see_what_is_gone);
  if (g_test_slow ())
    g_test_add_func ("/index/forgets-the-oldest-when-full", test_forgets_the_oldest_when_full);

  return g_test_run ();
}
