/* tin-session-commands.c: what a user does with a session.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-session-object.h"

#include "model/tin-retirement.h"
#include "model/tin-session-state.h"

#include <glib/gi18n-lib.h>

/* One capture for the session's life: later starts append. */
static TinCapture *
ensure_capture (TinSession *self)
{
  g_autoptr (TinCapture) capture = NULL;
  g_autofree char *uri = NULL;

  if (tin_digest_get_capture (self->digest) != NULL)
    return tin_digest_get_capture (self->digest);

  uri = tin_endpoint_to_short_uri (self->endpoint);
  capture = tin_capture_store_create (self->store, uri, &self->no_file_reason);
  tin_capture_set_news_func (capture, tin_pump_wake, self->pump);
  tin_digest_set_capture (self->digest, capture);

  return tin_digest_get_capture (self->digest);
}

/**
 * tin_session_start:
 * @error: return location for an error of %G_IO_ERROR or %TIN_CODEC_ERROR
 *
 * Begins to open the profile as it is now. What comes of it is told by the
 * properties: a failure to open is no failure of this call.
 *
 * Returns: %FALSE if the profile is not valid or the session is not closed
 */
gboolean
tin_session_start (TinSession  *self,
                   GError     **error)
{
  g_autoptr (TinEndpoint) endpoint = NULL;

  g_return_val_if_fail (TIN_IS_SESSION (self), FALSE);

  if (self->state != TIN_SESSION_CLOSED)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, _("The session is running already"));
      return FALSE;
    }
  if (self->loader != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY, _("A file that was opened can only be read"));
      return FALSE;
    }

  endpoint = tin_profile_to_endpoint (self->profile, error);
  if (endpoint == NULL)
    return FALSE;

  g_clear_pointer (&self->endpoint, tin_endpoint_free);
  self->endpoint = g_steal_pointer (&endpoint);
  self->local = (TinAddress) { 0 };

  tin_session_set_problem (self, NULL);
  g_object_set (self->profile, "editable", FALSE, NULL);
  self->channel = tin_engine_open (self->engine, self->endpoint, ensure_capture (self), tin_pump_wake, self->pump);
  tin_session_set_state (self, TIN_SESSION_OPENING);
  tin_pump_wake (self->pump);

  return TRUE;
}

/**
 * tin_session_stop:
 *
 * Ends it: at once while it is opening, else gracefully, so that what was sent
 * arrives (within %TIN_CHANNEL_DRAIN_TIMEOUT). Does nothing when it is closed.
 */
void
tin_session_stop (TinSession *self)
{
  g_return_if_fail (TIN_IS_SESSION (self));

  if (self->channel == NULL || self->stopping)
    return;

  tin_channel_stop (self->channel);
  tin_session_stop_explaining (self);
  tin_pump_wake (self->pump);

  if (self->state == TIN_SESSION_OPEN)
    {
      self->stopping = TRUE;
      tin_session_set_state (self, TIN_SESSION_CLOSING);
    }
  else
    {
      self->stopping = TRUE;
      tin_session_notify (self, PROP_CAN_STOP);
      tin_session_update_status (self);
    }
}

/**
 * tin_session_send:
 * @connection: a peer's number, or 0 for every peer
 * @bytes: what to send, as it is
 * @error: return location for an error of %G_IO_ERROR: %G_IO_ERROR_NOT_CONNECTED when
 *   nobody is there, %G_IO_ERROR_WOULD_BLOCK when too much waits for the peer already,
 *   %G_IO_ERROR_MESSAGE_TOO_LARGE
 *
 * Queues bytes. They appear in the log when the socket took them.
 *
 * Returns: whether they were queued
 */
gboolean
tin_session_send (TinSession  *self,
                  guint32      connection,
                  GBytes      *bytes,
                  GError     **error)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  if (self->state != TIN_SESSION_OPEN)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, _("Nothing is open to send over"));
      return FALSE;
    }

  if (!tin_channel_send (self->channel, connection, bytes, error))
    return FALSE;

  tin_peer_list_touch (tin_session_get_peers (self), connection);
  tin_pump_wake (self->pump);

  return TRUE;
}

/**
 * tin_session_finish_sending:
 * @connection: a peer's number, or 0 for every peer
 *
 * Half-closes: tells the peer that nothing more will come, and goes on receiving.
 */
void
tin_session_finish_sending (TinSession *self,
                            guint32     connection)
{
  g_return_if_fail (TIN_IS_SESSION (self));

  if (self->channel != NULL)
    tin_channel_finish_sending (self->channel, connection);
}

/**
 * tin_session_disconnect_peer:
 * @connection: a peer's number
 *
 * Ends one conversation gracefully. A server stays open.
 */
void
tin_session_disconnect_peer (TinSession *self,
                             guint32     connection)
{
  g_return_if_fail (TIN_IS_SESSION (self));
  g_return_if_fail (connection != 0);

  if (self->channel != NULL)
    tin_channel_disconnect (self->channel, connection);
}

/**
 * tin_session_disconnect_all:
 *
 * Ends every conversation gracefully. A server stays open.
 */
void
tin_session_disconnect_all (TinSession *self)
{
  g_return_if_fail (TIN_IS_SESSION (self));

  if (self->channel != NULL)
    tin_channel_disconnect (self->channel, 0);
}

/**
 * tin_session_resume_answers:
 * @connection: a peer's number, or 0 for every peer
 *
 * Answers peers again that a storm of datagrams has paused.
 */
void
tin_session_resume_answers (TinSession *self,
                            guint32     connection)
{
  g_return_if_fail (TIN_IS_SESSION (self));

  if (self->channel != NULL)
    tin_channel_resume_answers (self->channel, connection);
}

/**
 * tin_session_delete_recording:
 * @error: return location for an error of %G_IO_ERROR; %G_IO_ERROR_BUSY while it is open
 *
 * Deletes the recording, all its files, and empties the lists. The next start makes a new one.
 *
 * Returns: whether nothing is left of it
 */
gboolean
tin_session_delete_recording (TinSession  *self,
                              GError     **error)
{
  g_auto (TinCaptureHealth) health = { 0 };
  g_autoptr (GError) failure = NULL;
  TinCapture *capture;

  g_return_val_if_fail (TIN_IS_SESSION (self), FALSE);

  if (self->state != TIN_SESSION_CLOSED)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, _("Stop the session before its recording is deleted"));
      return FALSE;
    }

  if (self->loader != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY, _("A file that was opened can only be read"));
      return FALSE;
    }

  capture = tin_digest_get_capture (self->digest);
  if (capture == NULL)
    return TRUE;

  tin_capture_get_health (capture, &health);
  if (!tin_capture_delete_file (capture, &failure) && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      /* Translators: a file, and the system's reason */
      g_set_error (error, failure->domain, failure->code, _("The recording %1$s cannot be deleted: %2$s"),
                   health.path, failure->message);
      return FALSE;
    }

  tin_retire (NULL, capture);
  tin_session_drop_capture (self);
  tin_session_replace_string (self, &self->recording_problem, NULL, PROP_RECORDING_PROBLEM);
  tin_session_emit_updated (self);

  return TRUE;
}
