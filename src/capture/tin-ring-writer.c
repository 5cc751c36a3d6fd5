/* tin-ring-writer.c: the writer's and the readers' half of the ring: batches, and where a block is.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-ring.h"

#include "capture/tin-ring-private.h"

#include <string.h>

void
tin_notifier_set (TinNotifier    *notifier,
                  TinCaptureFunc  func,
                  gpointer        user_data)
{
  g_mutex_lock (&notifier->lock);
  notifier->func = func;
  notifier->user_data = user_data;
  g_mutex_unlock (&notifier->lock);
}

void
tin_notifier_call (TinNotifier *notifier)
{
  g_mutex_lock (&notifier->lock);
  if (notifier->func != NULL)
    notifier->func (notifier->user_data);
  g_mutex_unlock (&notifier->lock);
}

/* Whether the engine, which was refused, is to be told to try again. Lock held. */
gboolean
tin_ring_offer_room (TinRing *self)
{
  guint64 published_end = __atomic_load_n (&self->published_end, __ATOMIC_ACQUIRE);
  gboolean room;

  if (!self->room_wanted)
    return FALSE;

  room = self->chunks->len < self->max_chunks;
  if (!room && self->state != TIN_CAPTURE_SAVING && !self->writing)
    {
      const TinChunk *oldest = self->chunks->pdata[0];

      room = oldest->end <= published_end;
    }
  if (room)
    self->room_wanted = FALSE;
  return room;
}

/* A note about a gap becomes a record after it was written, without a byte of its own: nobody
 * would ever write it and so count it. Lock held. */
void
tin_ring_count_saved (TinRing *self)
{
  guint64 published = __atomic_load_n (&self->published, __ATOMIC_ACQUIRE);
  guint64 published_end = __atomic_load_n (&self->published_end, __ATOMIC_ACQUIRE);

  if (self->state != TIN_CAPTURE_MEMORY_ONLY && self->saved < published && self->cursor >= published_end)
    __atomic_store_n (&self->saved, published, __ATOMIC_RELEASE);
}

/* What is full and in the file may be used again. Lock held. */
void
tin_ring_retire_chunks (TinRing *self)
{
  while (self->chunks->len > 0 && !self->writing)
    {
      TinChunk *oldest = self->chunks->pdata[0];

      if (oldest->end > self->cursor)
        break;
      g_ptr_array_steal_index (self->chunks, 0);
      if (self->chunks->len + self->spare->len < self->max_chunks)
        g_ptr_array_add (self->spare, oldest);
      else
        {
          g_free (oldest->data);
          g_free (oldest);
        }
    }
}

static TinChunk *
find_chunk (TinRing *self,
            guint64  offset)
{
  guint low = 0;
  guint high = self->chunks->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      TinChunk *chunk = self->chunks->pdata[middle];

      if (offset < chunk->base)
        high = middle;
      else if (offset >= chunk->end)
        low = middle + 1;
      else
        return chunk;
    }
  return NULL;
}

/**
 * tin_ring_locate:
 * @self: a ring
 * @offset: of a published block
 * @skip: how far into the block to begin, bytes
 * @buffer: where to copy what is in memory
 * @size: (inout): how much is wanted, and how much was copied or can be read
 * @sink: (out) (transfer full) (nullable): from which to read when it is in a file
 * @file_offset: (out): where in it
 *
 * Finds a block. A block that is in a file stays where it is; the file is readable as long as
 * @sink is held, even when the ring drops it meanwhile.
 *
 * Returns: where it is
 */
