/* tin-channel.c: an opened endpoint: a listener with its links, or a link.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-channel-private.h"

#include "net/tin-tcp-client.h"
#include "net/tin-tcp-server.h"
#include "net/tin-udp-client.h"
#include "net/tin-udp-server.h"

#include <glib/gi18n-lib.h>

/**
 * TinChannel:
 *
 * What an endpoint is while it is open. All of it happens in the engine's thread; other
 * threads post commands and take samples. A kind of channel is a class and one row
 * of the table below.
 */
typedef struct
{
  TinEngine       *engine;         /* (unowned) (nullable) once closed */
  GMainContext    *context;        /* (owned) */
  TinEndpoint     *endpoint;       /* (owned) nobody changes it */
  TinReplies       replies;
  GError          *replies_error;  /* (owned) (nullable) */
  TinCapture      *capture;        /* (owned) */
  gboolean         dirty;          /* the engine's thread alone */

  GMutex           news_lock;
  TinCaptureFunc   news_func;      /* (nullable) under news_lock */
  gpointer         news_data;

  GMutex           lock;           /* of all that follows */
  TinChannelState  state;
  GError          *error;          /* (owned) (nullable) */
  TinAddress       local;
  gboolean         at_limit;
  GHashTable      *peers;          /* (owned) connection → owned TinPeerQueue */
  gboolean         resume_posted;
  gsize            posted;         /* bytes of sends that were accepted and have not run yet */
  gssize           queued;         /* bytes for all peers (atomic) */
} TinChannelPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TinChannel, tin_channel, G_TYPE_OBJECT)

/* A new transport is one file and one row. */
static const struct
{
  TinTransport  transport;
  TinRole       role;
  GType         (*get_type) (void);
} channel_types[] = {
  { TIN_TRANSPORT_TCP, TIN_ROLE_SERVER, tin_tcp_server_get_type },
  { TIN_TRANSPORT_TCP, TIN_ROLE_CLIENT, tin_tcp_client_get_type },
  { TIN_TRANSPORT_UDP, TIN_ROLE_SERVER, tin_udp_server_get_type },
  { TIN_TRANSPORT_UDP, TIN_ROLE_CLIENT, tin_udp_client_get_type },
};

typedef void (*TinCommandFunc) (TinChannel   *self,
                                TinPeerQueue *peer,
                                GBytes       *bytes);

typedef struct
{
  TinChannel     *channel;  /* (owned) */
  TinCommandFunc  func;
  TinPeerQueue   *peer;     /* (owned) (nullable) for all peers */
  GBytes         *bytes;    /* (owned) (nullable) */
} TinCommand;

static TinPeerQueue *
peer_queue_ref (TinPeerQueue *peer)
{
  g_atomic_ref_count_inc (&peer->references);

  return peer;
}

static void
peer_queue_unref (gpointer data)
{
  TinPeerQueue *peer = data;

  if (g_atomic_ref_count_dec (&peer->references))
    g_free (peer);
}

static void
command_free (gpointer data)
{
  TinCommand *command = data;

  g_object_unref (command->channel);
  g_clear_pointer (&command->peer, peer_queue_unref);
  g_clear_pointer (&command->bytes, g_bytes_unref);
  g_free (command);
}

static gboolean
command_cb (gpointer user_data)
{
  TinCommand *command = user_data;

  if (tin_channel_get_state (command->channel) != TIN_CHANNEL_CLOSED)
    command->func (command->channel, command->peer, command->bytes);

  return G_SOURCE_REMOVE;
}

/* With the lock held, and only while not closed: after that nobody takes commands out. */
static void
post_locked (TinChannel     *self,
             TinCommandFunc  func,
             TinPeerQueue   *peer,
             GBytes         *bytes)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);
  g_autoptr (GSource) source = g_idle_source_new ();
  TinCommand *command = g_new0 (TinCommand, 1);

  command->channel = g_object_ref (self);
  command->func = func;
  command->peer = peer != NULL ? peer_queue_ref (peer) : NULL;
  command->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, command_cb, command, command_free);
  g_source_attach (source, private->context);
}

static void
post_for_connection (TinChannel     *self,
                     guint32         connection,
                     TinCommandFunc  func)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);
  TinPeerQueue *peer = NULL;

  g_mutex_lock (&private->lock);

  if (connection != 0)
    peer = g_hash_table_lookup (private->peers, GUINT_TO_POINTER (connection));

  if (private->state != TIN_CHANNEL_CLOSED && (connection == 0 || peer != NULL))
    post_locked (self, func, peer, NULL);

  g_mutex_unlock (&private->lock);
}

