/* tin-session.c: a profile, opened.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-session.h"

#include "codec/tin-text.h"
#include "model/tin-digest.h"
#include "model/tin-pump.h"
#include "model/tin-session-private.h"
#include "model/tin-session-state.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/**
 * TinSession:
 *
 * Ties a channel, its capture and the lists together, and has nothing of its own to
 * do but to pass on. All that it shows comes from two places: a sample of the channel
 * (how things are) and the capture (what happened), both read in turns of the pump.
 */
struct _TinSession
{
  GObject           parent_instance;

  guint32           id;
  TinProfile       *profile;            /* (owned) */
  TinEngine        *engine;             /* (owned) */
  TinCaptureStore  *store;              /* (owned) */
  TinDigest        *digest;             /* (owned) holds the capture, from the first start on */
  TinComposer      *composer;           /* (owned) */
  TinPump          *pump;               /* (owned) */

  TinEndpoint      *endpoint;           /* (owned) (nullable) what was opened last */
  TinChannel       *channel;            /* (owned) (nullable) while not closed */
  TinSessionState   state;
  gboolean          stopping;           /* stopped by the user, and not closed yet */
  TinAddress        local;
  guint             n_links;
  guint64           queued;             /* bytes */
  gboolean          at_limit;

  char             *status;             /* (owned) */
  TinProblem       *problem;            /* (owned) (nullable) */
  char             *no_file_reason;     /* (owned) (nullable) why the capture has no file */
  char             *recording_problem;  /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TinSession, tin_session, G_TYPE_OBJECT)

typedef enum
{
  PROP_PROFILE = 1,
  PROP_MESSAGES,
  PROP_PEERS,
  PROP_COMPOSER,
  PROP_STATE,
  PROP_STATUS,
  PROP_PROBLEM,
  PROP_CAN_START,
  PROP_CAN_STOP,
  PROP_CAN_SEND,
  PROP_TITLE,
  PROP_RECORDING_PROBLEM,
  PROP_QUEUED,
  PROP_AT_LIMIT,
} TinSessionProperty;

#define N_PROPERTIES (PROP_AT_LIMIT + 1)

static GParamSpec *properties[N_PROPERTIES];

typedef enum
{
  SIGNAL_UPDATED,
} TinSessionSignal;

static guint signals[SIGNAL_UPDATED + 1];

static void
notify (TinSession         *self,
        TinSessionProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
replace_string (TinSession         *self,
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
  notify (self, property);
}

static void
update_status (TinSession *self)
{
  replace_string (self, &self->status,
                  tin_session_state_dup_status (self->state, self->stopping, self->endpoint, &self->local),
                  PROP_STATUS);
}

static void
set_problem (TinSession *self,
             TinProblem *problem)
{
  if (g_set_object (&self->problem, problem))
    notify (self, PROP_PROBLEM);
}

static void
explain (TinSession   *self,
         const GError *error)
{
  g_autoptr (TinProblem) problem = tin_problem_new (error, self->endpoint);

  set_problem (self, problem);
}

static void
set_state (TinSession      *self,
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

  notify (self, PROP_STATE);
  notify (self, PROP_CAN_START);
  notify (self, PROP_CAN_STOP);
  notify (self, PROP_CAN_SEND);
  update_status (self);
}

static void
drop_channel (TinSession *self)
{
  if (self->channel == NULL)
    return;

  tin_channel_set_news_func (self->channel, NULL, NULL);
  g_clear_object (&self->channel);
}

static gboolean
was_cancelled (TinSession                *self,
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
      notify (self, PROP_QUEUED);
    }

  if (self->at_limit != snapshot->at_limit)
    {
      self->at_limit = snapshot->at_limit;
      notify (self, PROP_AT_LIMIT);
    }

  if (could_send != tin_session_can_send (self))
    notify (self, PROP_CAN_SEND);
}

static void
apply_snapshot (TinSession               *self,
                const TinChannelSnapshot *snapshot)
{
  TinSessionState target = tin_session_state_from_channel (snapshot->state);
  TinSessionState next = self->state;

  apply_figures (self, snapshot);

  if (target == TIN_SESSION_CLOSED)
    {
      if (snapshot->error != NULL && !was_cancelled (self, snapshot))
        explain (self, snapshot->error);
      drop_channel (self);
    }

  /* By @next, as who is told that it is closed may start it again at once. */
  while (next != target)
    {
      next = tin_session_state_step (next, target);
      set_state (self, next);
    }

  update_status (self);
}

/* A refused datagram leaves a UDP session open: the server may come back. */
static void
follow_refusals (const TinIndexEntry *entry,
                 gpointer             user_data)
{
  TinSession *self = user_data;

  if (self->endpoint == NULL || self->endpoint->transport != TIN_TRANSPORT_UDP)
    return;

  if (entry->event == TIN_EVENT_REFUSED && self->problem == NULL)
    {
      g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED,
                                                      g_strerror (ECONNREFUSED));

      explain (self, error);
    }
  else if (entry->event == TIN_EVENT_DATA && entry->direction == TIN_DIRECTION_IN && self->problem != NULL)
    {
      set_problem (self, NULL);
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
  replace_string (self, &self->recording_problem,
                  reason != NULL ? g_strdup_printf (_("Not being saved: %s"), reason) : NULL,
                  PROP_RECORDING_PROBLEM);
}

