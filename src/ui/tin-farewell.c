/* tin-farewell.c: lets a session end in order after its window or tab has gone.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-farewell.h"

typedef struct
{
  TinSession   *session;     /* (owned) */
  GApplication *application; /* (owned) held */
} Farewell;

static void
farewell_free (gpointer data)
{
  Farewell *self = data;

  g_application_release (self->application);
  g_object_unref (self->application);
  g_object_unref (self->session);
  g_free (self);
}

static gboolean
do_nothing (gpointer data)
{
  return G_SOURCE_REMOVE;
}

static void
session_notify_state_cb (TinSession *session,
                         GParamSpec *pspec,
                         Farewell   *farewell)
{
  if (tin_session_get_state (session) != TIN_SESSION_CLOSED)
    return;

  g_signal_handlers_disconnect_by_func (session, session_notify_state_cb, farewell);

  /* Let go of it later: the session is in the middle of telling everyone. */
  g_idle_add_full (G_PRIORITY_DEFAULT, do_nothing, farewell, farewell_free);
}

/**
 * tin_farewell:
 * @session: a session that nobody shows any more
 * @application: the application that must not end before it
 *
 * Stops @session and keeps it, and @application, until what was still to be sent
 * is sent and every connection is closed. The engine bounds how long that takes.
 */
void
tin_farewell (TinSession   *session,
              GApplication *application)
{
  Farewell *farewell;

  g_return_if_fail (TIN_IS_SESSION (session));
  g_return_if_fail (G_IS_APPLICATION (application));

  if (tin_session_get_state (session) == TIN_SESSION_CLOSED)
    return;

  farewell = g_new0 (Farewell, 1);
  farewell->session = g_object_ref (session);
  farewell->application = g_object_ref (application);
  g_application_hold (application);

  g_signal_connect (session, "notify::state", G_CALLBACK (session_notify_state_cb), farewell);
  tin_session_stop (session);
}
