/* tin-session-feed.c: how a session takes in what the engine did.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-session-object.h"

#include "model/tin-session-state.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

void
tin_session_replace_string (TinSession         *self,
                            char              **field,
                            char               *value,
                            TinSessionProperty  property)
{
  if (g_strcmp0 (*field, value) == 0)
    {
      g_free (value);
      return;
    }

  g_free (*field);
  *field = value;
  tin_session_notify (self, property);
}

void
tin_session_update_status (TinSession *self)
{
  if (self->loader == NULL)
    tin_session_replace_string (self, &self->status,
                                tin_session_state_dup_status (self->state, self->stopping, self->endpoint, &self->local),
                                PROP_STATUS);
}

void
tin_session_set_problem (TinSession *self,
                         TinProblem *problem)
{
  if (g_set_object (&self->problem, problem))
    tin_session_notify (self, PROP_PROBLEM);
}

void
tin_session_set_state (TinSession      *self,
                       TinSessionState  state)
{
  g_assert (tin_session_state_may_follow (self->state, state));

  self->state = state;
  if (state == TIN_SESSION_CLOSED)
    {
      self->stopping = FALSE;
      self->n_links = 0;
      g_object_set (self->profile, "editable", TRUE, NULL);
    }

  tin_session_notify (self, PROP_STATE);
  tin_session_notify (self, PROP_CAN_START);
  tin_session_notify (self, PROP_CAN_STOP);
  tin_session_notify (self, PROP_CAN_SEND);
  tin_session_update_status (self);
}

void
tin_session_drop_channel (TinSession *self)
{
  if (self->channel == NULL)
    return;

  tin_channel_set_news_func (self->channel, NULL, NULL);
  g_clear_object (&self->channel);
}

static gboolean
was_cancelled (TinSession               *self,
               const TinChannelSnapshot *snapshot)
{
  return self->stopping || g_error_matches (snapshot->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
apply_figures (TinSession               *self,
               const TinChannelSnapshot *snapshot)
{
  gboolean could_send = tin_session_can_send (self);

  self->local = snapshot->local;
  self->n_links = snapshot->n_links;

  if (self->queued != snapshot->queued)
    {
      self->queued = snapshot->queued;
      tin_session_notify (self, PROP_QUEUED);
    }

  if (self->at_limit != snapshot->at_limit)
    {
      self->at_limit = snapshot->at_limit;
      tin_session_notify (self, PROP_AT_LIMIT);
    }

  if (self->n_paused != snapshot->n_paused)
    {
      self->n_paused = snapshot->n_paused;
      tin_session_notify (self, PROP_PAUSED);
    }

  if (could_send != tin_session_can_send (self))
    tin_session_notify (self, PROP_CAN_SEND);
}

/* By @next, as who is told that it is closed may start it again at once. */
static void
reach_state (TinSession      *self,
             TinSessionState  target)
{
  TinSessionState next = self->state;

  while (next != target)
    {
      next = tin_session_state_step (next, target);
      tin_session_set_state (self, next);
    }

  tin_session_update_status (self);
}

static void
come_to_an_end (TinSession *self)
{
  tin_session_drop_channel (self);
  reach_state (self, TIN_SESSION_CLOSED);
}

static void
problem_ready_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TinProblem) problem = tin_problem_new_finish (result, &error);
  g_autoptr (TinSession) self = NULL;

  /* Then the session may be gone, or another channel be open already. */
  if (problem == NULL)
    return;

  self = g_object_ref (user_data);
  g_clear_object (&self->explaining);
  tin_session_set_problem (self, problem);
  come_to_an_end (self);
  tin_session_emit_updated (self);
}

/* Until the reason has been found out, it is not closed yet: who is told that it is can
 * ask at once why. */
static void
begin_to_explain (TinSession   *self,
                  const GError *error)
{
  gboolean was_open = self->state != TIN_SESSION_OPENING;

  self->explaining = g_cancellable_new ();
  tin_problem_new_async (error, self->endpoint, was_open, self->explaining, problem_ready_cb, self);

  if (was_open)
    reach_state (self, TIN_SESSION_CLOSING);
}

void
tin_session_stop_explaining (TinSession *self)
{
  g_cancellable_cancel (self->explaining);
  g_clear_object (&self->explaining);
}

