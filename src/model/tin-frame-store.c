/* tin-frame-store.c: sixteen bytes a frame, written by one thread and read by any.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-frame-store.h"

#define BLOCK_BITS    16
#define BLOCK_FRAMES  (1u << BLOCK_BITS)
#define BLOCK_SIZE    (BLOCK_FRAMES * 2 * sizeof (guint64)) /* bytes: 1 MiB */
#define N_SLOTS       1024                                  /* blocks held at most: 64 Mi frames, 1 GiB */

/* The first word: where it was complete, where it begins in its first record, what it
 * is. The second: its size, and how many records it spans. */
#define FLAGS_BITS    6
#define OFFSET_BITS   19
#define LAST_SHIFT    (FLAGS_BITS + OFFSET_BITS)
#define SPAN_SHIFT    32

/**
 * TinFrameStore:
 *
 * A ring of fixed blocks, as the index of a capture is one: a block is never given back
 * before the store is freed, only used again further on, and a reader looks at @first
 * once more after it has copied a frame. What was overwritten meanwhile is thus always
 * known to be gone.
 */
struct _TinFrameStore
{
  gatomicrefcount  ref_count;
  guint64          first;           /* (atomic) frames before are gone */
  guint64          length;          /* (atomic) frames ever appended */
  guint64         *slots[N_SLOTS];  /* (atomic) block of frame n in slot (n >> BLOCK_BITS) % N_SLOTS */
  guint64         *spare[N_SLOTS];  /* blocks to use again */
  guint            n_spare;
};

static guint64 **
slot_of (TinFrameStore *self,
         guint64        number)
{
  return &self->slots[(number >> BLOCK_BITS) % N_SLOTS];
}

static guint64 *
take_block (TinFrameStore *self)
{
  return self->n_spare > 0 ? self->spare[--self->n_spare] : g_try_malloc (BLOCK_SIZE);
}

/* Makes the slot for the block that begins at @number hold a block. */
static gboolean
begin_block (TinFrameStore *self,
             guint64        number)
{
  guint64 **slot = slot_of (self, number);
  guint64 *block;

  /* The ring is full: the oldest sixteenth goes at once, not frame by frame. */
  if (*slot != NULL)
    tin_frame_store_drop_before (self, self->first + (guint64) N_SLOTS / 16 * BLOCK_FRAMES);

  block = take_block (self);
  if (block == NULL)
    {
      tin_frame_store_drop_before (self, self->first + (self->length - self->first) / 2);
      block = take_block (self);
    }

  if (block == NULL)
    return FALSE;

  __atomic_store_n (slot, block, __ATOMIC_RELEASE);

  return TRUE;
}

/**
 * tin_frame_store_new:
 *
 * Returns: (transfer full): a store without frames
 */
TinFrameStore *
tin_frame_store_new (void)
{
  TinFrameStore *self = g_new0 (TinFrameStore, 1);

  g_atomic_ref_count_init (&self->ref_count);

  return self;
}

/**
 * tin_frame_store_ref:
 * @self: a store
 *
 * Returns: (transfer full): the same
 */
TinFrameStore *
tin_frame_store_ref (TinFrameStore *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * tin_frame_store_unref:
 * @self: (transfer full): a store
 */
void
tin_frame_store_unref (TinFrameStore *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < N_SLOTS; i++)
    g_free (self->slots[i]);
  for (guint i = 0; i < self->n_spare; i++)
    g_free (self->spare[i]);
  g_free (self);
}

/**
 * tin_frame_store_append:
 * @self: a store
 * @frame: the next; complete no earlier than the one before it
 *
 * Adds a frame at the end; only one thread may. The store holds 64 Mi frames (1 GiB);
 * past that, or when memory runs out, the oldest go, in steps of many.
 *
 * Returns: %FALSE when there is no memory for even one block
 */
