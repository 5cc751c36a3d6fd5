/* tin-ring-segments.c: the files of a ring: one after another, the oldest of which may go.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-ring-private.h"

/**
 * tin_ring_set_path:
 * @self: a ring
 * @path: of the file that is about to be made
 */
void
tin_ring_set_path (TinRing    *self,
                   const char *path)
{
  g_mutex_lock (&self->lock);
  g_free (self->path);
  self->path = g_strdup (path);
  g_mutex_unlock (&self->lock);
}

/**
 * tin_ring_begin_segment:
 * @self: a ring
 * @sink: an empty file
 *
 * What the writer collects from now on goes there, with a head before it.
 *
 * Returns: %FALSE when there shall be no file any more, so that this one is to be removed
 */
gboolean
tin_ring_begin_segment (TinRing *self,
                        TinSink *sink)
{
  gboolean wanted;

  tin_ring_set_path (self, tin_sink_get_path (sink));
  g_mutex_lock (&self->lock);
  wanted = !self->forgotten;
  if (wanted)
    tin_extents_begin_segment (self->extents, sink, self->cursor);
  self->file_size = 0;
  g_mutex_unlock (&self->lock);
  return wanted;
}

/**
 * tin_ring_needs_segment:
 * @self: a ring
 * @size: that a file should not exceed, bytes
 *
 * Returns: whether the file is full, there is more to write, and a file may end here:
 *   a record never begins in one and ends in the next
 */
gboolean
tin_ring_needs_segment (TinRing *self,
                        guint64  size)
{
  guint64 published_end = __atomic_load_n (&self->published_end, __ATOMIC_ACQUIRE);
  gboolean needs;

  g_mutex_lock (&self->lock);
  needs = self->file_size >= size && !self->cursor_is_inside && self->cursor < published_end && !self->forgotten;
  g_mutex_unlock (&self->lock);
  return needs;
}

/* The first record from @low up to @high that begins at @offset or behind. Notes about gaps point
 * back, so they say nothing. */
static guint64
find_record (TinRing *self,
             guint64  low,
             guint64  high,
             guint64  offset)
{
  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;
      guint64 at = middle;
      TinIndexEntry entry = { 0 };

      while (at < high && tin_index_get (self->index, at, &entry) && entry.event == TIN_EVENT_DROPPED)
        at++;
      if (at == high || entry.offset >= offset)
        high = middle;
      else
        low = at + 1;
    }
  return low;
}

/* What is to be said about the records that went with a file. Lock held. */
static void
note_removed (TinRing *self,
              guint64  start)
{
  TinRingRemoved *removed = &self->removed;
  guint64 first = MAX (tin_index_get_first (self->index), removed->position);
  guint64 end = find_record (self, first, tin_ring_get_published (self), start);
  TinIndexEntry entry;

  if (end == first)
    return;

  if (tin_index_get (self->index, end - 1, &entry))
    removed->time_us = entry.time_us;
  removed->position = end;
  g_atomic_int_set (&self->told, TRUE);
}

/**
 * tin_ring_drop_segment:
 * @self: a ring
 * @size: that all files together may have, with their indexes, bytes
 *
 * Drops the oldest file if there is more than that, but not the one that is
 * being written. The room function is called, so that the log says it soon.
 *
 * Returns: (transfer full) (nullable): the file, to be removed
 */
TinSink *
tin_ring_drop_segment (TinRing *self,
                       guint64  size)
{
  g_autoptr (TinSink) sink = NULL;
  guint64 start;

  g_mutex_lock (&self->lock);
  if (tin_extents_get_n_segments (self->extents) > 1 && tin_extents_get_size (self->extents) > size)
    {
      sink = tin_extents_drop_segment (self->extents, &start);
      note_removed (self, start);
    }
  g_mutex_unlock (&self->lock);

  if (sink != NULL)
    tin_notifier_call (&self->room);
  return g_steal_pointer (&sink);
}

/**
 * tin_ring_get_segment:
 * @self: a ring
 * @number: of a file, from 0 up; where it was dropped, the oldest is meant
 * @segment: (out caller-allocates): the file
 *
 * Returns: %FALSE when there is none from it on
 */
