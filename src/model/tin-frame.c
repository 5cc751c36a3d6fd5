/* tin-frame.c: one message as a framing cut it: which bytes of which records.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-frame.h"

/**
 * tin_frame_equal:
 * @a: a frame
 * @b: another
 *
 * Returns: whether both are the same bytes, and as finished; a message that is coming is
 *   another one when more of it has come
 */
gboolean
tin_frame_equal (const TinFrame *a,
                 const TinFrame *b)
{
  return a->first == b->first && a->last == b->last && a->offset == b->offset && a->size == b->size &&
         a->flags == b->flags;
}

static void
clear_frame (gpointer data)
{
  TinFrame *frame = data;

  g_clear_pointer (&frame->trail, tin_frame_trail_unref);
}

/**
 * tin_frame_array_new:
 *
 * Returns: (transfer full) (element-type TinFrame): an array that holds the trails of its
 *   frames; g_array_copy() does not
 */
GArray *
tin_frame_array_new (void)
{
  GArray *frames = g_array_new (FALSE, FALSE, sizeof (TinFrame));

  g_array_set_clear_func (frames, clear_frame);

  return frames;
}

/**
 * tin_frame_array_append:
 * @frames: (element-type TinFrame): an array of tin_frame_array_new()
 * @frame: copied
 */
void
tin_frame_array_append (GArray         *frames,
                        const TinFrame *frame)
{
  g_array_append_vals (frames, frame, 1);

  if (frame->trail != NULL)
    tin_frame_trail_ref (frame->trail);
}
