/* tin-message.c: a row of the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-private.h"

#include "model/tin-message-words.h"

G_DEFINE_FINAL_TYPE (TinMessage, tin_message, G_TYPE_OBJECT)

static void
tin_message_finalize (GObject *object)
{
  TinMessage *self = TIN_MESSAGE (object);

  tin_record_clear (&self->record);
  g_free (self->text);
  g_clear_pointer (&self->frame.trail, tin_frame_trail_unref);
  g_clear_pointer (&self->store, tin_frame_store_unref);
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
  TinFrame frame = { .first = position, .last = position, .number = position };
  TinIndexEntry entry;

  g_return_val_if_fail (TIN_IS_CAPTURE (capture), NULL);

  if (tin_capture_peek (capture, position, &entry))
    {
      frame.size = entry.size;
      frame.flags = entry.event == TIN_EVENT_DATA ? 0 : TIN_FRAME_EVENT;
    }

  return tin_message_new_framed (capture, NULL, &frame, encoding);
}

/**
 * tin_message_new_framed:
 * @capture: where the records are
 * @store: (nullable): where the frame is from, so that its pieces are found faster
 * @frame: of that capture; copied
 * @encoding: (nullable): an iconv name for the text of data; UTF-8 unless told
 *
 * Reads the records from the ring or from disk, at most what a row can show. A message
 * that cannot be read any more has a text that says so.
 *
 * Returns: (transfer full): the message
 */
TinMessage *
tin_message_new_framed (TinCapture     *capture,
                        TinFrameStore  *store,
                        const TinFrame *frame,
                        const char     *encoding)
{
  TinMessage *self;

  g_return_val_if_fail (TIN_IS_CAPTURE (capture), NULL);
  g_return_val_if_fail (frame != NULL, NULL);

  self = g_object_new (TIN_TYPE_MESSAGE, NULL);
  self->capture = g_object_ref (capture);
  self->store = store != NULL ? tin_frame_store_ref (store) : NULL;
  self->frame = *frame;
  if (frame->trail != NULL)
    tin_frame_trail_ref (frame->trail);
  tin_message_load (self, encoding);

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
 * Returns: the frame's number in its #TinFrames, %TIN_FRAME_NO_NUMBER for a message
 *   that is still coming
 */
guint64
tin_message_get_frame (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), TIN_FRAME_NO_NUMBER);

  return self->frame.number;
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
 * tin_message_get_last:
 *
 * Returns: the position in the capture of the record that completed it, or of the last before that was noticed
 */
guint64
tin_message_get_last (TinMessage *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), 0);

  return self->frame.last;
}

/**
 * tin_message_contains:
 * @position: of a record
 * @offset: of a byte in its payload, bytes
 *
 * Returns: whether the byte is one of the message; see tin_frame_contains()
 */
gboolean
tin_message_contains (TinMessage *self,
                      guint64     position,
                      guint32     offset)
{
  g_return_val_if_fail (TIN_IS_MESSAGE (self), FALSE);

  return tin_frame_contains (self->capture, self->store, &self->frame, position, offset);
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

  mark = tin_message_words_get_mark (&self->record, self->frame.flags);

  return mark != NULL ? mark : tin_message_words_get_label (self->record.event, self->record.direction);
}