gboolean
tin_ring_get_segment (TinRing        *self,
                      guint64         number,
                      TinFileSegment *segment)
{
  gboolean found;

  g_mutex_lock (&self->lock);
  found = tin_extents_get_segment (self->extents, number, segment);
  g_mutex_unlock (&self->lock);
  return found;
}

/**
 * tin_ring_set_index_size:
 * @self: a ring
 * @number: of a file
 * @size: of the index beside it, which counts as what the recording takes, bytes
 */
void
tin_ring_set_index_size (TinRing *self,
                         guint64  number,
                         guint64  size)
{
  g_mutex_lock (&self->lock);
  tin_extents_set_index_size (self->extents, number, size);
  g_mutex_unlock (&self->lock);
}

/**
 * tin_ring_take_removed:
 * @self: a ring
 * @removed: (out caller-allocates): what is to be said in the log
 *
 * Forgets the records whose file was dropped. The engine's thread alone.
 *
 * Returns: %FALSE when there were none since the last time
 */
gboolean
tin_ring_take_removed (TinRing        *self,
                       TinRingRemoved *removed)
{
  if (G_LIKELY (!g_atomic_int_get (&self->told)))
    return FALSE;

  g_mutex_lock (&self->lock);
  *removed = self->removed;
  g_mutex_unlock (&self->lock);
  if (removed->position <= tin_index_get_first (self->index))
    return FALSE;

  tin_index_drop_before (self->index, removed->position);
  return TRUE;
}

static GPtrArray *
copy_sinks (TinRing *self)
{
  GPtrArray *sinks = g_ptr_array_new_with_free_func (g_object_unref);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < tin_extents_get_n_segments (self->extents); i++)
    g_ptr_array_add (sinks, g_object_ref (tin_extents_get_sink (self->extents, i)));
  g_mutex_unlock (&self->lock);
  return sinks;
}

/* One that is gone already is none. */
static gboolean
remove_all (GPtrArray  *sinks,
            GError    **error)
{
  for (guint i = 0; i < sinks->len; i++)
    {
      g_autoptr (GError) failure = NULL;

      if (tin_sink_remove (sinks->pdata[i], &failure) ||
          g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        continue;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

/* From now on there is no file, and none begins. Returns those that there were. */
static GPtrArray *
take_files (TinRing *self)
{
  GPtrArray *sinks = g_ptr_array_new_with_free_func (g_object_unref);
  guint64 start;

  g_mutex_lock (&self->lock);
  self->forgotten = TRUE;
  self->cursor = 0;
  self->file_size = 0;
  while (tin_extents_get_n_segments (self->extents) > 0)
    g_ptr_array_add (sinks, tin_extents_drop_segment (self->extents, &start));
  g_mutex_unlock (&self->lock);
  return sinks;
}

/**
 * tin_ring_delete_files:
 * @self: a ring to which nobody appends until this returns
 * @reason: what became of it, for the user
 * @error: of %G_IO_ERROR
 *
 * Removes all files that there are, from the oldest on. Afterwards there is none, and what memory does
 * not hold is gone; a file that the writer makes just then is refused by tin_ring_begin_segment().
 *
 * Returns: %FALSE when one could not be removed; then the ring goes on with those that are left
 */
gboolean
tin_ring_delete_files (TinRing     *self,
                       const char  *reason,
                       GError     **error)
{
  g_autoptr (GPtrArray) sinks = copy_sinks (self);
  g_autoptr (GPtrArray) begun = NULL;
  guint64 first = self->n_records;

  if (!remove_all (sinks, error))
    return FALSE;

  tin_ring_set_state (self, TIN_CAPTURE_MEMORY_ONLY, reason);
  begun = take_files (self);
  remove_all (begun, NULL);

  g_mutex_lock (&self->lock);
  if (self->chunks->len > 0)
    first = ((const TinChunk *) self->chunks->pdata[0])->first_record;
  g_mutex_unlock (&self->lock);
  tin_index_drop_before (self->index, first);
  return TRUE;
}
