/* tin-syncer.c: a thread that has files put on the disk for good while others write on.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * fdatasync(2) takes as long as the disk needs for all that was written since the last time: seconds, when
 * much comes. Who writes must not wait for it.
 */

#include "capture/tin-syncer.h"

struct _TinSyncer
{
  TinSyncerFunc  func;
  gpointer       user_data;
  GThread       *thread;     /* (owned) (nullable) until there is something to do */

  GMutex         lock;
  GCond          changed;
  GPtrArray     *queue;      /* (owned) (element-type TinSink): each once */
  gboolean       busy;
  gboolean       stop;
  GPtrArray     *failed;     /* (owned) (element-type TinSink): what is not on the disk, each once */
  GError        *error;      /* (owned) (nullable): the first that nobody has taken */
};

static void
sync_sink (TinSyncer *self,
           TinSink   *sink)
{
  GError *error = NULL;

  if (tin_sink_sync (sink, &error))
    return;

  g_mutex_lock (&self->lock);
  if (self->error == NULL)
    self->error = g_steal_pointer (&error);
  if (!g_ptr_array_find (self->failed, sink, NULL))
    g_ptr_array_add (self->failed, g_object_ref (sink));
  g_mutex_unlock (&self->lock);
  g_clear_error (&error);
  self->func (self->user_data);
}

static gpointer
run (gpointer data)
{
  TinSyncer *self = data;

  g_mutex_lock (&self->lock);
  for (;;)
    {
      g_autoptr (TinSink) sink = NULL;

      while (self->queue->len == 0 && !self->stop)
        g_cond_wait (&self->changed, &self->lock);
      if (self->queue->len == 0)
        break;

      sink = g_ptr_array_steal_index (self->queue, 0);
      self->busy = TRUE;
      g_mutex_unlock (&self->lock);
      sync_sink (self, sink);
      g_clear_object (&sink);
      g_mutex_lock (&self->lock);
      self->busy = FALSE;
      g_cond_broadcast (&self->changed);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/**
 * tin_syncer_new:
 * @func: called when tin_syncer_take_error() has something
 * @user_data: for @func
 *
 * The thread begins with the first file.
 *
 * Returns: (transfer full): a syncer with nothing to do
 */
TinSyncer *
tin_syncer_new (TinSyncerFunc func,
                gpointer      user_data)
{
  TinSyncer *self = g_new0 (TinSyncer, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->queue = g_ptr_array_new_with_free_func (g_object_unref);
  self->failed = g_ptr_array_new_with_free_func (g_object_unref);
  self->func = func;
  self->user_data = user_data;
  return self;
}

/**
 * tin_syncer_free:
 * @self: (transfer full): a syncer
 *
 * Waits until all is done that was asked for.
 */
void
tin_syncer_free (TinSyncer *self)
{
  g_mutex_lock (&self->lock);
  self->stop = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  if (self->thread != NULL)
    g_thread_join (self->thread);

  g_ptr_array_unref (self->queue);
  g_ptr_array_unref (self->failed);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

/**
 * tin_syncer_sync:
 * @self: a syncer; only one thread may ask it for something
 * @sink: an open file
 *
 * Has the thread sync the file as it is then: what was written up to now is in it for certain.
 * When the system gives no thread it happens at once.
 */
void
tin_syncer_sync (TinSyncer *self,
                 TinSink   *sink)
{
  if (self->thread == NULL)
    self->thread = g_thread_try_new ("tin-syncer", run, self, NULL);
  if (self->thread == NULL)
    {
      sync_sink (self, sink);
      return;
    }

  g_mutex_lock (&self->lock);
  if (!g_ptr_array_find (self->queue, sink, NULL))
    g_ptr_array_add (self->queue, g_object_ref (sink));
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/**
 * tin_syncer_wait:
 * @self: a syncer
 *
 * Waits until all is done that was asked for.
 */
void
tin_syncer_wait (TinSyncer *self)
{
  g_mutex_lock (&self->lock);
  while (self->queue->len > 0 || self->busy)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

/**
 * tin_syncer_take_error:
 * @self: a syncer
 *
 * Returns: (transfer full) (nullable): why a file could not be synced since the last call
 */
GError *
tin_syncer_take_error (TinSyncer *self)
{
  GError *error;

  g_mutex_lock (&self->lock);
  error = g_steal_pointer (&self->error);
  g_mutex_unlock (&self->lock);
  return error;
}

static TinSink *
dup_failed (TinSyncer *self)
{
  TinSink *sink;

  g_mutex_lock (&self->lock);
  sink = self->failed->len > 0 ? g_object_ref (self->failed->pdata[0]) : NULL;
  g_mutex_unlock (&self->lock);
  return sink;
}

/**
 * tin_syncer_retry:
 * @self: a syncer; only one thread may ask it for something
 * @error: of tin_sink_sync(), for the first that fails again
 *
 * Syncs, in the thread of the caller, the files that could not be synced.
 *
 * Returns: whether there are none any more
 */
gboolean
tin_syncer_retry (TinSyncer  *self,
                  GError    **error)
{
  for (;;)
    {
      g_autoptr (TinSink) sink = dup_failed (self);

      if (sink == NULL)
        return TRUE;
      if (!tin_sink_sync (sink, error))
        return FALSE;

      g_mutex_lock (&self->lock);
      g_ptr_array_remove (self->failed, sink);
      g_mutex_unlock (&self->lock);
    }
}
