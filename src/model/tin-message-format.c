/* tin-message-format.c: messages as other programs and people read them: JSON, CSV, text, hexdump.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-format-private.h"

#include "codec/tin-display.h"
#include "codec/tin-hexdump.h"
#include "model/tin-framing-words.h"
#include "model/tin-message-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <time.h>

#define LABEL_WIDTH   12 /* characters */
#define NS_PER_SECOND G_GINT64_CONSTANT (1000000000)
#define NS_PER_US     1000

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
append_head (GString                 *out,
             const TinMessageContent *message,
             const char              *peer)
{
  const char *label = tin_message_words_get_label (message->record->event, message->record->direction);
  const char *mark = tin_message_words_get_mark (message->record, message->flags);
  int padding = LABEL_WIDTH - (int) g_utf8_strlen (label, -1);

  append_local_time (out, message->record->time_ns);
  g_string_append_printf (out, "  %s", label);
  if (mark != NULL)
    g_string_append_printf (out, " (%s)", mark);
  else
    g_string_append_printf (out, "%*s", MAX (padding, 0), "");
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
 *
 * Returns: %FALSE if the payload could not be read
 */
gboolean
tin_message_format_text (GString                 *out,
                         const TinMessageContent *message)
{
  char peer[TIN_ADDRESS_STRING_SIZE];

  format_peer (message->record, peer);
  append_head (out, message, peer);

  if (message->record->event != TIN_EVENT_DATA)
    append_sentence (out, message->record, peer);
  else if (message->size > 0)
    {
      g_string_append (out, "  ");
      if (!tin_message_content_show (message, out))
        return FALSE;
    }

  g_string_append_c (out, '\n');

  return TRUE;
}

typedef struct
{
  TinHexdump  dump;
  GString    *out;  /* (unowned) */
} Dump;

static gboolean
dump_piece (const guint8 *data,
            gsize         size,
            gpointer      user_data)
{
  Dump *dump = user_data;

  tin_hexdump_add (&dump->dump, data, size, dump->out);

  return TRUE;
}

/* A number that stands alone would be an offset to text2pcap(1). */
static void
append_size (GString *out,
             gsize    size)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GSIZE_FORMAT, size);

  g_string_append (out, "  (");
  /* Translators: a number of bytes */
  g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "%s byte", "%s bytes", (gulong) size), digits);
  g_string_append_c (out, ')');
}

/**
 * tin_message_format_hexdump:
 * @out: where the lines are appended
 * @message: what to write
 *
 * Writes a line as tin_message_format_text() begins it, for data with the number of
 * bytes, then the bytes as tin_hexdump() lays them out, and an empty line. What has no
 * bytes is a comment. text2pcap(1) reads it with -t '%Y-%m-%d %H:%M:%S.%f'.
 *
 * Returns: %FALSE if the payload could not be read
 */
gboolean
tin_message_format_hexdump (GString                 *out,
                            const TinMessageContent *message)
{
  char peer[TIN_ADDRESS_STRING_SIZE];
  Dump dump = { .out = out };

  if (message->record->event != TIN_EVENT_DATA)
    g_string_append (out, "# ");

  format_peer (message->record, peer);
  append_head (out, message, peer);

  if (message->record->event == TIN_EVENT_DATA)
    append_size (out, message->size);
  else
    append_sentence (out, message->record, peer);
  g_string_append_c (out, '\n');

  if (!tin_message_content_read (message, dump_piece, &dump))
    return FALSE;
  tin_hexdump_end (&dump.dump, out);
  g_string_append_c (out, '\n');

  return TRUE;
}

static gboolean
append_piece (const guint8 *data,
              gsize         size,
              gpointer      out)
{
  g_string_append_len (out, (const char *) data, (gssize) size);

  return TRUE;
}

/**
 * tin_message_format_raw:
 * @out: where the payload is appended
 * @message: what to write
 *
 * Writes the payload and nothing else.
 *
 * Returns: %FALSE if it could not be read
 */
gboolean
tin_message_format_raw (GString                 *out,
                        const TinMessageContent *message)
{
  return tin_message_content_read (message, append_piece, out);
}
