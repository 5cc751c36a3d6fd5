/* tin-payload-text.c: untrusted bytes as lines of text that any widget may show.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-payload-text.h"

#include <string.h>

#include "codec/tin-text-walk.h"

typedef struct
{
  GString *out;
  GArray  *offsets;     /* (nullable) of guint32: where each character of @out came from */
  gsize    line;        /* bytes in the line that is being written */
  gsize    cr;          /* where a CR stands whose meaning its next character tells */
  gboolean has_cr;
} Writer;

static void
append (Writer     *self,
        gsize       offset,
        const char *text,
        gsize       size)
{
  g_string_append_len (self->out, text, (gssize) size);
  self->line += size;

  for (gsize i = 0; self->offsets != NULL && i < size; i++)
    if ((text[i] & 0xC0) != 0x80)
      {
        const guint32 value = (guint32) offset;

        g_array_append_val (self->offsets, value);
      }
}

static void
end_line (Writer *self,
          gsize   offset)
{
  append (self, offset, "\n", 1);
  self->line = 0;
}

/* Laying out a paragraph costs with its length. */
static void
append_to_line (Writer     *self,
                gsize       offset,
                const char *text,
                gsize       size)
{
  if (self->line > 0 && self->line + size > TIN_PAYLOAD_TEXT_MAX_LINE)
    end_line (self, offset);

  append (self, offset, text, size);
}

static void
settle_cr (Writer   *self,
           gboolean  is_line_ending)
{
  if (self->has_cr && !is_line_ending)
    append_to_line (self, self->cr, "\\r", 2);

  self->has_cr = FALSE;
}

static void
write_piece (gsize       offset,
             const char *text,
             gsize       size,
             gpointer    user_data)
{
  Writer *self = user_data;
  const gboolean is_lf = size == 1 && *text == '\n';
  const gsize start = is_lf && self->has_cr ? self->cr : offset;

  settle_cr (self, is_lf);

  if (is_lf)
    {
      end_line (self, start);
    }
  else if (size == 1 && *text == '\r')
    {
      self->cr = offset;
      self->has_cr = TRUE;
    }
  else
    {
      append_to_line (self, offset, text, size);
    }
}

/* tin_payload_text() that adds to @offsets, an array of guint32, which byte each character of the text came from, and
 * @size at the end. What is added, such as a line break in a long line, came from the byte that it stands before. */
char *
tin_payload_text_map (const guint8 *data,
                      gsize         size,
                      const char   *encoding,
                      GArray       *offsets)
{
  Writer self = { .out = g_string_sized_new (size + 64), .offsets = offsets };

  tin_text_walk (data, size, encoding, write_piece, &self);

  settle_cr (&self, FALSE);

  if (offsets != NULL)
    {
      const guint32 end = (guint32) size;

      g_array_append_val (offsets, end);
    }

  return g_string_free (self.out, FALSE);
}

/* As UTF-8, line by line; controls, invalid bytes and directional marks are visible tokens, so that
 * neither a NUL nor invalid UTF-8 reaches a text buffer. A CR before a LF belongs to the line ending. */
char *
tin_payload_text (const guint8 *data,
                  gsize         size,
                  const char   *encoding)
{
  return tin_payload_text_map (data, size, encoding, NULL);
}
