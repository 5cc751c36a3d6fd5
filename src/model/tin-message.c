/* tin-message.c: a row of the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message.h"

#include "codec/tin-display.h"
#include "codec/tin-text.h"
#include "model/tin-message-words.h"

#include <glib/gi18n-lib.h>

/* A little more than a row shows, so that the display knows that it was cut; no
 * encoding that iconv knows takes more than this many bytes for one character. */
#define MAX_CHARACTER_SIZE 8 /* bytes */

/**
 * TinMessage:
 *
 * Reads its record once, when it is made, and no more of the payload than a row
 * can show.
 */
struct _TinMessage
{
  GObject      parent_instance;

  TinCapture  *capture;      /* (owned) */
  guint64      position;
  gboolean     kept;         /* whether the record could be read */
  TinRecord    record;       /* without its payload, whose text is in @text */

  char         peer[TIN_ADDRESS_STRING_SIZE];
  char         local[TIN_ADDRESS_STRING_SIZE];
  char        *text;         /* (owned) */
};

G_DEFINE_FINAL_TYPE (TinMessage, tin_message, G_TYPE_OBJECT)

static char *
show_payload (TinMessage *self,
              const char *encoding)
{
  gsize size = 0;
  const guint8 *data = NULL;

  if (self->record.payload != NULL)
    data = g_bytes_get_data (self->record.payload, &size);

  return tin_message_words_dup_payload (data, size, self->record.size, encoding, TIN_MESSAGE_TEXT_LIMIT);
}

static char *
describe_event (TinMessage *self)
{
  g_autofree char *sentence = tin_message_words_dup_sentence (&self->record, self->peer, self->local);

  return tin_display_dup_text (sentence, TIN_MESSAGE_TEXT_LIMIT);
}

static gboolean
read_record (TinMessage *self,
             const char *encoding)
{
  gsize limit = TIN_MESSAGE_TEXT_LIMIT + MAX_CHARACTER_SIZE;
  g_autoptr (GError) error = NULL;

  if (encoding != NULL && !tin_text_is_utf8 (encoding))
    limit *= MAX_CHARACTER_SIZE;

  self->kept = tin_capture_read (self->capture, self->position, limit, &self->record, &error);
  if (!self->kept)
    g_debug ("Record %" G_GUINT64_FORMAT " cannot be read: %s", self->position,
             error != NULL ? error->message : "no reason given");

  return self->kept;
}

/* What the index still knows is better than nothing. */
static void
read_index (TinMessage *self)
{
  TinIndexEntry entry;

  if (!tin_capture_peek (self->capture, self->position, &entry))
    return;

  self->record.event = entry.event;
  self->record.direction = entry.direction;
  self->record.by = entry.by;
  self->record.connection = entry.connection;
  self->record.size = entry.size;
}

static void
load (TinMessage *self,
      const char *encoding)
{
  if (!read_record (self, encoding))
    {
      self->record = (TinRecord) { .event = TIN_EVENT_NOTE };
      read_index (self);
      self->text = g_strdup (_("No longer kept"));
      return;
    }

  if (tin_address_is_set (&self->record.peer) && self->record.connection != 0)
    tin_address_format (&self->record.peer, self->peer);
  if (tin_address_is_set (&self->record.local))
    tin_address_format (&self->record.local, self->local);

  if (self->record.event != TIN_EVENT_DATA)
    self->text = describe_event (self);
  else
    self->text = show_payload (self, encoding);

  g_clear_pointer (&self->record.payload, g_bytes_unref);
}

static void
tin_message_finalize (GObject *object)
{
  TinMessage *self = TIN_MESSAGE (object);

  tin_record_clear (&self->record);
  g_free (self->text);
  g_clear_object (&self->capture);

  G_OBJECT_CLASS (tin_message_parent_class)->finalize (object);
}

static void
tin_message_class_init (TinMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tin_message_finalize;
}

static void
tin_message_init (TinMessage *self)
{
}

/**
 * tin_message_new:
 * @capture: where the record is
 * @position: of the record
 * @encoding: (nullable): an iconv name for the text of data; UTF-8 unless told
 *
 * Reads the record from the ring or from disk, at most what a row can show. A record
 * that cannot be read any more makes a message whose text says so.
 *
 * Returns: (transfer full): the message
 */
