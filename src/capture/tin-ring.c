/* tin-ring.c: the memory of a capture: chunks of a byte stream between the engine, the disk and the readers.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * This part belongs to the engine; tin-ring-writer.c has the writer's, tin-ring-reader.c everybody else's.
 */

#include "capture/tin-ring.h"

#include "capture/tin-pcapng.h"
#include "capture/tin-ring-private.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MIN_CHUNKS      2
#define CACHE_LINE_SIZE 64  /* bytes, on most processors */
#define FETCHED_AHEAD   256 /* bytes: one or two short records */

static void
chunk_free (gpointer data)
{
  TinChunk *chunk = data;

  g_free (chunk->data);
  g_free (chunk);
}

/* A page that nobody touched yet costs ten times a receive, so all are touched at once. */
static void
prefault (guint8 *data)
{
#ifdef MADV_POPULATE_WRITE
  gsize page = sysconf (_SC_PAGESIZE);
  guint8 *start = (guint8 *) (((gsize) data + page - 1) & ~(page - 1));
  gsize size = (data + TIN_RING_CHUNK_SIZE - start) & ~(page - 1);

  /* Older kernels do not know how; then it is slower. */
  (void) madvise (start, size, MADV_POPULATE_WRITE);
#endif
}

static TinChunk *
chunk_new (void)
{
  g_autofree guint8 *data = g_try_malloc (TIN_RING_CHUNK_SIZE);
  TinChunk *chunk;

  if (data == NULL)
    return NULL;

  prefault (data);
  chunk = g_new0 (TinChunk, 1);
  chunk->data = g_steal_pointer (&data);
  return chunk;
}

static void
gap_clear (gpointer data)
{
  TinGap *gap = data;

  g_clear_pointer (&gap->note, g_bytes_unref);
}

/* Forgets chunks until a further one is allowed. Lock held. */
static gboolean
make_room (TinRing *self)
{
  while (self->chunks->len >= self->max_chunks)
    {
      TinChunk *oldest = self->chunks->pdata[0];

      if (self->state == TIN_CAPTURE_SAVING || self->writing || oldest->end > self->published_end)
        return FALSE;

      if (self->state == TIN_CAPTURE_MEMORY_ONLY)
        tin_index_drop_before (self->index, oldest->first_record + oldest->n_records);
      else
        tin_ring_lose_chunk (self, oldest);
      g_ptr_array_add (self->spare, g_ptr_array_steal_index (self->chunks, 0));
    }
  return TRUE;
}

static void
seal_current (TinRing *self)
{
  if (self->current == NULL)
    return;

  self->current->end = self->end;
  self->current->n_records = self->n_records - self->current->first_record;
  tin_ring_retire_chunks (self);
}

/* Takes a spare chunk; %NULL when there is none or none may be had. */
static TinChunk *
take_spare (TinRing  *self,
            gboolean  must,
            gboolean *allowed)
{
  TinChunk *chunk = NULL;

  g_mutex_lock (&self->lock);
  tin_ring_retire_chunks (self);
  *allowed = make_room (self) || (must && self->chunks->len < 2 * self->max_chunks);
  if (*allowed && self->spare->len > 0)
    chunk = g_ptr_array_steal_index (self->spare, self->spare->len - 1);
  self->room_wanted = self->room_wanted || !*allowed;
  g_mutex_unlock (&self->lock);
  return chunk;
}

static gboolean
begin_chunk (TinRing  *self,
             gboolean  must)
{
  gboolean allowed;
  TinChunk *chunk = take_spare (self, must, &allowed);

  self->starved = FALSE;
  if (!allowed)
    {
      self->refused = TRUE;
      return FALSE;
    }
  if (chunk == NULL)
    chunk = chunk_new ();
  if (chunk == NULL)
    {
      self->starved = TRUE;
      return FALSE;
    }

  g_mutex_lock (&self->lock);
  seal_current (self);
  chunk->base = self->end;
  chunk->end = TIN_CHUNK_OPEN;
  chunk->first_record = self->n_records;
  chunk->n_records = 0;
  g_ptr_array_add (self->chunks, chunk);
  g_mutex_unlock (&self->lock);

  self->current = chunk;
  return TRUE;
}

