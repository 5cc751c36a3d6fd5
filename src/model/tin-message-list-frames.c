/* tin-message-list-frames.c: the frames that the rows of the log are made of.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-list-private.h"

/**
 * tin_message_list_drop_frames:
 *
 * Lets go of them. Others may hold them still, and they would go on to call.
 */
void
tin_message_list_drop_frames (TinMessageList *self)
{
  if (self->frames != NULL)
    tin_frames_set_news_func (self->frames, NULL, NULL);

  g_clear_object (&self->frames);
}

/**
 * tin_message_list_begin_frames:
 *
 * Makes frames of the capture anew; the next update lists them.
 */
void
tin_message_list_begin_frames (TinMessageList *self)
{
  tin_message_list_reset_rows (self, 0);
  tin_message_rows_set_finder (&self->rows, NULL);
  tin_message_list_drop_frames (self);
  if (self->capture != NULL)
    {
      self->frames = tin_frames_new (self->capture, &self->in, &self->out);
      tin_frames_set_news_func (self->frames, self->news_func, self->news_data);
    }

  tin_message_rows_reset (&self->rows, tin_message_list_find_begin (self));
  tin_message_list_set_capped (self, FALSE);
  tin_message_list_set_busy (self, FALSE);
  self->progress = 1;
  tin_message_list_notify (self, PROP_PROGRESS);
  tin_message_list_notify (self, PROP_FRAMES);
}

/**
 * tin_message_list_get_frames_first:
 *
 * Returns: number of the first frame that is still there
 */
guint64
tin_message_list_get_frames_first (TinMessageList *self)
{
  return self->frames != NULL ? tin_frames_get_first (self->frames) : 0;
}

/**
 * tin_message_list_get_frames_end:
 *
 * Returns: number after the last frame
 */
guint64
tin_message_list_get_frames_end (TinMessageList *self)
{
  return self->frames != NULL ? tin_frames_get_length (self->frames) : 0;
}

/**
 * tin_message_list_find_begin:
 *
 * Returns: number of the first frame that Clear does not hide
 */
guint64
tin_message_list_find_begin (TinMessageList *self)
{
  return self->frames != NULL ? tin_frames_find (self->frames, self->begin) : 0;
}

/**
 * tin_message_list_set_framing:
 * @in: for what is received
 * @out: for what is sent
 *
 * Where messages end, in what was captured already too. The filter goes, as it is about
 * other frames. Rows appear with the updates that follow.
 */
void
tin_message_list_set_framing (TinMessageList   *self,
                              const TinFraming *in,
                              const TinFraming *out)
{
  g_return_if_fail (TIN_IS_MESSAGE_LIST (self));
  g_return_if_fail (in != NULL && out != NULL);

  if (tin_framing_equal (&self->in, in) && tin_framing_equal (&self->out, out))
    return;

  self->in = *in;
  self->out = *out;
  tin_message_list_begin_frames (self);
  tin_message_list_update (self);
}

/**
 * tin_message_list_set_news_func:
 * @func: (nullable): called in any thread when tin_message_list_update() has something to
 *   do although the capture published nothing; it may only wake somebody up
 * @user_data: for @func
 */
void
tin_message_list_set_news_func (TinMessageList *self,
                                TinFramesFunc   func,
                                gpointer        user_data)
{
  g_return_if_fail (TIN_IS_MESSAGE_LIST (self));

  self->news_func = func;
  self->news_data = user_data;
  if (self->frames != NULL)
    tin_frames_set_news_func (self->frames, func, user_data);
}

/**
 * tin_message_list_get_frames:
 *
 * Returns: (transfer none) (nullable): what the rows are made of; %NULL without a capture
 */
TinFrames *
tin_message_list_get_frames (TinMessageList *self)
{
  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), NULL);

  return self->frames;
}
