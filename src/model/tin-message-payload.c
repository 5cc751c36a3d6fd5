/* tin-message-payload.c: the bytes of a message, and the pieces that they came in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-private.h"

#include <glib/gi18n-lib.h>

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

  return tin_frame_read (self->capture, self->store, &self->frame, (guint32) MIN (offset, G_MAXUINT32), size, error);
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

  if (!tin_frame_walk_begin (&walk, self->capture, self->store, &self->frame))
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

  if (self->frame.last == self->frame.first || offset >= self->frame.size ||
      !tin_frame_walk_begin (&walk, self->capture, self->store, &self->frame) ||
      !tin_frame_walk_to (&walk, (guint32) offset))
    return cuts;

  while (tin_frame_walk_next (&walk) && walk.offset < end)
    {
      guint64 cut = walk.offset;

      g_array_append_val (cuts, cut);
    }

  return cuts;
}
