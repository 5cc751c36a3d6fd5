/* tin-finder.c: runs a query over messages, off the caller's thread.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-finder.h"

#include "model/tin-finder-work.h"
#include "model/tin-pending-finder.h"

struct _TinFinder
{
  GObject           parent_instance;

  TinFinderWork    *work;     /* (owned) of frames that are whole */
  TinPendingFinder *pending;  /* (owned) of messages that are still coming */
};

G_DEFINE_FINAL_TYPE (TinFinder, tin_finder, G_TYPE_OBJECT)

static void
tin_finder_dispose (GObject *object)
{
  TinFinder *self = TIN_FINDER (object);

  g_clear_pointer (&self->work, tin_finder_work_end);
  g_clear_pointer (&self->pending, tin_pending_finder_end);

  G_OBJECT_CLASS (tin_finder_parent_class)->dispose (object);
}

static void
tin_finder_class_init (TinFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tin_finder_dispose;
}

static void
tin_finder_init (TinFinder *self)
{
}

/**
 * tin_finder_new:
 * @frames: what to look at; kept
 * @query: what to find; kept
 * @first: number of the first frame to look at
 *
 * Nothing is looked at before tin_finder_continue().
 *
 * Returns: (transfer full): a finder
 */
TinFinder *
tin_finder_new (TinFrames *frames,
                TinQuery  *query,
                guint64    first)
{
  TinFinder *self;

  g_return_val_if_fail (TIN_IS_FRAMES (frames), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  self = g_object_new (TIN_TYPE_FINDER, NULL);
  self->work = tin_finder_work_new (frames, query, first);
  self->pending = tin_pending_finder_new (frames, query);

  return self;
}

/**
 * tin_finder_get_frames:
 *
 * Returns: (transfer none): what it looks at
 */
TinFrames *
tin_finder_get_frames (TinFinder *self)
{
  g_return_val_if_fail (TIN_IS_FINDER (self), NULL);

  return self->work->frames;
}

/**
 * tin_finder_set_news_func:
 * @func: (nullable): called when more was looked at
 * @user_data: for @func
 *
 * When this returns, the function that was set before is not called any more.
 */
void
tin_finder_set_news_func (TinFinder     *self,
                          TinFinderFunc  func,
                          gpointer       user_data)
{
  g_return_if_fail (TIN_IS_FINDER (self));

  g_mutex_lock (&self->work->lock);
  self->work->func = func;
  self->work->user_data = user_data;
  g_mutex_unlock (&self->work->lock);

  tin_pending_finder_set_news_func (self->pending, func, user_data);
}

/**
 * tin_finder_continue:
 *
 * Has all frames looked at that are there now, and what has come of the next ones. Returns at once; to be called again
 * when the frames have news.
 */
void
tin_finder_continue (TinFinder *self)
{
  g_return_if_fail (TIN_IS_FINDER (self));

  tin_finder_work_continue (self->work);
  tin_pending_finder_continue (self->pending);
}

/**
 * tin_finder_is_busy:
 *
 * Returns: whether it still looks at what was there at the last tin_finder_continue()
 */
gboolean
tin_finder_is_busy (TinFinder *self)
{
  gboolean busy;

  g_return_val_if_fail (TIN_IS_FINDER (self), FALSE);

  g_mutex_lock (&self->work->lock);
  busy = tin_hits_get_end (self->work->hits) < MIN (self->work->target, self->work->limit);
  g_mutex_unlock (&self->work->lock);

  return busy || tin_pending_finder_is_busy (self->pending);
}

/**
 * tin_finder_get_end:
 * @n_hits: (out) (optional): how many hits there are before it, dropped ones too
 *
 * Returns: number of the frame after the last that was looked at
 */
guint64
tin_finder_get_end (TinFinder *self,
                    guint64   *n_hits)
{
  guint64 end;

  g_return_val_if_fail (TIN_IS_FINDER (self), 0);

  g_mutex_lock (&self->work->lock);
  end = tin_hits_get_end (self->work->hits);
  if (n_hits != NULL)
    *n_hits = tin_hits_get_count (self->work->hits);
  g_mutex_unlock (&self->work->lock);

  return end;
}

/**
 * tin_finder_get_hit:
 * @index: of a hit
 * @number: (out): of its frame
 *
 * Returns: %FALSE if there is no such hit, or not any more
 */
gboolean
tin_finder_get_hit (TinFinder *self,
                    guint64    index,
                    guint64   *number)
{
  gboolean found;

  g_return_val_if_fail (TIN_IS_FINDER (self), FALSE);

  g_mutex_lock (&self->work->lock);
  found = tin_hits_get (self->work->hits, index, number);
  g_mutex_unlock (&self->work->lock);

  return found;
}

/**
 * tin_finder_count_before:
 * @number: of a frame
 *
 * Returns: how many hits there are before it: the index of the first one from it on
 */
guint64
tin_finder_count_before (TinFinder *self,
                         guint64    number)
{
  guint64 count;

  g_return_val_if_fail (TIN_IS_FINDER (self), 0);

  g_mutex_lock (&self->work->lock);
  count = tin_hits_count_before (self->work->hits, number);
  g_mutex_unlock (&self->work->lock);

  return count;
}

/**
 * tin_finder_find_next:
 * @number: of a frame
 * @hit: (out): number of the first frame from it on that matches
 *
 * Returns: %FALSE if there is none among those looked at
 */
gboolean
tin_finder_find_next (TinFinder *self,
                      guint64    number,
                      guint64   *hit)
{
  return tin_finder_get_hit (self, tin_finder_count_before (self, number), hit);
}

/**
 * tin_finder_find_previous:
 * @number: of a frame
 * @hit: (out): number of the last frame before it that matches
 *
 * Returns: %FALSE if there is none
 */
gboolean
tin_finder_find_previous (TinFinder *self,
                          guint64    number,
                          guint64   *hit)
{
  guint64 count = tin_finder_count_before (self, number);

  return count > 0 && tin_finder_get_hit (self, count - 1, hit);
}

/**
 * tin_finder_dup_pending:
 * @end: number after the last frame that is known otherwise
 *
 * Tells which of the messages that are not finished match, as far as they have come.
 *
 * Returns: (transfer full) (nullable) (element-type TinFrame): in the order of their last bytes, not to be changed; %NULL
 *   before they were looked at, or if a frame before @end may be one of them
 */
GArray *
tin_finder_dup_pending (TinFinder *self,
                        guint64    end)
{
  g_autoptr (GArray) found = NULL;
  guint64 found_end;

  g_return_val_if_fail (TIN_IS_FINDER (self), NULL);

  found = tin_pending_finder_dup_found (self->pending, &found_end);

  return end <= found_end ? g_steal_pointer (&found) : NULL;
}

/**
 * tin_finder_get_doubts:
 * @doubts: (out): what could not be found out so far
 */
void
tin_finder_get_doubts (TinFinder       *self,
                       TinFinderDoubts *doubts)
{
  g_return_if_fail (TIN_IS_FINDER (self));

  g_mutex_lock (&self->work->lock);
  doubts->n_given_up = self->work->n_given_up;
  doubts->n_partly = self->work->n_partly;
  doubts->is_stopped = self->work->limit < G_MAXUINT64;
  g_mutex_unlock (&self->work->lock);

  tin_pending_finder_add_doubts (self->pending, doubts);
}

/**
 * tin_finder_drop_before:
 * @number: of a frame
 *
 * Forgets hits before it, in large steps. Indices stay as they are.
 */
void
tin_finder_drop_before (TinFinder *self,
                        guint64    number)
{
  g_return_if_fail (TIN_IS_FINDER (self));

  g_mutex_lock (&self->work->lock);
  tin_hits_drop_before (self->work->hits, number);
  g_mutex_unlock (&self->work->lock);
}
