/* tin-message-format.c: messages as other programs and people read them: JSON, CSV, text, hexdump.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-format.h"

#include "codec/tin-display.h"
#include "codec/tin-hexdump.h"
#include "codec/tin-json.h"
#include "codec/tin-rfc3339.h"
#include "codec/tin-text.h"
#include "model/tin-message-words.h"

#include <string.h>
#include <time.h>

#define LABEL_WIDTH   12 /* characters */
#define NS_PER_SECOND G_GINT64_CONSTANT (1000000000)
#define NS_PER_US     1000

/* What an event that is no data lost, for one; bytes of payload else. */
static guint64
get_size (const TinMessageContent *message)
{
  return message->record->event == TIN_EVENT_DATA ? message->size : message->record->size;
}

static gboolean
has_size (const TinMessageContent *message)
{
  return message->record->event == TIN_EVENT_DATA || message->record->size > 0;
}

static void
add_address (GString          *out,
             const char       *name,
             const TinAddress *address)
{
  char buffer[TIN_ADDRESS_STRING_SIZE];

  if (tin_address_is_set (address))
    tin_json_add_string (out, name, tin_address_format (address, buffer), -1);
}

static void
add_text (GString                 *out,
          const TinMessageContent *message)
{
  gsize text_size;
  g_autofree char *text = tin_text_decode_sized (message->data, message->size, message->encoding, &text_size, NULL);

  if (text != NULL)
    tin_json_add_string (out, "text", text, (gssize) text_size);
  else
    tin_json_add_null (out, "text");
}

static void
add_payload (GString                 *out,
             const TinMessageContent *message)
{
  tin_json_add_integer (out, "size", get_size (message));

  if (message->record->event != TIN_EVENT_DATA)
    return;

  add_text (out, message);
  tin_json_add_hex (out, "hex", message->data, message->size);
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
 * Writes the object that INTERFACES.md promises to other programs, and a newline. What
 * does not apply to an event is left out; "text" is null where the payload is no text in
 * its encoding.
 */
void
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

  if (has_size (message))
    add_payload (out, message);
  if (record->reason != NULL)
    add_reason (out, record->reason);
  if (record->by != TIN_BY_NONE)
    tin_json_add_string (out, "by", tin_by_get_nick (record->by), -1);

  tin_json_end (out);
}

/* What a spreadsheet would take for a formula and run. */
static gboolean
looks_like_a_formula (const char *text)
{
  return *text != '\0' && strchr ("=+-@", *text) != NULL;
}

/* A field as RFC 4180 section 2 has it. What was made safe to show may still need quotes. */
static void
append_field (GString    *out,
              const char *text)
{
  gboolean formula = looks_like_a_formula (text);

  if (!formula && strpbrk (text, "\",\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }

  g_string_append_c (out, '"');
  if (formula)
    g_string_append_c (out, '\'');
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *at);
    }
  g_string_append_c (out, '"');
}

static void
append_nick_field (GString    *out,
                   const char *nick)
{
  g_string_append_c (out, ',');
  if (nick != NULL)
    g_string_append (out, nick);
}

static void
append_address_field (GString          *out,
                      const TinAddress *address)
{
  char buffer[TIN_ADDRESS_STRING_SIZE];

  g_string_append_c (out, ',');
  if (tin_address_is_set (address))
    append_field (out, tin_address_format (address, buffer));
}

static void
append_shown_field (GString      *out,
                    const guint8 *data,
                    gsize         size,
                    const char   *encoding)
{
  g_autoptr (GString) shown = g_string_sized_new (size + 1);

  g_string_append_c (out, ',');
  tin_display_append (shown, data, size, encoding);
  append_field (out, shown->str);
}

