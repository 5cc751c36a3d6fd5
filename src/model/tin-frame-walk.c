/* tin-frame-walk.c: the pieces that the bytes of a message came in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-frame-walk.h"

#include <glib/gi18n-lib.h>

static gboolean
find_mark (const TinFrameWalk *self,
           guint32             offset,
           TinFrameMark       *mark)
{
  const TinFrame *frame = &self->frame;

  if (frame->trail != NULL)
    return tin_frame_trail_find (frame->trail, offset, mark);

  return self->store != NULL && frame->number != TIN_FRAME_NO_NUMBER &&
         tin_frame_store_find_mark (self->store, frame->number, offset, mark);
}

/* Passes over what lies before the last mark that is not behind @offset. */
static gboolean
pass_to_mark (TinFrameWalk *self,
              guint32       offset)
{
  TinFrameMark mark;

  if (!find_mark (self, offset, &mark) || self->frame.first + mark.distance < self->next)
    return FALSE;

  self->next = self->frame.first + mark.distance;
  self->limit = self->next + TIN_FRAME_MARK_INTERVAL;
  self->offset = mark.offset;
  self->size = 0;

  return TRUE;
}

static gboolean
is_of_stream (const TinFrameWalk  *self,
              const TinIndexEntry *entry)
{
  return entry->event == TIN_EVENT_DATA &&
         entry->connection == self->connection &&
         entry->direction == self->direction;
}

/**
 * tin_frame_walk_begin:
 * @self: (out caller-allocates): a walk, before its first piece
 * @capture: where the records are; to outlive the walk
 * @store: (nullable): where the frame is from; to outlive the walk. Without one the walk
 *   looks at all records between the first and the last
 * @frame: of that capture
 *
 * Returns: %FALSE when the first record is no longer held
 */
gboolean
tin_frame_walk_begin (TinFrameWalk   *self,
                      TinCapture     *capture,
                      TinFrameStore  *store,
                      const TinFrame *frame)
{
  TinIndexEntry entry;

  if (!tin_capture_peek (capture, frame->first, &entry))
    return FALSE;

  *self = (TinFrameWalk) {
    .capture = capture,
    .store = store,
    .frame = *frame,
    .next = frame->first,
    .limit = frame->first + TIN_FRAME_MARK_INTERVAL,
    .connection = entry.connection,
    .direction = entry.direction,
  };

  return TRUE;
}

/**
 * tin_frame_walk_next:
 * @self: a walk
 *
 * Goes on to the next piece of the message. An event has none.
 *
 * Returns: %FALSE after the last, or when a record is no longer held
 */
gboolean
tin_frame_walk_next (TinFrameWalk *self)
{
  guint32 offset = self->offset + self->size;

  for (; self->next <= self->frame.last && offset < self->frame.size; self->next++)
    {
      guint32 skip = self->next == self->frame.first ? self->frame.offset : 0;
      TinIndexEntry entry;

      if (self->next == self->limit && !pass_to_mark (self, offset))
        self->limit = G_MAXUINT64;

      self->n_looks++;
      if (!tin_capture_peek (self->capture, self->next, &entry))
        return FALSE;

      if (!is_of_stream (self, &entry) || entry.size <= skip)
        continue;

      self->position = self->next++;
      self->skip = skip;
      self->offset = offset;
      self->size = MIN (entry.size - skip, self->frame.size - offset);

      return TRUE;
    }

  return FALSE;
}

/**
 * tin_frame_walk_to:
 * @self: a walk
 * @offset: in the message, bytes; not before the piece where the walk is
 *
 * Goes on to the piece with this byte, without a look at those long before it.
 *
 * Returns: %FALSE when there is none, or when a record is no longer held
 */
gboolean
tin_frame_walk_to (TinFrameWalk *self,
                   guint32       offset)
{
  if (offset >= self->frame.size)
    return FALSE;

  if (self->frame.last - self->frame.first >= TIN_FRAME_MARK_INTERVAL)
    pass_to_mark (self, offset);

  while (self->size == 0 || offset - self->offset >= self->size)
    if (!tin_frame_walk_next (self))
      return FALSE;

  return TRUE;
}

/**
 * tin_frame_contains:
 * @capture: where the records are
 * @store: (nullable): where the frame is from
 * @frame: of that capture
 * @position: of a record
 * @offset: of a byte in its payload, bytes
 *
 * What has no bytes is where it begins. What it costs does not depend on how many pieces the message came in.
 *
 * Returns: whether the byte is one of the message; %FALSE also when a record is no longer held
 */