static void
call_news_func (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  g_mutex_lock (&private->news_lock);
  if (private->news_func != NULL)
    private->news_func (private->news_data);
  g_mutex_unlock (&private->news_lock);
}

static void
run_resume (TinChannel   *self,
            TinPeerQueue *peer,
            GBytes       *bytes)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  g_mutex_lock (&private->lock);
  private->resume_posted = FALSE;
  g_mutex_unlock (&private->lock);

  TIN_CHANNEL_GET_CLASS (self)->resume (self);
}

/* In the capture's writer thread. */
static void
room_cb (gpointer user_data)
{
  TinChannel *self = user_data;
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  g_mutex_lock (&private->lock);

  if (!private->resume_posted && private->state != TIN_CHANNEL_CLOSED)
    {
      private->resume_posted = TRUE;
      post_locked (self, run_resume, NULL, NULL);
    }

  g_mutex_unlock (&private->lock);
}

/* Whether a queue that holds @queued bytes may take @size more: a large message goes
 * into an empty queue only. */
static gboolean
has_queue_room (gsize queued,
                gsize size)
{
  return queued == 0 || queued + size <= TIN_CHANNEL_QUEUE_LIMIT;
}

static void
take_posted (TinChannel *self,
             GBytes     *bytes)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  g_mutex_lock (&private->lock);
  private->posted -= g_bytes_get_size (bytes);
  g_mutex_unlock (&private->lock);
}

static void
record_too_late (TinChannel *self,
                 gsize       size)
{
  tin_channel_record (self, NULL, TIN_EVENT_DROPPED, TIN_DIRECTION_OUT, TIN_BY_LOCAL, size,
                      _("Not sent: the peer had left."));
}

static void
run_send_to_all (TinChannel   *self,
                 TinPeerQueue *nobody,
                 GBytes       *bytes)
{
  g_autoptr (GPtrArray) peers = tin_channel_list_peers (self);
  gsize size = g_bytes_get_size (bytes);

  take_posted (self, bytes);

  if (peers->len == 0)
    record_too_late (self, size);

  for (guint i = 0; i < peers->len; i++)
    {
      TinPeerQueue *peer = g_ptr_array_index (peers, i);

      if (peer->link == NULL)
        continue;

      if (!has_queue_room (g_atomic_int_get (&peer->queued), size))
        {
          tin_channel_record (self, peer->flow, TIN_EVENT_DROPPED, TIN_DIRECTION_OUT, TIN_BY_LOCAL, size,
                              _("Not sent: this peer does not read, and what waits for it is at its limit"));
          continue;
        }

      tin_channel_count_queued (self, peer, size);
      TIN_CHANNEL_GET_CLASS (self)->send (self, peer, bytes);
    }
}

static void
run_send (TinChannel   *self,
          TinPeerQueue *peer,
          GBytes       *bytes)
{
  take_posted (self, bytes);

  if (peer->link != NULL)
    TIN_CHANNEL_GET_CLASS (self)->send (self, peer, bytes);
  else
    record_too_late (self, g_bytes_get_size (bytes));
}

static void
run_for_peers (TinChannel       *self,
               TinPeerQueue     *peer,
               TinChannelPeerFunc func)
{
  if (peer == NULL)
    tin_channel_for_peers (self, func);
  else if (peer->link != NULL)
    func (self, peer);
}

static void
run_finish_sending (TinChannel   *self,
                    TinPeerQueue *peer,
                    GBytes       *bytes)
{
  run_for_peers (self, peer, TIN_CHANNEL_GET_CLASS (self)->finish_sending);
}

static void
run_disconnect (TinChannel   *self,
                TinPeerQueue *peer,
                GBytes       *bytes)
{
  run_for_peers (self, peer, TIN_CHANNEL_GET_CLASS (self)->disconnect);
}

static void
run_stop (TinChannel   *self,
          TinPeerQueue *peer,
          GBytes       *bytes)
{
  tin_channel_stop_now (self);
}

static void
tin_channel_finalize (GObject *object)
{
  TinChannel *self = TIN_CHANNEL (object);
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  tin_replies_clear (&private->replies);
  g_clear_error (&private->replies_error);
  g_clear_error (&private->error);
  g_clear_pointer (&private->endpoint, tin_endpoint_free);
  g_clear_pointer (&private->peers, g_hash_table_unref);
  g_clear_pointer (&private->context, g_main_context_unref);
  g_clear_object (&private->capture);
  g_mutex_clear (&private->lock);
  g_mutex_clear (&private->news_lock);

  G_OBJECT_CLASS (tin_channel_parent_class)->finalize (object);
}

