/* tin-session.c: a profile, opened.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-session-object.h"

#include "codec/tin-text.h"
#include "model/tin-retirement.h"
#include "model/tin-session-state.h"

G_DEFINE_FINAL_TYPE (TinSession, tin_session, G_TYPE_OBJECT)

typedef enum
{
  SIGNAL_UPDATED,
} TinSessionSignal;

static guint signals[SIGNAL_UPDATED + 1];

void
tin_session_emit_updated (TinSession *self)
{
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

static void
messages_notify_busy_cb (TinSession *self)
{
  if (tin_message_list_is_busy (tin_session_get_messages (self)))
    tin_pump_wake (self->pump);
}

static void
profile_notify_valid_cb (TinSession *self)
{
  tin_session_notify (self, PROP_CAN_START);
}

static void
profile_notify_title_cb (TinSession *self)
{
  tin_session_notify (self, PROP_TITLE);
}

/* What is not an encoding yet, because it is being typed, leaves the old one. */
static void
profile_notify_encoding_cb (TinSession *self)
{
  const char *encoding = tin_profile_get_encoding (self->profile);

  if (!tin_text_is_encoding (encoding))
    return;

  tin_message_list_set_encoding (tin_session_get_messages (self), encoding);
  tin_search_set_encoding (self->search, encoding);
}

static void
profile_notify_framing_cb (TinSession *self)
{
  TinFraming in;
  TinFraming out;

  if (tin_framing_parse (tin_profile_get_framing (self->profile, FALSE), &in, NULL) &&
      tin_framing_parse (tin_profile_get_framing (self->profile, TRUE), &out, NULL))
    tin_message_list_set_framing (tin_session_get_messages (self), &in, &out);
}

/* Why it did not open is no news any more once that is set up otherwise. */
static void
profile_notify_place_cb (TinSession *self)
{
  if (self->state == TIN_SESSION_CLOSED)
    tin_session_set_problem (self, NULL);
}

static void
watch_place (TinSession *self)
{
  static const char *const names[] = { "transport", "role", "host", "port" };

  for (guint i = 0; i < G_N_ELEMENTS (names) + TIN_N_OPTIONS; i++)
    {
      const char *name = i < G_N_ELEMENTS (names) ? names[i] : tin_option_get_info (i - G_N_ELEMENTS (names))->name;
      g_autofree char *signal = g_strconcat ("notify::", name, NULL);

      g_signal_connect_object (self->profile, signal, G_CALLBACK (profile_notify_place_cb), self, G_CONNECT_SWAPPED);
    }
}

