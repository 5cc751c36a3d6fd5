/* test-rates.c: how much comes and goes in a second.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-rates.h"

#define START G_GINT64_CONSTANT (1767225600) /* seconds */

static void
add (TinRates     *rates,
     double        time,
     TinEvent      event,
     TinDirection  direction,
     guint32       size)
{
  const TinIndexEntry entry = {
    .event = event, .direction = direction, .time_us = START * G_USEC_PER_SEC + (gint64) (time * G_USEC_PER_SEC), .size = size,
  };

  tin_rates_add (rates, &entry);
}

static void
assert_rate (const TinRates *rates,
             double          now,
             guint64         bytes_in,
             guint64         messages_in,
             guint64         bytes_out,
             guint64         messages_out)
{
  TinRate rate;

  tin_rates_get (rates, START * G_USEC_PER_SEC + (gint64) (now * G_USEC_PER_SEC), &rate);
  g_assert_cmpuint (rate.bytes_in, ==, bytes_in);
  g_assert_cmpuint (rate.messages_in, ==, messages_in);
  g_assert_cmpuint (rate.bytes_out, ==, bytes_out);
  g_assert_cmpuint (rate.messages_out, ==, messages_out);
}

static void
test_counts_whole_seconds (void)
{
  TinRates rates = { 0 };

  assert_rate (&rates, 0, 0, 0, 0, 0);
  add (&rates, 0.1, TIN_EVENT_OPENED, TIN_DIRECTION_IN, 0);
  add (&rates, 0.2, TIN_EVENT_DATA, TIN_DIRECTION_IN, 10);
  add (&rates, 0.9, TIN_EVENT_DATA, TIN_DIRECTION_IN, 20);
  add (&rates, 0.9, TIN_EVENT_DATA, TIN_DIRECTION_OUT, 5);
  add (&rates, 0.9, TIN_EVENT_DROPPED, TIN_DIRECTION_IN, 1000);

  assert_rate (&rates, 0.95, 0, 0, 0, 0);
  assert_rate (&rates, 1.0, 30, 2, 5, 1);
  assert_rate (&rates, 1.9, 30, 2, 5, 1);
  assert_rate (&rates, 2.0, 0, 0, 0, 0);

  add (&rates, 1.5, TIN_EVENT_DATA, TIN_DIRECTION_OUT, 7);
  assert_rate (&rates, 1.9, 30, 2, 5, 1);
  assert_rate (&rates, 2.5, 0, 0, 7, 1);
}

static void
test_forgets_after_a_pause (void)
{
  TinRates rates = { 0 };

  add (&rates, 0, TIN_EVENT_DATA, TIN_DIRECTION_IN, 10);
  add (&rates, 5, TIN_EVENT_DATA, TIN_DIRECTION_IN, 1);
  assert_rate (&rates, 5.5, 0, 0, 0, 0);
  assert_rate (&rates, 6, 1, 1, 0, 0);

  add (&rates, 2, TIN_EVENT_DATA, TIN_DIRECTION_IN, 3);
  assert_rate (&rates, 3, 3, 1, 0, 0);
}

static void
test_keeps_the_peak (void)
{
  TinRates rates = { 0 };
  TinRate peak;

  tin_rates_get_peak (&rates, &peak);
  g_assert_cmpuint (peak.bytes_in, ==, 0);

  add (&rates, 0, TIN_EVENT_DATA, TIN_DIRECTION_IN, 10);
  add (&rates, 0, TIN_EVENT_DATA, TIN_DIRECTION_IN, 10);
  add (&rates, 3, TIN_EVENT_DATA, TIN_DIRECTION_IN, 15);
  add (&rates, 4, TIN_EVENT_DATA, TIN_DIRECTION_OUT, 4);
  tin_rates_get_peak (&rates, &peak);
  g_assert_cmpuint (peak.bytes_in, ==, 20);
  g_assert_cmpuint (peak.messages_in, ==, 2);
  g_assert_cmpuint (peak.bytes_out, ==, 4);
  g_assert_cmpuint (peak.messages_out, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rates/counts-whole-seconds", test_counts_whole_seconds);
  g_test_add_func ("/rates/forgets-after-a-pause", test_forgets_after_a_pause);
  g_test_add_func ("/rates/keeps-the-peak", test_keeps_the_peak);

  return g_test_run ();
}
