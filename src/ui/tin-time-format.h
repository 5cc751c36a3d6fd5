/* tin-time-format.h: times as the log shows them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In the order of the settings' TimeFormat. */
typedef enum
{
  TIN_TIME_OF_DAY,
  TIN_TIME_SINCE_START,
  TIN_TIME_SINCE_PREVIOUS,
  TIN_TIME_SINCE_SENT,
} TinTimeFormat;

#define TIN_N_TIME_FORMATS (TIN_TIME_SINCE_SENT + 1)

#define TIN_TIME_NO_REFERENCE G_MININT64 /* there is nothing to count from */

#define TIN_TIME_MAX_DECIMALS 9
#define TIN_TIME_STRING_SIZE  40 /* bytes, with the NUL */

const char *tin_time_format (TinTimeFormat format,
                             guint         decimals,
                             gint64        time_ns,
                             gint64        reference_ns,
                             char          buffer[TIN_TIME_STRING_SIZE]);

guint       tin_time_format_get_width (TinTimeFormat format,
                                       guint         decimals);

G_END_DECLS