/* Returns: whether there are more records than one turn may take */
static gboolean
read_capture (TinSession *self)
{
  TinCapture *capture = tin_digest_get_capture (self->digest);

  if (capture == NULL)
    return FALSE;

  update_recording_problem (self, capture);
  if (tin_digest_update (self->digest, get_queued, self))
    return TRUE;

  tin_capture_arm (capture, tin_digest_get_seen (self->digest));

  return FALSE;
}

/* First how things are, then what happened: so no state is shown before its records. */
static gboolean
pump_cb (gpointer user_data)
{
  g_autoptr (TinSession) self = g_object_ref (user_data);
  g_auto (TinChannelSnapshot) snapshot = { 0 };
  gboolean more;

  if (self->channel != NULL)
    tin_channel_get_snapshot (self->channel, &snapshot);

  more = read_capture (self);

  if (self->channel != NULL)
    apply_snapshot (self, &snapshot);

  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);

  return more;
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
  notify (self, PROP_CAN_START);
}

static void
profile_notify_title_cb (TinSession *self)
{
  notify (self, PROP_TITLE);
}

/* What is not an encoding yet, because it is being typed, leaves the old one. */
static void
profile_notify_encoding_cb (TinSession *self)
{
  const char *encoding = tin_profile_get_encoding (self->profile);

  if (tin_text_is_encoding (encoding))
    tin_message_list_set_encoding (tin_session_get_messages (self), encoding);
}