static void
apply_snapshot (TinSession               *self,
                const TinChannelSnapshot *snapshot)
{
  TinSessionState target = tin_session_state_from_channel (snapshot->state);

  apply_figures (self, snapshot);

  /* That it is to stop is known here before it has come to the engine. */
  if (self->state == TIN_SESSION_CLOSING && target != TIN_SESSION_CLOSED)
    return;

  if (target != TIN_SESSION_CLOSED)
    reach_state (self, target);
  else if (snapshot->error == NULL || was_cancelled (self, snapshot))
    come_to_an_end (self);
  else if (self->explaining == NULL)
    begin_to_explain (self, snapshot->error);
}

/* A refused datagram leaves a UDP session open: the server may come back. */
void
tin_session_follow_entry (const TinIndexEntry *entry,
                          gpointer             user_data)
{
  TinSession *self = user_data;

  if (self->endpoint == NULL)
    return;
  if (self->endpoint->transport != TIN_TRANSPORT_UDP || self->endpoint->role != TIN_ROLE_CLIENT)
    return;

  if (entry->event == TIN_EVENT_REFUSED && self->problem == NULL)
    {
      g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED,
                                                      g_strerror (ECONNREFUSED));
      /* To this one the system has nothing to add. */
      g_autoptr (TinProblem) problem = tin_problem_new_while_open (error, self->endpoint);

      tin_session_set_problem (self, problem);
    }
  else if (entry->event == TIN_EVENT_DATA && entry->direction == TIN_DIRECTION_IN && self->problem != NULL)
    {
      tin_session_set_problem (self, NULL);
    }
}

static guint64
get_queued (guint32  connection,
            gpointer user_data)
{
  TinSession *self = user_data;

  return self->channel != NULL ? tin_channel_get_queued (self->channel, connection) : 0;
}

static void
update_recording_problem (TinSession *self,
                          TinCapture *capture)
{
  g_auto (TinCaptureHealth) health = { 0 };
  const char *reason = self->no_file_reason;

  tin_capture_get_health (capture, &health);

  if (health.state != TIN_CAPTURE_SAVING && reason == NULL)
    reason = health.reason != NULL ? health.reason : _("the reason is not known");

  /* Translators: the placeholder is the reason, a clause such as "recording is switched off" */
  tin_session_replace_string (self, &self->recording_problem,
                              reason != NULL ? g_strdup_printf (_("Not being saved: %s"), reason) : NULL,
                              PROP_RECORDING_PROBLEM);
}

/* The disk tells no news: what it has not got yet is looked after. */
static gboolean
is_being_saved (TinCapture *capture)
{
  g_auto (TinCaptureHealth) health = { 0 };

  tin_capture_get_health (capture, &health);

  return health.state == TIN_CAPTURE_INTERRUPTED ||
         (health.state == TIN_CAPTURE_SAVING &&
          tin_capture_get_saved (capture) < tin_capture_get_published (capture));
}

static TinPumpNext
read_capture (TinSession *self)
{
  TinCapture *capture = tin_digest_get_capture (self->digest);

  if (capture == NULL)
    return TIN_PUMP_SLEEP;

  if (self->loader == NULL)
    update_recording_problem (self, capture);
  tin_search_update (self->search);
  if (tin_digest_update (self->digest, get_queued, self))
    return TIN_PUMP_AGAIN;

  tin_capture_arm (capture, tin_digest_get_seen (self->digest));

  return is_being_saved (capture) ? TIN_PUMP_WATCH : TIN_PUMP_SLEEP;
}

/* First how things are, then what happened: so no state is shown before its records. */
TinPumpNext
tin_session_feed (gpointer user_data)
{
  g_autoptr (TinSession) self = g_object_ref (user_data);
  g_auto (TinChannelSnapshot) snapshot = { 0 };
  TinPumpNext read_on = TIN_PUMP_SLEEP;
  TinPumpNext next;

  if (self->channel != NULL)
    tin_channel_get_snapshot (self->channel, &snapshot);

  if (tin_session_follow_file (self))
    read_on = TIN_PUMP_WATCH;
  next = MAX (read_on, read_capture (self));
  if (self->loader != NULL && next == TIN_PUMP_SLEEP)
    tin_peer_list_finish (tin_digest_get_peers (self->digest));

  if (self->channel != NULL)
    apply_snapshot (self, &snapshot);

  tin_session_emit_updated (self);

  return next;
}

void
tin_session_drop_capture (TinSession *self)
{
  TinCapture *capture = tin_digest_get_capture (self->digest);

  if (capture != NULL)
    tin_capture_set_news_func (capture, NULL, NULL);

  tin_digest_set_capture (self->digest, NULL);
  tin_bookmarks_remove_all (self->bookmarks);
  g_clear_pointer (&self->no_file_reason, g_free);
}