TinRingPlace
tin_ring_locate (TinRing  *self,
                 guint64   offset,
                 gsize     skip,
                 guint8   *buffer,
                 gsize    *size,
                 TinSink **sink,
                 guint64  *file_offset)
{
  TinRingPlace place = TIN_RING_GONE;
  guint64 available;
  TinChunk *chunk;

  *sink = NULL;

  g_mutex_lock (&self->lock);
  chunk = find_chunk (self, offset);
  if (chunk != NULL)
    {
      guint64 published_end = __atomic_load_n (&self->published_end, __ATOMIC_ACQUIRE);
      guint64 end = MIN (chunk->end, published_end);

      *size = MIN (*size, end - MIN (end, offset + skip));
      memcpy (buffer, chunk->data + (offset + skip - chunk->base), *size);
      place = TIN_RING_HERE;
    }
  else if ((*sink = tin_extents_find (self->extents, offset, file_offset, &available)) != NULL)
    {
      *size = MIN (*size, available - MIN (available, skip));
      *file_offset += skip;
      place = TIN_RING_IN_FILE;
    }
  g_mutex_unlock (&self->lock);
  return place;
}

/**
 * tin_ring_get_health:
 * @self: a ring
 * @health: (out caller-allocates): to be cleared
 *
 * Says how saving goes. In a ring without a file nothing ever reaches a disk, so all counts as unsaved.
 */
void
tin_ring_get_health (TinRing          *self,
                     TinCaptureHealth *health)
{
  g_mutex_lock (&self->lock);
  health->state = self->state;
  health->reason = g_strdup (self->reason);
  health->unsaved_records = self->n_lost_records;
  health->unsaved_bytes = self->n_lost_bytes;
  health->path = self->state != TIN_CAPTURE_MEMORY_ONLY ? g_strdup (self->path) : NULL;
  g_mutex_unlock (&self->lock);

  if (health->state == TIN_CAPTURE_MEMORY_ONLY)
    {
      health->unsaved_records += tin_ring_get_published (self);
      health->unsaved_bytes += __atomic_load_n (&self->published_bytes, __ATOMIC_RELAXED);
    }
}

/**
 * tin_ring_flush:
 * @self: a ring
 * @deadline: as g_get_monotonic_time()
 *
 * Asks the writer for what is published by now, and waits.
 *
 * Returns: %TRUE when it is saved; %FALSE at the deadline, when the disk refuses, or without a file
 */
gboolean
tin_ring_flush (TinRing *self,
                gint64   deadline)
{
  guint64 target = tin_ring_get_published (self);
  gboolean saved;
  guint n_failures;

  g_mutex_lock (&self->lock);
  n_failures = self->n_failures;
  self->asked |= TIN_RING_ASKED_FLUSH;
  g_cond_signal (&self->wake);
  while ((self->saved < target || self->state == TIN_CAPTURE_INTERRUPTED) &&
         self->state != TIN_CAPTURE_MEMORY_ONLY && !self->finished && n_failures == self->n_failures)
    if (!g_cond_wait_until (&self->progress, &self->lock, deadline))
      break;
  saved = self->saved >= target && self->state == TIN_CAPTURE_SAVING;
  g_mutex_unlock (&self->lock);
  return saved;
}

/**
 * tin_ring_wait:
 * @self: a ring
 * @enough: how many bytes must wait for the disk; %G_MAXSIZE for none are enough
 * @deadline: as g_get_monotonic_time(), 0 for none
 *
 * The writer sleeps until there is enough, somebody asks, or the deadline.
 *
 * Returns: what was asked for
 */
TinRingAsked
tin_ring_wait (TinRing *self,
               gsize    enough,
               gint64   deadline)
{
  TinRingAsked asked;
  guint64 wake_at;

  g_mutex_lock (&self->lock);
  wake_at = enough == G_MAXSIZE ? TIN_RING_NEVER : self->cursor + enough;
  __atomic_store_n (&self->wake_at, wake_at, __ATOMIC_SEQ_CST);
  while (self->asked == TIN_RING_ASKED_NOTHING)
    {
      (void) __atomic_load_n (&self->published, __ATOMIC_SEQ_CST);
      if (__atomic_load_n (&self->published_end, __ATOMIC_ACQUIRE) >= wake_at)
        break;
      if (deadline == 0)
        g_cond_wait (&self->wake, &self->lock);
      else if (!g_cond_wait_until (&self->wake, &self->lock, deadline))
        break;
    }
  __atomic_store_n (&self->wake_at, TIN_RING_AWAKE, __ATOMIC_SEQ_CST);
  asked = self->asked;
  self->asked &= ~TIN_RING_ASKED_FLUSH;
  g_mutex_unlock (&self->lock);
  return asked;
}

