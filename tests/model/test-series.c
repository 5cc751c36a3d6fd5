/* test-series.c: how much came and went, and how many were connected, over time.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-series.h"

#define START G_GINT64_CONSTANT (1767225600000000) /* µs */

static void
add_data (TinSeries    *series,
          gint64        time,
          TinDirection  direction,
          guint32       size)
{
  const TinIndexEntry entry = {
    .event = TIN_EVENT_DATA, .direction = direction, .time_us = START + time, .connection = 1, .size = size,
  };

  tin_series_add (series, &entry);
}

static void
add_event (TinSeries *series,
           gint64     time,
           TinEvent   event,
           guint32    connection)
{
  const TinIndexEntry entry = { .event = event, .time_us = START + time, .connection = connection };

  tin_series_add (series, &entry);
}

static guint
count_open (TinSeries *series,
            guint      bucket)
{
  TinSeriesBucket sum;

  tin_series_sum (series, bucket, bucket + 1, &sum);

  return sum.connections;
}

static void
test_counts_both_ways (void)
{
  g_autoptr (TinSeries) series = tin_series_new ();
  TinSeriesBucket sum;

  g_assert_cmpuint (tin_series_get_n_buckets (series), ==, 0);
  add_data (series, 0, TIN_DIRECTION_IN, 10);
  add_data (series, TIN_SERIES_MIN_WIDTH - 1, TIN_DIRECTION_IN, 20);
  add_data (series, TIN_SERIES_MIN_WIDTH, TIN_DIRECTION_OUT, 5);
  add_data (series, 3 * TIN_SERIES_MIN_WIDTH, TIN_DIRECTION_IN, 0);

  g_assert_cmpint (tin_series_get_start (series), ==, START);
  g_assert_cmpint (tin_series_get_end (series), ==, START + 3 * TIN_SERIES_MIN_WIDTH);
  g_assert_cmpuint (tin_series_get_n_buckets (series), ==, 4);

  tin_series_sum (series, 0, 1, &sum);
  g_assert_cmpuint (sum.bytes_in, ==, 30);
  g_assert_cmpuint (sum.messages_in, ==, 2);
  g_assert_cmpuint (sum.bytes_out, ==, 0);
  tin_series_sum (series, 1, 3, &sum);
  g_assert_cmpuint (sum.bytes_out, ==, 5);
  g_assert_cmpuint (sum.messages_out, ==, 1);
  tin_series_sum (series, 0, G_MAXUINT, &sum);
  g_assert_cmpuint (sum.messages_in, ==, 3);

  tin_series_clear (series);
  g_assert_cmpuint (tin_series_get_n_buckets (series), ==, 0);
}

static void
test_follows_connections (void)
{
  g_autoptr (TinSeries) series = tin_series_new ();

  add_event (series, 0, TIN_EVENT_LISTENING, 0);
  add_event (series, 1 * TIN_SERIES_MIN_WIDTH, TIN_EVENT_OPENED, 1);
  add_event (series, 1 * TIN_SERIES_MIN_WIDTH, TIN_EVENT_OPENED, 2);
  add_event (series, 4 * TIN_SERIES_MIN_WIDTH, TIN_EVENT_RESET, 1);
  add_event (series, 4 * TIN_SERIES_MIN_WIDTH, TIN_EVENT_CLOSED, 1);
  add_event (series, 4 * TIN_SERIES_MIN_WIDTH, TIN_EVENT_CLOSED, 7);
  add_event (series, 6 * TIN_SERIES_MIN_WIDTH, TIN_EVENT_STOPPED, 0);
  add_event (series, 8 * TIN_SERIES_MIN_WIDTH, TIN_EVENT_LISTENING, 0);

  g_assert_cmpuint (count_open (series, 0), ==, 0);
  g_assert_cmpuint (count_open (series, 1), ==, 2);
  g_assert_cmpuint (count_open (series, 2), ==, 2);
  g_assert_cmpuint (count_open (series, 4), ==, 2);
  g_assert_cmpuint (count_open (series, 5), ==, 1);
  g_assert_cmpuint (count_open (series, 6), ==, 1);
  g_assert_cmpuint (count_open (series, 7), ==, 0);
}

