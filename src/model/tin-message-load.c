/* tin-message-load.c: reads what a row of the log shows of its message.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-private.h"

#include "codec/tin-display.h"
#include "codec/tin-text.h"
#include "model/tin-message-words.h"

#include <glib/gi18n-lib.h>

/* A little more than a row shows, so that the display knows that it was cut; no
 * encoding that iconv knows takes more than this many bytes for one character. */
#define MAX_CHARACTER_SIZE 8 /* bytes */

static char *
describe_event (TinMessage *self)
{
  g_autofree char *sentence = tin_message_words_dup_sentence (&self->record, self->peer, self->local);

  return tin_display_dup_text (sentence, TIN_MESSAGE_TEXT_LIMIT);
}

/* How much of the payload a row needs, so that it shows that there is more. */
static gsize
get_text_limit (const char *encoding)
{
  gsize limit = TIN_MESSAGE_TEXT_LIMIT + MAX_CHARACTER_SIZE;

  if (encoding != NULL && !tin_text_is_utf8 (encoding))
    limit *= MAX_CHARACTER_SIZE;

  return limit;
}

/* Returns: (transfer full) (nullable): the first bytes of the message */
static GBytes *
read_head (TinMessage  *self,
           gsize        limit,
           GError     **error)
{
  gsize in_record = self->record.payload != NULL ? g_bytes_get_size (self->record.payload) : 0;
  gsize wanted = MIN (limit, self->frame.size);

  if (in_record >= self->frame.offset + wanted)
    return wanted > 0 ? g_bytes_new_from_bytes (self->record.payload, self->frame.offset, wanted)
                      : g_bytes_new (NULL, 0);

  return tin_frame_read (self->capture, self->store, &self->frame, 0, wanted, error);
}

static char *
show_payload (TinMessage *self,
              GBytes     *head,
              const char *encoding)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (head, &size);

  return tin_message_words_dup_payload (data, size, self->frame.size, encoding, TIN_MESSAGE_TEXT_LIMIT);
}

/* The time of a message is that of its last byte. */
static void
read_time (TinMessage *self)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  TinFrameWalk walk;

  if (self->frame.last == self->frame.first || self->frame.size == 0)
    return;

  if (tin_frame_walk_begin (&walk, self->capture, self->store, &self->frame) &&
      tin_frame_walk_to (&walk, self->frame.size - 1) &&
      tin_capture_read (self->capture, walk.position, 0, &record, NULL))
    self->record.time_ns = record.time_ns;
}

/* Returns: (transfer full) (nullable): the first bytes of the message, or nothing of an event */
static GBytes *
read_record (TinMessage  *self,
             gsize        limit,
             GError     **error)
{
  if (!tin_capture_read (self->capture, self->frame.first, self->frame.offset + limit, &self->record, error))
    return NULL;

  if (self->record.event != TIN_EVENT_DATA)
    return g_bytes_new (NULL, 0);

  read_time (self);
  if (self->frame.offset + self->frame.size < self->record.size)
    self->record.missing = 0; /* that is behind a later message of the same datagram */
  self->record.size = self->frame.size;

  return read_head (self, limit, error);
}

/* What the index still knows is better than nothing. */
static void
read_index (TinMessage *self)
{
  TinIndexEntry entry;

  if (!tin_capture_peek (self->capture, self->frame.first, &entry))
    return;

  self->record.event = entry.event;
  self->record.direction = entry.direction;
  self->record.by = entry.by;
  self->record.connection = entry.connection;
  self->record.size = self->frame.size > 0 ? self->frame.size : entry.size;
}

/**
 * tin_message_load:
 * @encoding: (nullable): see tin_message_new_framed()
 *
 * Reads its record once, and as much of the payload as a row can show. What cannot be
 * read any more has a text that says so.
 */
void
tin_message_load (TinMessage *self,
                  const char *encoding)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) head = read_record (self, get_text_limit (encoding), &error);

  self->kept = head != NULL;
  if (!self->kept)
    {
      g_debug ("Record %" G_GUINT64_FORMAT " cannot be read: %s", self->frame.first, error->message);
      tin_record_clear (&self->record);
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
    self->text = show_payload (self, head, encoding);

  g_clear_pointer (&self->record.payload, g_bytes_unref);
}