static void
add_vector (TinRingBatch  *batch,
            gconstpointer  data,
            gsize          size)
{
  batch->vectors[batch->n_vectors++] = (struct iovec) { (gpointer) data, size };
  batch->size += size;
}

/**
 * tin_ring_collect:
 * @self: a ring
 * @enough: bytes after which no further chunk is taken
 * @batch: (out caller-allocates): what to write next
 *
 * What the batch points to stays until tin_ring_settle(), which must follow.
 *
 * Returns: %FALSE when there is nothing to write
 */
gboolean
tin_ring_collect (TinRing      *self,
                  gsize         enough,
                  TinRingBatch *batch)
{
  guint64 published = __atomic_load_n (&self->published, __ATOMIC_ACQUIRE);
  guint64 published_end = __atomic_load_n (&self->published_end, __ATOMIC_ACQUIRE);
  const TinGap *gap;
  guint64 cursor;

  *batch = (TinRingBatch) { 0 };
  g_mutex_lock (&self->lock);
  if (self->file_size == 0)
    {
      batch->header_size = g_bytes_get_size (self->header);
      add_vector (batch, g_bytes_get_data (self->header, NULL), batch->header_size);
    }
  gap = tin_ring_get_open_gap (self);
  if (gap != NULL)
    {
      batch->note_size = g_bytes_get_size (gap->note);
      add_vector (batch, g_bytes_get_data (gap->note, NULL), batch->note_size);
    }

  cursor = gap != NULL ? gap->end : self->cursor;
  batch->records = self->saved;
  for (guint i = 0; i < self->chunks->len && batch->n_vectors < TIN_RING_BATCH_VECTORS &&
       batch->size < MIN (enough, TIN_RING_BATCH_SIZE); i++)
    {
      const TinChunk *chunk = self->chunks->pdata[i];
      guint64 end = MIN (chunk->end, published_end);

      if (cursor >= end)
        continue;
      add_vector (batch, chunk->data + (cursor - chunk->base), end - cursor);
      batch->records = end == chunk->end ? chunk->first_record + chunk->n_records : published;
      cursor = end;
    }
  batch->end = cursor;
  self->writing = batch->size > 0;
  g_mutex_unlock (&self->lock);
  return batch->size > 0;
}

/* Takes @size bytes for written; whole blocks of the batch. */
static void
advance (TinRing            *self,
         const TinRingBatch *batch,
         gsize               size)
{
  TinGap *gap = tin_ring_get_open_gap (self);

  if (size < batch->header_size)
    return;
  self->file_size += batch->header_size;
  size -= batch->header_size;

  if (batch->note_size > 0)
    {
      if (size < batch->note_size)
        return;
      tin_extents_append_note (self->extents, gap->start, gap->end, batch->note_size, self->file_size);
      gap->written = TRUE;
      self->file_size += batch->note_size;
      self->cursor = gap->end;
      size -= batch->note_size;
      g_atomic_int_set (&self->told, TRUE);
    }
  tin_extents_append (self->extents, self->cursor, size, self->file_size);
  self->file_size += size;
  self->cursor += size;
}

/**
 * tin_ring_settle:
 * @self: a ring
 * @batch: from tin_ring_collect()
 * @size: how much of it is in the file, bytes, cut after a whole block
 *
 * Moves on. Afterwards tin_ring_get_file_size() is how long the file should be.
 */
