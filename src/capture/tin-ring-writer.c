/* tin-ring-writer.c: the writer's part of the ring: what goes to the disk next, and what has.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-ring.h"

#include "capture/tin-ring-private.h"

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
  if (self->forgotten)
    {
      g_mutex_unlock (&self->lock);
      return FALSE;
    }
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

  if (self->forgotten)
    return;

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
 * tin_ring_get_whole_end:
 * @self: a ring
 * @end: (out): up to which offset in the stream all of it is in files, or was in one that was dropped since
 *
 * Returns: whether nothing was lost on the way there: each byte of the stream is in a file, and nothing else is but
 *   the heads of the files
 */
gboolean
tin_ring_get_whole_end (TinRing *self,
                        guint64 *end)
{
  gboolean is_whole;

  g_mutex_lock (&self->lock);
  *end = self->cursor;
  is_whole = self->n_lost_records == 0 && self->gaps->len == 0 && !self->forgotten;
  g_mutex_unlock (&self->lock);
  return is_whole;
}

/**
 * tin_ring_get_header_size:
 * @self: a ring
 *
 * Returns: how much of each file comes before what the ring has, bytes
 */
gsize
tin_ring_get_header_size (TinRing *self)
{
  return g_bytes_get_size (self->header);
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
