/* tin-message-csv.c: messages as comma-separated values.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-format-private.h"

#include "codec/tin-display.h"
#include "codec/tin-rfc3339.h"
#include "codec/tin-text-stream.h"

#include <string.h>

/* What a spreadsheet would take for a formula and run. */
static gboolean
begins_formula (char character)
{
  return character != '\0' && strchr ("=+-@", character) != NULL;
}

/* Inside a field in quotes (RFC 4180 section 2). */
static void
append_quoted (GString    *out,
               const char *text,
               gsize       size)
{
  const char *end = text + size;
  const char *quote;

  while ((quote = memchr (text, '"', (gsize) (end - text))) != NULL)
    {
      g_string_append_len (out, text, quote + 1 - text);
      g_string_append_c (out, '"');
      text = quote + 1;
    }

  g_string_append_len (out, text, end - text);
}

/* What was made safe to show may still need quotes. */
static void
append_field (GString    *out,
              const char *text)
{
  const gboolean is_formula = begins_formula (*text);
  const gboolean needs_quotes = is_formula || strpbrk (text, "\",\r\n") != NULL;

  g_string_append_c (out, ',');
  if (needs_quotes)
    g_string_append_c (out, '"');
  if (is_formula)
    g_string_append_c (out, '\'');
  append_quoted (out, text, strlen (text));
  if (needs_quotes)
    g_string_append_c (out, '"');
}

static void
append_address_field (GString          *out,
                      const TinAddress *address)
{
  char buffer[TIN_ADDRESS_STRING_SIZE] = "";

  if (tin_address_is_set (address))
    tin_address_format (address, buffer);
  append_field (out, buffer);
}

static void
append_reason_field (GString    *out,
                     const char *reason)
{
  g_autoptr (GString) shown = g_string_new (NULL);

  if (reason != NULL)
    tin_display_append (shown, (const guint8 *) reason, strlen (reason), "UTF-8");
  append_field (out, shown->str);
}

typedef struct
{
  TinTextStream  stream;
  GString       *piece;  /* (owned) what the last piece became */
  GString       *out;    /* (unowned) */
  gboolean       begun;
} Text;

static void
put_out (Text *text)
{
  if (!text->begun && text->piece->len > 0)
    {
      text->begun = TRUE;
      if (begins_formula (text->piece->str[0]))
        g_string_append_c (text->out, '\'');
    }

  append_quoted (text->out, text->piece->str, text->piece->len);
  g_string_truncate (text->piece, 0);
}

static gboolean
show_piece (const guint8 *data,
            gsize         size,
            gpointer      user_data)
{
  Text *text = user_data;

  tin_text_stream_add (&text->stream, data, size, text->piece);
  put_out (text);

  return TRUE;
}

/* Always in quotes: it may be too large to look for what needs them first. */
static gboolean
append_text_field (GString                 *out,
                   const TinMessageContent *message)
{
  Text text = { .out = out, .piece = g_string_new (NULL) };
  gboolean complete;

  g_string_append (out, ",\"");
  tin_text_stream_init (&text.stream, TIN_TEXT_STREAM_VISIBLE, message->encoding);
  complete = tin_message_content_read (message, show_piece, &text);
  tin_text_stream_end (&text.stream, text.piece);
  put_out (&text);
  g_string_append_c (out, '"');

  tin_text_stream_clear (&text.stream);
  g_string_free (text.piece, TRUE);

  return complete;
}

/* Text and hexadecimal. */
static gboolean
append_payload_fields (GString                 *out,
                       const TinMessageContent *message)
{
  if (message->record->event != TIN_EVENT_DATA)
    {
      g_string_append (out, ",,");
      return TRUE;
    }
  if (!append_text_field (out, message))
    return FALSE;

  g_string_append_c (out, ',');

  return tin_message_content_append_hex (message, out);
}

/**
 * tin_message_format_csv_header:
 * @out: where the line is appended
 *
 * Writes the names of the fields of tin_message_format_csv().
 */
void
tin_message_format_csv_header (GString *out)
{
  g_string_append (out, "time,event,connection,direction,peer,local,size,text,hex,reason,by,marks\r\n");
}

/**
 * tin_message_format_csv:
 * @out: where the line is appended
 * @message: what to write
 *
 * Writes a record of comma-separated values (RFC 4180), its members those of the JSON
 * object. The text is a line of tin_display_line(), in which no control acts on anything;
 * one that a spreadsheet would take for a formula has an apostrophe before it. The exact
 * bytes are in "hex".
 *
 * Returns: %FALSE if the payload could not be read
 */
gboolean
tin_message_format_csv (GString                 *out,
                        const TinMessageContent *message)
{
  const TinRecord *record = message->record;
  const char *direction = tin_direction_get_nick (record->direction);
  const char *by = tin_by_get_nick (record->by);

  tin_rfc3339_append (out, record->time_ns);
  append_field (out, tin_event_get_nick (record->event));
  g_string_append_c (out, ',');
  if (record->connection != 0)
    g_string_append_printf (out, "%u", record->connection);
  append_field (out, direction != NULL ? direction : "");
  append_address_field (out, &record->peer);
  append_address_field (out, &record->local);
  g_string_append_c (out, ',');
  if (tin_message_content_has_size (message))
    g_string_append_printf (out, "%" G_GUINT64_FORMAT, tin_message_content_get_size (message));
  if (!append_payload_fields (out, message))
    return FALSE;
  append_reason_field (out, record->reason);
  append_field (out, by != NULL ? by : "");
  g_string_append_c (out, ',');
  tin_message_content_add_marks (message, out);
  g_string_append (out, "\r\n");

  return TRUE;
}
