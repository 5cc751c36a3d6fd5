/* tin-pending-finder.c: runs a query over messages that are still coming, off the caller's thread.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-pending-finder.h"

#include "model/tin-matcher.h"

#include <sys/resource.h>

#define NICE 10 /* whoever captures, saves or draws goes first */

/**
 * Known:
 * @first: the record with the first byte of a message
 * @offset: of that byte in the record, which together no other message that is coming has
 * @size: bytes of the message that were there
 * @match: what they said
 * @look: where to go on
 *
 * What is known of a message that is coming.
 */
typedef struct
{
  guint64        first;
  guint32        offset;
  guint32        size;
  TinMatch       match;
  TinMatcherLook look;
} Known;

/**
 * TinPendingFinder:
 *
 * Shared by the thread and who started it, which it may outlive by the time that a page takes.
 */
struct _TinPendingFinder
{
  gatomicrefcount  n_references;
  TinFrames       *frames;       /* (owned) */
  gint             cancelled;    /* (atomic) */

  TinMatcher      *matcher;      /* (owned) the thread's */
  GHashTable      *known;        /* (owned) (element-type Known Known) the thread's */

  GMutex           lock;         /* of all that follows */
  GCond            changed;
  GArray          *newest;       /* (owned) (nullable) (element-type TinFrame) what to look at */
  guint64          newest_end;   /* number after the last frame when these were coming */
  GArray          *looked;       /* (owned) (nullable) (element-type TinFrame) what was looked at */
  guint64          looked_end;
  GArray          *found;        /* (owned) (nullable) (element-type TinFrame) what of that matches */
  TinFinderDoubts  doubts;       /* of that, too */
  gboolean         has_thread;
  gboolean         is_looking;
  TinFinderFunc    func;         /* (nullable) */
  gpointer         user_data;
};

static guint
hash_known (gconstpointer data)
{
  const Known *known = data;

  return g_int64_hash (&known->first) * 31 + known->offset;
}

static gboolean
is_same_message (gconstpointer a,
                 gconstpointer b)
{
  const Known *known = a;
  const Known *other = b;

  return known->first == other->first && known->offset == other->offset;
}

static GHashTable *
create_known (void)
{
  return g_hash_table_new_full (hash_known, is_same_message, g_free, NULL);
}

static void
unref_finder (TinPendingFinder *self)
{
  if (!g_atomic_ref_count_dec (&self->n_references))
    return;

  tin_matcher_free (self->matcher);
  g_hash_table_unref (self->known);
  g_clear_pointer (&self->newest, g_array_unref);
  g_clear_pointer (&self->looked, g_array_unref);
  g_clear_pointer (&self->found, g_array_unref);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_object_unref (self->frames);
  g_free (self);
}

/* Returns: (transfer full): what was known of the message, which is forgotten, or nothing of it */
static Known *
take_known (TinPendingFinder *self,
            const TinFrame   *frame)
{
  const Known key = { .first = frame->first, .offset = frame->offset };
  gpointer known = NULL;

  if (g_hash_table_steal_extended (self->known, &key, &known, NULL))
    return known;

  known = g_new0 (Known, 1);
  *(Known *) known = key;

  return known;
}

/* Without the lock. */
static Known *
look_at_message (TinPendingFinder *self,
                 const TinFrame   *frame)
{
  Known *known = take_known (self, frame);

  if (known->size == frame->size && known->size > 0)
    return known;

  known->size = frame->size;
  known->match = tin_matcher_look_at_pending (self->matcher, frame, &known->look, &self->cancelled);

  return known;
}

static void
count_doubt (TinFinderDoubts *doubts,
             const Known     *known)
{
  if (known->match != TIN_MATCH_UNKNOWN)
    return;

  if (known->look.query.partly)
    doubts->n_partly++;
  else
    doubts->n_given_up++;
}

/* Without the lock. Returns: (transfer full): those that match */
static GArray *
look_at_messages (TinPendingFinder *self,
                  GArray           *pending,
                  TinFinderDoubts  *doubts)
{
  GHashTable *known = create_known ();
  GArray *found = tin_frame_array_new ();

  for (guint i = 0; i < pending->len && !g_atomic_int_get (&self->cancelled); i++)
    {
      const TinFrame *frame = &g_array_index (pending, TinFrame, i);
      Known *message = look_at_message (self, frame);

      count_doubt (doubts, message);
      if (message->match == TIN_MATCH_YES)
        tin_frame_array_append (found, frame);

      g_hash_table_add (known, message);
    }

  g_hash_table_unref (self->known);
  self->known = known;

  return found;
}

/* Under the lock, which it leaves for a while. */
static void
look_at_newest (TinPendingFinder *self)
{
  GArray *pending = g_steal_pointer (&self->newest);
  const guint64 end = self->newest_end;
  TinFinderDoubts doubts = { 0 };
  GArray *found;

  self->is_looking = TRUE;
  g_mutex_unlock (&self->lock);
  found = look_at_messages (self, pending, &doubts);
  g_mutex_lock (&self->lock);
  self->is_looking = FALSE;

  g_clear_pointer (&self->looked, g_array_unref);
  g_clear_pointer (&self->found, g_array_unref);
  self->looked = pending;
  self->looked_end = end;
  self->found = found;
  self->doubts = doubts;

  if (self->func != NULL)
    self->func (self->user_data);
}