static gsize
get_room_in_current (TinRing *self)
{
  if (self->current == NULL)
    return 0;
  return TIN_RING_CHUNK_SIZE - (self->end - self->current->base);
}

/**
 * tin_ring_new:
 * @name: of the interface in the file
 * @size: bytes; two chunks at least are held
 * @state: whether there is a writer
 * @reason: (nullable): why there is none
 *
 * Returns: (transfer full): an empty ring
 */
TinRing *
tin_ring_new (const char      *name,
              gsize            size,
              TinCaptureState  state,
              const char      *reason)
{
  TinRing *self = g_new0 (TinRing, 1);
  guint8 header[TIN_PCAPNG_HEADER_ROOM];

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_cond_init (&self->progress);
  g_mutex_init (&self->news.lock);
  g_mutex_init (&self->room.lock);
  self->index = tin_index_new ();
  self->header = g_bytes_new (header, tin_pcapng_write_header (header, name));
  self->chunks = g_ptr_array_new_with_free_func (chunk_free);
  self->spare = g_ptr_array_new_with_free_func (chunk_free);
  self->gaps = g_array_new (FALSE, TRUE, sizeof (TinGap));
  g_array_set_clear_func (self->gaps, gap_clear);
  self->extents = tin_extents_new ();
  self->max_chunks = MAX (size / TIN_RING_CHUNK_SIZE, MIN_CHUNKS);
  self->wake_at = TIN_RING_AWAKE;
  self->state = state;
  self->reason = g_strdup (reason);
  return self;
}

/**
 * tin_ring_ref:
 * @self: a ring
 *
 * Returns: (transfer full): @self
 */
TinRing *
tin_ring_ref (TinRing *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * tin_ring_unref:
 * @self: (transfer full): a ring
 */
void
tin_ring_unref (TinRing *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->chunks);
  g_ptr_array_unref (self->spare);
  g_array_unref (self->gaps);
  tin_extents_free (self->extents);
  g_free (self->path);
  g_bytes_unref (self->header);
  g_free (self->reason);
  tin_index_free (self->index);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_cond_clear (&self->progress);
  g_mutex_clear (&self->news.lock);
  g_mutex_clear (&self->room.lock);
  g_free (self);
}

/**
 * tin_ring_prepare:
 * @self: a ring
 * @size: bytes that the next record may take, at most %TIN_RING_MAX_RECORD
 * @must: whether the ring may grow to twice its size rather than refuse
 *
 * Returns: (nullable): where to put the record; valid until the next publishing,
 *   and %NULL when the ring is full or memory is
 */
guint8 *
tin_ring_prepare (TinRing  *self,
                  gsize     size,
                  gboolean  must)
{
  if (G_UNLIKELY (get_room_in_current (self) < size) && !begin_chunk (self, must))
    return NULL;
  return self->current->data + (self->end - self->current->base);
}

/* Memory that was last used a lap ago is in no cache, and the kernel would wait for each line of it when it
 * puts a message there: so it is fetched while what was received is dealt with. */
static inline void
fetch_ahead (TinRing *self,
             gsize    size)
{
  const guint8 *next = self->current->data + (self->end - self->current->base) + FETCHED_AHEAD;

  for (gsize i = 0; i < MIN (size, FETCHED_AHEAD); i += CACHE_LINE_SIZE)
    __builtin_prefetch (next + i, 1);
}

/**
 * tin_ring_append:
 * @self: a ring
 * @size: of the record's blocks, written where tin_ring_prepare() said
 * @time_ns: of the record
 * @entry: what the index shall say; offset and time are filled in here
 *
 * Makes what was prepared the next record.
 */
void
tin_ring_append (TinRing       *self,
                 gsize          size,
                 gint64         time_ns,
                 TinIndexEntry *entry)
{
  entry->offset = self->end;
  entry->time_us = time_ns / 1000;
  if (G_UNLIKELY (!tin_index_append (self->index, entry)))
    {
      tin_ring_lose (self, entry->size);
      return;
    }

  self->current->last_time_ns = time_ns;
  self->end += size;
  fetch_ahead (self, size);
  self->n_records++;
  self->n_bytes += entry->event == TIN_EVENT_DATA ? entry->size : 0;
}

