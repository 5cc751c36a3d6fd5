/* tin-ring-loader.c: the loader's part of the ring: records that are in a file already.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Such a ring has no chunks and no writer. Its stream is the file, byte for byte, or one file after the other.
 */

#include "capture/tin-ring-private.h"

/**
 * tin_ring_new_for_file:
 *
 * Returns: (transfer full): a ring without a file: tin_ring_begin_segment() says which
 */
TinRing *
tin_ring_new_for_file (void)
{
  TinRing *self = tin_ring_new ("", 0, TIN_CAPTURE_SAVING, NULL);

  g_bytes_unref (self->header);
  self->header = g_bytes_new (NULL, 0);
  return self;
}

/**
 * tin_ring_load_record:
 * @self: a ring from tin_ring_new_for_file()
 * @entry: the next record, with its offset in the file
 *
 * Adds a record, which tin_ring_show_loaded() shows. Only the loader's thread may.
 */
void
tin_ring_load_record (TinRing             *self,
                      const TinIndexEntry *entry)
{
  if (!tin_index_append (self->index, entry))
    {
      tin_ring_lose (self, entry->size);
      return;
    }

  self->n_records++;
  self->n_bytes += entry->event == TIN_EVENT_DATA ? entry->size : 0;
}

/**
 * tin_ring_show_loaded:
 * @self: a ring from tin_ring_new_for_file()
 * @end: how far the file has been read, bytes; with several, from the beginning of the first
 *
 * Shows all records so far to everybody. What was not shown before is in the file of the last
 * tin_ring_begin_segment().
 */
void
tin_ring_show_loaded (TinRing *self,
                      guint64  end)
{
  g_mutex_lock (&self->lock);
  tin_extents_append (self->extents, self->cursor, end - self->cursor, self->file_size);
  self->file_size += end - self->cursor;
  self->end = end;
  self->cursor = end;
  g_mutex_unlock (&self->lock);

  /* Saved first: nobody shall see a record that seems to wait for the disk. */
  __atomic_store_n (&self->saved, self->n_records, __ATOMIC_RELEASE);
  tin_ring_publish (self);
}
