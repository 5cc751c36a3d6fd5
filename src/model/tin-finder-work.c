/* tin-finder-work.c: the threads of a finder, and what it shares with them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-finder-work.h"

#include "model/tin-sweep.h"

#include <sys/resource.h>

#define SLICE_SIZE  65536 /* frames that a thread looks at before it tells */
#define MAX_THREADS 4
#define NICE        10    /* whoever captures, saves or draws goes first */

static void
unref_work (TinFinderWork *self)
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
add_slice (TinFinderWork *self,
           guint64        first,
           guint64        end,
           GArray        *found)
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
claim_slice (TinFinderWork *self,
             guint64       *first,
             guint64       *end)
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
look_at_slice (TinFinderWork *self,
               TinSweep      *sweep,
               guint64        first,
               guint64        end,
               GArray        *found)
{
  TinMatcher *matcher = tin_sweep_get_matcher (sweep);
  const guint64 n_given_up = tin_matcher_get_n_given_up (matcher);
  const guint64 n_partly = tin_matcher_get_n_partly (matcher);
  guint64 reached;

  g_mutex_unlock (&self->lock);
  reached = tin_sweep_run (sweep, first, end, found, &self->cancelled);
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
  TinFinderWork *self = data;
  g_autoptr (TinSweep) sweep = tin_sweep_new (self->frames, self->query);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint64 first, end;

  /* Of this thread alone: Linux has priorities of threads, setpriority(2). */
  setpriority (PRIO_PROCESS, 0, NICE);

  g_mutex_lock (&self->lock);
  while (claim_slice (self, &first, &end))
    look_at_slice (self, sweep, first, end, found);

  self->n_threads--;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&sweep, tin_sweep_free);
  unref_work (self);

  return NULL;
}

/* As many threads as there is work for. If there can be none now, the next call tries again. Locked. */
static void
start_threads (TinFinderWork *self)
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
          unref_work (self);
          return;
        }

      self->n_threads++;
    }
}

/**
 * tin_finder_work_new:
 * @frames: what to look at; kept
 * @query: what to find; kept
 * @first: number of the first frame to look at
 *
 * Returns: (transfer full): work that nobody does yet
 */
TinFinderWork *
tin_finder_work_new (TinFrames *frames,
                     TinQuery  *query,
                     guint64    first)
{
  TinFinderWork *self = g_new0 (TinFinderWork, 1);

  g_atomic_ref_count_init (&self->n_references);
  self->frames = g_object_ref (frames);
  self->query = tin_query_ref (query);
  self->hits = tin_hits_new (first);
  self->claimed = first;
  self->target = first;
  self->limit = G_MAXUINT64;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  return self;
}

/**
 * tin_finder_work_end:
 * @self: (transfer full): work
 *
 * Nobody is told any more. The threads end as soon as they have read what they read.
 */
void
tin_finder_work_end (TinFinderWork *self)
{
  g_mutex_lock (&self->lock);
  self->func = NULL;
  g_atomic_int_set (&self->cancelled, TRUE);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  unref_work (self);
}

/**
 * tin_finder_work_continue:
 * @self: work
 *
 * Has all frames looked at that are there now. Returns at once.
 */
void
tin_finder_work_continue (TinFinderWork *self)
{
  const guint64 length = tin_frames_get_length (self->frames);

  g_mutex_lock (&self->lock);
  if (self->limit == G_MAXUINT64
      && (length > self->target || (self->claimed < self->target && self->n_threads == 0)))
    {
      self->target = MAX (self->target, length);
      start_threads (self);
      g_cond_broadcast (&self->changed);
    }
  g_mutex_unlock (&self->lock);
}
