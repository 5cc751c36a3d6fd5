/* tin-frames.c: the messages that a framing makes of a capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-frames.h"

/**
 * TinFrames:
 *
 * The identity keeps nothing.
 */
struct _TinFrames
{
  GObject      parent_instance;

  TinCapture  *capture;   /* (owned) */
  TinFraming   in;
  TinFraming   out;
};

G_DEFINE_FINAL_TYPE (TinFrames, tin_frames, G_TYPE_OBJECT)

static void
tin_frames_finalize (GObject *object)
{
  TinFrames *self = TIN_FRAMES (object);

  g_clear_object (&self->capture);

  G_OBJECT_CLASS (tin_frames_parent_class)->finalize (object);
}

static void
tin_frames_class_init (TinFramesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tin_frames_finalize;
}

static void
tin_frames_init (TinFrames *self)
{
}

/**
 * tin_frames_new:
 * @capture: whose records are framed; kept
 * @in: for what is received
 * @out: for what is sent
 *
 * Returns: (transfer full): the frames of the capture
 */
TinFrames *
tin_frames_new (TinCapture       *capture,
                const TinFraming *in,
                const TinFraming *out)
{
  TinFrames *self;

  g_return_val_if_fail (TIN_IS_CAPTURE (capture), NULL);
  g_return_val_if_fail (in != NULL && out != NULL, NULL);

  self = g_object_new (TIN_TYPE_FRAMES, NULL);
  self->capture = g_object_ref (capture);
  self->in = *in;
  self->out = *out;

  return self;
}

/**
 * tin_frames_get_capture:
 *
 * Returns: (transfer none): whose records they are
 */
TinCapture *
tin_frames_get_capture (TinFrames *self)
{
  return self->capture;
}

/**
 * tin_frames_get_framing:
 * @direction: in or out
 *
 * Returns: (transfer none): how this direction is framed; never changes
 */
const TinFraming *
tin_frames_get_framing (TinFrames    *self,
                        TinDirection  direction)
{
  return direction == TIN_DIRECTION_OUT ? &self->out : &self->in;
}

/**
 * tin_frames_is_identity:
 *
 * Returns: whether a frame is a record, and its number the record's position
 */
gboolean
tin_frames_is_identity (TinFrames *self)
{
  return TRUE;
}

/**
 * tin_frames_get_first:
 *
 * Returns: the number of the oldest frame that is still there
 */
guint64
tin_frames_get_first (TinFrames *self)
{
  return tin_capture_get_first (self->capture);
}

/**
 * tin_frames_get_length:
 *
 * Returns: how many frames were ever made: the number of the next
 */
guint64
tin_frames_get_length (TinFrames *self)
{
  return tin_capture_get_published (self->capture);
}

/**
 * tin_frames_get_done:
 *
 * Returns: how many of the records that the capture published have been gone through
 */
guint64
tin_frames_get_done (TinFrames *self)
{
  return tin_capture_get_published (self->capture);
}

/**
 * tin_frames_get:
 * @number: of a frame
 * @frame: (out caller-allocates): which bytes it is
 *
 * Safe in any thread, without a lock.
 *
 * Returns: %FALSE when it is gone or not there yet
 */
gboolean
tin_frames_get (TinFrames *self,
                guint64    number,
                TinFrame  *frame)
{
  TinIndexEntry entry;

  if (!tin_capture_peek (self->capture, number, &entry))
    return FALSE;

  *frame = (TinFrame) {
    .first = number,
    .last = number,
    .size = entry.size,
    .flags = entry.event == TIN_EVENT_DATA ? 0 : TIN_FRAME_EVENT,
  };

  return TRUE;
}

/**
 * tin_frames_find:
 * @position: of a record
 *
 * Returns: the number of the first frame that was complete with this record or a later
 *   one; tin_frames_get_length() if there is none yet
 */
guint64
tin_frames_find (TinFrames *self,
                 guint64    position)
{
  return CLAMP (position, tin_frames_get_first (self), tin_frames_get_length (self));
}
