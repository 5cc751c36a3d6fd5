/* test-query-time.c: a range of times, as a query says it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query-time.h"

#include "codec/tin-codec-error.h"

#define HOUR   G_TIME_SPAN_HOUR
#define MINUTE (60 * G_TIME_SPAN_SECOND)
#define SECOND G_TIME_SPAN_SECOND

static const struct
{
  const char *text;
  char        operator;
  gint64      first_us;
  gint64      end_us;
} of_every_day[] = {
  { "14:05", ':', 14 * HOUR + 5 * MINUTE, 14 * HOUR + 6 * MINUTE },
  { "4:05", '=', 4 * HOUR + 5 * MINUTE, 4 * HOUR + 6 * MINUTE },
  { "14:05:30", ':', 14 * HOUR + 5 * MINUTE + 30 * SECOND, 14 * HOUR + 5 * MINUTE + 31 * SECOND },
  { "00:00:00.25", ':', 250000, 260000 },
  { "00:00:00.000001", ':', 1, 2 },
  { "00:00:00.000001999", ':', 1, 2 },
  { "10:00..10:05", ':', 10 * HOUR, 10 * HOUR + 5 * MINUTE + 1 },
  { "23:00..1:00", ':', 23 * HOUR, 1 * HOUR + 1 },
  { "10:00..24:00", ':', 10 * HOUR, 24 * HOUR + 1 },
  { "10:00..", ':', 10 * HOUR, 24 * HOUR },
  { "..10:00", ':', 0, 10 * HOUR + 1 },
  { "10:00", '>', 10 * HOUR + 1, 24 * HOUR },
  { "10:00", 'g', 10 * HOUR, 24 * HOUR },
  { "10:00", '<', 0, 10 * HOUR },
  { "10:00", 'l', 0, 10 * HOUR + 1 },
};

static const struct
{
  const char *text;
  char        operator;
  gsize       offset;
} bad[] = {
  { "", ':', 0 },
  { "..", ':', 0 },
  { "noon", ':', 0 },
  { "25:00", ':', 2 },
  { "24:01", ':', 5 },
  { "10:60", ':', 5 },
  { "10:00:61", ':', 8 },
  { "10:00x", ':', 5 },
  { "10:00..x", ':', 7 },
  { "10:00..11:00..12:00", ':', 12 },
  { "10:00..11:00", '>', 5 },
  { "2026-02-30T10:00", ':', 0 },
  { "2026-08-01T", ':', 11 },
  { "10:00..2026-08-01T10:00", ':', 0 },
  { "2026-08-01T10:00..9:00", ':', 18 },
  { "14", ':', 2 },
  { "2026-08-01T14", ':', 13 },
  { "14:00..15", ':', 9 },
};

static void
test_reads_times_of_every_day (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (of_every_day); i++)
    {
      g_autoptr (GError) error = NULL;
      TinQueryTime time;

      g_test_message ("%s", of_every_day[i].text);
      g_assert_true (tin_query_time_parse (&time, of_every_day[i].text, of_every_day[i].operator, &error));
      g_assert_no_error (error);
      g_assert_true (time.is_daily);
      g_assert_cmpint (time.first_us, ==, of_every_day[i].first_us);
      g_assert_cmpint (time.end_us, ==, of_every_day[i].end_us);
    }
}

static void
test_points_at_the_fault (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      TinQueryTime time;

      g_test_message ("%s", bad[i].text);
      g_assert_false (tin_query_time_parse (&time, bad[i].text, bad[i].operator, &error));
      g_assert_error (error, TIN_CODEC_ERROR, TIN_CODEC_ERROR_INVALID);
      g_assert_cmpuint (tin_codec_error_get_offset (error), ==, bad[i].offset);
      g_assert_false (tin_query_time_parse (&time, bad[i].text, bad[i].operator, NULL));
    }
}

static gint64
get_local_us (int    day,
              int    hour,
              int    minute,
              double second)
{
  g_autoptr (GDateTime) there = g_date_time_new_local (2026, 8, day, hour, minute, second);

  return g_date_time_to_unix (there) * SECOND + g_date_time_get_microsecond (there);
}

static void
assert_dated (const char *text,
              char        operator,
              gint64      first_us,
              gint64      end_us)
{
  g_autoptr (GError) error = NULL;
  TinQueryTime time;

  g_test_message ("%s", text);
  g_assert_true (tin_query_time_parse (&time, text, operator, &error));
  g_assert_no_error (error);
  g_assert_false (time.is_daily);
  g_assert_cmpint (time.first_us, ==, first_us);
  g_assert_cmpint (time.end_us, ==, end_us);
}

static void
test_reads_dates (void)
{
  assert_dated ("2026-08-01T14:05", ':', get_local_us (1, 14, 5, 0), get_local_us (1, 14, 6, 0));
  assert_dated ("2026-08-01T14:05:07.5", ':', get_local_us (1, 14, 5, 7.5), get_local_us (1, 14, 5, 7.6));
  assert_dated ("2026-08-01", ':', get_local_us (1, 0, 0, 0), get_local_us (2, 0, 0, 0));
  assert_dated ("2026-08-01..2026-08-02", ':', get_local_us (1, 0, 0, 0), get_local_us (3, 0, 0, 0));
  assert_dated ("2026-08-01T14:05..14:10", ':', get_local_us (1, 14, 5, 0), get_local_us (1, 14, 10, 0) + 1);
  assert_dated ("2026-08-01T14:05..2026-08-02T1:00", ':', get_local_us (1, 14, 5, 0), get_local_us (2, 1, 0, 0) + 1);
  assert_dated ("2026-08-01T14:05..", ':', get_local_us (1, 14, 5, 0), G_MAXINT64);
  assert_dated ("2026-08-01T14:05", '<', G_MININT64, get_local_us (1, 14, 5, 0));
}

static void
test_knows_what_is_in_it (void)
{
  TinQueryTime time;
  const gint64 east = 2 * HOUR;

  g_assert_true (tin_query_time_parse (&time, "10:00..11:00", ':', NULL));
  g_assert_true (tin_query_time_contains (&time, 10 * HOUR - east, east));
  g_assert_true (tin_query_time_contains (&time, 11 * HOUR - east + 400 * 24 * HOUR, east));
  g_assert_false (tin_query_time_contains (&time, 11 * HOUR - east + 1, east));
  g_assert_false (tin_query_time_contains (&time, 10 * HOUR, east));
  g_assert_true (tin_query_time_contains (&time, -14 * HOUR, 0));

  g_assert_true (tin_query_time_parse (&time, "23:00..1:00", ':', NULL));
  g_assert_true (tin_query_time_contains (&time, 23 * HOUR, 0));
  g_assert_true (tin_query_time_contains (&time, 1 * HOUR, 0));
  g_assert_false (tin_query_time_contains (&time, 12 * HOUR, 0));
}

static void
test_writes_what_it_reads (void)
{
  gint64 first_us = get_local_us (1, 14, 5, 7) + 1;
  gint64 last_us = get_local_us (2, 1, 0, 0) + 999999;
  g_autofree char *text = tin_query_time_format (first_us, last_us, first_us, last_us);

  g_assert_cmpstr (text, ==, "2026-08-01T14:05:07.000001..2026-08-02T01:00:00.999999");
  assert_dated (text, ':', first_us, last_us + 1);
}

/* Where what there is to choose from lasts over midnight, the day is needed, but not twice. */
static void
test_says_the_day_where_it_is_needed (void)
{
  gint64 first_us = get_local_us (1, 14, 5, 7.25);
  gint64 last_us = get_local_us (1, 23, 59, 59) + 999999;
  g_autofree char *dated = tin_query_time_format (first_us, last_us, first_us, last_us + 1);
  g_autofree char *daily = tin_query_time_format (first_us, last_us, get_local_us (1, 0, 0, 0), last_us);
  g_autofree char *edge = tin_query_time_format (first_us, last_us + 1, first_us, last_us);
  g_autofree char *moment = tin_query_time_format (get_local_us (1, 0, 0, 0), get_local_us (1, 0, 0, 10),
                                                   first_us, last_us);
  TinQueryTime time;

  g_assert_cmpstr (dated, ==, "2026-08-01T14:05:07.25..23:59:59.999999");
  assert_dated (dated, ':', first_us, last_us + 1);
  g_assert_cmpstr (edge, ==, "2026-08-01T14:05:07.25..2026-08-02T00:00:00");
  assert_dated (edge, ':', first_us, last_us + 2);
  g_assert_cmpstr (moment, ==, "00:00:00..00:00:10");

  g_assert_cmpstr (daily, ==, "14:05:07.25..23:59:59.999999");
  g_assert_true (tin_query_time_parse (&time, daily, ':', NULL));
  g_assert_true (time.is_daily);
  g_assert_cmpint (time.end_us - time.first_us, ==, last_us + 1 - first_us);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/query-time/reads-times-of-every-day", test_reads_times_of_every_day);
  g_test_add_func ("/query-time/points-at-the-fault", test_points_at_the_fault);
  g_test_add_func ("/query-time/reads-dates", test_reads_dates);
  g_test_add_func ("/query-time/knows-what-is-in-it", test_knows_what_is_in_it);
  g_test_add_func ("/query-time/writes-what-it-reads", test_writes_what_it_reads);
  g_test_add_func ("/query-time/says-the-day-where-it-is-needed", test_says_the_day_where_it_is_needed);

  return g_test_run ();
}
