/* tin-hexdump.c: bytes as offset, hexadecimal and printable columns.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-hexdump.h"

#include <string.h>

#define MAX_LINE_SIZE 88 /* bytes, with the newline and a NUL */

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

static char *
write_line (char         *at,
            guint64       offset,
            guint         n_digits,
            const guint8 *data,
            gsize         size)
{
  at = write_offset (at, offset, n_digits);
  at = write_pairs (at, data, size);

  return write_characters (at, data, size);
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

      at = write_line (at, first_offset + i, n_digits, data + i, n_bytes);
    }
  *at = '\0';

  return text;
}

static void
append_line (GString      *out,
             guint64       offset,
             const guint8 *data,
             gsize         size)
{
  char line[MAX_LINE_SIZE];
  const char *end = write_line (line, offset, offset > G_MAXUINT32 ? 16 : 8, data, size);

  g_string_append_len (out, line, end - line);
}

/**
 * tin_hexdump_add:
 * @data: (array length=size): the next bytes
 * @size: how many
 * @out: where whole lines are appended
 *
 * Goes on with tin_hexdump() for bytes that do not come at once. Offsets have 16 digits
 * from the line that needs them.
 */
void
tin_hexdump_add (TinHexdump   *self,
                 const guint8 *data,
                 gsize         size,
                 GString      *out)
{
  g_return_if_fail (data != NULL || size == 0);

  while (size > 0)
    {
      const gsize n_bytes = MIN (size, sizeof self->line - self->used);

      memcpy (self->line + self->used, data, n_bytes);
      self->used += n_bytes;
      data += n_bytes;
      size -= n_bytes;

      if (self->used == sizeof self->line)
        tin_hexdump_end (self, out);
    }
}

/**
 * tin_hexdump_end:
 * @out: where the last line is appended
 *
 * Writes the bytes that fill no line. Without any, nothing comes out.
 */
void
tin_hexdump_end (TinHexdump *self,
                 GString    *out)
{
  if (self->used == 0)
    return;

  append_line (out, self->offset, self->line, self->used);
  self->offset += self->used;
  self->used = 0;
}
