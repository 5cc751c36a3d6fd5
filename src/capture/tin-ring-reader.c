/* tin-ring-reader.c: what everybody may ask a ring: how much there is, where it is, how saving goes.
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

/**
 * tin_ring_get_first:
 * @self: a ring
 *
 * Returns: the position of the oldest record in the index
 */
guint64
tin_ring_get_first (TinRing *self)
{
  return MIN (tin_index_get_first (self->index), tin_ring_get_published (self));
}

/**
 * tin_ring_get_gone:
 * @self: a ring
 * @totals: (out caller-allocates): of all records that are not in the index any more
 *
 * Returns: how many that are: at least as many as tin_ring_get_first() said before
 */
guint64
tin_ring_get_gone (TinRing   *self,
                   TinTotals *totals)
{
  return tin_index_get_gone (self->index, totals);
}

/**
 * tin_ring_get_published:
 * @self: a ring
 *
 * Returns: how many records are complete
 */
guint64
tin_ring_get_published (TinRing *self)
{
  return __atomic_load_n (&self->published, __ATOMIC_ACQUIRE);
}

/**
 * tin_ring_get_published_end:
 * @self: a ring
 *
 * Returns: the offset in the stream behind the last complete record
 */
guint64
tin_ring_get_published_end (TinRing *self)
{
  return __atomic_load_n (&self->published_end, __ATOMIC_ACQUIRE);
}

/**
 * tin_ring_get_saved:
 * @self: a ring
 *
 * Returns: how many records are on disk, or counted as lost with a note on disk that says so
 */
guint64
tin_ring_get_saved (TinRing *self)
{
  return __atomic_load_n (&self->saved, __ATOMIC_ACQUIRE);
}

/**
 * tin_ring_peek:
 * @self: a ring
 * @position: of a record
 * @entry: (out): its entry in the index
 *
 * Returns: %FALSE when the record is gone, or not published yet
 */
gboolean
tin_ring_peek (TinRing       *self,
               guint64        position,
               TinIndexEntry *entry)
{
  return position < tin_ring_get_published (self) && tin_index_get (self->index, position, entry);
}

/**
 * tin_ring_peek_many:
 * @self: a ring
 * @position: of the first record
 * @entries: (out caller-allocates) (array length=n_entries): its entry in the index and those after it
 * @n_entries: how many are wanted at most
 *
 * Returns: how many it gives, which may be fewer than there are; 0 when the first is gone, or not published yet
 */
guint
tin_ring_peek_many (TinRing       *self,
                    guint64        position,
                    TinIndexEntry *entries,
                    guint          n_entries)
{
  guint64 published = tin_ring_get_published (self);

  if (position >= published)
    return 0;

  return tin_index_get_many (self->index, position, entries, (guint) MIN (n_entries, published - position));
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
  if (self->state != TIN_CAPTURE_MEMORY_ONLY)
    {
      guint64 published_end = __atomic_load_n (&self->published_end, __ATOMIC_ACQUIRE);

      health->unwritten_bytes = published_end - MIN (self->cursor, published_end);
      health->file_bytes = tin_extents_get_size (self->extents);
      health->is_full = self->room_wanted;
    }
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
 * tin_ring_set_news_func:
 * @self: a ring
 * @func: (nullable): called once after each tin_ring_arm()
 * @user_data: for @func
 *
 * When this returns, the function of before is not running and never will.
 */
void
tin_ring_set_news_func (TinRing        *self,
                        TinCaptureFunc  func,
                        gpointer        user_data)
{
  tin_notifier_set (&self->news, func, user_data);
}

/**
 * tin_ring_set_room_func:
 * @self: a ring
 * @func: (nullable): called once for each refusal
 * @user_data: for @func
 *
 * As tin_ring_set_news_func().
 */
void
tin_ring_set_room_func (TinRing        *self,
                        TinCaptureFunc  func,
                        gpointer        user_data)
{
  tin_notifier_set (&self->room, func, user_data);
}

/**
 * tin_ring_arm:
 * @self: a ring
 * @seen: how many published records the caller knows of
 *
 * Has the news function called once as soon as there are more, maybe before this returns.
 */
void
tin_ring_arm (TinRing *self,
              guint64  seen)
{
  g_atomic_int_set (&self->armed, TRUE);
  if (__atomic_load_n (&self->published, __ATOMIC_SEQ_CST) > seen)
    tin_ring_call_news (self);
}
