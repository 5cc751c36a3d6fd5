/* tin-cli-format.c: a record as a line of text or of JSON.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli/tin-cli-format.h"

#include "codec/tin-display.h"
#include "model/tin-message-format.h"
#include "model/tin-message-words.h"

#define LABEL_WIDTH   12 /* characters */
#define NS_PER_SECOND G_GINT64_CONSTANT (1000000000)
#define NS_PER_MS     G_GINT64_CONSTANT (1000000)

static const guint8 *
get_payload (const TinRecord *record,
             gsize           *size)
{
  *size = 0;

  return record->payload != NULL ? g_bytes_get_data (record->payload, size) : NULL;
}

/**
 * tin_cli_format_json:
 * @out: where the line is appended
 * @record: what happened, with its whole payload
 * @session: a number that tells sessions apart
 * @encoding: what to read the payload in
 *
 * Writes the object that INTERFACES.md promises to other programs.
 */
void
tin_cli_format_json (GString         *out,
                     const TinRecord *record,
                     guint32          session,
                     const char      *encoding)
{
  TinMessageContent message = { .record = record, .encoding = encoding };

  message.data = get_payload (record, &message.size);
  tin_message_format_json (out, &message, session);
}

static void
append_time (GString *out,
             gint64   time_ns)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (time_ns / NS_PER_SECOND);

  g_string_append_printf (out, "%02d:%02d:%02d.%03d", g_date_time_get_hour (time), g_date_time_get_minute (time),
                          g_date_time_get_second (time), (int) (time_ns % NS_PER_SECOND / NS_PER_MS));
}

static char *
dup_text (const TinRecord *record,
          const char      *peer,
          const char      *encoding)
{
  char local[TIN_ADDRESS_STRING_SIZE] = "";
  g_autofree char *sentence = NULL;

  if (record->event == TIN_EVENT_DATA)
    {
      gsize size;
      const guint8 *data = get_payload (record, &size);

      return tin_message_words_dup_payload (data, size, record->size, encoding, TIN_DISPLAY_MAX_SIZE - 1);
    }

  if (tin_address_is_set (&record->local))
    tin_address_format (&record->local, local);

  sentence = tin_message_words_dup_sentence (record, peer, local);

  return tin_display_dup_text (sentence, TIN_DISPLAY_MAX_SIZE);
}

/**
 * tin_cli_format_text:
 * @out: where the line is appended
 * @record: what happened, with its whole payload
 * @encoding: what to read the payload in
 *
 * Writes a line for a reader: local time, what happened, the peer, and the payload with
 * everything that would act on a terminal made visible.
 */
void
tin_cli_format_text (GString         *out,
                     const TinRecord *record,
                     const char      *encoding)
{
  const char *label = tin_message_words_get_label (record->event, record->direction);
  char peer[TIN_ADDRESS_STRING_SIZE] = "";
  g_autofree char *text = NULL;
  int padding = LABEL_WIDTH - (int) g_utf8_strlen (label, -1);

  if (record->connection != 0 && tin_address_is_set (&record->peer))
    tin_address_format (&record->peer, peer);

  text = dup_text (record, peer, encoding);

  append_time (out, record->time_ns);
  g_string_append_printf (out, "  %s%*s", label, MAX (padding, 0), "");
  if (peer[0] != '\0')
    g_string_append_printf (out, "  %s", peer);
  g_string_append_printf (out, "  %s\n", text);
}
