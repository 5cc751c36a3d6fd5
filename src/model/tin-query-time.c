/* tin-query-time.c: a range of times, as a query says it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query-time.h"

#include "codec/tin-codec-error.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MINUTE_US   (60 * G_TIME_SPAN_SECOND)
#define MAX_DIGITS  6 /* of a fraction of a second */

/**
 * Moment:
 * @date: (nullable): midnight of the day in local time; %NULL for any day
 * @us: since midnight, as clocks show it
 * @span_us: how exact it was written: a minute, a second, or less
 */
typedef struct
{
  GDateTime *date;   /* (owned) (nullable) */
  gint64     us;
  gint64     span_us;
} Moment;

static void
moment_clear (Moment *self)
{
  g_clear_pointer (&self->date, g_date_time_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Moment, moment_clear)

static gboolean
set_invalid (GError **error,
             gsize    offset)
{
  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, offset,
                       _("A time is written as 14:05, 14:05:30.25 or 2026-08-01T14:05"));

  return FALSE;
}

/* Reads exactly @n_digits, a number up to @max. */
static gboolean
read_number (const char **at,
             guint        n_digits,
             int          max,
             int         *number)
{
  *number = 0;

  for (guint i = 0; i < n_digits; i++, (*at)++)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;

      *number = *number * 10 + g_ascii_digit_value (**at);
    }

  return *number <= max;
}

static gboolean
read_date (const char **at,
           Moment      *moment)
{
  const char *text = *at;
  int year, month, day;

  if (!read_number (&text, 4, 9999, &year) || *text++ != '-' || !read_number (&text, 2, 12, &month)
      || *text++ != '-' || !read_number (&text, 2, 31, &day))
    return FALSE;

  moment->date = g_date_time_new_local (year, month, day, 0, 0, 0);
  if (moment->date == NULL)
    return FALSE;

  moment->span_us = G_TIME_SPAN_DAY;
  *at = text;

  return TRUE;
}

static void
read_fraction (const char **at,
               Moment      *moment)
{
  guint n_digits = 0;

  for (moment->span_us = G_TIME_SPAN_SECOND; g_ascii_isdigit (**at) && n_digits < MAX_DIGITS; n_digits++, (*at)++)
    {
      moment->span_us /= 10;
      moment->us += g_ascii_digit_value (**at) * moment->span_us;
    }

  /* What is finer than the index. */
  while (g_ascii_isdigit (**at))
    (*at)++;
}

static gboolean
read_clock (const char **at,
            Moment      *moment)
{
  gboolean one_digit = g_ascii_isdigit ((*at)[0]) && (*at)[1] == ':';
  int hour, minute, second;

  if (!read_number (at, one_digit ? 1 : 2, 24, &hour) || **at != ':')
    return FALSE;

  (*at)++;
  if (!read_number (at, 2, 59, &minute))
    return FALSE;

  moment->us = hour * G_TIME_SPAN_HOUR + minute * MINUTE_US;
  moment->span_us = MINUTE_US;

  if (**at == ':')
    {
      (*at)++;
      if (!read_number (at, 2, 60, &second))
        return FALSE;

      moment->us += second * G_TIME_SPAN_SECOND;
      moment->span_us = G_TIME_SPAN_SECOND;
    }

  if (moment->span_us == G_TIME_SPAN_SECOND && (**at == '.' || **at == ',') && g_ascii_isdigit ((*at)[1]))
    {
      (*at)++;
      read_fraction (at, moment);
    }

  return moment->us <= G_TIME_SPAN_DAY;
}

/* Reads one moment; what follows it stands at @at then. */
static gboolean
read_moment (const char **at,
             Moment      *moment)
{
  if (strlen (*at) > 4 && (*at)[4] == '-')
    {
      if (!read_date (at, moment))
        return FALSE;

      if (**at != 'T' && **at != 't' && **at != ' ')
        return TRUE;

      (*at)++;
    }

  return read_clock (at, moment);
}

/* By the clock and not by counting, as a day may have 23 or 25 hours. */
static gint64
get_us (const Moment *moment)
{
  g_autoptr (GDateTime) there = NULL;
  gint64 us = moment->us;

  if (moment->date == NULL)
    return us;

  if (us == G_TIME_SPAN_DAY)
    there = g_date_time_add_days (moment->date, 1);
  else
    there = g_date_time_new_local (g_date_time_get_year (moment->date), g_date_time_get_month (moment->date),
                                   g_date_time_get_day_of_month (moment->date), (int) (us / G_TIME_SPAN_HOUR),
                                   (int) (us / MINUTE_US % 60), 0);

  return there != NULL ? g_date_time_to_unix (there) * G_TIME_SPAN_SECOND + us % MINUTE_US : 0;
}

/* A whole day ends where the next one begins, however long it is. */
static gint64
get_end_us (const Moment *moment)
{
  Moment next = *moment;

  if (moment->span_us != G_TIME_SPAN_DAY)
    return get_us (moment) + moment->span_us;

  next.us = G_TIME_SPAN_DAY;

  return get_us (&next);
}

static void
set_one_sided (TinQueryTime *self,
               const Moment *moment,
               char          operator)
{
  self->is_daily = moment->date == NULL;
  self->first_us = self->is_daily ? 0 : G_MININT64;
  self->end_us = self->is_daily ? G_TIME_SPAN_DAY : G_MAXINT64;

  if (operator == '<')
    self->end_us = get_us (moment);
  else if (operator == 'l')
    self->end_us = get_us (moment) + 1;
  else if (operator == '>')
    self->first_us = get_us (moment) + 1;
  else
    self->first_us = get_us (moment);
}

