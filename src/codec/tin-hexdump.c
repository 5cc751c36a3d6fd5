/* tin-hexdump.c: bytes as offset, hexadecimal and printable columns.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-hexdump.h"

static const char digits[] = "0123456789abcdef";

static char *
write_offset (char    *at,
              guint64  offset,
              guint    n_digits)
{
  for (guint i = n_digits; i-- > 0;)
    *at++ = digits[offset >> (4 * i) & 0xf];

  return at;
}

static char *
write_pairs (char         *at,
             const guint8 *data,
             gsize         size)
{
  for (gsize i = 0; i < TIN_HEXDUMP_BYTES_PER_LINE; i++)
    {
      *at++ = ' ';
      if (i % 8 == 0)
        *at++ = ' ';

      *at++ = i < size ? digits[data[i] >> 4] : ' ';
      *at++ = i < size ? digits[data[i] & 0xf] : ' ';
    }

  return at;
}

static char *
write_characters (char         *at,
                  const guint8 *data,
                  gsize         size)
{
  *at++ = ' ';
  *at++ = ' ';
  *at++ = '|';
  for (gsize i = 0; i < size; i++)
    *at++ = g_ascii_isprint (data[i]) ? (char) data[i] : '.';
  *at++ = '|';
  *at++ = '\n';

  return at;
}

/**
 * tin_hexdump:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 * @first_offset: what the first byte is numbered
 *
 * Lays bytes out as `hexdump -C` does: a line for each 16 bytes, with their offset
 * (8 hexadecimal digits, or 16 if one does not fit), the bytes and what they are in
 * ASCII. Each line ends in a newline; no bytes give an empty string. A line is at
 * most 86 bytes, so that the result is under six times as large as a long input.
 *
 * Returns: (transfer full) (nullable): printable ASCII, or %NULL if there is not
 *   enough memory
 */
char *
tin_hexdump (const guint8 *data,
             gsize         size,
             guint64       first_offset)
{
  const guint n_digits = first_offset > G_MAXUINT32 || size > G_MAXUINT32 - first_offset ? 16 : 8;
  const gsize line_size = n_digits + 3 * TIN_HEXDUMP_BYTES_PER_LINE + 2 + 5 + TIN_HEXDUMP_BYTES_PER_LINE - 1;
  const gsize n_lines = size / TIN_HEXDUMP_BYTES_PER_LINE + (size % TIN_HEXDUMP_BYTES_PER_LINE > 0);
  char *text, *at;

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  if (n_lines >= G_MAXSIZE / (line_size + 1))
    return NULL;

  text = g_try_malloc (n_lines * (line_size + 1) + 1);
  if (text == NULL)
    return NULL;

  at = text;
  for (gsize i = 0; i < size; i += TIN_HEXDUMP_BYTES_PER_LINE)
    {
      const gsize n_bytes = MIN (size - i, TIN_HEXDUMP_BYTES_PER_LINE);

      at = write_offset (at, first_offset + i, n_digits);
      at = write_pairs (at, data + i, n_bytes);
      at = write_characters (at, data + i, n_bytes);
    }
  *at = '\0';

  return text;
}
