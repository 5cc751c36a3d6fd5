/* tin-message-list-clear.c: hides what the log has listed so far, and shows it again.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-list-private.h"

/* Lists older frames again, before those that are listed. */
static void
prepend_rows (TinMessageList *self,
              guint64         first)
{
  if (self->rows.end > TIN_MESSAGE_LIST_MAX_ITEMS)
    first = MAX (first, self->rows.end - TIN_MESSAGE_LIST_MAX_ITEMS);

  tin_message_list_announce (self, 0, 0, tin_message_rows_prepend (&self->rows, first));
}

/**
 * tin_message_list_set_hidden:
 * @hidden: records that Clear hides
 */
void
tin_message_list_set_hidden (TinMessageList *self,
                             guint64         hidden)
{
  if (self->hidden == hidden)
    return;

  self->hidden = hidden;
  tin_message_list_notify (self, PROP_HIDDEN);
}

/**
 * tin_message_list_reset_rows:
 * @first: the next frame to be listed
 *
 * Empties the list; the next update fills it again from @first on.
 */
void
tin_message_list_reset_rows (TinMessageList *self,
                             guint64         first)
{
  guint n_pending = self->pending->len;

  g_array_set_size (self->pending, 0);
  tin_message_list_announce (self, 0, tin_message_rows_reset (&self->rows, first) + n_pending, 0);
}

/**
 * tin_message_list_hides:
 * @frame: a message
 *
 * Returns: whether Clear hides it
 */
gboolean
tin_message_list_hides (TinMessageList *self,
                        const TinFrame *frame)
{
  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), FALSE);

  return frame->last < self->begin;
}

/**
 * tin_message_list_clear:
 *
 * Hides all that has been captured so far. Nothing is deleted.
 */
void
tin_message_list_clear (TinMessageList *self)
{
  guint64 end;
  guint64 begin;

  g_return_if_fail (TIN_IS_MESSAGE_LIST (self));

  begin = self->capture != NULL ? tin_capture_get_published (self->capture) : 0;
  if (begin <= self->begin)
    return;

  self->clear_undo = self->begin;
  self->begin = begin;
  self->can_undo = TRUE;
  end = tin_message_list_find_begin (self);
  tin_message_list_reset_rows (self, end);
  tin_message_list_set_hidden (self, end - MIN (end, tin_message_list_get_frames_first (self)));
  tin_message_list_set_busy (self, FALSE);
}

/**
 * tin_message_list_undo_clear:
 *
 * Shows again what the last tin_message_list_clear() hid, as far as it is still kept.
 *
 * Returns: %FALSE if there was nothing to undo
 */
gboolean
tin_message_list_undo_clear (TinMessageList *self)
{
  guint64 first;

  g_return_val_if_fail (TIN_IS_MESSAGE_LIST (self), FALSE);

  if (!self->can_undo)
    return FALSE;

  self->can_undo = FALSE;
  self->begin = self->clear_undo;
  first = tin_message_list_find_begin (self);
  if (self->rows.finder != NULL)
    tin_message_list_reset_rows (self, first);
  else
    prepend_rows (self, first);

  tin_message_list_set_hidden (self, first - MIN (first, tin_message_list_get_frames_first (self)));
  tin_message_list_update (self);

  return TRUE;
}