static void
watch_profile (TinSession *self)
{
  g_signal_connect_object (self->profile, "notify::valid", G_CALLBACK (profile_notify_valid_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->profile, "notify::title", G_CALLBACK (profile_notify_title_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->profile, "notify::encoding", G_CALLBACK (profile_notify_encoding_cb), self,
                           G_CONNECT_SWAPPED);
  profile_notify_encoding_cb (self);

  g_object_bind_property (self->profile, "encoding", self->composer, "encoding", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->profile, "line-ending", self->composer, "line-ending", G_BINDING_SYNC_CREATE);
}

static void
drop_capture (TinSession *self)
{
  TinCapture *capture = tin_digest_get_capture (self->digest);

  if (capture != NULL)
    tin_capture_set_news_func (capture, NULL, NULL);

  tin_digest_set_capture (self->digest, NULL);
  g_clear_pointer (&self->no_file_reason, g_free);
}

static void
tin_session_dispose (GObject *object)
{
  TinSession *self = TIN_SESSION (object);

  if (self->channel != NULL)
    {
      tin_channel_stop (self->channel);
      drop_channel (self);
      g_object_set (self->profile, "editable", TRUE, NULL);
    }

  if (self->digest != NULL)
    drop_capture (self);

  g_clear_pointer (&self->digest, tin_digest_free);
  g_clear_pointer (&self->pump, tin_pump_free);
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
  g_free (self->status);
  g_free (self->recording_problem);

  G_OBJECT_CLASS (tin_session_parent_class)->finalize (object);
}

static void
get_object_property (TinSession         *self,
                     TinSessionProperty  property,
                     GValue             *value)
{
  gpointer objects[] = {
    [PROP_PROFILE] = self->profile,
    [PROP_MESSAGES] = tin_session_get_messages (self),
    [PROP_PEERS] = tin_session_get_peers (self),
    [PROP_COMPOSER] = self->composer,
    [PROP_PROBLEM] = self->problem,
  };

  g_value_set_object (value, objects[property]);
}

static void
tin_session_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TinSession *self = TIN_SESSION (object);

  switch ((TinSessionProperty) id)
    {
    case PROP_PROFILE:
    case PROP_MESSAGES:
    case PROP_PEERS:
    case PROP_COMPOSER:
    case PROP_PROBLEM:
      get_object_property (self, id, value);
      break;

    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;

    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;

    case PROP_CAN_START:
      g_value_set_boolean (value, tin_session_can_start (self));
      break;

    case PROP_CAN_STOP:
      g_value_set_boolean (value, tin_session_can_stop (self));
      break;

    case PROP_CAN_SEND:
      g_value_set_boolean (value, tin_session_can_send (self));
      break;

    case PROP_TITLE:
      g_object_get_property (G_OBJECT (self->profile), "title", value);
      break;

    case PROP_RECORDING_PROBLEM:
      g_value_set_string (value, self->recording_problem);
      break;

    case PROP_QUEUED:
      g_value_set_uint64 (value, self->queued);
      break;

    case PROP_AT_LIMIT:
      g_value_set_boolean (value, self->at_limit);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_PROFILE] = g_param_spec_object ("profile", NULL, NULL, TIN_TYPE_PROFILE, flags);
  properties[PROP_MESSAGES] = g_param_spec_object ("messages", NULL, NULL, TIN_TYPE_MESSAGE_LIST, flags);
  properties[PROP_PEERS] = g_param_spec_object ("peers", NULL, NULL, TIN_TYPE_PEER_LIST, flags);
  properties[PROP_COMPOSER] = g_param_spec_object ("composer", NULL, NULL, TIN_TYPE_COMPOSER, flags);
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, TIN_SESSION_CLOSED, TIN_SESSION_CLOSING,
                                              TIN_SESSION_CLOSED, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  properties[PROP_PROBLEM] = g_param_spec_object ("problem", NULL, NULL, TIN_TYPE_PROBLEM, flags);
  properties[PROP_CAN_START] = g_param_spec_boolean ("can-start", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_STOP] = g_param_spec_boolean ("can-stop", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_SEND] = g_param_spec_boolean ("can-send", NULL, NULL, FALSE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_RECORDING_PROBLEM] = g_param_spec_string ("recording-problem", NULL, NULL, NULL, flags);
  properties[PROP_QUEUED] = g_param_spec_uint64 ("queued", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_AT_LIMIT] = g_param_spec_boolean ("at-limit", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
tin_session_class_init (TinSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tin_session_dispose;
  object_class->finalize = tin_session_finalize;
  object_class->get_property = tin_session_get_property;
  install_properties (object_class);

  signals[SIGNAL_UPDATED] = g_signal_new ("updated", TIN_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
tin_session_init (TinSession *self)
{
  self->digest = tin_digest_new (follow_refusals, self);
  self->composer = tin_composer_new ();
  self->pump = tin_pump_new (pump_cb, self);

  g_signal_connect_object (tin_session_get_messages (self), "notify::busy", G_CALLBACK (messages_notify_busy_cb),
                           self, G_CONNECT_SWAPPED);
  update_status (self);
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
 * Returns: whether it is closed and its profile is valid
 */
gboolean
tin_session_can_start (TinSession *self)
{
  gboolean valid;

  g_return_val_if_fail (TIN_IS_SESSION (self), FALSE);

  if (self->state != TIN_SESSION_CLOSED)
    return FALSE;

  g_object_get (self->profile, "valid", &valid, NULL);

  return valid;
}

/**
 * tin_session_can_stop:
 *
 * Returns: whether it is opening or open, and was not stopped already
 */
gboolean
tin_session_can_stop (TinSession *self)
{
  g_return_val_if_fail (TIN_IS_SESSION (self), FALSE);

  return !self->stopping && (self->state == TIN_SESSION_OPENING || self->state == TIN_SESSION_OPEN);
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

  endpoint = tin_profile_to_endpoint (self->profile, error);
  if (endpoint == NULL)
    return FALSE;

  g_clear_pointer (&self->endpoint, tin_endpoint_free);
  self->endpoint = g_steal_pointer (&endpoint);
  self->local = (TinAddress) { 0 };

  set_problem (self, NULL);
  g_object_set (self->profile, "editable", FALSE, NULL);
  self->channel = tin_engine_open (self->engine, self->endpoint, ensure_capture (self), tin_pump_wake, self->pump);
  set_state (self, TIN_SESSION_OPENING);
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

  if (self->state == TIN_SESSION_OPEN)
    {
      self->stopping = TRUE;
      set_state (self, TIN_SESSION_CLOSING);
    }
  else if (self->state == TIN_SESSION_OPENING)
    {
      self->stopping = TRUE;
      notify (self, PROP_CAN_STOP);
      update_status (self);
    }
}

/**
 * tin_session_send:
 * @connection: a peer's number, or 0 for every peer
 * @bytes: what to send, as it is
 * @error: return location for an error of %G_IO_ERROR: %G_IO_ERROR_NOT_CONNECTED,
 *   %G_IO_ERROR_NO_SPACE when too much waits for the peer already
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
 * tin_session_delete_recording:
 * @error: return location for an error of %G_IO_ERROR; %G_IO_ERROR_BUSY while it is open
 *
 * Deletes the capture file and empties the lists. The next start makes a new one.
 *
 * Returns: whether nothing is left of it
 */
gboolean
tin_session_delete_recording (TinSession  *self,
                              GError     **error)
{
  g_auto (TinCaptureHealth) health = { 0 };

  g_return_val_if_fail (TIN_IS_SESSION (self), FALSE);

  if (self->state != TIN_SESSION_CLOSED)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, _("Stop the session before its recording is deleted"));
      return FALSE;
    }

  if (tin_digest_get_capture (self->digest) == NULL)
    return TRUE;

  tin_capture_get_health (tin_digest_get_capture (self->digest), &health);
  if (health.path != NULL && g_unlink (health.path) != 0 && errno != ENOENT)
    {
      int code = errno;

      /* Translators: a file, and the system's reason */
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("The recording %1$s cannot be deleted: %2$s"),
                   health.path, g_strerror (code));
      return FALSE;
    }

  drop_capture (self);
  replace_string (self, &self->recording_problem, NULL, PROP_RECORDING_PROBLEM);
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);

  return TRUE;
}