void
tin_ring_settle (TinRing            *self,
                 const TinRingBatch *batch,
                 gsize               size)
{
  gboolean offer;

  g_mutex_lock (&self->lock);
  advance (self, batch, size);
  self->cursor_is_inside = size != batch->size;
  if (size == batch->size)
    __atomic_store_n (&self->saved, MAX (self->saved, batch->records), __ATOMIC_RELEASE);
  tin_ring_count_saved (self);
  self->writing = FALSE;
  tin_ring_retire_chunks (self);
  offer = tin_ring_offer_room (self) || g_atomic_int_get (&self->told);
  g_cond_broadcast (&self->progress);
  g_mutex_unlock (&self->lock);

  if (offer)
    tin_notifier_call (&self->room);
}

/**
 * tin_ring_get_file_size:
 * @self: a ring
 *
 * Returns: how many bytes of the last file are whole blocks
 */
guint64
tin_ring_get_file_size (TinRing *self)
{
  guint64 size;

  g_mutex_lock (&self->lock);
  size = self->file_size;
  g_mutex_unlock (&self->lock);
  return size;
}

/**
 * tin_ring_set_state:
 * @self: a ring
 * @state: how saving goes
 * @reason: (nullable): why not well
 *
 * Once there is no file any more, it stays so.
 */
void
tin_ring_set_state (TinRing         *self,
                    TinCaptureState  state,
                    const char      *reason)
{
  gboolean offer;

  g_mutex_lock (&self->lock);
  if (self->state != TIN_CAPTURE_MEMORY_ONLY)
    {
      __atomic_store_n (&self->state, state, __ATOMIC_RELAXED);
      g_free (self->reason);
      self->reason = g_strdup (reason);
    }
  if (state != TIN_CAPTURE_SAVING)
    self->n_failures++;
  offer = tin_ring_offer_room (self);
  g_cond_broadcast (&self->progress);
  g_mutex_unlock (&self->lock);

  if (offer)
    tin_notifier_call (&self->room);
}

/**
 * tin_ring_forget_file:
 * @self: a ring to which nobody appends for now
 * @reason: what became of it
 *
 * From now on there is no file: what memory does not hold is gone.
 */
void
tin_ring_forget_file (TinRing    *self,
                      const char *reason)
{
  guint64 first = self->n_records;

  tin_ring_set_state (self, TIN_CAPTURE_MEMORY_ONLY, reason);
  g_mutex_lock (&self->lock);
  self->cursor = 0;
  tin_ring_forget_files (self);
  if (self->chunks->len > 0)
    first = ((const TinChunk *) self->chunks->pdata[0])->first_record;
  g_mutex_unlock (&self->lock);
  tin_index_drop_before (self->index, first);
}

/**
 * tin_ring_wake:
 * @self: a ring
 *
 * Has the writer look at what it has to do, now.
 */
void
tin_ring_wake (TinRing *self)
{
  g_mutex_lock (&self->lock);
  self->asked |= TIN_RING_ASKED_FLUSH;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

/**
 * tin_ring_finish:
 * @self: a ring
 *
 * The last thing that the writer does.
 */
void
tin_ring_finish (TinRing *self)
{
  g_mutex_lock (&self->lock);
  self->finished = TRUE;
  g_cond_broadcast (&self->progress);
  g_mutex_unlock (&self->lock);
}

/**
 * tin_ring_stop:
 * @self: a ring with a writer
 * @deadline: as g_get_monotonic_time()
 *
 * Asks the writer to save what there is, and to end.
 *
 * Returns: whether it ended in time
 */
gboolean
tin_ring_stop (TinRing *self,
               gint64   deadline)
{
  gboolean finished;

  g_mutex_lock (&self->lock);
  self->asked |= TIN_RING_ASKED_STOP;
  g_cond_signal (&self->wake);
  while (!self->finished && g_cond_wait_until (&self->progress, &self->lock, deadline))
    ;
  finished = self->finished;
  g_mutex_unlock (&self->lock);
  return finished;
}
