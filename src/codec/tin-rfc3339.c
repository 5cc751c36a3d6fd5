/* tin-rfc3339.c: points in time as text that every program reads.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-rfc3339.h"

#include <time.h>

#define NS_PER_SECOND G_GINT64_CONSTANT (1000000000)

/**
 * tin_rfc3339_append:
 * @out: where the time is appended
 * @time_ns: nanoseconds since 1970, not negative
 *
 * Appends a time in UTC with nine decimals, such as 2023-11-14T22:13:20.123456789Z
 * (RFC 3339 section 5.6).
 */
void
tin_rfc3339_append (GString *out,
                    gint64   time_ns)
{
  time_t seconds = time_ns / NS_PER_SECOND;
  struct tm parts = { 0 };

  gmtime_r (&seconds, &parts);
  g_string_append_printf (out, "%04d-%02d-%02dT%02d:%02d:%02d.%09dZ", parts.tm_year + 1900, parts.tm_mon + 1,
                          parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, (int) (time_ns % NS_PER_SECOND));
}