static void
tin_channel_class_init (TinChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tin_channel_finalize;
}

static void
tin_channel_init (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  g_mutex_init (&private->lock);
  g_mutex_init (&private->news_lock);
  private->state = TIN_CHANNEL_OPENING;
  private->peers = g_hash_table_new_full (NULL, NULL, NULL, peer_queue_unref);
}

static GType
find_type (const TinEndpoint *endpoint)
{
  for (guint i = 0; i < G_N_ELEMENTS (channel_types); i++)
    if (channel_types[i].transport == endpoint->transport && channel_types[i].role == endpoint->role)
      return channel_types[i].get_type ();

  g_assert_not_reached ();
}

/**
 * tin_channel_new: (constructor)
 * @engine: the engine; unowned
 * @endpoint: what to open; copied
 * @capture: where to write what happens
 * @news_func: (nullable): called at each change of the snapshot
 * @user_data: for @news_func
 *
 * The one function here that runs in the opener's thread.
 *
 * Returns: (transfer full): a channel of the kind that the endpoint asks for, opening
 */
TinChannel *
tin_channel_new (TinEngine         *engine,
                 const TinEndpoint *endpoint,
                 TinCapture        *capture,
                 TinCaptureFunc     news_func,
                 gpointer           user_data)
{
  TinChannel *self = g_object_new (find_type (endpoint), NULL);
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  private->engine = engine;
  private->context = g_main_context_ref (tin_engine_get_context (engine));
  private->endpoint = tin_endpoint_copy (endpoint);
  private->capture = g_object_ref (capture);
  private->news_func = news_func;
  private->news_data = user_data;
  tin_replies_init (&private->replies, private->endpoint, &private->replies_error);

  return self;
}

void
tin_channel_open (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  tin_capture_set_room_func (private->capture, room_cb, self);

  if (private->replies_error != NULL)
    {
      tin_channel_record (self, NULL, TIN_EVENT_ERROR, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0,
                          private->replies_error->message);
      tin_channel_set_closed (self, private->replies_error);
      return;
    }

  TIN_CHANNEL_GET_CLASS (self)->open (self);
}

void
tin_channel_stop_now (TinChannel *self)
{
  TIN_CHANNEL_GET_CLASS (self)->stop (self);
}

/* What was recorded becomes visible; once a turn. */
void
tin_channel_publish (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  if (!private->dirty)
    return;

  private->dirty = FALSE;
  tin_capture_publish (private->capture);
}

TinEngine *
tin_channel_get_engine (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  return private->engine;
}

const TinEndpoint *
tin_channel_get_endpoint (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  return private->endpoint;
}

const TinReplies *
tin_channel_get_replies (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  return &private->replies;
}

TinCapture *
tin_channel_get_capture (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  return private->capture;
}

/* The state is written in the engine's thread alone, which may read it without the lock. */
TinChannelState
tin_channel_get_state (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  return private->state;
}

/**
 * tin_channel_mark_dirty:
 * @self: a channel
 *
 * To be called after records were appended: they are published before the thread waits again.
 */
void
tin_channel_mark_dirty (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  if (private->dirty)
    return;

  private->dirty = TRUE;
  tin_engine_mark_dirty (private->engine, self);
}

/**
 * tin_channel_record:
 * @self: a channel that is not closed
 * @flow: (nullable): the conversation it happened in, NULL for the session itself
 * @event: what happened, anything but data
 * @direction: which way
 * @by: who
 * @size: for %TIN_EVENT_DROPPED what was lost, else 0
 * @reason: (nullable): one line of UTF-8
 */
void
tin_channel_record (TinChannel   *self,
                    TinFlow      *flow,
                    TinEvent      event,
                    TinDirection  direction,
                    TinBy         by,
                    guint32       size,
                    const char   *reason)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  tin_capture_append_event (private->capture, flow, event, direction, by, size, reason);
  tin_channel_mark_dirty (self);
}

/* Says where it listens, with the effective port. */
void
tin_channel_record_listening (TinChannel       *self,
                              const TinAddress *address)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);
  TinAddress nobody = { 0 };
  TinFlow flow;

  tin_flow_init (&flow, private->endpoint->transport, 0, address, &nobody);
  tin_channel_record (self, &flow, TIN_EVENT_LISTENING, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);
}