gboolean
tin_frame_store_append (TinFrameStore  *self,
                        const TinFrame *frame)
{
  guint64 number = self->length;
  guint index = 2 * (number % BLOCK_FRAMES);
  guint64 *block = *slot_of (self, number);
  guint64 span = MIN (frame->last - frame->first, G_MAXUINT32);  /* more records no capture holds */

  g_assert (frame->offset >> OFFSET_BITS == 0 && frame->flags >> FLAGS_BITS == 0);

  if (index == 0 || block == NULL)
    {
      if (!begin_block (self, number))
        return FALSE;
      block = *slot_of (self, number);
    }

  __atomic_store_n (&block[index],
                    frame->last << LAST_SHIFT | (guint64) frame->offset << FLAGS_BITS | frame->flags,
                    __ATOMIC_RELAXED);
  __atomic_store_n (&block[index + 1], span << SPAN_SHIFT | frame->size, __ATOMIC_RELAXED);
  __atomic_store_n (&self->length, number + 1, __ATOMIC_RELEASE);

  return TRUE;
}

/**
 * tin_frame_store_get:
 * @self: a store
 * @number: of the frame
 * @frame: (out caller-allocates): the frame
 *
 * Safe in any thread, at any time, without a lock.
 *
 * Returns: %FALSE when it is gone or not there yet
 */
gboolean
tin_frame_store_get (TinFrameStore *self,
                     guint64        number,
                     TinFrame      *frame)
{
  guint index = 2 * (number % BLOCK_FRAMES);
  guint64 words[2];
  guint64 *block;

  if (number >= __atomic_load_n (&self->length, __ATOMIC_ACQUIRE))
    return FALSE;

  block = __atomic_load_n (slot_of (self, number), __ATOMIC_ACQUIRE);
  if (block == NULL)
    return FALSE;

  words[0] = __atomic_load_n (&block[index], __ATOMIC_RELAXED);
  words[1] = __atomic_load_n (&block[index + 1], __ATOMIC_RELAXED);
  __atomic_thread_fence (__ATOMIC_ACQUIRE);
  if (number < __atomic_load_n (&self->first, __ATOMIC_RELAXED))
    return FALSE;

  frame->last = words[0] >> LAST_SHIFT;
  frame->offset = words[0] >> FLAGS_BITS & ((1u << OFFSET_BITS) - 1);
  frame->flags = words[0] & ((1u << FLAGS_BITS) - 1);
  frame->first = frame->last - (words[1] >> SPAN_SHIFT);
  frame->size = (guint32) words[1];

  return TRUE;
}

/**
 * tin_frame_store_get_first:
 * @self: a store
 *
 * Returns: the number of the oldest frame that is still there
 */
guint64
tin_frame_store_get_first (TinFrameStore *self)
{
  return __atomic_load_n (&self->first, __ATOMIC_ACQUIRE);
}

/**
 * tin_frame_store_get_length:
 * @self: a store
 *
 * Returns: how many frames were ever appended: the number of the next
 */
guint64
tin_frame_store_get_length (TinFrameStore *self)
{
  return __atomic_load_n (&self->length, __ATOMIC_ACQUIRE);
}

/**
 * tin_frame_store_find:
 * @self: a store
 * @position: of a record
 *
 * Returns: the number of the first frame that was complete with this record or a later
 *   one; the length if there is none
 */
guint64
tin_frame_store_find (TinFrameStore *self,
                      guint64        position)
{
  guint64 low = tin_frame_store_get_first (self);
  guint64 high = tin_frame_store_get_length (self);

  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;
      TinFrame frame;

      /* What is gone meanwhile was before. */
      if (!tin_frame_store_get (self, middle, &frame) || frame.last < position)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * tin_frame_store_drop_before:
 * @self: a store
 * @number: of the first frame to keep; at most the length counts
 *
 * Forgets the frames before; only the thread that appends may.
 */
void
tin_frame_store_drop_before (TinFrameStore *self,
                             guint64        number)
{
  guint64 first = self->first;

  number = MIN (number, self->length);
  if (number <= first)
    return;

  __atomic_store_n (&self->first, number, __ATOMIC_RELAXED);
  __atomic_thread_fence (__ATOMIC_SEQ_CST);

  for (guint64 start = first & ~(guint64) (BLOCK_FRAMES - 1);
       start + BLOCK_FRAMES <= number;
       start += BLOCK_FRAMES)
    {
      guint64 **slot = slot_of (self, start);

      if (*slot != NULL)
        self->spare[self->n_spare++] = *slot;
      __atomic_store_n (slot, NULL, __ATOMIC_RELEASE);
    }
}
