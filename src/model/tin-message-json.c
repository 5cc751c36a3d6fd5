/* tin-message-json.c: messages as JSON, an object on a line of its own each.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-format-private.h"

#include "codec/tin-json.h"
#include "codec/tin-text-stream.h"

static void
add_address (GString          *out,
             const char       *name,
             const TinAddress *address)
{
  char buffer[TIN_ADDRESS_STRING_SIZE];

  if (tin_address_is_set (address))
    tin_json_add_string (out, name, tin_address_format (address, buffer), -1);
}

typedef struct
{
  TinTextStream  stream;
  GString       *piece;    /* (owned) what the last piece became */
  GString       *out;      /* (unowned) (nullable) */
  gboolean       is_text;
} Text;

static void
put_out (Text     *text,
         gboolean  is_text)
{
  text->is_text = is_text;
  if (is_text && text->out != NULL)
    tin_json_append (text->out, text->piece->str, text->piece->len);
  g_string_truncate (text->piece, 0);
}

static gboolean
decode_piece (const guint8 *data,
              gsize         size,
              gpointer      user_data)
{
  Text *text = user_data;

  put_out (text, tin_text_stream_add (&text->stream, data, size, text->piece));

  return text->is_text;
}

/* Without @out, to know whether it is text. */
static gboolean
decode (const TinMessageContent *message,
        GString                 *out,
        gboolean                *is_text)
{
  Text text = { .out = out, .piece = g_string_new (NULL), .is_text = TRUE };
  gboolean complete;

  tin_text_stream_init (&text.stream, TIN_TEXT_STREAM_EXACT, message->encoding);
  complete = tin_message_content_read (message, decode_piece, &text);
  put_out (&text, tin_text_stream_end (&text.stream, text.piece));
  *is_text = text.is_text;
  tin_text_stream_clear (&text.stream);
  g_string_free (text.piece, TRUE);

  return complete;
}

/* What is there whole may be taken back. What is read by pieces may be written away by then. */
static gboolean
add_text (GString                 *out,
          const TinMessageContent *message)
{
  const gsize before = out->len;
  gboolean is_text = TRUE;

  if (message->read != NULL && !decode (message, NULL, &is_text))
    return FALSE;

  if (is_text)
    {
      tin_json_begin_string (out, "text");
      if (!decode (message, out, &is_text) || (!is_text && message->read != NULL))
        return FALSE;
      tin_json_end_string (out);
    }

  if (!is_text)
    {
      if (message->read == NULL)
        g_string_truncate (out, before);
      tin_json_add_null (out, "text");
    }

  return TRUE;
}

static gboolean
add_payload (GString                 *out,
             const TinMessageContent *message)
{
  tin_json_add_integer (out, "size", tin_message_content_get_size (message));

  if (message->record->event != TIN_EVENT_DATA)
    return TRUE;
  if (!add_text (out, message))
    return FALSE;

  tin_json_begin_string (out, "hex");
  if (!tin_message_content_append_hex (message, out))
    return FALSE;
  tin_json_end_string (out);

  return TRUE;
}

/* A reason may quote what the system or a peer said, in whatever encoding. */
static void
add_reason (GString    *out,
            const char *reason)
{
  g_autofree char *valid = g_utf8_make_valid (reason, -1);

  tin_json_add_string (out, "reason", valid, -1);
}

/**
 * tin_message_format_json:
 * @out: where the line is appended
 * @message: what to write
 * @session: a number that tells sessions apart
 *
 * Writes the object that INTERFACES.md promises to other programs, and a newline (RFC
 * 8259). What does not apply to an event is left out; "text" is null where the payload is
 * no text in its encoding.
 *
 * Returns: %FALSE if the payload could not be read
 */
gboolean
tin_message_format_json (GString                 *out,
                         const TinMessageContent *message,
                         guint32                  session)
{
  const TinRecord *record = message->record;

  tin_json_begin (out);
  tin_json_add_time (out, "time", record->time_ns);
  tin_json_add_string (out, "event", tin_event_get_nick (record->event), -1);
  tin_json_add_integer (out, "session", session);

  if (record->connection != 0)
    tin_json_add_integer (out, "connection", record->connection);
  if (record->direction != TIN_DIRECTION_NONE)
    tin_json_add_string (out, "direction", tin_direction_get_nick (record->direction), -1);

  add_address (out, "peer", &record->peer);
  add_address (out, "local", &record->local);
  add_address (out, "group", &record->group);
  if (record->interface != NULL)
    tin_json_add_string (out, "interface", record->interface, -1);

  if (tin_message_content_has_size (message) && !add_payload (out, message))
    return FALSE;
  if (record->reason != NULL)
    add_reason (out, record->reason);
  if (record->by != TIN_BY_NONE)
    tin_json_add_string (out, "by", tin_by_get_nick (record->by), -1);

  if ((message->flags & ~TIN_FRAME_EVENT) != 0 || record->missing > 0)
    {
      tin_json_begin_string (out, "marks");
      tin_message_content_add_marks (message, out);
      tin_json_end_string (out);
    }
  tin_json_end (out);

  return TRUE;
}