/**
 * tin_ring_lose:
 * @self: a ring
 * @size: bytes of payload
 *
 * Counts a record for which there was no memory.
 */
void
tin_ring_lose (TinRing *self,
               gsize    size)
{
  g_mutex_lock (&self->lock);
  self->n_lost_records++;
  self->n_lost_bytes += size;
  g_mutex_unlock (&self->lock);
}

/* Returns: FALSE when memory is full */
static gboolean
add_spare (TinRing *self)
{
  TinChunk *chunk = chunk_new ();

  if (chunk == NULL)
    return FALSE;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->spare, chunk);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/**
 * tin_ring_has_room:
 * @self: a ring
 *
 * Returns: whether tin_ring_prepare() would find room for any record; if not,
 *   the room function is called when it would, unless tin_ring_lacks_memory()
 */
gboolean
tin_ring_has_room (TinRing *self)
{
  gboolean allowed, has_spare;

  if (get_room_in_current (self) >= TIN_RING_MAX_RECORD)
    return TRUE;

  g_mutex_lock (&self->lock);
  tin_ring_retire_chunks (self);
  allowed = make_room (self);
  has_spare = self->spare->len > 0;
  self->room_wanted = self->room_wanted || !allowed;
  g_mutex_unlock (&self->lock);
  self->refused = self->refused || !allowed;
  self->starved = allowed && !has_spare && !add_spare (self);
  return allowed && !self->starved;
}

/**
 * tin_ring_lacks_memory:
 * @self: a ring that refused a record, or said that it has no room for one
 *
 * Returns: whether that was for want of memory. Nobody tells when there is some again: the room function will
 *   not be called, and it is worth another try a little later
 */
gboolean
tin_ring_lacks_memory (TinRing *self)
{
  return self->starved;
}

/**
 * tin_ring_is_saving:
 * @self: a ring
 *
 * Returns: whether what is appended will be written, now or later
 */
gboolean
tin_ring_is_saving (TinRing *self)
{
  return __atomic_load_n (&self->state, __ATOMIC_RELAXED) != TIN_CAPTURE_MEMORY_ONLY;
}

static void
wake_writer (TinRing *self)
{
  if (__atomic_exchange_n (&self->wake_at, TIN_RING_AWAKE, __ATOMIC_SEQ_CST) == TIN_RING_AWAKE)
    return;

  g_mutex_lock (&self->lock);
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

void
tin_ring_call_news (TinRing *self)
{
  if (g_atomic_int_compare_and_exchange (&self->armed, TRUE, FALSE))
    tin_notifier_call (&self->news);
}

/* What was refused because nothing could be dropped before it was published. */
static void
reconsider_room (TinRing *self)
{
  gboolean offer;

  self->refused = FALSE;
  g_mutex_lock (&self->lock);
  offer = tin_ring_offer_room (self);
  g_mutex_unlock (&self->lock);
  if (offer)
    tin_notifier_call (&self->room);
}

static void
show_records (TinRing *self)
{
  __atomic_store_n (&self->published_bytes, self->n_bytes, __ATOMIC_RELAXED);
  __atomic_store_n (&self->published_end, self->end, __ATOMIC_RELEASE);
  __atomic_store_n (&self->published, self->n_records, __ATOMIC_SEQ_CST);

  /* Whoever goes to sleep says so first and looks at published then. */
  if (self->end >= __atomic_load_n (&self->wake_at, __ATOMIC_SEQ_CST))
    wake_writer (self);
  if (g_atomic_int_get (&self->armed))
    tin_ring_call_news (self);
}

/**
 * tin_ring_publish:
 * @self: a ring
 *
 * Shows all records so far to everybody. Costs one locked instruction when nobody waits.
 */
void
tin_ring_publish (TinRing *self)
{
  gboolean told = g_atomic_int_get (&self->told);

  if (G_UNLIKELY (told))
    tin_ring_log_gaps (self);
  if (self->published != self->n_records)
    show_records (self);
  if (G_UNLIKELY (told))
    {
      g_mutex_lock (&self->lock);
      tin_ring_count_saved (self);
      g_cond_broadcast (&self->progress);
      g_mutex_unlock (&self->lock);
    }
  if (G_UNLIKELY (self->refused))
    reconsider_room (self);
}