/**
 * tin_channel_fail:
 * @self: a channel that could not open
 * @flow: (nullable): the conversation that did not come about
 * @error: why, a full clause
 *
 * Records the cause and closes the channel.
 */
void
tin_channel_fail (TinChannel   *self,
                  TinFlow      *flow,
                  const GError *error)
{
  gboolean is_refused = flow != NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);

  tin_channel_record (self, flow, is_refused ? TIN_EVENT_REFUSED : TIN_EVENT_ERROR, TIN_DIRECTION_NONE,
                      is_refused ? TIN_BY_PEER : TIN_BY_NONE, 0, error->message);
  tin_channel_set_closed (self, error);
}

/**
 * tin_channel_end:
 * @self: a channel without peers and sockets
 * @by: who ended it
 * @error: (nullable): what broke it, already recorded
 *
 * Records that it stopped and closes the channel.
 */
void
tin_channel_end (TinChannel   *self,
                 TinBy         by,
                 const GError *error)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  /* Nothing can be added any more, as nobody is there to send to. */
  if (private->posted > 0)
    record_too_late (self, private->posted);

  tin_channel_record (self, NULL, TIN_EVENT_STOPPED, TIN_DIRECTION_NONE, by, 0, NULL);
  tin_channel_set_closed (self, error);
}

/**
 * tin_channel_add_peer:
 * @self: a channel
 * @flow: the peer's flow; unowned, for as long as the peer is there
 * @link: what the kind of channel keeps for it; unowned
 *
 * From here on the peer can be sent to.
 *
 * Returns: (transfer none): owned by the channel until tin_channel_remove_peer()
 */
TinPeerQueue *
tin_channel_add_peer (TinChannel *self,
                      TinFlow    *flow,
                      gpointer    link)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);
  TinPeerQueue *peer = g_new0 (TinPeerQueue, 1);

  g_atomic_ref_count_init (&peer->references);
  peer->connection = flow->connection;
  peer->flow = flow;
  peer->link = link;

  g_mutex_lock (&private->lock);
  g_hash_table_insert (private->peers, GUINT_TO_POINTER (peer->connection), peer);
  g_mutex_unlock (&private->lock);

  call_news_func (self);

  return peer;
}

/**
 * tin_channel_remove_peer:
 * @self: a channel
 * @peer: a peer of it
 *
 * What is still counted as queued for it is taken off, and what was posted for it is not run.
 */
void
tin_channel_remove_peer (TinChannel   *self,
                         TinPeerQueue *peer)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  peer->link = NULL;
  peer->flow = NULL;

  g_mutex_lock (&private->lock);
  tin_channel_count_queued (self, peer, -(gssize) g_atomic_int_get (&peer->queued));
  g_hash_table_remove (private->peers, GUINT_TO_POINTER (peer->connection));
  g_mutex_unlock (&private->lock);

  call_news_func (self);
}

/* Any thread that owns the lock or is the engine's. */
void
tin_channel_count_queued (TinChannel   *self,
                          TinPeerQueue *peer,
                          gssize        bytes)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  g_atomic_int_add (&peer->queued, (int) bytes);
  g_atomic_pointer_add (&private->queued, bytes);
}

/**
 * tin_channel_list_peers:
 * @self: a channel
 *
 * Returns: (transfer full): the peers of now; one whose link is NULL went while the list was walked
 */
GPtrArray *
tin_channel_list_peers (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);
  GPtrArray *peers = g_ptr_array_new_with_free_func (peer_queue_unref);
  GHashTableIter iter;
  gpointer peer;

  g_mutex_lock (&private->lock);
  g_hash_table_iter_init (&iter, private->peers);
  while (g_hash_table_iter_next (&iter, NULL, &peer))
    g_ptr_array_add (peers, peer_queue_ref (peer));
  g_mutex_unlock (&private->lock);

  return peers;
}

/**
 * tin_channel_for_peers:
 * @self: a channel
 * @func: called for each peer of now that is still there when its turn comes; may end it
 */
void
tin_channel_for_peers (TinChannel         *self,
                       TinChannelPeerFunc  func)
{
  g_autoptr (GPtrArray) peers = tin_channel_list_peers (self);

  for (guint i = 0; i < peers->len; i++)
    {
      TinPeerQueue *peer = g_ptr_array_index (peers, i);

      if (peer->link != NULL)
        func (self, peer);
    }
}

