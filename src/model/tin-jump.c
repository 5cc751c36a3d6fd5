/* tin-jump.c: a place in the log as somebody types it: a time or the number of a row.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-jump.h"

#include "model/tin-message.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define NS_PER_SECOND G_GINT64_CONSTANT (1000000000)
#define NS_PER_DAY    (86400 * NS_PER_SECOND)
#define MAX_SECONDS   ((G_MAXINT64 - NS_PER_DAY) / NS_PER_SECOND - 1) /* in the year 2262: so many nanoseconds there are */
#define MAX_DIGITS    9 /* of each number; more would be no time of anybody */

static gboolean
read_number (const char **at,
             gint64      *number)
{
  const char *start = *at;

  *number = 0;

  while (g_ascii_isdigit (**at) && *at - start < MAX_DIGITS)
    *number = *number * 10 + g_ascii_digit_value (*(*at)++);

  return *at > start && !g_ascii_isdigit (**at);
}

/* Up to nine digits behind a point; what is more is below a nanosecond. */
static gint64
read_fraction (const char **at)
{
  gint64 fraction = 0;
  guint n_digits = 0;

  if (**at != '.' && **at != ',')
    return 0;

  for ((*at)++; g_ascii_isdigit (**at); (*at)++)
    if (n_digits < 9)
      {
        fraction = fraction * 10 + g_ascii_digit_value (**at);
        n_digits++;
      }

  for (; n_digits < 9; n_digits++)
    fraction *= 10;

  return fraction;
}

/* Numbers with colons between them. Returns how many, 0 if it is nothing of that kind. */
static guint
read_clock (const char *at,
            gint64      numbers[3],
            gint64     *fraction_ns)
{
  guint n_numbers = 0;

  do
    if (n_numbers == 3 || !read_number (&at, &numbers[n_numbers++]))
      return 0;
  while (*at == ':' && *at++ != '\0');

  *fraction_ns = read_fraction (&at);

  return *at == '\0' ? n_numbers : 0;
}

static gboolean
read_span (const char *text,
           gint64     *span_ns)
{
  gint64 numbers[3], fraction_ns;
  const guint n_numbers = read_clock (text, numbers, &fraction_ns);
  gint64 seconds = 0;

  for (guint i = 0; i < n_numbers; i++)
    seconds = seconds * 60 + numbers[i];

  /* As long as there are no sessions of a century. */
  if (n_numbers == 0 || seconds > G_MAXINT32 * G_GINT64_CONSTANT (2))
    return FALSE;

  *span_ns = seconds * NS_PER_SECOND + fraction_ns;

  return TRUE;
}

static gboolean
make_time (GDateTime    *day,
           const gint64  numbers[3],
           guint         n_numbers,
           gint64        fraction_ns,
           gint64       *time_ns)
{
  g_autoptr (GDateTime) time = NULL;
  const int second = n_numbers > 2 ? (int) numbers[2] : 0;

  if (n_numbers < 2 || numbers[0] > 23 || numbers[1] > 59 || second > 59 || (n_numbers < 3 && fraction_ns > 0))
    return FALSE;

  time = g_date_time_new_local (g_date_time_get_year (day), g_date_time_get_month (day),
                                g_date_time_get_day_of_month (day), (int) numbers[0], (int) numbers[1], second);

  if (time == NULL || g_date_time_to_unix (time) > MAX_SECONDS || g_date_time_to_unix (time) < -MAX_SECONDS)
    return FALSE;

  *time_ns = g_date_time_to_unix (time) * NS_PER_SECOND + fraction_ns;

  return TRUE;
}

/* Without a date it is on the day when the log begins, or on the next if it lasts until then. */
static gboolean
read_time_of_day (const char *text,
                  gint64      start_ns,
                  gint64      end_ns,
                  gint64     *time_ns)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_local (start_ns / NS_PER_SECOND);
  gint64 numbers[3], fraction_ns;
  const guint n_numbers = read_clock (text, numbers, &fraction_ns);

  if (n_numbers == 0 || day == NULL || !make_time (day, numbers, n_numbers, fraction_ns, time_ns))
    return FALSE;

  if (*time_ns < start_ns && *time_ns + NS_PER_DAY <= end_ns)
    *time_ns += NS_PER_DAY;

  return TRUE;
}

static gboolean
read_date_and_time (const char *text,
                    gint64     *time_ns)
{
  g_autoptr (GDateTime) day = NULL;
  gint64 year, month, day_of_month, numbers[3], fraction_ns;
  guint n_numbers;

  if (!read_number (&text, &year) || *text++ != '-' || !read_number (&text, &month) || *text++ != '-'
      || !read_number (&text, &day_of_month) || (*text != ' ' && *text != 'T') || year > 9999)
    return FALSE;

  day = g_date_time_new_local ((int) year, (int) month, (int) day_of_month, 0, 0, 0);
  n_numbers = read_clock (text + 1, numbers, &fraction_ns);

  return day != NULL && n_numbers > 0 && make_time (day, numbers, n_numbers, fraction_ns, time_ns);
}

static gboolean
read_row (const char *text,
          guint64    *row)
{
  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, row, NULL))
    return FALSE;

  (*row)--;

  return TRUE;
}

/**
 * tin_jump_parse:
 * @self: (out): where to go
 * @text: a time of day such as "14:05" or "14:05:30.25", perhaps with a date before it
 *   ("2026-11-23 14:05", local time); "+12.5" or "+1:02:03" since the start; or "#1000",
 *   the thousandth row
 * @start_ns: when the log begins
 * @end_ns: when its newest message came
 * @error: %G_IO_ERROR_INVALID_ARGUMENT if it is nothing of that kind
 *
 * Returns: whether it is a place
 */
gboolean
tin_jump_parse (TinJump     *self,
                const char  *text,
                gint64       start_ns,
                gint64       end_ns,
                GError     **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  *self = (TinJump) { 0 };

  if (*stripped == '#' && read_row (stripped + 1, &self->row))
    {
      self->is_row = TRUE;
      return TRUE;
    }

  if (*stripped == '+' && read_span (stripped + 1, &self->time_ns))
    {
      self->time_ns += MIN (start_ns, G_MAXINT64 - self->time_ns);
      return TRUE;
    }

  if (read_time_of_day (stripped, start_ns, end_ns, &self->time_ns) || read_date_and_time (stripped, &self->time_ns))
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _("This is no time: 14:05:30, +12.5 since the start, or #100 for a row"));

  return FALSE;
}

/**
 * tin_jump_find:
 * @self: where to go
 * @messages: a list of #TinMessage in the order in which they came
 *
 * Reads a few of the messages, by halves.
 *
 * Returns: the row itself, or the first that is not before the time; the last one if
 *   there is none, 0 if there are none at all
 */
guint
tin_jump_find (const TinJump *self,
               GListModel    *messages)
{
  const guint n_messages = g_list_model_get_n_items (messages);
  guint low = 0;
  guint high = MAX (n_messages, 1) - 1;

  if (self->is_row)
    return (guint) MIN (self->row, high);

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      g_autoptr (TinMessage) message = g_list_model_get_item (messages, middle);

      if (message == NULL || tin_message_get_time_ns (message) < self->time_ns)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}
