/* tin-frame.c: one message as a framing cut it: which bytes of which records.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-frame.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * tin_frame_equal:
 * @a: a frame
 * @b: another
 *
 * Returns: whether both are the same bytes, and as finished
 */
gboolean
tin_frame_equal (const TinFrame *a,
                 const TinFrame *b)
{
  return a->first == b->first && a->last == b->last && a->offset == b->offset && a->size == b->size &&
         a->flags == b->flags;
}

/**
 * tin_frame_walk_begin:
 * @self: (out caller-allocates): a walk, before its first piece
 * @capture: where the records are; to outlive the walk
 * @frame: of that capture
 *
 * Costs a few nanoseconds for each record between the frame's first and last.
 *
 * Returns: %FALSE when the first record is no longer held
 */
gboolean
tin_frame_walk_begin (TinFrameWalk   *self,
                      TinCapture     *capture,
                      const TinFrame *frame)
{
  TinIndexEntry entry;

  if (!tin_capture_peek (capture, frame->first, &entry))
    return FALSE;

  *self = (TinFrameWalk) {
    .capture = capture,
    .frame = *frame,
    .next = frame->first,
    .connection = entry.connection,
    .direction = entry.direction,
  };

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
 * @frame: of that capture
 * @offset: where in the message to begin, bytes
 * @size: how many bytes are wanted; fewer come where the message ends
 * @error: %G_IO_ERROR_NOT_FOUND when a record is no longer held, another of
 *   %G_IO_ERROR when the file cannot be read
 *
 * Reads a page of a message, whatever records it spans. May read from the disk.
 *
 * Returns: (transfer full) (nullable): the bytes, empty for an event
 */
GBytes *
tin_frame_read (TinCapture      *capture,
                const TinFrame  *frame,
                guint32          offset,
                gsize            size,
                GError         **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  guint32 end;
  TinFrameWalk walk;

  if ((frame->flags & TIN_FRAME_EVENT) != 0 || offset >= frame->size || size == 0)
    return g_bytes_new (NULL, 0);

  end = offset + (guint32) MIN (size, frame->size - offset);
  bytes = g_byte_array_sized_new (end - offset);

  if (!tin_frame_walk_begin (&walk, capture, frame))
    walk = (TinFrameWalk) { 0 };

  while (bytes->len < end - offset && tin_frame_walk_next (&walk))
    if (walk.offset + walk.size > offset && !append_piece (bytes, &walk, offset, end, error))
      return NULL;

  if (bytes->len < end - offset)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _("A part of this message is no longer held: it was not recorded."));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