/* Under the lock. */
static void
rest (TinPendingFinder *self,
      gint64            since)
{
  const gint64 now = g_get_monotonic_time ();
  const gint64 until = now + (now - since);

  while (!g_atomic_int_get (&self->cancelled))
    if (!g_cond_wait_until (&self->changed, &self->lock, until))
      break;
}

static gpointer
run (gpointer data)
{
  TinPendingFinder *self = data;

  /* Of this thread alone: Linux has priorities of threads, setpriority(2). */
  setpriority (PRIO_PROCESS, 0, NICE);

  g_mutex_lock (&self->lock);
  while (self->newest != NULL && !g_atomic_int_get (&self->cancelled))
    {
      const gint64 since = g_get_monotonic_time ();

      look_at_newest (self);
      rest (self, since);
    }

  self->has_thread = FALSE;
  g_mutex_unlock (&self->lock);
  unref_finder (self);

  return NULL;
}

/* If there can be none now, the next call tries again. Locked. */
static void
start_thread (TinPendingFinder *self)
{
  GThread *thread;

  if (self->has_thread)
    return;

  g_atomic_ref_count_inc (&self->n_references);
  thread = g_thread_try_new ("tin-pending", run, self, NULL);
  self->has_thread = thread != NULL;
  if (self->has_thread)
    g_thread_unref (thread);
  else
    unref_finder (self);
}

/**
 * tin_pending_finder_new:
 * @frames: among whose coming messages to look; kept
 * @query: what to find; kept
 *
 * Nothing is looked at before tin_pending_finder_continue().
 *
 * Returns: (transfer full): a finder
 */
TinPendingFinder *
tin_pending_finder_new (TinFrames *frames,
                        TinQuery  *query)
{
  TinPendingFinder *self = g_new0 (TinPendingFinder, 1);

  g_atomic_ref_count_init (&self->n_references);
  self->frames = g_object_ref (frames);
  self->matcher = tin_matcher_new (frames, query);
  self->known = create_known ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  return self;
}

/**
 * tin_pending_finder_end:
 * @self: (transfer full): a finder
 *
 * Nobody is told any more. Its thread ends as soon as it has read a page.
 */
void
tin_pending_finder_end (TinPendingFinder *self)
{
  g_mutex_lock (&self->lock);
  self->func = NULL;
  g_atomic_int_set (&self->cancelled, TRUE);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  unref_finder (self);
}

/**
 * tin_pending_finder_set_news_func:
 * @func: (nullable): called in any thread when more was looked at; it may only wake somebody up
 * @user_data: for @func
 *
 * When this returns, the function that was set before is not called any more.
 */
void
tin_pending_finder_set_news_func (TinPendingFinder *self,
                                  TinFinderFunc     func,
                                  gpointer          user_data)
{
  g_mutex_lock (&self->lock);
  self->func = func;
  self->user_data = user_data;
  g_mutex_unlock (&self->lock);
}

/* Locked. Takes over @pending. */
static void
take_newest (TinPendingFinder *self,
             GArray           *pending,
             guint64           end)
{
  /* Other messages may have ended meanwhile. */
  if (pending == self->looked && self->newest == NULL)
    {
      self->looked_end = end;
      g_array_unref (pending);
      return;
    }

  g_clear_pointer (&self->newest, g_array_unref);
  self->newest = pending;
  self->newest_end = end;
}

/**
 * tin_pending_finder_continue:
 *
 * Has those looked at that are coming now. Returns at once; to be called again when the frames have news.
 */
void
tin_pending_finder_continue (TinPendingFinder *self)
{
  guint64 end;
  GArray *pending;

  if (tin_frames_is_identity (self->frames))
    return;

  /* In this order: frames before it are none of those that are coming. */
  end = tin_frames_get_length (self->frames);
  pending = tin_frames_dup_pending (self->frames);

  g_mutex_lock (&self->lock);
  if (pending != NULL)
    take_newest (self, pending, end);

  if (self->newest != NULL)
    start_thread (self);
  g_mutex_unlock (&self->lock);
}

/**
 * tin_pending_finder_is_busy:
 *
 * Returns: whether it still looks at what had come at the last tin_pending_finder_continue()
 */
gboolean
tin_pending_finder_is_busy (TinPendingFinder *self)
{
  gboolean busy;

  g_mutex_lock (&self->lock);
  busy = self->newest != NULL || self->is_looking;
  g_mutex_unlock (&self->lock);

  return busy;
}

/**
 * tin_pending_finder_dup_found:
 * @end: (out): number after the last frame that there was for sure before these came; one from there on may be one
 *   of these, and have ended
 *
 * Returns: (transfer full) (nullable) (element-type TinFrame): those that matched when they were looked at last, in the
 *   order of their last bytes, not to be changed; %NULL before that
 */
GArray *
tin_pending_finder_dup_found (TinPendingFinder *self,
                              guint64          *end)
{
  GArray *found;

  g_mutex_lock (&self->lock);
  found = self->found != NULL ? g_array_ref (self->found) : NULL;
  *end = self->looked_end;
  g_mutex_unlock (&self->lock);

  return found;
}

/**
 * tin_pending_finder_add_doubts:
 * @doubts: (inout): to which it adds those of which it could not find out
 */
void
tin_pending_finder_add_doubts (TinPendingFinder *self,
                               TinFinderDoubts  *doubts)
{
  g_mutex_lock (&self->lock);
  doubts->n_given_up += self->doubts.n_given_up;
  doubts->n_partly += self->doubts.n_partly;
  g_mutex_unlock (&self->lock);
}
