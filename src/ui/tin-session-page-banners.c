/* tin-session-page-banners.c: what stands above a session until it is over.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page-private.h"

#include <glib/gi18n-lib.h>

static void
update_exposure (TinSessionPage *self)
{
  TinProfile *profile = tin_session_get_profile (self->session);
  TinSessionState state = tin_session_get_state (self->session);
  g_autofree char *warning = NULL;

  if (tin_session_page_is_server (self) && (state == TIN_SESSION_OPENING || state == TIN_SESSION_OPEN))
    warning = tin_profile_get_warning (profile, TIN_PROFILE_HOST);

  if (warning != NULL)
    tin_banner_show (self->exposure_banner, warning, NULL);
  else
    tin_banner_hide (self->exposure_banner);
}

static void
update_problem (TinSessionPage *self)
{
  TinProblem *problem = tin_session_get_problem (self->session);
  guint16 port = problem != NULL ? tin_problem_get_free_port (problem) : 0;
  g_autofree char *label = NULL;

  if (problem == NULL)
    {
      tin_banner_hide (self->problem_banner);
      return;
    }

  /* Translators: a button; %u is a port that is free. */
  label = g_strdup_printf (_("Use Port %u"), port);
  gtk_button_set_label (self->free_port_button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->free_port_button), port != 0);
  gtk_widget_set_visible (self->try_again_button, tin_session_get_state (self->session) != TIN_SESSION_OPEN);

  tin_banner_show (self->problem_banner, tin_problem_get_title (problem), tin_problem_get_advice (problem));
}

static void
update_recording_problem (TinSessionPage *self)
{
  const char *problem = tin_session_get_recording_problem (self->session);

  if (problem != NULL)
    tin_banner_show (self->recording_banner, problem, NULL);
  else
    tin_banner_hide (self->recording_banner);
}

static void
update_note (TinSessionPage *self)
{
  const char *note = tin_message_list_get_note (tin_session_get_messages (self->session));

  if (note != NULL)
    tin_banner_show (self->note_banner, note, NULL);
  else
    tin_banner_hide (self->note_banner);
}

/* Peers that answer every answer are left alone, until somebody says otherwise. */
static void
update_storm (TinSessionPage *self)
{
  g_autofree char *title = NULL;
  guint n_paused = 0;

  g_object_get (self->session, "paused", &n_paused, NULL);

  if (n_paused == 0)
    {
      tin_banner_hide (self->storm_banner);
      return;
    }

  /* Translators: %u is a number of peers */
  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Answers to %u peer pause",
                                        "Answers to %u peers pause", n_paused), n_paused);
  tin_banner_show (self->storm_banner, title,
                   _("The same datagram came a thousand times within a second, as when two programs answer each other. "
                     "A different one or a second of silence ends the pause, too."));
}

static void
session_notify_state_cb (TinSessionPage *self)
{
  update_exposure (self);
  update_problem (self);
}

/* Shows each as long as its cause is there. */
void
tin_session_page_follow_banners (TinSessionPage *self)
{
  TinSession *session = self->session;

  g_signal_connect_object (session, "notify::state", G_CALLBACK (session_notify_state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::problem", G_CALLBACK (update_problem), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::paused", G_CALLBACK (update_storm), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::recording-problem", G_CALLBACK (update_recording_problem),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tin_session_get_messages (session), "notify::note", G_CALLBACK (update_note),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tin_session_get_profile (session), "notify", G_CALLBACK (update_exposure),
                           self, G_CONNECT_SWAPPED);

  update_exposure (self);
  update_problem (self);
  update_storm (self);
  update_recording_problem (self);
  update_note (self);
}
