/* tin-byte-map.c: the text of some bytes, and which characters are which bytes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-byte-map.h"

#include "codec/tin-text.h"
#include "ui/tin-payload-text.h"

#define MAX_CONTINUATION_BYTES 3 /* of a UTF-8 character, RFC 3629 section 3 */

/* A UTF-8 character that a page border cuts belongs to the page where it begins. */
static gsize
move_to_character (const guint8 *data,
                   gsize         size,
                   gsize         offset)
{
  for (int i = 0; i < MAX_CONTINUATION_BYTES && offset < size && (data[offset] & 0xC0) == 0x80; i++)
    offset++;

  return offset;
}

static guint32
get_offset (const TinByteMap *self,
            gsize             character)
{
  return g_array_index (self->offsets, guint32, MIN (character, self->offsets->len - 1));
}

/* The first character that came from this byte or one behind it. */
static gsize
find_character (const TinByteMap *self,
                gsize             byte)
{
  gsize low = 0;
  gsize high = self->offsets->len - 1;

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;

      if (get_offset (self, middle) < byte)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* The first one of those that the byte is in, which may begin before it. */
static gsize
find_first_character (const TinByteMap *self,
                      gsize             byte)
{
  const gsize character = find_character (self, byte);

  if (character > 0 && get_offset (self, character) > byte)
    return find_character (self, get_offset (self, character - 1));

  return character;
}

void
tin_byte_map_clear (TinByteMap *self)
{
  g_clear_pointer (&self->offsets, g_array_unref);
  self->n_bytes = 0;
  self->layout = (TinHexLayout) { 0 };
}

/* Returns: (transfer full): lines of @n_columns bytes; @size is how many of @bytes are on the page */
char *
tin_byte_map_set_hex (TinByteMap *self,
                      GBytes     *bytes,
                      gsize       size,
                      guint       n_columns,
                      guint64     offset,
                      guint64     whole_size)
{
  tin_byte_map_clear (self);
  self->is_hex = TRUE;
  self->n_bytes = size;
  tin_hex_layout_init (&self->layout, n_columns, offset, size, whole_size);

  return tin_hex_layout_write (&self->layout, g_bytes_get_data (bytes, NULL));
}

/* Returns: (transfer full): safe text; in UTF-8, what @bytes has behind @size completes the last character */
char *
tin_byte_map_set_text (TinByteMap *self,
                       GBytes     *bytes,
                       gsize       size,
                       guint64     offset,
                       const char *encoding)
{
  const gboolean is_utf8 = tin_text_is_utf8 (encoding);
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  const gsize start = is_utf8 && offset > 0 ? move_to_character (data, n_bytes, 0) : 0;
  const gsize end = is_utf8 ? move_to_character (data, n_bytes, size) : size;
  char *text;

  tin_byte_map_clear (self);
  self->is_hex = FALSE;
  self->n_bytes = size;
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint32));

  text = tin_payload_text_map (data + start, MAX (start, end) - start, encoding, self->offsets);

  for (guint i = 0; i < self->offsets->len; i++)
    g_array_index (self->offsets, guint32, i) += (guint32) start;

  return text;
}

/* The bytes that a selection of characters means; a caret alone is before a byte. */
TinSpan
tin_byte_map_get_bytes (const TinByteMap *self,
                        gsize             first,
                        gsize             end)
{
  TinSpan span = { 0, 0 };

  if (self->is_hex && self->layout.n_columns > 0)
    {
      span.start = tin_hex_layout_find_byte (&self->layout, first);
      span.end = end > first ? tin_hex_layout_find_end (&self->layout, end) : span.start;
    }
  else if (self->offsets != NULL)
    {
      span.start = get_offset (self, first);

      /* What is shown as several characters is selected as a whole. */
      while (end > first && end < self->offsets->len && get_offset (self, end) == get_offset (self, end - 1))
        end++;

      span.end = get_offset (self, end);
    }

  span.start = MIN (span.start, self->n_bytes);
  span.end = CLAMP (span.end, span.start, self->n_bytes);

  return span;
}

/* The characters to select for some bytes. */
TinSpan
tin_byte_map_get_selection (const TinByteMap *self,
                            gsize             start,
                            gsize             end)
{
  TinSpan span = { 0, 0 };

  start = MIN (start, self->n_bytes);
  end = CLAMP (end, start, self->n_bytes);

  if (self->is_hex && self->layout.n_columns > 0 && self->n_bytes > 0)
    {
      if (start == self->n_bytes)
        span.start = tin_hex_layout_get_pair (&self->layout, start - 1) + 2;
      else
        span.start = tin_hex_layout_get_pair (&self->layout, start);

      span.end = end > start ? tin_hex_layout_get_pair (&self->layout, end - 1) + 2 : span.start;
    }
  else if (self->offsets != NULL)
    {
      span.start = find_first_character (self, start);
      span.end = end > start ? find_character (self, end) : span.start;
    }

  return span;
}

/* In a line the pairs are in one piece and what they are in ASCII is in another; whole lines are in one. */
static void
foreach_in_line (const TinHexLayout *layout,
                 gsize               start,
                 gsize               end,
                 TinByteMapFunc      func,
                 gpointer            user_data)
{
  const gsize first = tin_hex_layout_get_pair (layout, start);
  const gsize last = tin_hex_layout_get_character (layout, end - 1) + 1;

  if (end - start == layout->n_columns)
    {
      func (first, last, user_data);
      return;
    }

  func (first, tin_hex_layout_get_pair (layout, end - 1) + 2, user_data);
  func (tin_hex_layout_get_character (layout, start), last, user_data);
}

/* Calls @func with the ranges of characters that show some bytes. */
void
tin_byte_map_foreach (const TinByteMap *self,
                      gsize             start,
                      gsize             end,
                      TinByteMapFunc    func,
                      gpointer          user_data)
{
  end = MIN (end, self->n_bytes);

  if (start >= end)
    return;

  if (!self->is_hex)
    {
      if (self->offsets != NULL)
        func (find_first_character (self, start), find_character (self, end), user_data);

      return;
    }

  while (start < end)
    {
      const gsize line_end = (start / self->layout.n_columns + 1) * self->layout.n_columns;

      foreach_in_line (&self->layout, start, MIN (end, line_end), func, user_data);
      start = line_end;
    }
}
