/* tin-pair-ring.c: many pairs of words, written by one thread and read by any.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-pair-ring.h"

#define BLOCK_BITS   16
#define BLOCK_PAIRS  (1u << BLOCK_BITS)
#define BLOCK_SIZE   (BLOCK_PAIRS * sizeof (TinPair)) /* bytes: 1 MiB */
#define N_SLOTS      1024                             /* blocks held at most: 64 Mi pairs, 1 GiB */

/**
 * TinPairRing:
 *
 * A ring of fixed blocks, as the index of a capture is one: a block is never given back
 * before the ring is freed, only used again further on, and a reader looks at @first
 * once more after it has copied a pair. What was overwritten meanwhile is thus always
 * known to be gone.
 */
struct _TinPairRing
{
  guint64   first;           /* (atomic) pairs before are gone */
  guint64   length;          /* (atomic) pairs ever appended */
  TinPair  *slots[N_SLOTS];  /* (atomic) block of pair n in slot (n >> BLOCK_BITS) % N_SLOTS */
  TinPair  *latest;          /* (nullable) the block of the last pair */
  TinPair  *spare[N_SLOTS];  /* blocks to use again */
  guint     n_spare;
};

static TinPair **
slot_of (TinPairRing *self,
         guint64      number)
{
  return &self->slots[(number >> BLOCK_BITS) % N_SLOTS];
}

static TinPair *
take_block (TinPairRing *self)
{
  return self->n_spare > 0 ? self->spare[--self->n_spare] : g_try_malloc (BLOCK_SIZE);
}

/* Makes the slot for the block that begins at @number hold a block. */
static gboolean
begin_block (TinPairRing *self,
             guint64      number)
{
  TinPair **slot = slot_of (self, number);
  TinPair *block;

  self->latest = NULL;

  /* The ring is full: the oldest sixteenth goes at once, not pair by pair. */
  if (*slot != NULL)
    tin_pair_ring_drop_before (self, self->first + (guint64) N_SLOTS / 16 * BLOCK_PAIRS);

  block = take_block (self);
  if (block == NULL)
    {
      tin_pair_ring_drop_before (self, self->first + (self->length - self->first) / 2);
      block = take_block (self);
    }

  if (block == NULL)
    return FALSE;

  __atomic_store_n (slot, block, __ATOMIC_RELEASE);
  self->latest = block;

  return TRUE;
}

/**
 * tin_pair_ring_new:
 *
 * Returns: (transfer full): a ring without pairs, which takes 16 KiB
 */
TinPairRing *
tin_pair_ring_new (void)
{
  return g_new0 (TinPairRing, 1);
}

/**
 * tin_pair_ring_free:
 * @self: (transfer full): a ring that nobody reads any more
 */
void
tin_pair_ring_free (TinPairRing *self)
{
  for (guint i = 0; i < N_SLOTS; i++)
    g_free (self->slots[i]);
  for (guint i = 0; i < self->n_spare; i++)
    g_free (self->spare[i]);
  g_free (self);
}

/**
 * tin_pair_ring_append:
 * @self: a ring
 * @pair: the next
 *
 * Adds a pair at the end; only one thread may. The ring holds 64 Mi pairs (1 GiB); past
 * that, or when memory runs out, the oldest go, in steps of many.
 *
 * Returns: %FALSE when there is no memory for even one block
 */
gboolean
tin_pair_ring_append (TinPairRing   *self,
                      const TinPair *pair)
{
  guint64 number = self->length;
  guint index = number % BLOCK_PAIRS;

  if (G_UNLIKELY (index == 0) && !begin_block (self, number))
    return FALSE;

  __atomic_store_n (&self->latest[index].a, pair->a, __ATOMIC_RELAXED);
  __atomic_store_n (&self->latest[index].b, pair->b, __ATOMIC_RELAXED);
  __atomic_store_n (&self->length, number + 1, __ATOMIC_RELEASE);

  return TRUE;
}

/**
 * tin_pair_ring_get:
 * @self: a ring
 * @number: of the pair, from 0 up
 * @pair: (out caller-allocates): a copy
 *
 * Safe in any thread, at any time, without a lock.
 *
 * Returns: %FALSE when it is gone or not there yet
 */
gboolean
tin_pair_ring_get (TinPairRing *self,
                   guint64      number,
                   TinPair     *pair)
{
  guint index = number % BLOCK_PAIRS;
  TinPair *block;

  if (number >= __atomic_load_n (&self->length, __ATOMIC_ACQUIRE))
    return FALSE;

  block = __atomic_load_n (slot_of (self, number), __ATOMIC_ACQUIRE);
  if (block == NULL)
    return FALSE;

  pair->a = __atomic_load_n (&block[index].a, __ATOMIC_RELAXED);
  pair->b = __atomic_load_n (&block[index].b, __ATOMIC_RELAXED);
  __atomic_thread_fence (__ATOMIC_ACQUIRE);

  return number >= __atomic_load_n (&self->first, __ATOMIC_RELAXED);
}

/**
 * tin_pair_ring_get_first:
 * @self: a ring
 *
 * Returns: the number of the oldest pair that is still there
 */
guint64
tin_pair_ring_get_first (TinPairRing *self)
{
  return __atomic_load_n (&self->first, __ATOMIC_ACQUIRE);
}

/**
 * tin_pair_ring_get_length:
 * @self: a ring
 *
 * Returns: how many pairs were ever appended: the number of the next
 */
guint64
tin_pair_ring_get_length (TinPairRing *self)
{
  return __atomic_load_n (&self->length, __ATOMIC_ACQUIRE);
}

/**
 * tin_pair_ring_drop_before:
 * @self: a ring
 * @number: of the first pair to keep; at most the length counts
 *
 * Forgets the pairs before; only the thread that appends may.
 */
void
tin_pair_ring_drop_before (TinPairRing *self,
                           guint64      number)
{
  guint64 first = self->first;

  number = MIN (number, self->length);
  if (number <= first)
    return;

  __atomic_store_n (&self->first, number, __ATOMIC_RELAXED);
  __atomic_thread_fence (__ATOMIC_SEQ_CST);

  for (guint64 start = first & ~(guint64) (BLOCK_PAIRS - 1); start + BLOCK_PAIRS <= number; start += BLOCK_PAIRS)
    {
      TinPair **slot = slot_of (self, start);

      if (*slot != NULL)
        self->spare[self->n_spare++] = *slot;
      __atomic_store_n (slot, NULL, __ATOMIC_RELEASE);
    }
}
