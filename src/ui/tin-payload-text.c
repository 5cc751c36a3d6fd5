/* tin-payload-text.c: untrusted bytes as lines of text that any widget may show.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-payload-text.h"

#include <string.h>

#include "codec/tin-text.h"

/* How much of @line, of @size bytes, goes into one line of the widget: whole characters. */
static gsize
measure_piece (const char *line,
               gsize       size)
{
  gsize length = MIN (size, TIN_PAYLOAD_TEXT_MAX_LINE);

  if (length < size)
    while (length > 1 && (line[length] & 0xC0) == 0x80)
      length--;

  return length;
}

/* A lone CR would be one more line break of the widget. */
static void
append_piece (GString    *out,
              const char *piece,
              gsize       size)
{
  const char *end = piece + size;
  const char *lone;

  while ((lone = memchr (piece, '\r', end - piece)) != NULL)
    {
      g_string_append_len (out, piece, lone - piece);
      g_string_append (out, "\\r");
      piece = lone + 1;
    }

  g_string_append_len (out, piece, end - piece);
}

static void
append_line (GString    *out,
             const char *line,
             gsize       size)
{
  if (size > 0 && line[size - 1] == '\r')
    size--;

  while (size > TIN_PAYLOAD_TEXT_MAX_LINE)
    {
      gsize length = measure_piece (line, size);

      append_piece (out, line, length);
      g_string_append_c (out, '\n');
      line += length;
      size -= length;
    }

  append_piece (out, line, size);
}

/* As UTF-8, line by line; controls, invalid bytes and directional marks are visible tokens, so that
 * neither a NUL nor invalid UTF-8 reaches a text buffer. A CR before a LF belongs to the line ending. */
char *
tin_payload_text (const guint8 *data,
                  gsize         size,
                  const char   *encoding)
{
  g_autofree char *text = tin_text_decode_lossy (data, size, encoding);
  const char *rest = text;
  gsize left = strlen (text);
  GString *out = g_string_sized_new (left + 64);

  while (left > 0)
    {
      const char *end = memchr (rest, '\n', left);
      gsize length = end != NULL ? (gsize) (end - rest) : left;

      append_line (out, rest, length);

      if (end == NULL)
        break;

      g_string_append_c (out, '\n');
      rest += length + 1;
      left -= length + 1;
    }

  return g_string_free (out, FALSE);
}
