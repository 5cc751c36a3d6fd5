/* tin-query-time.h: a range of times, as a query says it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinQueryTime:
 * @first_us: the first microsecond that is in it
 * @end_us: the first after it that is not
 * @is_daily: whether both count from midnight of every day, in local time; then @first_us may be the greater one, of a
 *   range over midnight. Else they count from 1970.
 */
typedef struct
{
  gint64    first_us;
  gint64    end_us;
  gboolean  is_daily;
} TinQueryTime;

gboolean tin_query_time_parse    (TinQueryTime        *self,
                                  const char          *text,
                                  char                 operator,
                                  GError             **error);

gboolean tin_query_time_contains (const TinQueryTime  *self,
                                  gint64               time_us,
                                  gint64               utc_offset_us);

char    *tin_query_time_format   (gint64               first_us,
                                  gint64               last_us,
                                  gint64               begin_us,
                                  gint64               end_us);

G_END_DECLS
