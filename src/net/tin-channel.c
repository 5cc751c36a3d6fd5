/* tin-channel.c: an opened endpoint: a listener with its links, or a link.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-channel-private.h"

#include "net/tin-channel-state.h"
#include "net/tin-tcp-client.h"
#include "net/tin-tcp-server.h"
#include "net/tin-udp-client.h"
#include "net/tin-udp-server.h"

/**
 * TinChannel:
 *
 * What an endpoint is while it is open. All of it happens in the engine's thread; other
 * threads post commands and take samples. A kind of channel is a class and one row
 * of the table below.
 */
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

/* For the files that make up the channel: what all of them share. */
TinChannelPrivate *
tin_channel_get_private (TinChannel *self)
{
  return tin_channel_get_instance_private (self);
}

void
tin_channel_call_news (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  private->peers_changed = FALSE;
  g_mutex_lock (&private->news_lock);
  if (private->news_func != NULL)
    private->news_func (private->news_data);
  g_mutex_unlock (&private->news_lock);
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
  private->peers = g_hash_table_new_full (NULL, NULL, NULL, tin_peer_queue_unref);
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
 * @news_func: (nullable): called after changes of the snapshot, once a turn for those of peers
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

  tin_capture_set_room_func (private->capture, tin_channel_room_cb, self);

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

/* What was recorded becomes visible; once a turn. So does what became of peers: a
 * crowd that comes at once wakes nobody for each. */
void
tin_channel_publish (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  if (!private->dirty)
    return;

  private->dirty = FALSE;
  tin_capture_publish (private->capture);

  if (private->peers_changed)
    tin_channel_call_news (self);
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
 * @event: what happened, anything but data and a loss
 * @direction: which way
 * @by: who
 * @size: 0
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

/**
 * tin_channel_record_loss:
 * @self: a channel that is not closed
 * @flow: (nullable): the conversation it happened in, NULL for the session itself
 * @direction: %TIN_DIRECTION_IN for what was not received, %TIN_DIRECTION_OUT for what was not sent
 * @by: who
 * @size: what was lost, bytes of a stream or whole datagrams
 * @loss: why
 * @reason: one line of UTF-8 that says so
 */
void
tin_channel_record_loss (TinChannel   *self,
                         TinFlow      *flow,
                         TinDirection  direction,
                         TinBy         by,
                         guint32       size,
                         TinLoss       loss,
                         const char   *reason)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);

  tin_capture_append_loss (private->capture, flow, direction, by, size, loss, reason);
  tin_channel_mark_dirty (self);
}

/* Says where it listens, with the effective port, and what else there is to know of the socket. */
void
tin_channel_record_listening (TinChannel       *self,
                              const TinAddress *address,
                              const char       *reason)
{
  TinChannelPrivate *private = tin_channel_get_instance_private (self);
  TinAddress nobody = { 0 };
  TinFlow flow;

  tin_flow_init (&flow, private->endpoint->transport, 0, address, &nobody);
  tin_channel_record (self, &flow, TIN_EVENT_LISTENING, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, reason);
}

/**
 * tin_channel_record_notes:
 * @self: a channel that is not closed
 * @notes: (element-type utf8): a full clause each on what the user should know about the session
 */
void
tin_channel_record_notes (TinChannel *self,
                          GPtrArray  *notes)
{
  for (guint i = 0; i < notes->len; i++)
    tin_channel_record (self, NULL, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, g_ptr_array_index (notes, i));
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
  if (private->n_posted > 0)
    tin_channel_record_too_late (self, private->posted, private->n_posted);

  tin_channel_record (self, NULL, TIN_EVENT_STOPPED, TIN_DIRECTION_NONE, by, 0, NULL);
  tin_channel_set_closed (self, error);
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

  tin_channel_call_news (self);
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

  tin_channel_call_news (self);
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
  tin_delay_remove (tin_engine_get_retry_delay (private->engine), &private->hunger);
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
  snapshot->n_paused = private->n_paused;
  g_mutex_unlock (&private->lock);
}

/**
 * tin_channel_set_news_func:
 * @self: a channel
 * @func: (nullable): called in the engine's thread after changes of the snapshot, once a
 *   turn for all that became of peers; it may only wake somebody up
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
