/* tin-capture-read.c: gives a record back, from memory or from its file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-capture.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-capture-private.h"
#include "capture/tin-pcapng.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define HEAD_SIZE 512 /* bytes read at first: most records are shorter */

static gboolean
fail_gone (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       _("This message is no longer held: it was not recorded."));
  return FALSE;
}

static gboolean
fail_memory (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (ENOMEM));
  return FALSE;
}

/* Reads part of a block from memory or from the file. */
static gboolean
fetch (TinCapture  *self,
       guint64      offset,
       gsize        skip,
       guint8      *buffer,
       gsize       *size,
       GError     **error)
{
  g_autoptr (TinSink) sink = NULL;
  guint64 file_offset = 0;
  gssize n;

  switch (tin_ring_locate (self->ring, offset, skip, buffer, size, &sink, &file_offset))
    {
    case TIN_RING_HERE:
      return TRUE;
    case TIN_RING_IN_FILE:
      n = tin_sink_read (sink, buffer, *size, file_offset, error);
      *size = MAX (n, 0);
      return n >= 0;
    case TIN_RING_GONE:
    default:
      return fail_gone (error);
    }
}

/* Reads as much of a block as is needed, in at most three steps: head, payload, options. */
static gboolean
read_block (TinCapture           *self,
            const TinIndexEntry  *entry,
            gsize                 payload_limit,
            TinRecord            *record,
            GError              **error)
{
  guint8 small[HEAD_SIZE];
  g_autofree guint8 *options = NULL;
  g_autofree guint8 *large = NULL;
  TinBlock block = { .head = small, .head_size = sizeof small };
  gsize size;
  gsize wanted;
  gsize options_offset;

  if (!fetch (self, entry->offset, 0, small, &block.head_size, error))
    return FALSE;
  size = tin_block_get_size (small, block.head_size);
  wanted = size;
  if (tin_block_locate_options (small, block.head_size, &options_offset, &block.options_size))
    {
      wanted = options_offset > block.head_size ? MIN (payload_limit, options_offset) + HEAD_SIZE : size;
      wanted = MIN (wanted, size);
      if (wanted < size)
        {
          options = g_try_malloc (MAX (block.options_size, 1));
          if (options == NULL)
            return fail_memory (error);
          if (!fetch (self, entry->offset, options_offset, options, &block.options_size, error))
            return FALSE;
          block.options = options;
        }
    }

  if (wanted > block.head_size)
    {
      large = g_try_malloc (wanted);
      if (large == NULL)
        return fail_memory (error);
      block.head = large;
      block.head_size = wanted;
      if (!fetch (self, entry->offset, 0, large, &block.head_size, error))
        return FALSE;
    }
  block.head_size = MIN (block.head_size, size);
  return tin_block_read (&block, payload_limit, record, error);
}

/**
 * tin_capture_read:
 * @self: a capture
 * @position: of a record
 * @payload_limit: how many bytes of the payload are wanted at most; 0 for none
 * @record: (out caller-allocates): a copy, to be cleared; cleared already on failure
 * @error: %G_IO_ERROR_NOT_FOUND when the record is no longer held, another of
 *   %G_IO_ERROR when the file cannot be read or was damaged
 *
 * May read from the disk, so a user interface should ask for few records at a time.
 *
 * Returns: %FALSE on failure
 */
gboolean
tin_capture_read (TinCapture  *self,
                  guint64      position,
                  gsize        payload_limit,
                  TinRecord   *record,
                  GError     **error)
{
  TinIndexEntry entry;

  memset (record, 0, sizeof *record);
  if (!tin_ring_peek (self->ring, position, &entry))
    return fail_gone (error);
  if (!read_block (self, &entry, payload_limit, record, error))
    return FALSE;

  /* A note may stand where a record was lost, and anything where a file changed. */
  if ((record->event == TIN_EVENT_DROPPED && entry.event != TIN_EVENT_DROPPED) ||
      (record->event == TIN_EVENT_DATA) != (entry.event == TIN_EVENT_DATA))
    {
      tin_record_clear (record);
      return fail_gone (error);
    }

  record->event = entry.event;
  record->direction = entry.direction;
  record->by = entry.by;
  record->connection = entry.connection;
  record->size = entry.size;
  return TRUE;
}
