/* tin-message.c: a row of the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message.h"

#include "codec/tin-display.h"
#include "codec/tin-text.h"
#include "model/tin-framing-words.h"
#include "model/tin-message-words.h"

#include <glib/gi18n-lib.h>

/* A little more than a row shows, so that the display knows that it was cut; no
 * encoding that iconv knows takes more than this many bytes for one character. */
#define MAX_CHARACTER_SIZE 8 /* bytes */

/* Records before the one that completed a message, to look for its last byte in. */
#define MAX_LOOK_BACK 4096

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
  guint64      number;       /* of the frame */
  TinFrame     frame;
  gboolean     kept;         /* whether its records could be read */
  TinRecord    record;       /* its first, with time and size of all, without the payload */

  char         peer[TIN_ADDRESS_STRING_SIZE];
  char         local[TIN_ADDRESS_STRING_SIZE];
  char        *text;         /* (owned) */
};

G_DEFINE_FINAL_TYPE (TinMessage, tin_message, G_TYPE_OBJECT)

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

  return tin_frame_read (self->capture, &self->frame, 0, wanted, error);
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
  const TinFrame *frame = &self->frame;
  guint64 lowest = MAX (frame->first + 1, frame->last - MIN (frame->last, MAX_LOOK_BACK));

  for (guint64 position = frame->last; position >= lowest; position--)
    {
      TinIndexEntry entry;
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      if (!tin_capture_peek (self->capture, position, &entry) ||
          entry.event != TIN_EVENT_DATA ||
          entry.connection != self->record.connection ||
          entry.direction != self->record.direction)
        continue;

      if (tin_capture_read (self->capture, position, 0, &record, NULL))
        self->record.time_ns = record.time_ns;
      return;
    }
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

static void
load (TinMessage *self,
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
 * Makes a message of a record as it was received; see tin_message_new_framed().
 *
 * Returns: (transfer full): the message
 */
TinMessage *
tin_message_new (TinCapture *capture,
                 guint64     position,
                 const char *encoding)
{
  TinFrame frame = { .first = position, .last = position };
  TinIndexEntry entry;

  g_return_val_if_fail (TIN_IS_CAPTURE (capture), NULL);

  if (tin_capture_peek (capture, position, &entry))
    {
      frame.size = entry.size;
      frame.flags = entry.event == TIN_EVENT_DATA ? 0 : TIN_FRAME_EVENT;
    }

  return tin_message_new_framed (capture, position, &frame, encoding);
}

/**
 * tin_message_new_framed:
 * @capture: where the records are
 * @number: of the frame, %TIN_MESSAGE_NO_FRAME for what is none yet
 * @frame: of that capture
 * @encoding: (nullable): an iconv name for the text of data; UTF-8 unless told
 *
 * Reads the records from the ring or from disk, at most what a row can show. A message
 * that cannot be read any more has a text that says so.
 *
 * Returns: (transfer full): the message
 */
TinMessage *
tin_message_new_framed (TinCapture     *capture,
                        guint64         number,
                        const TinFrame *frame,
                        const char     *encoding)
{
  TinMessage *self;

  g_return_val_if_fail (TIN_IS_CAPTURE (capture), NULL);
  g_return_val_if_fail (frame != NULL, NULL);

  self = g_object_new (TIN_TYPE_MESSAGE, NULL);
  self->capture = g_object_ref (capture);
  self->number = number;
  self->frame = *frame;
  load (self, encoding);

  return self;
}

/**
 * tin_message_get_capture:
 *
 * Returns: (transfer none): where it was recorded
 */
TinCapture *
tin_message_get_capture (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), NULL);

  return self->capture;
}

/**
 * tin_message_get_frame:
 *
 * Returns: the frame's number in its #TinFrames, %TIN_MESSAGE_NO_FRAME for a message
 *   that is still coming
 */
guint64
tin_message_get_frame (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), TIN_MESSAGE_NO_FRAME);

  return self->number;
}

/**
 * tin_message_get_flags:
 *
 * Returns: the #TinFrameFlags of its frame
 */
guint
tin_message_get_flags (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), 0);

  return self->frame.flags;
}

/**
 * tin_message_get_position:
 *
 * Returns: the position in the capture of the record with its first byte
 */
guint64
tin_message_get_position (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), 0);

  return self->frame.first;
}

/**
 * tin_message_get_offset:
 *
 * Returns: where in the payload of that record the message begins, bytes
 */
