/* tin-payload-text.c: untrusted bytes as lines of text that any widget may show.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-payload-text.h"

#include <string.h>

#include "codec/tin-display.h"
#include "codec/tin-text.h"

/* How much of @line goes into one line of the widget: whole characters, at least one. */
static gsize
measure_piece (const guint8 *line,
               gsize         size)
{
  gsize length = MIN (size, TIN_PAYLOAD_TEXT_MAX_LINE);

  if (length < size)
    while (length > 1 && (line[length] & 0xC0) == 0x80)
      length--;

  return length;
}

/* A tab is harmless and wanted; everything else that is not printable becomes a token. */
static void
append_piece (GString      *out,
              const guint8 *piece,
              gsize         size)
{
  while (size > 0)
    {
      const guint8 *tab = memchr (piece, '\t', size);
      gsize length = tab != NULL ? (gsize) (tab - piece) : size;
      g_autofree char *shown = tin_display_dup (piece, length, TIN_DISPLAY_MAX_SIZE);

      g_string_append (out, shown);

      if (tab != NULL)
        g_string_append_c (out, '\t');

      length += tab != NULL ? 1 : 0;
      piece += length;
      size -= length;
    }
}

static void
append_line (GString      *out,
             const guint8 *line,
             gsize         size)
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
  g_autofree char *decoded = NULL;
  GString *out = g_string_sized_new (size + 64);
  const guint8 *rest = data;

  if (!tin_text_is_utf8 (encoding))
    {
      decoded = tin_text_decode_lossy (data, size, encoding);
      rest = (const guint8 *) decoded;
      size = strlen (decoded);
    }

  while (size > 0)
    {
      const guint8 *end = memchr (rest, '\n', size);
      gsize length = end != NULL ? (gsize) (end - rest) : size;

      append_line (out, rest, length);

      if (end == NULL)
        break;

      g_string_append_c (out, '\n');
      rest += length + 1;
      size -= length + 1;
    }

  return g_string_free (out, FALSE);
}
