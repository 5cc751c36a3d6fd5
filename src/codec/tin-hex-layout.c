/* tin-hex-layout.c: where each byte stands in a hexadecimal view.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-hex-layout.h"

#include <string.h>

#define GROUP_SIZE  8 /* bytes, with a wider space before each group */
#define MAX_COLUMNS 64

static const char digits[] = "0123456789abcdef";

/* Of a pair in its line. */
static gsize
get_pair_column (const TinHexLayout *self,
                 guint               column)
{
  return self->n_digits + 2 + 3 * column + column / GROUP_SIZE;
}

static gsize
get_character_column (const TinHexLayout *self,
                      guint               column)
{
  return get_pair_column (self, self->n_columns - 1) + 2 + 2 + column;
}

static char *
write_line (const TinHexLayout *self,
            char               *line,
            const guint8       *data,
            gsize               first)
{
  const guint64 offset = self->first_offset + first;
  const guint n_bytes = (guint) MIN (self->n_columns, self->n_bytes - first);
  const guint size = tin_hex_layout_get_line_size (self);

  memset (line, ' ', size - 1);
  line[size - 1] = '\n';

  for (guint i = 0; i < self->n_digits; i++)
    line[i] = digits[offset >> (4 * (self->n_digits - 1 - i)) & 0xf];

  for (guint i = 0; i < n_bytes; i++)
    {
      const guint8 byte = data[first + i];
      char *pair = line + get_pair_column (self, i);

      pair[0] = digits[byte >> 4];
      pair[1] = digits[byte & 0xf];
      line[get_character_column (self, i)] = g_ascii_isprint (byte) ? (char) byte : '.';
    }

  return line + size;
}

/**
 * tin_hex_layout_init:
 * @self: a layout
 * @n_columns: bytes a line, at least 1
 * @first_offset: what the first byte is numbered
 * @n_bytes: how many there are
 * @end_offset: the highest offset that similar layouts show, for as many digits
 *
 * Lays bytes out; more than 64 a line are 64.
 */
void
tin_hex_layout_init (TinHexLayout *self,
                     guint         n_columns,
                     guint64       first_offset,
                     gsize         n_bytes,
                     guint64       end_offset)
{
  self->n_columns = CLAMP (n_columns, 1, MAX_COLUMNS);
  self->n_digits = 4;
  self->first_offset = first_offset;
  self->n_bytes = n_bytes;

  while (self->n_digits < 16 && end_offset >> (4 * self->n_digits) > 0)
    self->n_digits += 4;
}

/**
 * tin_hex_layout_get_line_size:
 * @self: a layout
 *
 * Returns: characters of every line, with its newline
 */
guint
tin_hex_layout_get_line_size (const TinHexLayout *self)
{
  return (guint) get_character_column (self, self->n_columns - 1) + 2;
}

/**
 * tin_hex_layout_write:
 * @self: a layout
 * @data: the bytes that it is of
 *
 * Returns: (transfer full): printable ASCII; each line ends in a newline
 */
char *
tin_hex_layout_write (const TinHexLayout *self,
                      const guint8       *data)
{
  const gsize n_lines = (self->n_bytes + self->n_columns - 1) / self->n_columns;
  char *text = g_malloc (n_lines * tin_hex_layout_get_line_size (self) + 1);
  char *at = text;

  for (gsize first = 0; first < self->n_bytes; first += self->n_columns)
    at = write_line (self, at, data, first);

  *at = '\0';

  return text;
}

/**
 * tin_hex_layout_get_pair:
 * @self: a layout
 * @byte: a byte, from 0
 *
 * Returns: the position of the first of its two digits
 */
gsize
tin_hex_layout_get_pair (const TinHexLayout *self,
                         gsize               byte)
{
  return byte / self->n_columns * tin_hex_layout_get_line_size (self)
         + get_pair_column (self, (guint) (byte % self->n_columns));
}

/**
 * tin_hex_layout_get_character:
 * @self: a layout
 * @byte: a byte, from 0
 *
 * Returns: the position of what it is in ASCII
 */
gsize
tin_hex_layout_get_character (const TinHexLayout *self,
                              gsize               byte)
{
  return byte / self->n_columns * tin_hex_layout_get_line_size (self)
         + get_character_column (self, (guint) (byte % self->n_columns));
}

/**
 * tin_hex_layout_find_byte:
 * @self: a layout
 * @position: any position in the text, also its end
 *
 * Finds what a caret stands at: before a byte from the end of the one before it to its
 * own first digit, and so in the ASCII column.
 *
 * Returns: a byte, or their number behind the last one
 */
gsize
tin_hex_layout_find_byte (const TinHexLayout *self,
                          gsize               position)
{
  const guint line_size = tin_hex_layout_get_line_size (self);
  const gsize column = position % line_size;
  const gsize first = position / line_size * self->n_columns;
  const gsize characters = get_character_column (self, 0);
  guint i = 0;

  if (column >= characters)
    i = (guint) MIN (column - characters, self->n_columns);
  else
    while (i < self->n_columns && get_pair_column (self, i) + 1 < column)
      i++;

  return MIN (first + i, self->n_bytes);
}

/**
 * tin_hex_layout_find_end:
 * @self: a layout
 * @position: any position in the text, also its end
 *
 * Finds what a selection that ends there has last: a pair that is half in it is in it.
 *
 * Returns: the byte behind it
 */
gsize
tin_hex_layout_find_end (const TinHexLayout *self,
                         gsize               position)
{
  const gsize column = position % tin_hex_layout_get_line_size (self);

  if (column >= get_character_column (self, 0))
    return tin_hex_layout_find_byte (self, position);

  return tin_hex_layout_find_byte (self, position + 1);
}
