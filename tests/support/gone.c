/* gone.c: objects that another thread may still hold when a test gives them up.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "gone.h"

static GMutex gone_lock;
static GCond gone_cond;

static void
set_gone_cb (gpointer  user_data,
             GObject  *where_it_was)
{
  g_mutex_lock (&gone_lock);
  *(gboolean *) user_data = TRUE;
  g_cond_broadcast (&gone_cond);
  g_mutex_unlock (&gone_lock);
}

/* Drops the last reference of the test. A disk can take longer than a capture waits for it at its end; then the
 * writer's thread holds the sink until the disk is done. */
void
await_finalize (GObject *object)
{
  gboolean gone = FALSE;

  g_object_weak_ref (object, set_gone_cb, &gone);
  g_object_unref (object);
  g_mutex_lock (&gone_lock);
  while (!gone)
    g_cond_wait (&gone_cond, &gone_lock);
  g_mutex_unlock (&gone_lock);
}
