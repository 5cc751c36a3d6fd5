/* test-totals.c: what a session received and sent in all.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-totals.h"

static void
add (TinTotals    *totals,
     TinEvent      event,
     TinDirection  direction,
     guint32       size)
{
  TinIndexEntry entry = { .event = event, .direction = direction, .connection = 1, .size = size };

  tin_totals_add (totals, &entry);
}

static void
test_counts_both_ways (void)
{
  TinTotals totals = { 0 };

  add (&totals, TIN_EVENT_DATA, TIN_DIRECTION_IN, 5);
  add (&totals, TIN_EVENT_DATA, TIN_DIRECTION_IN, 0);
  add (&totals, TIN_EVENT_DATA, TIN_DIRECTION_OUT, G_MAXUINT32);
  add (&totals, TIN_EVENT_DATA, TIN_DIRECTION_OUT, 1);

  g_assert_cmpuint (totals.bytes_in, ==, 5);
  g_assert_cmpuint (totals.messages_in, ==, 2);
  g_assert_cmpuint (totals.bytes_out, ==, G_GUINT64_CONSTANT (0x100000000));
  g_assert_cmpuint (totals.messages_out, ==, 2);
}

static void
test_counts_what_is_no_data (void)
{
  TinTotals totals = { 0 };

  for (TinEvent event = 0; event < TIN_N_EVENTS; event++)
    if (event != TIN_EVENT_DATA)
      add (&totals, event, TIN_DIRECTION_NONE, 7);

  g_assert_cmpuint (totals.messages_in + totals.messages_out, ==, 0);
  g_assert_cmpuint (totals.bytes_in + totals.bytes_out, ==, 0);
  g_assert_cmpuint (totals.connections, ==, 1);
  g_assert_cmpuint (totals.dropped, ==, 0);
  g_assert_cmpuint (totals.problems, ==, 4);

  add (&totals, TIN_EVENT_DROPPED, TIN_DIRECTION_OUT, 1000);
  add (&totals, TIN_EVENT_DROPPED, TIN_DIRECTION_IN, 7);
  g_assert_cmpuint (totals.dropped, ==, 7);
  g_assert_cmpuint (totals.problems, ==, 5);
}

static void
test_tells_bytes_from_datagrams (void)
{
  const TinIndexEntry unread = {
    .event = TIN_EVENT_DROPPED, .direction = TIN_DIRECTION_IN, .size = 458634, .loss = TIN_LOSS_UNREAD,
  };
  const TinIndexEntry uncaptured = {
    .event = TIN_EVENT_DROPPED, .direction = TIN_DIRECTION_OUT, .size = 1000, .loss = TIN_LOSS_UNCAPTURED,
  };
  TinTotals totals = { 0 };

  add (&totals, TIN_EVENT_DROPPED, TIN_DIRECTION_IN, 7);
  tin_totals_add (&totals, &uncaptured);
  tin_totals_add (&totals, &unread);
  tin_totals_add (&totals, &unread);
  g_assert_cmpuint (totals.unread, ==, 2 * 458634);
  g_assert_cmpuint (totals.uncaptured, ==, 1000);
  g_assert_cmpuint (totals.dropped, ==, 7);
  g_assert_cmpuint (totals.losses[TIN_LOSS_UNREAD], ==, 0);
  g_assert_cmpuint (totals.problems, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/totals/counts-both-ways", test_counts_both_ways);
  g_test_add_func ("/totals/counts-what-is-no-data", test_counts_what_is_no_data);
  g_test_add_func ("/totals/tells-bytes-from-datagrams", test_tells_bytes_from_datagrams);

  return g_test_run ();
}