guint
tin_channel_get_n_peers (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  return g_hash_table_size (private->peers);
}

void
tin_channel_set_at_limit (TinChannel *self,
                          gboolean    at_limit)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  if (private->at_limit == at_limit)
    return;

  tin_channel_publish (self);

  g_mutex_lock (&private->lock);
  private->at_limit = at_limit;
  g_mutex_unlock (&private->lock);

  call_news_func (self);
}

static void
set_state (TinChannel       *self,
           TinChannelState   state,
           const TinAddress *local,
           const GError     *error)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  /* Who sees the state sees the records that led to it. */
  tin_channel_publish (self);

  g_mutex_lock (&private->lock);
  private->state = state;
  if (local != NULL)
    private->local = *local;
  if (error != NULL && private->error == NULL)
    private->error = g_error_copy (error);
  g_mutex_unlock (&private->lock);

  call_news_func (self);
}

/**
 * tin_channel_set_open:
 * @self: a channel that is opening
 * @local: its effective address
 */
void
tin_channel_set_open (TinChannel       *self,
                      const TinAddress *local)
{
  set_state (self, TIN_CHANNEL_OPEN, local, NULL);
}

void
tin_channel_set_closing (TinChannel *self)
{
  if (tin_channel_get_state (self) == TIN_CHANNEL_OPEN)
    set_state (self, TIN_CHANNEL_CLOSING, NULL, NULL);
}

/**
 * tin_channel_set_closed:
 * @self: a channel without peers and sockets
 * @error: (nullable): why, if it did not end as it should
 *
 * The last that a channel does. The object lives at least until the end of the turn.
 */
void
tin_channel_set_closed (TinChannel   *self,
                        const GError *error)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  tin_capture_set_room_func (private->capture, NULL, NULL);
  set_state (self, TIN_CHANNEL_CLOSED, NULL, error);
  tin_engine_remove_channel (g_steal_pointer (&private->engine), self);
}

void
tin_channel_snapshot_clear (TinChannelSnapshot *snapshot)
{
  g_clear_error (&snapshot->error);
}

/**
 * tin_channel_get_snapshot:
 * @self: a channel
 * @snapshot: (out): how things are now; any thread
 *
 * Whoever sees a state here sees in the capture all records that led to it.
 */
void
tin_channel_get_snapshot (TinChannel         *self,
                          TinChannelSnapshot *snapshot)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  g_return_if_fail (TIN_IS_CHANNEL (self));

  g_mutex_lock (&private->lock);
  snapshot->state = private->state;
  snapshot->error = private->error != NULL ? g_error_copy (private->error) : NULL;
  snapshot->local = private->local;
  snapshot->n_links = g_hash_table_size (private->peers);
  snapshot->queued = (gsize) g_atomic_pointer_get (&private->queued);
  snapshot->at_limit = private->at_limit;
  g_mutex_unlock (&private->lock);
}

/**
 * tin_channel_get_queued:
 * @self: a channel
 * @connection: a connection of it, 0 for all; any thread
 *
 * Returns: bytes that were given to send and that the socket has not taken
 */
gsize
tin_channel_get_queued (TinChannel *self,
                        guint32     connection)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);
  TinPeerQueue *peer;
  gsize queued = 0;

  g_return_val_if_fail (TIN_IS_CHANNEL (self), 0);

  g_mutex_lock (&private->lock);

  if (connection == 0)
    queued = (gsize) g_atomic_pointer_get (&private->queued);
  else if ((peer = g_hash_table_lookup (private->peers, GUINT_TO_POINTER (connection))) != NULL)
    queued = g_atomic_int_get (&peer->queued);

  g_mutex_unlock (&private->lock);

  return queued;
}

/**
 * tin_channel_set_news_func:
 * @self: a channel
 * @func: (nullable): called in the engine's thread at each change of the snapshot;
 *   it may only wake somebody up
 * @user_data: for @func
 *
 * Any thread but from within a news function. On return the previous one is not running and will not be called again.
 */
void
tin_channel_set_news_func (TinChannel     *self,
                           TinCaptureFunc  func,
                           gpointer        user_data)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  g_return_if_fail (TIN_IS_CHANNEL (self));

  g_mutex_lock (&private->news_lock);
  private->news_func = func;
  private->news_data = user_data;
  g_mutex_unlock (&private->news_lock);
}