static void
watch_profile (TinSession *self)
{
  watch_place (self);
  g_signal_connect_object (self->profile, "notify::valid", G_CALLBACK (profile_notify_valid_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->profile, "notify::title", G_CALLBACK (profile_notify_title_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->profile, "notify::encoding", G_CALLBACK (profile_notify_encoding_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->profile, "notify::framing-in", G_CALLBACK (profile_notify_framing_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->profile, "notify::framing-out", G_CALLBACK (profile_notify_framing_cb), self,
                           G_CONNECT_SWAPPED);
  profile_notify_encoding_cb (self);
  profile_notify_framing_cb (self);

  g_object_bind_property (self->profile, "encoding", self->composer, "encoding", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->profile, "line-ending", self->composer, "line-ending", G_BINDING_SYNC_CREATE);
}

/* What is open ends gracefully, and what was captured reaches the disk, without us. */
static void
retire (TinSession *self)
{
  TinCapture *capture = tin_digest_get_capture (self->digest);

  if (self->channel != NULL)
    {
      tin_channel_stop (self->channel);
      g_object_set (self->profile, "editable", TRUE, NULL);
    }

  if (capture != NULL)
    tin_retire (self->channel, capture);

  g_clear_object (&self->channel);
  tin_session_drop_capture (self);
}

static void
tin_session_dispose (GObject *object)
{
  TinSession *self = TIN_SESSION (object);

  tin_session_stop_explaining (self);
  if (self->search != NULL)
    tin_search_set_wake_func (self->search, NULL, NULL);

  g_clear_pointer (&self->loader, tin_loader_free);
  if (self->digest != NULL)
    retire (self);

  g_clear_pointer (&self->digest, tin_digest_free);
  g_clear_pointer (&self->pump, tin_pump_free);
  g_clear_object (&self->search);
  g_clear_object (&self->bookmarks);
  g_clear_object (&self->composer);
  g_clear_object (&self->problem);
  g_clear_object (&self->profile);
  g_clear_object (&self->store);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (tin_session_parent_class)->dispose (object);
}

static void
tin_session_finalize (GObject *object)
{
  TinSession *self = TIN_SESSION (object);

  g_clear_pointer (&self->endpoint, tin_endpoint_free);
  g_free (self->file_title);
  g_free (self->file_note);
  g_free (self->status);
  g_free (self->recording_problem);

  G_OBJECT_CLASS (tin_session_parent_class)->finalize (object);
}

static void
tin_session_class_init (TinSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tin_session_dispose;
  object_class->finalize = tin_session_finalize;
  tin_session_install_properties (object_class);

  signals[SIGNAL_UPDATED] = g_signal_new ("updated", TIN_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
tin_session_init (TinSession *self)
{
  self->digest = tin_digest_new (tin_session_follow_entry, self);
  self->composer = tin_composer_new ();
  self->pump = tin_pump_new (tin_session_feed, self);
  tin_message_list_set_news_func (tin_session_get_messages (self), tin_pump_wake, self->pump);
  self->bookmarks = tin_bookmarks_new ();
  self->search = tin_search_new (tin_session_get_messages (self));
  tin_search_set_wake_func (self->search, tin_pump_wake, self->pump);

  g_signal_connect_object (tin_session_get_messages (self), "notify::busy", G_CALLBACK (messages_notify_busy_cb),
                           self, G_CONNECT_SWAPPED);
  tin_session_update_status (self);
}

/**
 * tin_session_new: (constructor)
 * @id: what tells it from the workbench's other sessions, in output for other programs
 * @profile: kept
 * @engine: kept
 * @store: where its capture comes from; kept
 *
 * Returns: (transfer full): a closed session
 */
TinSession *
tin_session_new (guint32          id,
                 TinProfile      *profile,
                 TinEngine       *engine,
                 TinCaptureStore *store)
{
  TinSession *self = g_object_new (TIN_TYPE_SESSION, NULL);

  self->id = id;
  self->profile = g_object_ref (profile);
  self->engine = g_object_ref (engine);
  self->store = g_object_ref (store);
  watch_profile (self);

  return self;
}

/**
 * tin_session_get_profile:
 *
 * Returns: (transfer none): what it opens; locked while it is not closed
 */
TinProfile *
tin_session_get_profile (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return self->profile;
}

/**
 * tin_session_get_messages:
 *
 * Returns: (transfer none): the log, the same list for the session's whole life
 */
TinMessageList *
tin_session_get_messages (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return tin_digest_get_messages (self->digest);
}

/**
 * tin_session_get_peers:
 *
 * Returns: (transfer none): the connection list, the same for the session's whole life
 */
TinPeerList *
tin_session_get_peers (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return tin_digest_get_peers (self->digest);
}

/**
 * tin_session_get_search:
 *
 * Returns: (transfer none): what the log is searched for, the same for the session's whole life
 */
TinSearch *
tin_session_get_search (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return self->search;
}

/**
 * tin_session_get_bookmarks:
 *
 * Returns: (transfer none): on messages of the log, the same for the session's whole life
 */
TinBookmarks *
tin_session_get_bookmarks (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return self->bookmarks;
}

/**
 * tin_session_get_composer:
 *
 * Returns: (transfer none): the send box; encoding and line ending are the profile's
 */
TinComposer *
tin_session_get_composer (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return self->composer;
}

/**
 * tin_session_get_state:
 *
 * Returns: the state, as last sampled
 */
TinSessionState
tin_session_get_state (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), TIN_SESSION_CLOSED);

  return self->state;
}

/**
 * tin_session_get_status:
 *
 * Returns: (transfer none): the state in words, with the address
 */
const char *
tin_session_get_status (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return self->status;
}

/**
 * tin_session_get_totals:
 *
 * Returns: (transfer none): the sums as of the last update
 */
const TinTotals *
tin_session_get_totals (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return tin_digest_get_totals (self->digest);
}

/**
 * tin_session_get_series:
 *
 * Returns: (transfer none): the same over time, as of the last update; lives as long as the session
 */
TinSeries *
tin_session_get_series (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return tin_digest_get_series (self->digest);
}

/**
 * tin_session_get_capture:
 *
 * Returns: (transfer none) (nullable): what has been captured; %NULL before the first
 *   start and after tin_session_delete_recording()
 */
TinCapture *
tin_session_get_capture (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return tin_digest_get_capture (self->digest);
}

/**
 * tin_session_get_id:
 *
 * Returns: a number that no other session of the workbench has
 */
guint32
tin_session_get_id (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), 0);

  return self->id;
}

/**
 * tin_session_dup_address:
 *
 * Returns: (transfer full) (nullable): for an open server the address it listens on,
 *   with the port that the system chose; else the host and port of the profile as it
 *   was opened last; %NULL if it never was
 */
char *
tin_session_dup_address (TinSession *self)
{
  char buffer[TIN_ADDRESS_STRING_SIZE];

  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  if (self->endpoint == NULL)
    return NULL;

  if (self->endpoint->role == TIN_ROLE_SERVER && tin_address_is_set (&self->local))
    return g_strdup (tin_address_format (&self->local, buffer));

  return tin_endpoint_dup_address (self->endpoint);
}

/**
 * tin_session_get_port:
 *
 * Returns: our own port while open, the one that the system chose if none was named; else 0
 */
guint16
tin_session_get_port (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), 0);

  return tin_address_is_set (&self->local) ? self->local.port : 0;
}

