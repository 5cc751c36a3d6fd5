/* tin-frames-worker.c: the thread that makes frames while a capture grows.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-frames-worker.h"

#define SLICE_SIZE    16384                    /* records between two times that news are told */
#define STEP_SIZE     256                      /* records between two looks at whether to stop: 16 MiB at most */
#define END_TIMEOUT   (G_USEC_PER_SEC / 4)     /* µs that a hanging disk may hold up the end */
#define IDLE_SLACK    (50 * G_TIME_SPAN_MILLISECOND) /* µs that a record may be on its way */

/**
 * TinFramesWorker:
 *
 * Shared by the thread and who started it: a thread that hangs in a read ends when its
 * disk does, and holds what it needs until then.
 */
struct _TinFramesWorker
{
  gatomicrefcount  ref_count;
  TinCapture      *capture;     /* (owned) (nullable) the thread's, until it ends */
  TinReframer     *reframer;    /* (owned) (nullable) likewise */
  guint64          done;        /* (atomic) records gone through */
  gint             stop;        /* (atomic) */
  gboolean         has_thread;

  GMutex           lock;        /* what follows is under it */
  GCond            changed;
  gboolean         ended;
  gboolean         settled;     /* whether @pending is what is coming now */
  GArray          *pending;     /* (owned) (element-type TinFrame) never changed, but replaced by the thread */
  TinFramesFunc    news_func;   /* (nullable) */
  gpointer         news_data;
};

static void
unref_worker (TinFramesWorker *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->pending);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* Under the lock. */
static void
tell (TinFramesWorker *self)
{
  if (self->news_func != NULL)
    self->news_func (self->news_data);
}

static gboolean
are_same (GArray *frames,
          GArray *others)
{
  if (frames->len != others->len)
    return FALSE;

  for (guint i = 0; i < frames->len; i++)
    if (!tin_frame_equal (&g_array_index (frames, TinFrame, i), &g_array_index (others, TinFrame, i)))
      return FALSE;

  return TRUE;
}

/* Without the lock, as there may be many. Returns: (transfer full) (nullable): the messages that are coming, unless
 * they are those of before */
static GArray *
dup_other_pending (TinFramesWorker *self)
{
  g_autoptr (GArray) fresh = tin_reframer_dup_pending (self->reframer);

  return are_same (fresh, self->pending) ? NULL : g_steal_pointer (&fresh);
}

/* Under the lock. */
static void
settle (TinFramesWorker *self,
        GArray          *fresh)
{
  if (fresh != NULL)
    {
      g_array_unref (self->pending);
      self->pending = fresh;
    }

  self->settled = TRUE;
}

/* Under the lock, which it leaves for a while. Tells of the messages that are coming now. */
static void
update_pending (TinFramesWorker *self)
{
  gboolean was_settled = self->settled;
  GArray *fresh;

  g_mutex_unlock (&self->lock);
  fresh = dup_other_pending (self);
  g_mutex_lock (&self->lock);

  settle (self, fresh);
  if (fresh != NULL || !was_settled)
    tell (self);
}

static guint64
get_position (TinFramesWorker *self)
{
  return tin_reframer_get_position (self->reframer);
}

/* Without the lock. */
static void
take_slice (TinFramesWorker *self)
{
  guint64 end = MIN (tin_capture_get_published (self->capture), get_position (self) + SLICE_SIZE);

  while (get_position (self) < end && !g_atomic_int_get (&self->stop))
    tin_reframer_go_on (self->reframer, MIN (end, get_position (self) + STEP_SIZE));

  __atomic_store_n (&self->done, get_position (self), __ATOMIC_RELEASE);
}

/* Under the lock. Waits for more unless there is, or until a pause ends a message. */
static void
wait_for_news (TinFramesWorker *self)
{
  gint64 deadline = tin_reframer_get_deadline (self->reframer);
  gint64 left;

  if (g_atomic_int_get (&self->stop) || get_position (self) < tin_capture_get_published (self->capture))
    return;

  if (deadline == G_MAXINT64)
    {
      g_cond_wait (&self->changed, &self->lock);
      return;
    }

  left = deadline + IDLE_SLACK - tin_capture_get_now_us (self->capture);
  if (left > 0)
    {
      g_cond_wait_until (&self->changed, &self->lock, g_get_monotonic_time () + left);
      return;
    }

  self->settled = FALSE;
  tin_reframer_expire (self->reframer, deadline);
}