gboolean
tin_frame_contains (TinCapture     *capture,
                    TinFrameStore  *store,
                    const TinFrame *frame,
                    guint64         position,
                    guint32         offset)
{
  TinFrameWalk walk;
  TinIndexEntry entry;

  if (position < frame->first || position > frame->last)
    return FALSE;
  if (position == frame->first)
    return offset >= frame->offset && offset - frame->offset < MAX (frame->size, 1);
  if ((frame->flags & TIN_FRAME_EVENT) != 0 || frame->size == 0)
    return FALSE;

  /* All between its first byte and its last is of the message, if it is of the stream. */
  return tin_frame_walk_begin (&walk, capture, store, frame)
         && tin_capture_peek (capture, position, &entry) && is_of_stream (&walk, &entry)
         && tin_frame_walk_to (&walk, frame->size - 1)
         && (position < walk.position || (position == walk.position && offset - walk.skip < walk.size));
}

/**
 * tin_frame_peek:
 * @capture: where the records are
 * @store: (nullable): where the frame is from
 * @frame: of that capture
 * @entry: (out caller-allocates): what the index says of its first record, with the time of its last byte: that is
 *   the time of a message
 *
 * Returns: %FALSE when the first record is no longer held
 */
gboolean
tin_frame_peek (TinCapture     *capture,
                TinFrameStore  *store,
                const TinFrame *frame,
                TinIndexEntry  *entry)
{
  TinFrameWalk walk;
  TinIndexEntry last;

  if (!tin_capture_peek (capture, frame->first, entry))
    return FALSE;

  if (frame->last != frame->first && frame->size > 0 && (frame->flags & TIN_FRAME_EVENT) == 0
      && tin_frame_walk_begin (&walk, capture, store, frame) && tin_frame_walk_to (&walk, frame->size - 1)
      && tin_capture_peek (capture, walk.position, &last))
    entry->time_us = last.time_us;

  return TRUE;
}

/* Appends what of the piece lies in the bytes from @offset to @end of the message. */
static gboolean
append_piece (GByteArray          *bytes,
              const TinFrameWalk  *piece,
              guint32              offset,
              guint32              end,
              GError             **error)
{
  guint32 from = MAX (offset, piece->offset) - piece->offset + piece->skip;
  guint32 to = MIN (end, piece->offset + piece->size) - piece->offset + piece->skip;
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  const guint8 *data;
  gsize size = 0;

  if (!tin_capture_read (piece->capture, piece->position, to, &record, error))
    return FALSE;

  data = record.payload != NULL ? g_bytes_get_data (record.payload, &size) : NULL;
  if (size < to)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("The recording is damaged: bytes of this message are missing"));
      return FALSE;
    }

  g_byte_array_append (bytes, data + from, to - from);

  return TRUE;
}

/**
 * tin_frame_read:
 * @capture: where the records are
 * @store: (nullable): where the frame is from
 * @frame: of that capture
 * @offset: where in the message to begin, bytes
 * @size: how many bytes are wanted; fewer come where the message ends
 * @error: %G_IO_ERROR_NOT_FOUND when a record is no longer held, another of
 *   %G_IO_ERROR when the file cannot be read
 *
 * Reads a page of a message, whatever records it spans: what it costs depends on the
 * pieces of the page alone. May read from the disk.
 *
 * Returns: (transfer full) (nullable): the bytes, empty for an event
 */
GBytes *
tin_frame_read (TinCapture      *capture,
                TinFrameStore   *store,
                const TinFrame  *frame,
                guint32          offset,
                gsize            size,
                GError         **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  guint32 end;
  TinFrameWalk walk;
  gboolean found;

  if ((frame->flags & TIN_FRAME_EVENT) != 0 || offset >= frame->size || size == 0)
    return g_bytes_new (NULL, 0);

  end = offset + (guint32) MIN (size, frame->size - offset);
  bytes = g_byte_array_sized_new (end - offset);

  found = tin_frame_walk_begin (&walk, capture, store, frame) && tin_frame_walk_to (&walk, offset);
  for (; found && bytes->len < end - offset; found = tin_frame_walk_next (&walk))
    if (!append_piece (bytes, &walk, offset, end, error))
      return NULL;

  if (bytes->len < end - offset)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _("A part of this message is no longer held: it was not recorded."));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
