/* tin-message-content.c: one message with everything that can be said of it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-format-private.h"

#include "codec/tin-hex.h"
#include "codec/tin-text-stream.h"

/**
 * tin_message_content_read:
 * @func: takes the payload, piece by piece
 *
 * Returns: %FALSE if not all of it can be read
 */
gboolean
tin_message_content_read (const TinMessageContent *self,
                          TinMessagePieceFunc      func,
                          gpointer                 user_data)
{
  if (self->read != NULL)
    return self->read (self->reader, func, user_data);

  if (self->size > 0)
    func (self->data, self->size, user_data);

  return TRUE;
}

typedef struct
{
  TinTextStream  stream;
  GString       *out;     /* (unowned) */
} Show;

static gboolean
show_piece (const guint8 *data,
            gsize         size,
            gpointer      user_data)
{
  Show *show = user_data;

  return tin_text_stream_add (&show->stream, data, size, show->out);
}

/**
 * tin_message_content_show:
 * @out: where the payload is appended, as a line of tin_display_append()
 *
 * Returns: %FALSE if not all of it can be read
 */
gboolean
tin_message_content_show (const TinMessageContent *self,
                          GString                 *out)
{
  Show show = { .out = out };
  gboolean complete;

  tin_text_stream_init (&show.stream, TIN_TEXT_STREAM_VISIBLE, self->encoding);
  complete = tin_message_content_read (self, show_piece, &show);
  tin_text_stream_end (&show.stream, out);
  tin_text_stream_clear (&show.stream);

  return complete;
}

static gboolean
append_hex_piece (const guint8 *data,
                  gsize         size,
                  gpointer      out)
{
  tin_hex_append (out, data, size);

  return TRUE;
}

/**
 * tin_message_content_append_hex:
 * @out: where the payload is appended, two digits a byte
 *
 * Returns: %FALSE if not all of it can be read
 */
gboolean
tin_message_content_append_hex (const TinMessageContent *self,
                                GString                 *out)
{
  return tin_message_content_read (self, append_hex_piece, out);
}

/**
 * tin_message_content_has_size:
 *
 * Returns: whether its size says something
 */
gboolean
tin_message_content_has_size (const TinMessageContent *self)
{
  return self->record->event == TIN_EVENT_DATA || self->record->size > 0;
}

/**
 * tin_message_content_get_size:
 *
 * Returns: bytes of payload; what an event that is no data lost, for one
 */
guint64
tin_message_content_get_size (const TinMessageContent *self)
{
  return self->record->event == TIN_EVENT_DATA ? self->size : self->record->size;
}

/**
 * tin_message_content_add_marks:
 * @out: where the words are appended
 *
 * Says, in words for programs, in what a message is not whole.
 */
void
tin_message_content_add_marks (const TinMessageContent *self,
                               GString                 *out)
{
  static const struct
  {
    guint       flag;
    const char *word;
  } marks[] = {
    { TIN_FRAME_UNFINISHED, "unfinished" },
    { TIN_FRAME_SPLIT, "split" },
    { TIN_FRAME_REST, "rest" },
    { TIN_FRAME_INVALID, "invalid" },
  };
  const char *separator = "";

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if ((self->flags & marks[i].flag) != 0)
      {
        g_string_append (out, separator);
        g_string_append (out, marks[i].word);
        separator = " ";
      }

  if (self->record->missing > 0)
    g_string_append_printf (out, "%struncated", separator);
}