/* A hundred days, and a leap of a hundred years. */
static void
test_stays_bounded (void)
{
  g_autoptr (TinSeries) series = tin_series_new ();
  TinSeriesBucket sum;

  for (gint64 hour = 0; hour < 2400; hour++)
    add_data (series, hour * G_TIME_SPAN_HOUR, TIN_DIRECTION_IN, 7);

  g_assert_cmpuint (tin_series_get_n_buckets (series), <=, TIN_SERIES_MAX_BUCKETS);
  g_assert_cmpuint (tin_series_get_n_buckets (series), >, TIN_SERIES_MAX_BUCKETS / 2 - 1);
  tin_series_sum (series, 0, G_MAXUINT, &sum);
  g_assert_cmpuint (sum.messages_in, ==, 2400);
  g_assert_cmpuint (sum.bytes_in, ==, 2400 * 7);

  add_data (series, 36500 * G_TIME_SPAN_DAY, TIN_DIRECTION_OUT, 1);
  g_assert_cmpuint (tin_series_get_n_buckets (series), <=, TIN_SERIES_MAX_BUCKETS);
  tin_series_sum (series, 0, G_MAXUINT, &sum);
  g_assert_cmpuint (sum.messages_in, ==, 2400);
  g_assert_cmpuint (sum.messages_out, ==, 1);
}

/* A clock that was set back, as the files of others may tell of. */
static void
test_never_goes_back (void)
{
  g_autoptr (TinSeries) series = tin_series_new ();
  TinSeriesBucket sum;

  add_data (series, 5 * TIN_SERIES_MIN_WIDTH, TIN_DIRECTION_IN, 1);
  add_data (series, 7 * TIN_SERIES_MIN_WIDTH, TIN_DIRECTION_IN, 1);
  add_data (series, 0, TIN_DIRECTION_IN, 1);
  g_assert_cmpuint (tin_series_get_n_buckets (series), ==, 3);
  tin_series_sum (series, 2, 3, &sum);
  g_assert_cmpuint (sum.messages_in, ==, 2);
}

/* A file may tell of any number that never ends. */
static void
test_counts_any_number_of_connections (void)
{
  g_autoptr (TinSeries) series = tin_series_new ();
  const guint n_connections = 200000;

  for (guint i = 1; i <= n_connections; i++)
    add_event (series, 0, TIN_EVENT_OPENED, i);
  add_event (series, 0, TIN_EVENT_OPENED, 1);
  g_assert_cmpuint (count_open (series, 0), ==, n_connections);

  for (guint i = 1; i < n_connections; i++)
    add_event (series, TIN_SERIES_MIN_WIDTH, TIN_EVENT_CLOSED, i);
  add_event (series, 2 * TIN_SERIES_MIN_WIDTH, TIN_EVENT_NOTE, 0);
  g_assert_cmpuint (count_open (series, 2), ==, 1);
  add_event (series, 3 * TIN_SERIES_MIN_WIDTH, TIN_EVENT_STOPPED, 0);
  add_event (series, 4 * TIN_SERIES_MIN_WIDTH, TIN_EVENT_NOTE, 0);
  g_assert_cmpuint (count_open (series, 4), ==, 0);
}

/* A month, a record a second. */
static void
test_merges_what_is_long (void)
{
  g_autoptr (TinSeries) series = tin_series_new ();
  const guint n_seconds = 30 * 24 * 60 * 60;
  TinSeriesBucket sum;

  for (guint i = 0; i < n_seconds; i++)
    add_data (series, (gint64) i * G_USEC_PER_SEC, TIN_DIRECTION_IN, 3);

  g_assert_cmpuint (tin_series_get_n_buckets (series), <=, TIN_SERIES_MAX_BUCKETS);
  g_assert_cmpuint (tin_series_get_n_buckets (series), >, TIN_SERIES_MAX_BUCKETS / 2 - 1);
  tin_series_sum (series, 0, G_MAXUINT, &sum);
  g_assert_cmpuint (sum.messages_in, ==, n_seconds);
  g_assert_cmpuint (sum.bytes_in, ==, 3 * (guint64) n_seconds);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/series/counts-both-ways", test_counts_both_ways);
  g_test_add_func ("/series/follows-connections", test_follows_connections);
  g_test_add_func ("/series/stays-bounded", test_stays_bounded);
  g_test_add_func ("/series/never-goes-back", test_never_goes_back);

  g_test_add_func ("/series/counts-any-number-of-connections", test_counts_any_number_of_connections);
  g_test_add_func ("/series/merges-what-is-long", test_merges_what_is_long);

  return g_test_run ();
}