/**
 * tin_session_get_problem:
 *
 * Returns: (transfer none) (nullable): why it did not open or ended, or that a UDP
 *   server is not running
 */
TinProblem *
tin_session_get_problem (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return self->problem;
}

/**
 * tin_session_get_recording_problem:
 *
 * Returns: (transfer none) (nullable): a translated "Not being saved: …"
 */
const char *
tin_session_get_recording_problem (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), NULL);

  return self->recording_problem;
}

/**
 * tin_session_can_start:
 *
 * Returns: whether it is closed, its profile is valid, and it shows no file
 */
gboolean
tin_session_can_start (TinSession *self)
{
  gboolean valid;

  g_return_val_if_fail (TIN_IS_SESSION (self), FALSE);

  if (self->state != TIN_SESSION_CLOSED || self->loader != NULL)
    return FALSE;

  g_object_get (self->profile, "valid", &valid, NULL);

  return valid;
}

/**
 * tin_session_can_stop:
 *
 * A peer that ended but does not read what waits for it keeps a session closing for as long
 * as it likes, so that this can be stopped, too.
 *
 * Returns: whether it is not closed, and was not stopped already
 */
gboolean
tin_session_can_stop (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), FALSE);

  return !self->stopping && self->state != TIN_SESSION_CLOSED;
}

/**
 * tin_session_can_send:
 *
 * Returns: whether there is anybody to send to
 */
gboolean
tin_session_can_send (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), FALSE);

  return self->state == TIN_SESSION_OPEN && self->n_links > 0;
}

/**
 * tin_session_get_queued:
 *
 * Returns: bytes that wait to be sent to all peers together, as last sampled
 */
guint64
tin_session_get_queued (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), 0);

  return self->queued;
}
