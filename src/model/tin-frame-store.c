/* tin-frame-store.c: sixteen bytes a frame, written by one thread and read by any.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-frame-store.h"

#include "model/tin-pair-ring.h"

/* The first word: where it was complete, where it begins in its first record, what it
 * is. The second: its size, and how many records it spans. */
#define FLAGS_BITS    6
#define OFFSET_BITS   19
#define LAST_SHIFT    (FLAGS_BITS + OFFSET_BITS)
#define SPAN_SHIFT    32

/* The first word of a mark: the number of its frame. The second: where in the message. */
#define MARK_SHIFT    32

/**
 * TinFrameStore:
 *
 * Marks are in the order of frames, and of a frame in that of its bytes. A message has
 * none in its first record, and one at most in each further one: with its frame, it
 * costs never more than sixteen bytes a record.
 */
struct _TinFrameStore
{
  gatomicrefcount  ref_count;
  TinPairRing     *frames;      /* (owned) */
  TinPairRing     *marks;       /* (owned) */
  guint64          has_marks;   /* frames before have none any more */
};

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
  self->frames = tin_pair_ring_new ();
  self->marks = tin_pair_ring_new ();

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

  tin_pair_ring_free (self->frames);
  tin_pair_ring_free (self->marks);
  g_free (self);
}

/* The number of the first mark behind this place of a message. */
static guint64
find_mark_after (TinFrameStore *self,
                 guint64        number,
                 guint32        offset)
{
  guint64 low = tin_pair_ring_get_first (self->marks);
  guint64 high = tin_pair_ring_get_length (self->marks);

  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;
      TinPair pair;

      /* What is gone meanwhile was before. */
      if (!tin_pair_ring_get (self->marks, middle, &pair) || pair.a < number ||
          (pair.a == number && pair.b >> MARK_SHIFT <= offset))
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
drop_marks (TinFrameStore *self)
{
  guint64 first = tin_frame_store_get_first (self);

  self->has_marks = first;
  tin_pair_ring_drop_before (self->marks, find_mark_after (self, first - 1, G_MAXUINT32));
}

/* Of the last frame. */
G_NO_INLINE static void
append_marks (TinFrameStore *self,
              TinFrameTrail *trail)
{
  guint64 number = tin_frame_store_get_length (self) - 1;
  guint n_marks = tin_frame_trail_get_length (trail);

  for (guint i = 0; i < n_marks; i++)
    {
      TinFrameMark mark;
      TinPair pair;

      tin_frame_trail_get (trail, i, &mark);
      pair.a = number;
      pair.b = (guint64) mark.offset << MARK_SHIFT | mark.distance;
      tin_pair_ring_append (self->marks, &pair);
    }
}

/**
 * tin_frame_store_append:
 * @self: a store
 * @frame: the next; complete no earlier than the one before it
 *
 * Adds a frame at the end, with the marks of its trail; only one thread may. The store
 * holds 64 Mi frames (1 GiB); past that, or when memory runs out, the oldest go, in steps
 * of many.
 *
 * Returns: %FALSE when there is no memory for even one block
 */
gboolean
tin_frame_store_append (TinFrameStore  *self,
                        const TinFrame *frame)
{
  guint64 span = MIN (frame->last - frame->first, G_MAXUINT32);  /* more records no capture holds */
  const TinPair pair = {
    .a = frame->last << LAST_SHIFT | (guint64) frame->offset << FLAGS_BITS | frame->flags,
      .b = span << SPAN_SHIFT | frame->size,
  };
  gboolean is_appended;

  g_assert (frame->offset >> OFFSET_BITS == 0 && frame->flags >> FLAGS_BITS == 0);

  is_appended = tin_pair_ring_append (self->frames, &pair);
  if (G_UNLIKELY (is_appended && frame->trail != NULL))
    append_marks (self, frame->trail);

  /* To make room the oldest frames may have gone, whether that was enough or not. */
  if (G_UNLIKELY (tin_frame_store_get_first (self) != self->has_marks))
    drop_marks (self);

  return is_appended;
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
  TinPair pair;

  if (!tin_pair_ring_get (self->frames, number, &pair))
    return FALSE;

  frame->number = number;
  frame->last = pair.a >> LAST_SHIFT;
  frame->offset = pair.a >> FLAGS_BITS & ((1u << OFFSET_BITS) - 1);
  frame->flags = pair.a & ((1u << FLAGS_BITS) - 1);
  frame->first = frame->last - (pair.b >> SPAN_SHIFT);
  frame->size = (guint32) pair.b;
  frame->trail = NULL;

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
  return tin_pair_ring_get_first (self->frames);
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
  return tin_pair_ring_get_length (self->frames);
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
 * tin_frame_store_find_mark:
 * @self: a store
 * @number: of a frame
 * @offset: in the message, bytes
 * @mark: (out caller-allocates): its last mark that is not behind
 *
 * Safe in any thread, at any time, without a lock.
 *
 * Returns: %FALSE when all its marks are behind, or gone
 */
gboolean
tin_frame_store_find_mark (TinFrameStore *self,
                           guint64        number,
                           guint32        offset,
                           TinFrameMark  *mark)
{
  guint64 after = find_mark_after (self, number, offset);
  TinPair pair;

  if (after == 0 || !tin_pair_ring_get (self->marks, after - 1, &pair) || pair.a != number)
    return FALSE;

  mark->offset = (guint32) (pair.b >> MARK_SHIFT);
  mark->distance = (guint32) pair.b;

  return TRUE;
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
  tin_pair_ring_drop_before (self->frames, number);
  if (tin_frame_store_get_first (self) != self->has_marks)
    drop_marks (self);
}
