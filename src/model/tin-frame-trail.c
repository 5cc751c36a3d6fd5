/* tin-frame-trail.c: where the bytes of a message that is coming are.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-frame-trail.h"

#define FIRST_BITS   4                  /* the first part has so many marks, each further one twice as many */
#define N_PARTS      (32 - FIRST_BITS)

/**
 * TinFrameTrail:
 *
 * Marks in ascending order, which one thread appends and any thread reads without a lock:
 * what is there never moves.
 */
struct _TinFrameTrail
{
  gatomicrefcount  ref_count;
  guint            length;           /* (atomic) */
  TinFrameMark    *parts[N_PARTS];   /* (owned) */
};

static guint
part_of (guint index)
{
  return g_bit_storage ((index >> FIRST_BITS) + 1) - 1;
}

static guint
start_of (guint part)
{
  return ((1u << part) - 1) << FIRST_BITS;
}

/**
 * tin_frame_trail_new:
 *
 * Returns: (transfer full): a trail without marks
 */
TinFrameTrail *
tin_frame_trail_new (void)
{
  TinFrameTrail *self = g_new0 (TinFrameTrail, 1);

  g_atomic_ref_count_init (&self->ref_count);

  return self;
}

/**
 * tin_frame_trail_ref:
 * @self: a trail
 *
 * Returns: (transfer full): the same
 */
TinFrameTrail *
tin_frame_trail_ref (TinFrameTrail *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * tin_frame_trail_unref:
 * @self: (transfer full): a trail
 */
void
tin_frame_trail_unref (TinFrameTrail *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < N_PARTS; i++)
    g_free (self->parts[i]);
  g_free (self);
}

/**
 * tin_frame_trail_append:
 * @self: a trail
 * @mark: further on than the one before
 *
 * Only one thread may. Where memory runs out, the mark is left out: finding then takes
 * longer.
 */
void
tin_frame_trail_append (TinFrameTrail      *self,
                        const TinFrameMark *mark)
{
  guint part = part_of (self->length);

  if (self->parts[part] == NULL)
    self->parts[part] = g_try_new (TinFrameMark, 1u << (part + FIRST_BITS));
  if (self->parts[part] == NULL)
    return;

  self->parts[part][self->length - start_of (part)] = *mark;
  __atomic_store_n (&self->length, self->length + 1, __ATOMIC_RELEASE);
}

/**
 * tin_frame_trail_get_length:
 * @self: a trail
 *
 * Returns: how many marks it has
 */
guint
tin_frame_trail_get_length (TinFrameTrail *self)
{
  return __atomic_load_n (&self->length, __ATOMIC_ACQUIRE);
}

/**
 * tin_frame_trail_get:
 * @self: a trail
 * @index: less than its length
 * @mark: (out caller-allocates): a copy
 */
void
tin_frame_trail_get (TinFrameTrail *self,
                     guint          index,
                     TinFrameMark  *mark)
{
  guint part = part_of (index);

  *mark = self->parts[part][index - start_of (part)];
}

/**
 * tin_frame_trail_find:
 * @self: a trail
 * @offset: in the message, bytes
 * @mark: (out caller-allocates): the last mark that is not behind
 *
 * Returns: %FALSE when all marks are behind
 */
gboolean
tin_frame_trail_find (TinFrameTrail *self,
                      guint32        offset,
                      TinFrameMark  *mark)
{
  guint low = 0;
  guint high = tin_frame_trail_get_length (self);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      tin_frame_trail_get (self, middle, mark);
      if (mark->offset <= offset)
        low = middle + 1;
      else
        high = middle;
    }

  if (low == 0)
    return FALSE;

  tin_frame_trail_get (self, low - 1, mark);

  return TRUE;
}
