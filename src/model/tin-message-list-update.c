/* tin-message-list-update.c: takes into the log what came, and drops what went.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-list-private.h"

/* Rows whose records the capture dropped stay until they are this part of all rows, or
 * until it is quiet: a view pays for a removal by the row it shows, not by the removed. */
#define TRIM_FRACTION 16

static void
remove_before (TinMessageList *self,
               guint64         number)
{
  tin_message_list_announce (self, 0, tin_message_rows_drop_before (&self->rows, number), 0);
}

/* Returns: whether rows are left whose frames are gone */
static gboolean
follow_frames_first (TinMessageList *self,
                     gboolean        quiet)
{
  guint64 frames_first = tin_message_list_get_frames_first (self);
  guint n_stale;

  /* What was looked at last time may be gone as a whole. */
  if (frames_first > self->rows.end)
    {
      remove_before (self, self->rows.end);
      tin_message_rows_reset (&self->rows, frames_first);
    }

  n_stale = tin_message_rows_find (&self->rows, frames_first);
  if (n_stale == 0)
    return FALSE;

  if (!quiet && n_stale < tin_message_rows_count (&self->rows) / TRIM_FRACTION)
    return TRUE;

  remove_before (self, frames_first);
  return FALSE;
}

/* Keeps the number of rows where their pixels fit into an int, in large steps. */
static void
keep_below_limit (TinMessageList *self,
                  guint64         n_rows)
{
  guint64 excess;

  if (n_rows <= TIN_MESSAGE_LIST_MAX_ITEMS)
    return;

  excess = n_rows - TIN_MESSAGE_LIST_MAX_ITEMS + TIN_MESSAGE_LIST_MAX_ITEMS / TRIM_FRACTION;
  if (excess >= tin_message_rows_count (&self->rows))
    remove_before (self, self->rows.end);
  else
    remove_before (self, tin_message_rows_get_number (&self->rows, (guint) excess));

  tin_message_list_set_capped (self, TRUE);
}

static guint
count_common (GArray *pending,
              GArray *others)
{
  guint n_common = 0;

  while (n_common < MIN (pending->len, others->len) &&
         tin_frame_equal (&g_array_index (pending, TinFrame, n_common), &g_array_index (others, TinFrame, n_common)))
    n_common++;

  return n_common;
}

/* Those that Clear hides are the first, as all are in the order of their last bytes. Returns: how many they are */
static guint
count_hidden (TinMessageList *self,
              GArray         *pending)
{
  guint begin = 0;
  guint end = pending->len;

  while (begin < end)
    {
      guint middle = begin + (end - begin) / 2;

      if (tin_message_list_hides (self, &g_array_index (pending, TinFrame, middle)))
        begin = middle + 1;
      else
        end = middle;
    }

  return begin;
}

/* Those to be listed, with the newest bytes: however many are coming, it looks at few of them. */
static GArray *
dup_newest (TinMessageList *self,
            GArray         *pending)
{
  GArray *newest = tin_frame_array_new ();
  guint n_hidden = count_hidden (self, pending);
  guint n_rows = MIN (pending->len - n_hidden, TIN_MESSAGE_LIST_MAX_PENDING);

  for (guint i = pending->len - n_rows; i < pending->len; i++)
    tin_frame_array_append (newest, &g_array_index (pending, TinFrame, i));

  self->n_unlisted = pending->len - n_hidden - n_rows;

  return newest;
}

/* Announces the rows that came after @n_rows, and puts what is still coming behind them. */
static void
update_tail (TinMessageList *self,
             guint           n_added)
{
  guint n_rows = tin_message_rows_count (&self->rows) - n_added;
  guint n_removed = self->pending->len;
  GArray *pending = tin_message_list_dup_pending (self, n_added > 0);
  guint n_common = n_added == 0 ? count_common (self->pending, pending) : 0;

  g_array_unref (self->pending);
  self->pending = pending;
  tin_message_list_announce (self, n_rows + n_common, n_removed - n_common, n_added + pending->len - n_common);
}

static void
update_rows (TinMessageList *self,
             guint64         target)
{
  guint n_added = 0;

  if (self->rows.finder != NULL)
    n_added = tin_message_rows_follow (&self->rows);
  else if (target > self->rows.end)
    n_added = tin_message_list_extend (self, target);

  update_tail (self, n_added);
  keep_below_limit (self, tin_message_rows_count (&self->rows));
}

static void
update_progress (TinMessageList *self)
{
  guint64 published = tin_capture_get_published (self->capture);
  guint64 done = tin_frames_get_done (self->frames);
  double progress = 1;

  /* What has just come is not worth a word. */
  if (published > done + TIN_MESSAGE_LIST_SLICE_SIZE)
    progress = (double) done / (double) published;

  if (ABS (self->progress - progress) < 0.01 && (progress < 1 || self->progress >= 1))
    return;

  self->progress = progress;
  tin_message_list_notify (self, PROP_PROGRESS);
}

/**
 * tin_message_list_extend:
 * @target: the frame after the newest to be listed
 *
 * Lists all up to there, or the newest of it.
 *
 * Returns: how many rows came, to be announced
 */
guint
tin_message_list_extend (TinMessageList *self,
                         guint64         target)
{
  keep_below_limit (self, target - self->rows.first);

  /* More in one go than can be listed: the newest. */
  if (target - self->rows.first > TIN_MESSAGE_LIST_MAX_ITEMS)
    tin_message_rows_reset (&self->rows, target - TIN_MESSAGE_LIST_MAX_ITEMS);

  return tin_message_rows_extend (&self->rows, target);
}

/**
 * tin_message_list_dup_pending:
 * @has_grown: whether frames came since the last time
 *
 * Returns: (transfer full): the messages to list although they are not finished, those of now
 *   or, while that is being found out, those of before unless they may be finished by now
 */
GArray *
tin_message_list_dup_pending (TinMessageList *self,
                              gboolean        has_grown)
{
  g_autoptr (GArray) pending = NULL;

  if (self->rows.finder != NULL)
    pending = tin_finder_dup_pending (self->rows.finder, self->rows.end);
  else if (self->frames != NULL)
    pending = tin_frames_dup_pending (self->frames);

  if (pending == NULL && !has_grown)
    return g_array_ref (self->pending);

  if (pending == NULL)
    return tin_frame_array_new ();

  return dup_newest (self, pending);
}

/**
 * tin_message_list_update:
 *
 * Takes in what the capture published, and drops the rows whose records it dropped:
 * at most one items-changed for each. Costs nothing a record.
 */
void
tin_message_list_update (TinMessageList *self)
{
  guint64 target;
  gboolean stale;
  gboolean quiet;

  g_return_if_fail (TIN_IS_MESSAGE_LIST (self));

  if (self->frames == NULL)
    return;

  tin_frames_wake (self->frames);

  /* What Clear hid may be framed only now. */
  if (tin_message_rows_count (&self->rows) == 0 && tin_message_list_find_begin (self) > self->rows.end)
    tin_message_rows_reset (&self->rows, tin_message_list_find_begin (self));

  target = tin_message_list_get_frames_end (self);
  quiet = target <= self->rows.end;
  stale = follow_frames_first (self, quiet);

  update_rows (self, target);
  update_progress (self);
  tin_message_list_set_busy (self, stale);
}