static void
append_hex_field (GString      *out,
                  const guint8 *data,
                  gsize         size)
{
  static const char digits[] = "0123456789abcdef";

  g_string_append_c (out, ',');
  for (gsize i = 0; i < size; i++)
    {
      g_string_append_c (out, digits[data[i] >> 4]);
      g_string_append_c (out, digits[data[i] & 0xf]);
    }
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
  g_string_append (out, "time,event,connection,direction,peer,local,size,text,hex,reason,by\r\n");
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
 */
void
tin_message_format_csv (GString                 *out,
                        const TinMessageContent *message)
{
  const TinRecord *record = message->record;
  const char *reason = record->reason != NULL ? record->reason : "";

  tin_rfc3339_append (out, record->time_ns);
  append_nick_field (out, tin_event_get_nick (record->event));
  g_string_append_c (out, ',');
  if (record->connection != 0)
    g_string_append_printf (out, "%u", record->connection);
  append_nick_field (out, tin_direction_get_nick (record->direction));
  append_address_field (out, &record->peer);
  append_address_field (out, &record->local);
  g_string_append_c (out, ',');
  if (has_size (message))
    g_string_append_printf (out, "%" G_GUINT64_FORMAT, get_size (message));
  append_shown_field (out, message->data, message->size, message->encoding);
  append_hex_field (out, message->data, message->size);
  append_shown_field (out, (const guint8 *) reason, strlen (reason), "UTF-8");
  append_nick_field (out, tin_by_get_nick (record->by));
  g_string_append (out, "\r\n");
}

static void
append_local_time (GString *out,
                   gint64   time_ns)
{
  time_t seconds = time_ns / NS_PER_SECOND;
  struct tm parts = { 0 };

  localtime_r (&seconds, &parts);
  g_string_append_printf (out, "%04d-%02d-%02d %02d:%02d:%02d.%06d", parts.tm_year + 1900, parts.tm_mon + 1,
                          parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                          (int) (time_ns % NS_PER_SECOND / NS_PER_US));
}

/* Date, time, what happened, to whom. */
static void
append_head (GString         *out,
             const TinRecord *record,
             const char      *peer)
{
  const char *label = tin_message_words_get_label (record->event, record->direction);
  int padding = LABEL_WIDTH - (int) g_utf8_strlen (label, -1);

  append_local_time (out, record->time_ns);
  g_string_append_printf (out, "  %s%*s", label, MAX (padding, 0), "");
  if (*peer != '\0')
    g_string_append_printf (out, "  %s", peer);
}

static void
append_sentence (GString         *out,
                 const TinRecord *record,
                 const char      *peer)
{
  char local[TIN_ADDRESS_STRING_SIZE] = "";
  g_autofree char *sentence = NULL;

  if (tin_address_is_set (&record->local))
    tin_address_format (&record->local, local);

  sentence = tin_message_words_dup_sentence (record, peer, local);
  g_string_append (out, "  ");
  tin_display_append (out, (const guint8 *) sentence, strlen (sentence), "UTF-8");
}

static void
format_peer (const TinRecord *record,
             char             peer[TIN_ADDRESS_STRING_SIZE])
{
  peer[0] = '\0';
  if (record->connection != 0 && tin_address_is_set (&record->peer))
    tin_address_format (&record->peer, peer);
}

/**
 * tin_message_format_text:
 * @out: where the line is appended
 * @message: what to write
 *
 * Writes a line for a reader: local date and time, what happened in the user's language,
 * the peer, and all of the payload with everything that would act on a terminal made visible.
 */
void
tin_message_format_text (GString                 *out,
                         const TinMessageContent *message)
{
  char peer[TIN_ADDRESS_STRING_SIZE];

  format_peer (message->record, peer);
  append_head (out, message->record, peer);

  if (message->record->event != TIN_EVENT_DATA)
    append_sentence (out, message->record, peer);
  else if (message->size > 0)
    {
      g_string_append (out, "  ");
      tin_display_append (out, message->data, message->size, message->encoding);
    }

  g_string_append_c (out, '\n');
}

/**
 * tin_message_format_hexdump:
 * @out: where the lines are appended
 * @message: what to write
 *
 * Writes a line as tin_message_format_text() begins it, for data with the number of
 * bytes, then the bytes as tin_hexdump() lays them out, and an empty line.
 */
void
tin_message_format_hexdump (GString                 *out,
                            const TinMessageContent *message)
{
  char peer[TIN_ADDRESS_STRING_SIZE];
  g_autofree char *dump = NULL;

  format_peer (message->record, peer);
  append_head (out, message->record, peer);

  if (message->record->event == TIN_EVENT_DATA)
    g_string_append_printf (out, "  %" G_GSIZE_FORMAT, message->size);
  else
    append_sentence (out, message->record, peer);
  g_string_append_c (out, '\n');

  dump = tin_hexdump (message->data, message->size, 0);
  if (dump != NULL)
    g_string_append (out, dump);
  g_string_append_c (out, '\n');
}
