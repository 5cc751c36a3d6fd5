/* tin-inspect.c: what a few bytes are as numbers, times and characters.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-inspect.h"

#include "codec/tin-visible.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MS_PER_SECOND 1000

static const guint8 sizes[TIN_N_INSPECT_KINDS] = { 1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 4, 8, 8, 1 };

static guint64
read_unsigned (int           byte_order,
               const guint8 *data,
               guint         size)
{
  guint64 value = 0;

  for (guint i = 0; i < size; i++)
    value = value << 8 | data[byte_order == G_BIG_ENDIAN ? i : size - 1 - i];

  return value;
}

static gint64
read_signed (int           byte_order,
             const guint8 *data,
             guint         size)
{
  const guint shift = 64 - 8 * size;

  return (gint64) (read_unsigned (byte_order, data, size) << shift) >> shift;
}

static char *
write_bits (guint8 byte)
{
  char text[10];

  for (int i = 0; i < 9; i++)
    text[i] = i == 4 ? ' ' : '0' + (byte >> (i < 4 ? 7 - i : 8 - i) & 1);
  text[9] = '\0';

  return g_strdup (text);
}

/* As few digits as still mean this number and no other. */
static char *
write_float (double   value,
             gboolean is_double)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    return g_strdup ("NaN");

  if (isinf (value))
    return g_strdup (value > 0 ? "∞" : "-∞");

  for (int n_digits = is_double ? 15 : 6; n_digits <= 17; n_digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", n_digits);
      g_ascii_formatd (text, sizeof text, format, value);

      if (is_double ? g_ascii_strtod (text, NULL) == value : (float) g_ascii_strtod (text, NULL) == (float) value)
        break;
    }

  return g_strdup (text);
}

static char *
read_float (int           byte_order,
            const guint8 *data)
{
  const guint32 bits = (guint32) read_unsigned (byte_order, data, 4);
  float value;

  memcpy (&value, &bits, sizeof value);

  return write_float (value, FALSE);
}

static char *
read_double (int           byte_order,
             const guint8 *data)
{
  const guint64 bits = read_unsigned (byte_order, data, 8);
  double value;

  memcpy (&value, &bits, sizeof value);

  return write_float (value, TRUE);
}

/* As RFC 3339 writes it; a year of more than four digits is no time but a number. */
static char *
write_time (gint64 seconds,
            int    ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = NULL;

  if (time == NULL)
    return NULL;

  text = g_date_time_format (time, "%Y-%m-%d %H:%M:%S");

  return ms >= 0 ? g_strdup_printf ("%s.%03dZ", text, ms) : g_strdup_printf ("%sZ", text);
}

static char *
read_time_ms (gint64 value)
{
  gint64 seconds = value / MS_PER_SECOND;
  int ms = (int) (value % MS_PER_SECOND);

  if (ms < 0)
    {
      ms += MS_PER_SECOND;
      seconds--;
    }

  return write_time (seconds, ms);
}

/* The character, if it shows itself, and its number. */
static char *
read_character (const guint8 *data,
                gsize         size)
{
  const gunichar character = g_utf8_get_char_validated ((const char *) data, (gssize) MIN (size, 4));
  char text[8] = "";

  if (data[0] == '\0')
    return g_strdup ("U+0000");

  if (character == (gunichar) -1 || character == (gunichar) -2)
    return NULL;

  if (!tin_visible_is_plain (character))
    return g_strdup_printf ("U+%04X", character);

  g_unichar_to_utf8 (character, text);

  return g_strdup_printf ("%s U+%04X", text, character);
}

/**
 * tin_inspect_has_order:
 * @kind: a kind
 *
 * Returns: whether it makes a difference which byte comes first
 */
gboolean
tin_inspect_has_order (TinInspectKind kind)
{
  g_return_val_if_fail (kind < TIN_N_INSPECT_KINDS, FALSE);

  return sizes[kind] > 1;
}

/**
 * tin_inspect:
 * @kind: what to read
 * @byte_order: %G_LITTLE_ENDIAN or %G_BIG_ENDIAN
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 *
 * Reads what stands at the beginning of some bytes. Numbers are written in decimal
 * with a point in every locale, floating ones with as few digits as tell them apart,
 * times in UTC.
 *
 * Returns: (transfer full) (nullable): safe UTF-8, or %NULL if there are too few bytes
 *   or they are none of that kind
 */
char *
tin_inspect (TinInspectKind  kind,
             int             byte_order,
             const guint8   *data,
             gsize           size)
{
  g_return_val_if_fail (kind < TIN_N_INSPECT_KINDS, NULL);
  g_return_val_if_fail (byte_order == G_LITTLE_ENDIAN || byte_order == G_BIG_ENDIAN, NULL);

  if (size < sizes[kind])
    return NULL;

  switch (kind)
    {
    case TIN_INSPECT_BITS:
      return write_bits (data[0]);

    case TIN_INSPECT_INT8:
    case TIN_INSPECT_INT16:
    case TIN_INSPECT_INT32:
    case TIN_INSPECT_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, read_signed (byte_order, data, sizes[kind]));

    case TIN_INSPECT_UINT8:
    case TIN_INSPECT_UINT16:
    case TIN_INSPECT_UINT32:
    case TIN_INSPECT_UINT64:
      return g_strdup_printf ("%" G_GUINT64_FORMAT, read_unsigned (byte_order, data, sizes[kind]));

    case TIN_INSPECT_FLOAT:
      return read_float (byte_order, data);

    case TIN_INSPECT_DOUBLE:
      return read_double (byte_order, data);

    case TIN_INSPECT_TIME32:
    case TIN_INSPECT_TIME64:
      return write_time (read_signed (byte_order, data, sizes[kind]), -1);

    case TIN_INSPECT_TIME64_MS:
      return read_time_ms (read_signed (byte_order, data, sizes[kind]));

    case TIN_INSPECT_UTF8:
    default:
      return read_character (data, size);
    }
}