TinMessage *
tin_message_new (TinCapture *capture,
                 guint64     position,
                 const char *encoding)
{
  TinMessage *self;

  g_return_val_if_fail (TIN_IS_CAPTURE (capture), NULL);

  self = g_object_new (TIN_TYPE_MESSAGE, NULL);
  self->capture = g_object_ref (capture);
  self->position = position;
  load (self, encoding);

  return self;
}

/**
 * tin_message_get_position:
 *
 * Returns: the record's position in its capture
 */
guint64
tin_message_get_position (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), 0);

  return self->position;
}

/**
 * tin_message_get_event:
 *
 * Returns: what happened
 */
TinEvent
tin_message_get_event (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), TIN_EVENT_NOTE);

  return self->record.event;
}

/**
 * tin_message_get_direction:
 *
 * Returns: which way it went, %TIN_DIRECTION_NONE for what has no direction
 */
TinDirection
tin_message_get_direction (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), TIN_DIRECTION_NONE);

  return self->record.direction;
}

/**
 * tin_message_get_by:
 *
 * Returns: who caused it
 */
TinBy
tin_message_get_by (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), TIN_BY_NONE);

  return self->record.by;
}

/**
 * tin_message_get_connection:
 *
 * Returns: the peer's number, 0 for what concerns the session itself
 */
guint32
tin_message_get_connection (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), 0);

  return self->record.connection;
}

/**
 * tin_message_get_time_ns:
 *
 * Returns: nanoseconds since 1970; 0 when the record is no longer kept
 */
gint64
tin_message_get_time_ns (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), 0);

  return self->record.time_ns;
}

/**
 * tin_message_get_size:
 *
 * Returns: bytes of payload; see #TinRecord for %TIN_EVENT_DROPPED
 */
guint32
tin_message_get_size (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), 0);

  return self->record.size;
}

/**
 * tin_message_get_peer:
 *
 * Returns: (transfer none): the remote address and port, empty for what concerns
 *   the session itself
 */
const char *
tin_message_get_peer (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), "");

  return self->peer;
}

/**
 * tin_message_get_local:
 *
 * Returns: (transfer none): our own address and port, empty when it has none
 */
const char *
tin_message_get_local (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), "");

  return self->local;
}

/**
 * tin_message_get_reason:
 *
 * Returns: (transfer none) (nullable): as in #TinRecord
 */
const char *
tin_message_get_reason (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), NULL);

  return self->record.reason;
}

/**
 * tin_message_get_text:
 *
 * Returns: (transfer none): one safe line, at most %TIN_MESSAGE_TEXT_LIMIT bytes: the
 *   payload of data in the list's encoding, a translated sentence for everything else
 */
const char *
tin_message_get_text (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), "");

  return self->text;
}

/**
 * tin_message_is_problem:
 *
 * Returns: whether something went wrong, so that a view can make it stand out
 */
gboolean
tin_message_is_problem (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), FALSE);

  return !self->kept || tin_event_is_problem (self->record.event);
}

/**
 * tin_message_load_payload:
 *
 * Reads all of the payload, a bounded size as #TinCapture splits larger ones.
 *
 * Returns: (transfer full) (nullable): the bytes, empty for what has none; %NULL with
 *   %G_IO_ERROR set when the record is no longer kept or the file cannot be read
 */
GBytes *
tin_message_load_payload (TinMessage  *self,
                          GError     **error)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  g_return_val_if_fail (TIN_IS_MESSAGE (self), NULL);

  if (!tin_capture_read (self->capture, self->position, G_MAXSIZE, &record, error))
    return NULL;

  if (record.payload == NULL)
    return g_bytes_new (NULL, 0);

  return g_steal_pointer (&record.payload);
}

/**
 * tin_message_get_event_label:
 *
 * Returns: (transfer none): a translated word for what happened, such as "received"
 */
const char *
tin_message_get_event_label (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), "");

  return tin_message_words_get_label (self->record.event, self->record.direction);
}

/**
 * tin_message_dup_description:
 *
 * The whole row as one sentence, for who hears it instead of seeing it.
 *
 * Returns: (transfer full): such as "Received, 26 bytes, from 127.0.0.1:40000: text"
 */
char *
tin_message_dup_description (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), NULL);

  if (self->kept && self->record.event == TIN_EVENT_DATA)
    return tin_message_words_dup_data (self->record.direction, self->record.size, self->peer, self->text);

  if (self->peer[0] == '\0')
    return g_strdup (self->text);

  /* Translators: an event of the log, read aloud; first the peer's address, then what happened */
  return g_strdup_printf (_("%1$s: %2$s"), self->peer, self->text);
}