static gboolean
check_send_locked (TinChannel    *self,
                   guint32        connection,
                   gsize          size,
                   TinPeerQueue **peer,
                   GError       **error)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);
  guint n_peers = g_hash_table_size (private->peers);
  GHashTableIter iter;

  *peer = g_hash_table_lookup (private->peers, GUINT_TO_POINTER (connection));

  if (private->state == TIN_CHANNEL_CLOSED || n_peers == 0 || (connection != 0 && *peer == NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED,
                           connection != 0 && n_peers > 0 ? _("This peer is no longer connected.")
                                                          : _("Nobody is connected."));
      return FALSE;
    }

  /* To all where there is but one can be answered for at once. */
  if (connection == 0 && n_peers == 1)
    {
      g_hash_table_iter_init (&iter, private->peers);
      g_hash_table_iter_next (&iter, NULL, (gpointer *) peer);
    }

  if (*peer != NULL && !has_queue_room (g_atomic_int_get (&(*peer)->queued), size))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK,
                           _("The peer does not read, and what waits for it is at its limit."));
      return FALSE;
    }

  return TRUE;
}

/**
 * tin_channel_send:
 * @self: a channel
 * @connection: whom to send to, 0 for all; any thread
 * @bytes: what to send, as it is: a datagram, or a piece of the stream
 * @error: return location for an error of %G_IO_ERROR:
 *   %G_IO_ERROR_NOT_CONNECTED if the peer is gone or nobody is there,
 *   %G_IO_ERROR_WOULD_BLOCK if more than %TIN_CHANNEL_QUEUE_LIMIT bytes would wait for the peer,
 *   %G_IO_ERROR_MESSAGE_TOO_LARGE if it is over what can be sent at once: 65,507 bytes of a
 *   datagram (RFC 768 over RFC 791), 16 MiB of a stream
 *
 * Queues in order and returns at once. The capture has the bytes when the socket has taken them.
 * If a message to several peers finds the queue of one at its bound, it is left out
 * for that one, with a record that says so.
 *
 * Returns: whether @bytes were queued
 */
gboolean
tin_channel_send (TinChannel  *self,
                  guint32      connection,
                  GBytes      *bytes,
                  GError     **error)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);
  gsize limit = TIN_CHANNEL_GET_CLASS (self)->max_send_size;
  gsize size = g_bytes_get_size (bytes);
  TinPeerQueue *peer;
  gboolean accepted;

  if (size > limit)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                   /* Translators: both are numbers of bytes */
                   _("The message has %1$zu bytes, but at most %2$zu can be sent at once."),
                   size, limit);
      return FALSE;
    }

  g_mutex_lock (&private->lock);

  accepted = check_send_locked (self, connection, size, &peer, error);

  if (accepted)
    {
      if (peer != NULL)
        tin_channel_count_queued (self, peer, size);

      private->posted += size;
      post_locked (self, peer != NULL ? run_send : run_send_to_all, peer, bytes);
    }

  g_mutex_unlock (&private->lock);

  return accepted;
}

/**
 * tin_channel_finish_sending:
 * @self: a channel
 * @connection: whose stream to finish, 0 for all; any thread
 *
 * Half-closes after what is queued: the peer sees our end, and we go on reading
 * until it ends too. UDP takes no notice: datagrams have no end.
 */
void
tin_channel_finish_sending (TinChannel *self,
                            guint32     connection)
{
  g_return_if_fail (TIN_IS_CHANNEL (self));

  post_for_connection (self, connection, run_finish_sending);
}

/**
 * tin_channel_disconnect:
 * @self: a channel
 * @connection: whom to disconnect, 0 for all; any thread
 *
 * Sends what is queued, then ends the conversation; what the peer still sends is
 * recorded for up to %TIN_CHANNEL_DRAIN_TIMEOUT ms. A server goes on listening, a client ends.
 */
void
tin_channel_disconnect (TinChannel *self,
                        guint32     connection)
{
  g_return_if_fail (TIN_IS_CHANNEL (self));

  post_for_connection (self, connection, run_disconnect);
}

/**
 * tin_channel_stop:
 * @self: a channel; any thread
 *
 * While opening: gives up at once. While open: stops listening, disconnects all, and
 * is closed within a little more than %TIN_CHANNEL_DRAIN_TIMEOUT ms.
 */
void
tin_channel_stop (TinChannel *self)
{
  g_return_if_fail (TIN_IS_CHANNEL (self));

  post_for_connection (self, 0, run_stop);
}
