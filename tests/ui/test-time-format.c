/* test-time-format.c: times in the log, to the digit.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-time-format.h"

#define SECOND G_GINT64_CONSTANT (1000000000)

typedef struct
{
  const char    *name;
  TinTimeFormat  format;
  guint          decimals;
  gint64         time_ns;
  gint64         reference_ns;
  const char    *expected;
} Case;

/* The tests run in UTC. */
static const Case cases[] = {
  { "midnight", TIN_TIME_OF_DAY, 0, 0, 0, "00:00:00" },
  { "milliseconds", TIN_TIME_OF_DAY, 3, 51131 * SECOND + 7123456, 0, "14:12:11.007" },
  { "nanoseconds", TIN_TIME_OF_DAY, 9, 51131 * SECOND + 7123456, 0, "14:12:11.007123456" },
  { "never-rounds-up", TIN_TIME_OF_DAY, 3, 59 * SECOND + 999999999, 0, "00:00:59.999" },
  { "too-many-decimals", TIN_TIME_OF_DAY, 12, 1, 0, "00:00:00.000000001" },
  { "from-the-start", TIN_TIME_SINCE_START, 3, 12 * SECOND, 5 * SECOND, "7.000" },
  { "minutes-from-the-start", TIN_TIME_SINCE_START, 0, 125 * SECOND, 0, "2:05" },
  { "hours-from-the-start", TIN_TIME_SINCE_START, 1, 3725 * SECOND, 0, "1:02:05.0" },
  { "before-the-start", TIN_TIME_SINCE_START, 3, 1, 2, "0.000" },
  { "after-the-previous", TIN_TIME_SINCE_PREVIOUS, 6, 3 * SECOND + 1500, 3 * SECOND, "+0.000001" },
  { "after-the-last-sent", TIN_TIME_SINCE_SENT, 3, 65 * SECOND, 0, "+1:05.000" },
  { "after-nothing", TIN_TIME_SINCE_SENT, 3, 65 * SECOND, TIN_TIME_NO_REFERENCE, "" },
  { "the-largest", TIN_TIME_SINCE_START, 9, G_MAXINT64, 0, "2562047:47:16.854775807" },
};

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  char buffer[TIN_TIME_STRING_SIZE];

  g_assert_cmpstr (tin_time_format (item->format, item->decimals, item->time_ns, item->reference_ns, buffer),
                   ==, item->expected);
}

static void
test_width (void)
{
  g_assert_cmpuint (tin_time_format_get_width (TIN_TIME_OF_DAY, 0), ==, 8);
  g_assert_cmpuint (tin_time_format_get_width (TIN_TIME_OF_DAY, 9), ==, 18);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/time-format/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  g_test_add_func ("/time-format/knows-its-width", test_width);

  return g_test_run ();
}
