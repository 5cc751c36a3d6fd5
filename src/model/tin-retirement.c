/* tin-retirement.c: lets go of a channel and its capture without anybody waiting for a disk.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-retirement.h"

#define END_TIMEOUT 60000 /* ms, after which a disk is taken for dead */

/* The end of a capture waits for its file. It must be neither the window's thread that does so nor the
 * engine's, whoever of them drops the last reference afterwards. */
typedef struct
{
  TinChannel  *channel;  /* (owned) (nullable) */
  TinCapture  *capture;  /* (owned) */
  GMutex       lock;
  GCond        news;
} Retirement;

static void
channel_news_cb (gpointer user_data)
{
  Retirement *self = user_data;

  g_mutex_lock (&self->lock);
  g_cond_signal (&self->news);
  g_mutex_unlock (&self->lock);
}

static gboolean
is_closed (TinChannel *channel)
{
  g_auto (TinChannelSnapshot) snapshot = { 0 };

  tin_channel_get_snapshot (channel, &snapshot);

  return snapshot.state == TIN_CHANNEL_CLOSED;
}

static void
wait_for_channel (Retirement *self)
{
  g_mutex_lock (&self->lock);
  while (!is_closed (self->channel))
    g_cond_wait (&self->news, &self->lock);
  g_mutex_unlock (&self->lock);

  tin_channel_set_news_func (self->channel, NULL, NULL);
}

static gpointer
run (gpointer data)
{
  Retirement *self = data;

  if (self->channel != NULL)
    wait_for_channel (self);

  g_clear_object (&self->channel);
  tin_capture_end (self->capture, END_TIMEOUT);
  g_clear_object (&self->capture);
  g_cond_clear (&self->news);
  g_mutex_clear (&self->lock);
  g_free (self);

  return NULL;
}

/**
 * tin_retire:
 * @channel: (nullable) (transfer none): a channel that was told to stop; its news
 *   function is replaced
 * @capture: (transfer none): what it writes to
 *
 * Keeps both until the channel is closed and the capture is on disk, in a thread of
 * its own. Where the system gives no thread, it waits here.
 */
void
tin_retire (TinChannel *channel,
            TinCapture *capture)
{
  Retirement *self = g_new0 (Retirement, 1);
  GThread *thread;

  g_mutex_init (&self->lock);
  g_cond_init (&self->news);
  self->capture = g_object_ref (capture);

  if (channel != NULL)
    {
      self->channel = g_object_ref (channel);
      tin_channel_set_news_func (channel, channel_news_cb, self);
    }

  thread = g_thread_try_new ("tin-retirement", run, self, NULL);
  if (thread != NULL)
    g_thread_unref (thread);
  else
    run (self);
}
