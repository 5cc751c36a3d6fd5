/* tin-frames.c: the messages that a framing makes of a capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-frames.h"

#include "model/tin-frames-worker.h"

/**
 * TinFrames:
 *
 * The identity keeps nothing and has no worker.
 */
struct _TinFrames
{
  GObject           parent_instance;

  TinCapture       *capture;   /* (owned) */
  TinFraming        in;
  TinFraming        out;
  TinFrameStore    *store;     /* (owned) (nullable) */
  TinFramesWorker  *worker;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TinFrames, tin_frames, G_TYPE_OBJECT)

static void
tin_frames_finalize (GObject *object)
{
  TinFrames *self = TIN_FRAMES (object);

  g_clear_pointer (&self->worker, tin_frames_worker_end);
  g_clear_pointer (&self->store, tin_frame_store_unref);
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
 * Begins to make frames of what the capture holds.
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

  if (in->kind != TIN_FRAMING_AS_RECEIVED || out->kind != TIN_FRAMING_AS_RECEIVED)
    {
      self->store = tin_frame_store_new ();
      self->worker = tin_frames_worker_start (tin_reframer_new (capture, in, out, self->store), capture);
    }

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
  g_return_val_if_fail (TIN_IS_FRAMES (self), NULL);

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
  g_return_val_if_fail (TIN_IS_FRAMES (self), NULL);

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
  g_return_val_if_fail (TIN_IS_FRAMES (self), TRUE);

  return self->store == NULL;
}

/**
 * tin_frames_get_first:
 *
 * Returns: the number of the oldest frame that is still there
 */
guint64
tin_frames_get_first (TinFrames *self)
{
  g_return_val_if_fail (TIN_IS_FRAMES (self), 0);

  if (self->store != NULL)
    return tin_frame_store_get_first (self->store);

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
  g_return_val_if_fail (TIN_IS_FRAMES (self), 0);

  if (self->store != NULL)
    return tin_frame_store_get_length (self->store);

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
  g_return_val_if_fail (TIN_IS_FRAMES (self), 0);

  if (self->worker != NULL)
    return tin_frames_worker_get_done (self->worker);

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

  if (self->store != NULL)
    return tin_frame_store_get (self->store, number, frame);

  if (!tin_capture_peek (self->capture, number, &entry))
    return FALSE;

  *frame = (TinFrame) {
    .first = number,
    .last = number,
    .size = entry.size,
    .flags = entry.event == TIN_EVENT_DATA ? 0 : TIN_FRAME_EVENT,
    .number = number,
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
  g_return_val_if_fail (TIN_IS_FRAMES (self), 0);

  if (self->store != NULL)
    return tin_frame_store_find (self->store, position);

  return CLAMP (position, tin_frames_get_first (self), tin_frames_get_length (self));
}

/**
 * tin_frames_find_byte:
 * @position: of a record
 * @offset: of a byte in its payload, bytes
 * @number: (out): of the frame with it
 *
 * Frames are ordered by the record that completed them, so it is one of those that were complete with this record or
 * a later one: at most %TIN_FRAMES_MAX_LOOKS of those are looked at. Any thread.
 *
 * Returns: %FALSE when none has that byte
 */
gboolean
tin_frames_find_byte (TinFrames *self,
                      guint64    position,
                      guint32    offset,
                      guint64   *number)
{
  guint64 first, end;
  TinFrame frame;

  g_return_val_if_fail (TIN_IS_FRAMES (self), FALSE);

  first = tin_frames_find (self, position);
  end = MIN (tin_frames_get_length (self), first + (tin_frames_is_identity (self) ? 1 : TIN_FRAMES_MAX_LOOKS));
  for (*number = first; *number < end; (*number)++)
    if (tin_frames_get (self, *number, &frame)
        && tin_frame_contains (self->capture, tin_frames_get_store (self), &frame, position, offset))
      return TRUE;

  return FALSE;
}

/**
 * tin_frames_read:
 * @frame: of these frames, or one that is coming
 * @offset: where in the message to begin, bytes
 * @size: how many bytes are wanted; fewer come where the message ends
 * @error: as tin_frame_read() sets it
 *
 * Reads a page of a message. May read from the disk. Any thread.
 *
 * Returns: (transfer full) (nullable): the bytes, empty for an event
 */
GBytes *
tin_frames_read (TinFrames       *self,
                 const TinFrame  *frame,
                 guint32          offset,
                 gsize            size,
                 GError         **error)
{
  g_return_val_if_fail (TIN_IS_FRAMES (self), NULL);

  return tin_frame_read (self->capture, self->store, frame, offset, size, error);
}

/**
 * tin_frames_walk:
 * @frame: of these frames, or one that is coming
 * @walk: (out caller-allocates): before its first piece; the frames are to outlive it
 *
 * Begins to go through the records of a message. Any thread.
 *
 * Returns: %FALSE when the first record is no longer held
 */
gboolean
tin_frames_walk (TinFrames      *self,
                 const TinFrame *frame,
                 TinFrameWalk   *walk)
{
  g_return_val_if_fail (TIN_IS_FRAMES (self), FALSE);

  return tin_frame_walk_begin (walk, self->capture, self->store, frame);
}

/**
 * tin_frames_get_store:
 *
 * Returns: (transfer none) (nullable): where the frames are; %NULL for the identity. It
 *   may be kept for as long as messages of it are looked at: unlike this, it has no thread
 */
TinFrameStore *
tin_frames_get_store (TinFrames *self)
{
  g_return_val_if_fail (TIN_IS_FRAMES (self), NULL);

  return self->store;
}

/**
 * tin_frames_dup_pending:
 *
 * Tells what has come of all messages that are not finished. They are no frames yet, and
 * grow before they are. Frames that were there before this was called are never among
 * them. Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type TinFrame): in the order of their last
 *   bytes, not to be changed; their trails live as long as the array. %NULL while
 *   records are being gone through
 */
GArray *
tin_frames_dup_pending (TinFrames *self)
{
  g_return_val_if_fail (TIN_IS_FRAMES (self), NULL);

  if (self->worker != NULL)
    return tin_frames_worker_dup_pending (self->worker);

  return tin_frame_array_new ();
}

/**
 * tin_frames_wake:
 *
 * Has the frames made of what the capture published since. Costs little when that is
 * nothing.
 */
void
tin_frames_wake (TinFrames *self)
{
  g_return_if_fail (TIN_IS_FRAMES (self));

  if (self->worker != NULL)
    tin_frames_worker_wake (self->worker);
}

/**
 * tin_frames_set_news_func:
 * @func: (nullable): called when there are frames more than before, or other pending ones
 * @user_data: for @func
 *
 * When this returns, the function of before is not running and never will, so it must
 * not be called from it. The identity has no news but those of its capture.
 */
void
tin_frames_set_news_func (TinFrames     *self,
                          TinFramesFunc  func,
                          gpointer       user_data)
{
  g_return_if_fail (TIN_IS_FRAMES (self));

  if (self->worker != NULL)
    tin_frames_worker_set_news_func (self->worker, func, user_data);
}