/* The second one takes the day of the first. */
static gboolean
read_range (TinQueryTime  *self,
            const char    *text,
            Moment        *first,
            const char    *at,
            GError       **error)
{
  g_auto (Moment) last = { 0 };
  const char *rest = at + 2;

  if (*rest == '\0')
    {
      set_one_sided (self, first, 'g');
      return TRUE;
    }

  if (!read_moment (&rest, &last) || *rest != '\0')
    return set_invalid (error, (gsize) (rest - text));

  if (last.date == NULL && first->date != NULL)
    last.date = g_date_time_ref (first->date);

  if ((last.date == NULL) != (first->date == NULL))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0, _("The beginning needs a date, too"));
      return FALSE;
    }

  self->is_daily = first->date == NULL;
  self->first_us = get_us (first);
  self->end_us = last.span_us == G_TIME_SPAN_DAY ? get_end_us (&last) : get_us (&last) + 1;

  if (self->is_daily || self->first_us < self->end_us)
    return TRUE;

  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, (gsize) (at + 2 - text), _("The end is before the beginning"));

  return FALSE;
}

/**
 * tin_query_time_parse:
 * @self: (out): the range
 * @text: such as "14:05", "14:05:30.25", "2026-08-01T14:05" or two of them with ".." between, of which one may be
 *   missing
 * @operator: as in #TinQueryToken
 * @error: return location for an error
 *
 * A time alone is as long as it is exact: 14:05 is that whole minute. A range goes from its first to its last moment.
 * Times are local; without a date they are of every day.
 *
 * Fails with %TIN_CODEC_ERROR_INVALID.
 *
 * Returns: whether it is a range of times
 */
gboolean
tin_query_time_parse (TinQueryTime  *self,
                      const char    *text,
                      char           operator,
                      GError       **error)
{
  g_auto (Moment) first = { 0 };
  const char *at = text;
  gboolean is_range = operator == ':' || operator == '=';

  if (is_range && g_str_has_prefix (text, "..") && text[2] != '\0')
    {
      operator = 'l';
      at += 2;
    }

  if (!read_moment (&at, &first))
    return set_invalid (error, (gsize) (at - text));

  if (is_range && operator != 'l' && g_str_has_prefix (at, ".."))
    return read_range (self, text, &first, at, error);

  if (*at != '\0')
    return set_invalid (error, (gsize) (at - text));

  if (!is_range || operator == 'l')
    {
      set_one_sided (self, &first, operator);
      return TRUE;
    }

  self->is_daily = first.date == NULL;
  self->first_us = get_us (&first);
  self->end_us = get_end_us (&first);

  return TRUE;
}

/**
 * tin_query_time_contains:
 * @time_us: since 1970
 * @utc_offset_us: what local time is ahead of UTC at that time
 *
 * Returns: whether the time is in the range
 */
gboolean
tin_query_time_contains (const TinQueryTime *self,
                         gint64              time_us,
                         gint64              utc_offset_us)
{
  if (self->is_daily)
    {
      time_us = (time_us + utc_offset_us) % G_TIME_SPAN_DAY;
      if (time_us < 0)
        time_us += G_TIME_SPAN_DAY;

      if (self->first_us > self->end_us)
        return time_us >= self->first_us || time_us < self->end_us;
    }

  return time_us >= self->first_us && time_us < self->end_us;
}

static GDateTime *
get_local (gint64 us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (us / G_TIME_SPAN_SECOND);

  return g_date_time_to_local (utc);
}

static gboolean
is_same_day (gint64 one_us,
             gint64 other_us)
{
  g_autoptr (GDateTime) one = get_local (one_us);
  g_autoptr (GDateTime) other = get_local (other_us);

  return g_date_time_get_year (one) == g_date_time_get_year (other)
         && g_date_time_get_day_of_year (one) == g_date_time_get_day_of_year (other);
}

/* As exact as it is, and no longer than that takes. */
static char *
format_moment (gint64      us,
               const char *format)
{
  g_autoptr (GDateTime) local = get_local (us);
  g_autofree char *clock = g_date_time_format (local, format);
  char fraction[MAX_DIGITS + 2];
  gsize size = (gsize) g_snprintf (fraction, sizeof fraction, ".%0*d", MAX_DIGITS, (int) (us % G_TIME_SPAN_SECOND));

  while (size > 0 && (fraction[size - 1] == '0' || fraction[size - 1] == '.'))
    size--;

  return g_strdup_printf ("%s%.*s", clock, (int) size, fraction);
}

/**
 * tin_query_time_format:
 * @first_us: since 1970, not before
 * @last_us: not before @first_us
 * @begin_us: since 1970, of all that there is to choose from
 * @end_us: the last moment of it
 *
 * The day is left out where all is of one, and said once where the range is.
 *
 * Returns: (transfer full): the range from the first to the last moment as a query has it, exactly
 */
char *
tin_query_time_format (gint64 first_us,
                       gint64 last_us,
                       gint64 begin_us,
                       gint64 end_us)
{
  gboolean needs_day = !is_same_day (MIN (begin_us, first_us), MAX (end_us, last_us));
  g_autofree char *first = format_moment (first_us, needs_day ? "%Y-%m-%dT%H:%M:%S" : "%H:%M:%S");
  g_autofree char *last = format_moment (last_us, is_same_day (first_us, last_us) ? "%H:%M:%S" : "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s..%s", first, last);
}
