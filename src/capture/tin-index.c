/* tin-index.c: sixteen bytes a record: where it is and what it is.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-index.h"

#include <string.h>

#define BLOCK_BITS    16
#define BLOCK_ENTRIES (1u << BLOCK_BITS)
#define BLOCK_SIZE    (BLOCK_ENTRIES * sizeof (TinIndexEntry)) /* bytes: 1 MiB */
#define N_SLOTS       1024 /* blocks held at most: 64 Mi records, 1 GiB */

/**
 * TinIndex:
 *
 * A ring of fixed blocks. One thread appends and drops; any thread gets,
 * without a lock: a block is never given back before the index is freed, only
 * used again further on, and a reader looks at @first once more after it has
 * copied an entry, like the reader of a seqlock. An entry that was overwritten
 * meanwhile is thus always known to be gone.
 */
struct _TinIndex
{
  guint64   first;            /* (atomic) records before are gone */
  guint64   length;           /* (atomic) records ever appended */
  guint64  *slots[N_SLOTS];   /* (atomic) block of record n in slot (n >> BLOCK_BITS) % N_SLOTS */
  guint64  *spare[N_SLOTS];   /* blocks to use again */
  guint     n_spare;
};

static guint64 **
slot_of (TinIndex *self,
         guint64   position)
{
  return &self->slots[(position >> BLOCK_BITS) % N_SLOTS];
}

static guint64 *
take_block (TinIndex *self)
{
  if (self->n_spare > 0)
    return self->spare[--self->n_spare];
  return g_try_malloc (BLOCK_SIZE);
}

/* Makes the slot for the block that begins at @position hold a block. */
static gboolean
begin_block (TinIndex *self,
             guint64   position)
{
  guint64 **slot = slot_of (self, position);
  guint64 *block;

  if (*slot != NULL)
    {
      /* The ring is full: the oldest sixteenth goes at once, not record by record. */
      tin_index_drop_before (self, self->first + (guint64) N_SLOTS / 16 * BLOCK_ENTRIES);
    }

  block = take_block (self);
  if (block == NULL)
    {
      tin_index_drop_before (self, self->first + (self->length - self->first) / 2);
      block = take_block (self);
    }
  if (block == NULL)
    return FALSE;

  __atomic_store_n (slot, block, __ATOMIC_RELEASE);
  return TRUE;
}

/**
 * tin_index_new:
 *
 * Returns: (transfer full): an index without records
 */
TinIndex *
tin_index_new (void)
{
  return g_new0 (TinIndex, 1);
}

/**
 * tin_index_free:
 * @self: an index that no thread uses any more
 */
void
tin_index_free (TinIndex *self)
{
  for (guint i = 0; i < N_SLOTS; i++)
    g_free (self->slots[i]);
  for (guint i = 0; i < self->n_spare; i++)
    g_free (self->spare[i]);
  g_free (self);
}

/**
 * tin_index_append:
 * @self: an index
 * @entry: of the next record
 *
 * Adds a record at the end; only one thread may. The index holds 64 Mi
 * records (1 GiB); past that, or when memory runs out, the oldest go, in steps of many.
 *
 * Returns: %FALSE when there is no memory for even one block
 */
gboolean
tin_index_append (TinIndex            *self,
                  const TinIndexEntry *entry)
{
  guint64 position = self->length;
  guint offset = position % BLOCK_ENTRIES;
  guint64 words[2];
  guint64 *block;

  block = *slot_of (self, position);
  if (offset == 0 || block == NULL)
    {
      if (!begin_block (self, position))
        return FALSE;
      block = *slot_of (self, position);
    }

  memcpy (words, entry, sizeof words);
  __atomic_store_n (&block[2 * offset], words[0], __ATOMIC_RELAXED);
  __atomic_store_n (&block[2 * offset + 1], words[1], __ATOMIC_RELAXED);
  __atomic_store_n (&self->length, position + 1, __ATOMIC_RELEASE);
  return TRUE;
}

/**
 * tin_index_get:
 * @self: an index
 * @position: of the record, from tin_index_get_first() up
 * @entry: (out): its entry
 *
 * Safe in any thread, at any time, without a lock.
 *
 * Returns: %FALSE when the record is gone or not there yet
 */
gboolean
tin_index_get (TinIndex      *self,
               guint64        position,
               TinIndexEntry *entry)
{
  guint offset = position % BLOCK_ENTRIES;
  guint64 words[2];
  guint64 *block;

  if (position >= __atomic_load_n (&self->length, __ATOMIC_ACQUIRE))
    return FALSE;

  block = __atomic_load_n (slot_of (self, position), __ATOMIC_ACQUIRE);
  if (block == NULL)
    return FALSE;

  words[0] = __atomic_load_n (&block[2 * offset], __ATOMIC_RELAXED);
  words[1] = __atomic_load_n (&block[2 * offset + 1], __ATOMIC_RELAXED);
  __atomic_thread_fence (__ATOMIC_ACQUIRE);
  if (position < __atomic_load_n (&self->first, __ATOMIC_RELAXED))
    return FALSE;

  memcpy (entry, words, sizeof words);
  return TRUE;
}

/**
 * tin_index_get_first:
 * @self: an index
 *
 * Returns: the position of the oldest record that is still there
 */
guint64
tin_index_get_first (TinIndex *self)
{
  return __atomic_load_n (&self->first, __ATOMIC_ACQUIRE);
}

/**
 * tin_index_get_length:
 * @self: an index
 *
 * Returns: how many records were ever appended: the position of the next
 */
guint64
tin_index_get_length (TinIndex *self)
{
  return __atomic_load_n (&self->length, __ATOMIC_ACQUIRE);
}

/**
 * tin_index_drop_before:
 * @self: an index
 * @position: of the first record to keep; at most the length counts
 *
 * Forgets the records before; only the thread that appends may.
 */
void
tin_index_drop_before (TinIndex *self,
                       guint64   position)
{
  guint64 first = self->first;

  position = MIN (position, self->length);
  if (position <= first)
    return;

  __atomic_store_n (&self->first, position, __ATOMIC_RELAXED);
  __atomic_thread_fence (__ATOMIC_SEQ_CST);

  for (guint64 start = first & ~(guint64) (BLOCK_ENTRIES - 1);
       start + BLOCK_ENTRIES <= position;
       start += BLOCK_ENTRIES)
    {
      guint64 **slot = slot_of (self, start);

      if (*slot != NULL)
        self->spare[self->n_spare++] = *slot;
      __atomic_store_n (slot, NULL, __ATOMIC_RELEASE);
    }
}