static gpointer
run (gpointer data)
{
  TinFramesWorker *self = data;

  g_mutex_lock (&self->lock);
  while (!g_atomic_int_get (&self->stop))
    {
      if (get_position (self) < tin_capture_get_published (self->capture))
        {
          self->settled = FALSE;
          g_mutex_unlock (&self->lock);
          take_slice (self);
          g_mutex_lock (&self->lock);
          tell (self);
          continue;
        }

      update_pending (self);
      wait_for_news (self);
    }
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&self->reframer, tin_reframer_free);
  g_clear_object (&self->capture);

  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  unref_worker (self);

  return NULL;
}

/**
 * tin_frames_worker_start:
 * @reframer: (transfer full): what makes the frames
 * @capture: what it goes through; kept
 *
 * Where there is no thread to be had, tin_frames_worker_wake() does the work, a part at a
 * time.
 *
 * Returns: (transfer full): a worker that has begun
 */
TinFramesWorker *
tin_frames_worker_start (TinReframer *reframer,
                         TinCapture  *capture)
{
  TinFramesWorker *self = g_new0 (TinFramesWorker, 1);
  GThread *thread;

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->reframer = reframer;
  self->capture = g_object_ref (capture);
  self->done = tin_reframer_get_position (reframer);
  self->pending = tin_frame_array_new ();

  g_atomic_ref_count_inc (&self->ref_count);
  thread = g_thread_try_new ("tin-frames", run, self, NULL);
  self->has_thread = thread != NULL;
  if (self->has_thread)
    g_thread_unref (thread);
  else
    unref_worker (self);

  return self;
}

/**
 * tin_frames_worker_end:
 * @self: (transfer full): a worker
 *
 * Has the thread end, and waits for that unless a disk hangs. Its news function is
 * called no more.
 */
void
tin_frames_worker_end (TinFramesWorker *self)
{
  gint64 deadline = g_get_monotonic_time () + END_TIMEOUT;

  g_mutex_lock (&self->lock);
  g_atomic_int_set (&self->stop, TRUE);
  self->news_func = NULL;
  g_cond_broadcast (&self->changed);
  while (self->has_thread && !self->ended)
    if (!g_cond_wait_until (&self->changed, &self->lock, deadline))
      break;
  g_mutex_unlock (&self->lock);

  if (!self->has_thread)
    {
      g_clear_pointer (&self->reframer, tin_reframer_free);
      g_clear_object (&self->capture);
    }

  unref_worker (self);
}

/**
 * tin_frames_worker_get_done:
 * @self: a worker
 *
 * Returns: how many records it has gone through
 */
guint64
tin_frames_worker_get_done (TinFramesWorker *self)
{
  return __atomic_load_n (&self->done, __ATOMIC_ACQUIRE);
}

/**
 * tin_frames_worker_dup_pending:
 * @self: a worker
 *
 * Returns: (transfer full) (nullable) (element-type TinFrame): the messages that are still
 *   coming, not to be changed; %NULL while it goes through records
 */
GArray *
tin_frames_worker_dup_pending (TinFramesWorker *self)
{
  GArray *pending = NULL;

  g_mutex_lock (&self->lock);
  if (self->settled)
    pending = g_array_ref (self->pending);
  g_mutex_unlock (&self->lock);

  return pending;
}

/**
 * tin_frames_worker_wake:
 * @self: a worker
 *
 * Has it look whether the capture has more.
 */
void
tin_frames_worker_wake (TinFramesWorker *self)
{
  g_mutex_lock (&self->lock);
  if (self->has_thread)
    {
      g_cond_broadcast (&self->changed);
    }
  else
    {
      take_slice (self);
      tin_reframer_expire (self->reframer, tin_capture_get_now_us (self->capture));
      settle (self, dup_other_pending (self));
    }
  g_mutex_unlock (&self->lock);
}

/**
 * tin_frames_worker_set_news_func:
 * @self: a worker
 * @func: (nullable): what to call
 * @user_data: for @func
 *
 * When this returns, the function of before is not running and never will.
 */
void
tin_frames_worker_set_news_func (TinFramesWorker *self,
                                 TinFramesFunc    func,
                                 gpointer         user_data)
{
  g_mutex_lock (&self->lock);
  self->news_func = func;
  self->news_data = user_data;
  g_mutex_unlock (&self->lock);
}
