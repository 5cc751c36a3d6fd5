/* tin-finder.c: runs a query over messages, off the caller's thread.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-finder.h"

#include "model/tin-hits.h"
#include "model/tin-matcher.h"
#include "model/tin-pending-finder.h"

#include <sys/resource.h>

#define SLICE_SIZE  65536 /* frames that a thread looks at before it tells */
#define MAX_THREADS 4
#define NICE        10    /* whoever captures, saves or draws goes first */

/**
 * Work:
 * @claimed: frames before have a thread that looks at them
 * @target: frames before may be looked at
 * @limit: frames from there on are not, as it was too much
 * @n_threads: that are running
 *
 * What the threads share, which may outlive the finder by the time that a message takes. Slices are claimed in their
 * order, and what was found in them is added in their order.
 */
typedef struct
{
  gatomicrefcount  n_references;
  TinFrames       *frames;       /* (owned) */
  TinQuery        *query;        /* (owned) */
  gint             cancelled;    /* (atomic) */

  GMutex           lock;         /* of all that follows */
  GCond            changed;
  TinHits         *hits;         /* (owned) */
  guint64          claimed;
  guint64          target;
  guint64          limit;
  guint64          n_given_up;
  guint64          n_partly;
  guint            n_threads;
  TinFinderFunc    func;
  gpointer         user_data;
} Work;

struct _TinFinder
{
  GObject           parent_instance;

  Work             *work;     /* (owned) */
  TinPendingFinder *pending;  /* (owned) */
};

G_DEFINE_FINAL_TYPE (TinFinder, tin_finder, G_TYPE_OBJECT)

static void
work_unref (Work *self)
{
  if (!g_atomic_ref_count_dec (&self->n_references))
    return;

  g_object_unref (self->frames);
  tin_query_unref (self->query);
  tin_hits_free (self->hits);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

/* Waits until those before it are added. Locked. */
static void
add_slice (Work   *self,
           guint64 first,
           guint64 end,
           GArray *found)
{
  while (tin_hits_get_end (self->hits) < first && first < self->limit && !g_atomic_int_get (&self->cancelled))
    g_cond_wait (&self->changed, &self->lock);

  if (first >= self->limit || g_atomic_int_get (&self->cancelled))
    return;

  tin_hits_append (self->hits, end, (const guint32 *) (gpointer) found->data, found->len);
  g_cond_broadcast (&self->changed);

  if (self->func != NULL)
    self->func (self->user_data);
}

/* Takes the next slice. One thread waits for what comes; others go when there is nothing left. Locked. */
static gboolean
claim_slice (Work    *self,
             guint64 *first,
             guint64 *end)
{
  while (self->claimed >= self->target && self->claimed < self->limit && self->n_threads == 1
         && !g_atomic_int_get (&self->cancelled))
    g_cond_wait (&self->changed, &self->lock);

  if (self->claimed >= MIN (self->target, self->limit) || g_atomic_int_get (&self->cancelled))
    return FALSE;

  *first = self->claimed;
  *end = MIN (self->claimed + SLICE_SIZE, self->target);
  self->claimed = *end;

  return TRUE;
}

/* Looks at a slice without the lock, which is held before and after. */
static void
look_at_slice (Work       *self,
               TinMatcher *matcher,
               guint64     first,
               guint64     end,
               GArray     *found)
{
  const guint64 n_given_up = tin_matcher_get_n_given_up (matcher);
  const guint64 n_partly = tin_matcher_get_n_partly (matcher);
  guint64 reached;

  g_mutex_unlock (&self->lock);
  reached = tin_matcher_run (matcher, first, end, found, &self->cancelled);
  g_mutex_lock (&self->lock);

  self->n_given_up += tin_matcher_get_n_given_up (matcher) - n_given_up;
  self->n_partly += tin_matcher_get_n_partly (matcher) - n_partly;
  if (reached < end)
    self->limit = MIN (self->limit, reached);

  add_slice (self, first, MIN (end, reached), found);
}

static gpointer
run (gpointer data)
{
  Work *self = data;
  g_autoptr (TinMatcher) matcher = tin_matcher_new (self->frames, self->query);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint64 first, end;

  /* Of this thread alone: Linux has priorities of threads, setpriority(2). */
  setpriority (PRIO_PROCESS, 0, NICE);

  g_mutex_lock (&self->lock);
  while (claim_slice (self, &first, &end))
    look_at_slice (self, matcher, first, end, found);

  self->n_threads--;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&matcher, tin_matcher_free);
  work_unref (self);

  return NULL;
}

/* As many threads as there is work for. If there can be none now, the next call tries again. Locked. */
static void
start_threads (Work *self)
{
  guint64 n_slices = (self->target - self->claimed + SLICE_SIZE - 1) / SLICE_SIZE;
  guint n_wanted = (guint) MIN (n_slices, MIN (MAX_THREADS, g_get_num_processors ()));

  while (self->n_threads < n_wanted)
    {
      g_autoptr (GThread) thread = NULL;

      g_atomic_ref_count_inc (&self->n_references);
      thread = g_thread_try_new ("tin-finder", run, self, NULL);
      if (thread == NULL)
        {
          work_unref (self);
          return;
        }

      self->n_threads++;
    }
}

static void
tin_finder_dispose (GObject *object)
{
  TinFinder *self = TIN_FINDER (object);

  if (self->work != NULL)
    {
      g_mutex_lock (&self->work->lock);
      self->work->func = NULL;
      g_atomic_int_set (&self->work->cancelled, TRUE);
      g_cond_broadcast (&self->work->changed);
      g_mutex_unlock (&self->work->lock);
    }

  g_clear_pointer (&self->work, work_unref);
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
  Work *work;

  g_return_val_if_fail (TIN_IS_FRAMES (frames), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  work = g_new0 (Work, 1);
  g_atomic_ref_count_init (&work->n_references);
  work->frames = g_object_ref (frames);
  work->query = tin_query_ref (query);
  work->hits = tin_hits_new (first);
  work->claimed = first;
  work->target = first;
  work->limit = G_MAXUINT64;
  g_mutex_init (&work->lock);
  g_cond_init (&work->changed);

  self = g_object_new (TIN_TYPE_FINDER, NULL);
  self->work = work;
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
 * tin_finder_get_query:
 *
 * Returns: (transfer none): what it finds
 */
TinQuery *
tin_finder_get_query (TinFinder *self)
{
  g_return_val_if_fail (TIN_IS_FINDER (self), NULL);

  return self->work->query;
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
  Work *work;
  guint64 length;

  g_return_if_fail (TIN_IS_FINDER (self));

  work = self->work;
  length = tin_frames_get_length (work->frames);

  g_mutex_lock (&work->lock);
  if (work->limit == G_MAXUINT64
      && (length > work->target || (work->claimed < work->target && work->n_threads == 0)))
    {
      work->target = MAX (work->target, length);
      start_threads (work);
      g_cond_broadcast (&work->changed);
    }
  g_mutex_unlock (&work->lock);

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
