/* tin-time-format.c: times as the log shows them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-time-format.h"

#include <time.h>

#define NS_PER_SECOND G_GINT64_CONSTANT (1000000000)

static void
append_fraction (char   *buffer,
                 int     length,
                 guint   decimals,
                 gint64  fraction_ns)
{
  for (guint i = decimals; i < TIN_TIME_MAX_DECIMALS; i++)
    fraction_ns /= 10;

  if (decimals > 0)
    g_snprintf (buffer + length, TIN_TIME_STRING_SIZE - length, ".%0*" G_GINT64_FORMAT, (int) decimals, fraction_ns);
}

static int
format_time_of_day (gint64  seconds,
                    char   *buffer)
{
  time_t time = seconds;
  struct tm local = { 0 };

  localtime_r (&time, &local);

  return g_snprintf (buffer, TIN_TIME_STRING_SIZE, "%02d:%02d:%02d", local.tm_hour, local.tm_min, local.tm_sec);
}

static int
format_span (gint64      seconds,
             const char *sign,
             char       *buffer)
{
  if (seconds >= 3600)
    return g_snprintf (buffer, TIN_TIME_STRING_SIZE, "%s%" G_GINT64_FORMAT ":%02d:%02d",
                       sign, seconds / 3600, (int) (seconds / 60 % 60), (int) (seconds % 60));

  if (seconds >= 60)
    return g_snprintf (buffer, TIN_TIME_STRING_SIZE, "%s%d:%02d",
                       sign, (int) (seconds / 60), (int) (seconds % 60));

  return g_snprintf (buffer, TIN_TIME_STRING_SIZE, "%s%d", sign, (int) seconds);
}

/* Cheap: it runs once a row and frame. The reference is the start of the session, the row before, or what was sent
 * last; digits are cut, never rounded up into the future. */
const char *
tin_time_format (TinTimeFormat format,
                 guint         decimals,
                 gint64        time_ns,
                 gint64        reference_ns,
                 char          buffer[TIN_TIME_STRING_SIZE])
{
  gint64 shown = time_ns;
  int length;

  if (format != TIN_TIME_OF_DAY && reference_ns == TIN_TIME_NO_REFERENCE)
    return "";

  if (format != TIN_TIME_OF_DAY)
    shown -= reference_ns;

  shown = MAX (shown, 0);
  decimals = MIN (decimals, TIN_TIME_MAX_DECIMALS);

  if (format == TIN_TIME_OF_DAY)
    length = format_time_of_day (shown / NS_PER_SECOND, buffer);
  else
    length = format_span (shown / NS_PER_SECOND, format == TIN_TIME_SINCE_START ? "" : "+", buffer);

  append_fraction (buffer, length, decimals, shown % NS_PER_SECOND);

  return buffer;
}

/* How many characters a column needs for the usual times. */
guint
tin_time_format_get_width (TinTimeFormat format,
                           guint         decimals)
{
  return (format == TIN_TIME_OF_DAY ? 8 : 6) + (decimals > 0 ? decimals + 1 : 0);
}