guint32
tin_message_get_offset (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), 0);

  return self->frame.offset;
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
 * tin_message_get_record:
 *
 * Returns: (transfer none): its first record, with the time and the size of all of it,
 *   without the payload; a note without anything when it is no longer kept
 */
const TinRecord *
tin_message_get_record (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), NULL);

  return &self->record;
}

/**
 * tin_message_load_payload:
 *
 * Reads all of the payload: at most the maximum of the framing, and as received at most
 * what #TinCapture puts into one record.
 *
 * Returns: (transfer full) (nullable): the bytes, empty for what has none; %NULL with
 *   %G_IO_ERROR set when a record is no longer kept or the file cannot be read
 */
GBytes *
tin_message_load_payload (TinMessage  *self,
                          GError     **error)
{
  return tin_message_read (self, 0, G_MAXSIZE, error);
}

/**
 * tin_message_read:
 * @offset: where in the payload to begin, bytes
 * @size: how many bytes are wanted
 *
 * Reads a page of the payload, whatever records it spans; less where it ends.
 *
 * Returns: (transfer full) (nullable): the bytes, empty for what has none; %NULL with
 *   %G_IO_ERROR set when a record is no longer kept or the file cannot be read
 */
GBytes *
tin_message_read (TinMessage  *self,
                  guint64      offset,
                  gsize        size,
                  GError     **error)
{
  TinIndexEntry entry;

  g_return_val_if_fail (TIN_IS_MESSAGE (self), NULL);

  if (!tin_capture_peek (self->capture, self->frame.first, &entry))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _("This message is no longer held: it was not recorded."));
      return NULL;
    }

  return tin_frame_read (self->capture, &self->frame, (guint32) MIN (offset, G_MAXUINT32), size, error);
}

/**
 * tin_message_count_pieces:
 * @limit: where to stop counting
 *
 * Returns: how many reads or writes of the socket moved the payload, @limit at most
 */
guint
tin_message_count_pieces (TinMessage *self,
                          guint       limit)
{
  guint n_pieces = 0;
  TinFrameWalk walk;

  g_return_val_if_fail (TIN_IS_MESSAGE (self), 0);

  if (!tin_frame_walk_begin (&walk, self->capture, &self->frame))
    return 0;

  while (n_pieces < limit && tin_frame_walk_next (&walk))
    n_pieces++;

  return n_pieces;
}

/**
 * tin_message_dup_cuts:
 * @offset: of a page of the payload, bytes
 * @size: of that page, bytes
 *
 * Returns: (transfer full) (element-type guint64): the offsets in the payload, ascending,
 *   where a read or write of the socket ended in the midst of the message, those
 *   after @offset and before the page's end
 */
GArray *
tin_message_dup_cuts (TinMessage *self,
                      guint64     offset,
                      gsize       size)
{
  GArray *cuts = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint64 end = size < G_MAXUINT64 - offset ? offset + size : G_MAXUINT64;
  TinFrameWalk walk;

  g_return_val_if_fail (TIN_IS_MESSAGE (self), cuts);

  if (self->frame.last == self->frame.first ||
      !tin_frame_walk_begin (&walk, self->capture, &self->frame))
    return cuts;

  while (tin_frame_walk_next (&walk) && walk.offset < end)
    {
      guint64 cut = walk.offset;

      if (cut > offset)
        g_array_append_val (cuts, cut);
    }

  return cuts;
}

/**
 * tin_message_get_event_label:
 *
 * Returns: (transfer none): a translated word for what happened, such as "received", or
 *   for what is missing of a message, such as "unfinished"
 */
const char *
tin_message_get_event_label (TinMessage *self)
{
  const char *mark;

  g_return_val_if_fail (TIN_IS_MESSAGE (self), "");

  mark = tin_framing_words_get_mark (self->frame.flags);

  return mark != NULL ? mark : tin_message_words_get_label (self->record.event, self->record.direction);
}

static char *
describe_data (TinMessage *self)
{
  const char *mark = tin_framing_words_get_mark (self->frame.flags);
  g_autofree char *sentence = tin_message_words_dup_data (self->record.direction, self->record.size, self->peer,
                                                          self->text);

  if (mark == NULL)
    return g_steal_pointer (&sentence);

  /* Translators: a row of the log, read aloud, of a message that is not whole: "unfinished", then the row */
  return g_strdup_printf (_("%1$s: %2$s"), mark, sentence);
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
    return describe_data (self);

  if (self->peer[0] == '\0')
    return g_strdup (self->text);

  /* Translators: an event of the log, read aloud; first the peer's address, then what happened */
  return g_strdup_printf (_("%1$s: %2$s"), self->peer, self->text);
}
