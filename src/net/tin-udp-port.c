/* tin-udp-port.c: one datagram socket and the peers behind it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-udp-port.h"

#include "net/tin-datagram.h"
#include "net/tin-sockaddr.h"
#include "net/tin-storm-guard.h"
#include "net/tin-write-queue.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/socket.h>

#define MAX_ERRORS_A_TURN  64
#define MAX_LAST_RECEIVES  512 /* batches: more than the kernel can hold for us when we stop */

struct _TinUdpPeer
{
  TinUdpPort    *port;          /* (unowned) */
  TinPeerQueue  *queue;         /* (unowned) the channel's */
  TinFlow        flow;
  GList          link;          /* in the port's list */
  TinStormGuard  storm;
  guint          is_near      : 1; /* on this machine */
  guint          is_greeted   : 1;
  guint          is_mirror    : 1; /* one of our own servers, noted */
  guint          leaving      : 1; /* closed when all is sent */
  TinBy          left_by;
  const char    *left_reason;   /* (nullable) lives for ever */
};

/* Either bound, with a peer for each sender, or connected to the only one. */
struct _TinUdpPort
{
  TinChannel        *channel;      /* (unowned) owns us */
  TinEngine         *engine;       /* (unowned) */
  TinCapture        *capture;      /* (unowned) the channel's */
  const TinReplies  *replies;      /* (unowned) the channel's */

  GSocket           *socket;       /* (owned) */
  TinPollWatch       watch;
  TinDelayNode       retry;        /* runs while the kernel is out of memory */
  TinAddress         local;
  TinDatagramBatch  *batch;        /* (owned) */
  TinWriteQueue      queue;

  GHashTable        *peers;        /* (owned) address → owned TinUdpPeer */
  GQueue             recent;       /* of embedded links, the latest first */
  TinUdpPeer        *only;         /* (unowned) (nullable) whom it is connected to */
  TinUdpEndedFunc    ended;        /* (nullable) if connected */

  guint32            n_dropped;    /* by the kernel, as far as recorded */
  guint              n_unrecorded; /* received, but the capture was full */
  guint              is_v6   : 1;
  guint              is_any  : 1;  /* bound to no address in particular */
  guint              no_room : 1;
  guint              starved : 1;  /* the kernel had no memory to receive with; until the retry */
  guint              blocked : 1;  /* until the socket can be written to again */
  guint              is_full : 1;  /* the latest batch was, so more may have been dropped */
  guint              stopped : 1;
};

static void
record (TinUdpPeer   *peer,
        TinEvent      event,
        TinDirection  direction,
        TinBy         by,
        guint32       size,
        const char   *reason)
{
  tin_channel_record (peer->port->channel, &peer->flow, event, direction, by, size, reason);
}

static void
update_watch (TinUdpPort *self)
{
  GIOCondition events = 0;

  if (self->stopped)
    return;

  if (!self->no_room && !self->starved)
    events |= G_IO_IN;
  if (self->blocked)
    events |= G_IO_OUT;

  tin_poller_set (tin_engine_get_poller (self->engine), &self->watch, events);
}

static void
peer_free (gpointer data)
{
  TinUdpPeer *peer = data;

  g_queue_unlink (&peer->port->recent, &peer->link);
  g_free (peer);
}

static void
remove_peer (TinUdpPeer *peer,
             TinBy       by,
             const char *reason)
{
  TinUdpPort *self = peer->port;
  guint n_unsent = tin_write_queue_drop (&self->queue, peer);

  if (n_unsent > 0)
    record (peer, TIN_EVENT_DROPPED, TIN_DIRECTION_OUT, TIN_BY_LOCAL, n_unsent,
            _("Not sent: these datagrams still waited when the peer left."));

  record (peer, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE, by, 0, reason);
  tin_channel_remove_peer (self->channel, peer->queue);
  g_hash_table_remove (self->peers, &peer->flow.peer);
}

static TinUdpPeer *
add_peer (TinUdpPort       *self,
          const TinAddress *local,
          const TinAddress *address,
          guint32           connection)
{
  TinUdpPeer *peer;

  if (g_hash_table_size (self->peers) >= TIN_UDP_MAX_PEERS)
    remove_peer (g_queue_peek_tail (&self->recent), TIN_BY_LOCAL,
                 _("Made room in the list: this peer was silent for longest."));

  peer = g_new0 (TinUdpPeer, 1);
  peer->port = self;
  peer->link.data = peer;
  peer->is_near = tin_address_is_on_this_host (address);
  tin_flow_init (&peer->flow, TIN_TRANSPORT_UDP, connection, local, address);

  g_hash_table_insert (self->peers, &peer->flow.peer, peer);
  g_queue_push_head_link (&self->recent, &peer->link);

  return peer;
}

static TinUdpPeer *
get_peer (TinUdpPort       *self,
          const TinAddress *local,
          const TinAddress *address)
{
  TinUdpPeer *peer;

  if (self->only != NULL)
    return self->only;

  peer = g_hash_table_lookup (self->peers, address);
  if (peer == NULL)
    {
      peer = add_peer (self, local, address, tin_capture_take_connection (self->capture));
      record (peer, TIN_EVENT_OPENED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
      peer->queue = tin_channel_add_peer (self->channel, &peer->flow, peer);
    }
  else if (self->recent.head != &peer->link)
    {
      g_queue_unlink (&self->recent, &peer->link);
      g_queue_push_head_link (&self->recent, &peer->link);
    }

  return peer;
}

static void
record_error (TinUdpPort       *self,
              const TinAddress *destination,
              int               error_number)
{
  TinUdpPeer *peer = self->only != NULL ? self->only : g_hash_table_lookup (self->peers, destination);
  char buffer[TIN_ADDRESS_STRING_SIZE];
  const TinAddress *address = peer != NULL ? &peer->flow.peer : destination;
  const char *where = tin_address_is_set (address) ? tin_address_format (address, buffer) : _("an unknown address");
  g_autofree char *reason = NULL;

  if (error_number == ECONNREFUSED)
    /* Translators: an address and port */
    reason = g_strdup_printf (_("Nothing receives on %s: the datagram was refused."), where);
  else
    /* Translators: an address and port, and what the system says */
    reason = g_strdup_printf (_("A datagram to %s was lost: %s."), where, g_strerror (error_number));

  tin_channel_record (self->channel, peer != NULL ? &peer->flow : NULL,
                      error_number == ECONNREFUSED ? TIN_EVENT_REFUSED : TIN_EVENT_ERROR,
                      TIN_DIRECTION_NONE, TIN_BY_PEER, 0, reason);
}

/* Returns: whether there was any */
static gboolean
drain_errors (TinUdpPort *self)
{
  TinAddress destination;
  int error_number, n_errors = 0;

  while (n_errors < MAX_ERRORS_A_TURN && tin_datagram_next_error (self->watch.fd, &destination, &error_number))
    {
      record_error (self, &destination, error_number);
      n_errors++;
    }

  return n_errors > 0;
}

/* What an earlier datagram met with is told when the next is sent or received, once. */
static gboolean
is_old_error (TinUdpPort *self,
              int         error_number)
{
  TinAddress nowhere = { 0 };

  if (error_number == EAGAIN || error_number == ENOBUFS || error_number == ENOMEM || error_number == EMSGSIZE)
    return FALSE;

  if (drain_errors (self))
    return TRUE;

  if (error_number != ECONNREFUSED)
    return FALSE;

  record_error (self, &nowhere, error_number);

  return TRUE;
}

static int
send_datagram (TinUdpPeer   *peer,
               const guint8 *data,
               gsize         size,
               TinBy         by,
               const char   *reason)
{
  TinUdpPort *self = peer->port;
  const TinAddress *to = self->only != NULL ? NULL : &peer->flow.peer;
  const TinAddress *from = self->is_any ? &peer->flow.local : NULL;
  int error_number = tin_datagram_send (self->watch.fd, to, from, self->is_v6, data, size);

  if (error_number != 0 && is_old_error (self, error_number))
    error_number = tin_datagram_send (self->watch.fd, to, from, self->is_v6, data, size);

  if (error_number != 0)
    return error_number;

  tin_capture_append_data (self->capture, &peer->flow, TIN_DIRECTION_OUT, by, data, size, reason);
  tin_channel_mark_dirty (self->channel);

  return 0;
}

/* Whether to wait and try the same datagram again; if not, it is lost, and recorded as such. */
static gboolean
must_wait (TinUdpPeer *peer,
           int         error_number)
{
  TinUdpPort *self = peer->port;
  g_autofree char *reason = NULL;

  if (error_number == EAGAIN)
    {
      self->blocked = TRUE;
      return TRUE;
    }

  if (error_number == ENOBUFS || error_number == ENOMEM)
    {
      tin_delay_add (tin_engine_get_retry_delay (self->engine), &self->retry);
      return TRUE;
    }

  /* Translators: what the system says */
  reason = g_strdup_printf (_("A datagram could not be sent: %s."), g_strerror (error_number));
  record (peer, TIN_EVENT_ERROR, TIN_DIRECTION_OUT, TIN_BY_NONE, 0, reason);

  return FALSE;
}

static gboolean
can_send (TinUdpPort *self)
{
  if (!self->no_room && !tin_capture_has_room (self->capture))
    self->no_room = TRUE;

  return !self->no_room && !self->blocked && !self->retry.waiting && !self->stopped;
}

static void
leave (TinUdpPeer *peer)
{
  TinUdpPort *self = peer->port;
  TinBy by = peer->left_by;

  if (self->only == NULL)
    {
      remove_peer (peer, by, peer->left_reason);
      return;
    }

  tin_udp_port_stop (self);
  self->ended (self->channel, by);
}

static void
flush (TinUdpPort *self)
{
  TinWrite *write;

  while (can_send (self) && (write = tin_write_queue_peek (&self->queue)) != NULL)
    {
      TinUdpPeer *peer = write->owner;
      gsize size;
      const guint8 *data = tin_write_get_rest (write, &size);
      int error_number = send_datagram (peer, data, size, write->by, write->reason);

      if (error_number != 0 && must_wait (peer, error_number))
        break;

      tin_write_queue_advance (&self->queue, size);
      tin_channel_count_queued (self->channel, peer->queue, -(gssize) size);

      if (peer->leaving && !tin_write_queue_has (&self->queue, peer))
        leave (peer);
    }

  update_watch (self);
}

static void
push (TinUdpPeer *peer,
      GBytes     *bytes,
      TinBy       by,
      const char *reason)
{
  tin_write_queue_push (&peer->port->queue, bytes, by, reason)->owner = peer;
}

/* What a rule sends: at once if it can be, else behind the rest, as long as that is bounded. */
static void
reply (TinUdpPeer   *peer,
       const guint8 *data,
       gsize         size,
       const char   *rule)
{
  TinUdpPort *self = peer->port;
  g_autoptr (GBytes) bytes = NULL;

  if (self->queue.writes.length == 0 && can_send (self))
    {
      int error_number = send_datagram (peer, data, size, TIN_BY_RULE, rule);

      if (error_number == 0 || !must_wait (peer, error_number))
        return;
    }

  if (self->queue.size + size > TIN_CHANNEL_QUEUE_LIMIT)
    {
      record (peer, TIN_EVENT_DROPPED, TIN_DIRECTION_OUT, TIN_BY_RULE, 1,
              _("One answer was not sent: too many datagrams wait to be sent."));
      return;
    }

  bytes = g_bytes_new (data, size);
  push (peer, bytes, TIN_BY_RULE, rule);
  tin_channel_count_queued (self->channel, peer->queue, size);
  update_watch (self);
}

/* Two programs that answer everything answer each other for ever. */
static gboolean
may_answer (TinUdpPeer   *peer,
            const guint8 *data,
            gsize         size)
{
  if (peer->port->only == NULL && tin_engine_is_listener (peer->port->engine, &peer->flow.peer, peer->is_near))
    {
      if (!peer->is_mirror)
        record (peer, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_RULE, 0,
                _("This peer is a server of this program: to answer it would never end, so it gets no answers."));
      peer->is_mirror = TRUE;
      return FALSE;
    }

  if (!peer->is_near)
    return TRUE;

  switch (tin_storm_guard_check (&peer->storm, data, size, g_get_monotonic_time ()))
    {
    case TIN_STORM_BEGINS:
      record (peer, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_RULE, 0,
              _("Answers pause: this peer sent the same datagram a thousand times within a second. "
                "A different datagram or a second of silence resumes them."));
      return FALSE;

    case TIN_STORM_GOES_ON:
      return FALSE;

    case TIN_STORM_NONE:
    default:
      return TRUE;
    }
}

static void
greet (TinUdpPeer *peer)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (peer->port->replies->opening, &size);

  peer->is_greeted = TRUE;
  reply (peer, data, size, peer->port->replies->opening_rule);
}

static void
answer (TinUdpPeer   *peer,
        const guint8 *data,
        gsize         size)
{
  const TinReplies *replies = peer->port->replies;
  gboolean is_first = !peer->is_greeted;
  gboolean is_server = peer->port->only == NULL;

  if (peer->leaving || !(replies->echo || is_server) || !may_answer (peer, data, size))
    return;

  if (is_server && is_first && replies->opening != NULL)
    greet (peer);
  if (replies->echo)
    reply (peer, data, size, TIN_RULE_ECHO);

  if (is_server && tin_replies_is_goodbye (replies, data, size))
    tin_udp_peer_close (peer, TIN_BY_PEER, TIN_RULE_GOODBYE);
  else if (is_server && is_first && replies->close_after_opening)
    tin_udp_peer_close (peer, TIN_BY_RULE, replies->opening_rule);
}

static void
take_datagram (TinUdpPort *self,
               int         position,
               gboolean    answering)
{
  TinAddress local = self->local, sender;
  gsize size;
  const guint8 *data = tin_datagram_batch_get (self->batch, position, &size, &sender, &local);
  TinUdpPeer *peer = get_peer (self, &local, &sender);

  if (!tin_capture_append_data (self->capture, &peer->flow, TIN_DIRECTION_IN, TIN_BY_PEER, data, size, NULL))
    {
      self->n_unrecorded++;
      self->no_room = TRUE;
    }
  else if (answering)
    {
      answer (peer, data, size);
    }
}

static void
starve (TinUdpPort *self)
{
  self->starved = TRUE;
  tin_delay_add (tin_engine_get_retry_delay (self->engine), &self->retry);
}

/* Returns: whether there may be more */
static gboolean
receive_batch (TinUdpPort *self,
               gboolean    answering)
{
  int n_received;

  if (self->no_room || !tin_capture_has_room (self->capture))
    {
      self->no_room = TRUE;
      return FALSE;
    }

  n_received = tin_datagram_batch_receive (self->batch, self->watch.fd);
  if (n_received == -ENOMEM || n_received == -ENOBUFS)
    starve (self);
  if (n_received < 0)
    return is_old_error (self, -n_received);

  for (int i = 0; i < n_received && !self->stopped; i++)
    take_datagram (self, i, answering);

  tin_channel_mark_dirty (self->channel);
  self->is_full = n_received == TIN_DATAGRAM_BATCH;

  return self->is_full;
}

static void
record_dropped (TinUdpPort *self,
                guint       n_datagrams,
                const char *format)
{
  TinAddress nobody = { 0 };
  TinFlow flow;

  if (n_datagrams == 0)
    return;

  tin_flow_init (&flow, TIN_TRANSPORT_UDP, 0, &self->local, &nobody);
  tin_channel_record (self->channel, self->only != NULL ? &self->only->flow : &flow,
                      TIN_EVENT_DROPPED, TIN_DIRECTION_IN, TIN_BY_LOCAL, n_datagrams, format);
}

static void
count_dropped (TinUdpPort *self)
{
  guint32 n_dropped = tin_datagram_get_n_dropped (self->watch.fd);

  record_dropped (self, n_dropped - self->n_dropped,
                  _("The system dropped datagrams: they came faster than they could be read."));
  self->n_dropped = n_dropped;

  if (self->no_room)
    return;

  record_dropped (self, self->n_unrecorded, _("Datagrams were lost: the recording could not take more."));
  self->n_unrecorded = 0;
}

/* What the kernel still holds is recorded, or, if the capture is full, counted. */
static void
receive_last (TinUdpPort *self)
{
  int n_received = 0;

  for (int i = 0; i < MAX_LAST_RECEIVES && receive_batch (self, FALSE); i++)
    ;

  for (int i = 0; i < MAX_LAST_RECEIVES && self->no_room && n_received >= 0; i++)
    {
      n_received = tin_datagram_batch_receive (self->batch, self->watch.fd);
      self->n_unrecorded += MAX (n_received, 0);
    }

  self->no_room = FALSE;
  count_dropped (self);
}

static void
clear_pending_error (TinUdpPort *self)
{
  int error_number = 0;
  socklen_t size = sizeof error_number;

  if (!drain_errors (self) && getsockopt (self->watch.fd, SOL_SOCKET, SO_ERROR, &error_number, &size) == 0 &&
      error_number != 0)
    record_error (self, &(TinAddress) { 0 }, error_number);
}

static void
ready_cb (TinPollWatch *watch,
          GIOCondition  events)
{
  TinUdpPort *self = watch->data;
  gboolean was_full = self->is_full;

  if ((events & G_IO_ERR) != 0)
    clear_pending_error (self);

  if ((events & G_IO_OUT) != 0)
    {
      self->blocked = FALSE;
      flush (self);
    }

  if ((events & G_IO_IN) != 0 && !self->stopped)
    receive_batch (self, TRUE);

  if (!self->stopped && (was_full || self->is_full || self->no_room))
    count_dropped (self);

  update_watch (self);
}

static void
retry_cb (TinDelayNode *node)
{
  TinUdpPort *self = node->data;

  self->starved = FALSE;
  flush (self);
}

/**
 * tin_udp_port_new:
 * @channel: whose port it is, and to which its peers are known
 * @socket: bound or connected
 * @local: to what
 *
 * Returns: (transfer full): a port that does not read yet
 */
TinUdpPort *
tin_udp_port_new (TinChannel       *channel,
                  GSocket          *socket,
                  const TinAddress *local)
{
  TinUdpPort *self = g_new0 (TinUdpPort, 1);
  static const guint8 zeros[16];

  self->channel = channel;
  self->engine = tin_channel_get_engine (channel);
  self->capture = tin_channel_get_capture (channel);
  self->replies = tin_channel_get_replies (channel);
  self->socket = g_object_ref (socket);
  self->watch.fd = g_socket_get_fd (socket);
  self->watch.func = ready_cb;
  self->watch.data = self;
  self->retry.func = retry_cb;
  self->retry.data = self;
  self->local = *local;
  self->is_v6 = g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6;
  self->is_any = memcmp (local->bytes, zeros, sizeof zeros) == 0;
  self->batch = tin_datagram_batch_new ();
  self->peers = g_hash_table_new_full (tin_address_hash, tin_address_equal, NULL, peer_free);
  g_queue_init (&self->recent);
  tin_write_queue_init (&self->queue);

  tin_datagram_set_options (self->watch.fd, self->is_v6, self->is_any);

  return self;
}

/**
 * tin_udp_port_free:
 * @self: (transfer full): a port that is stopped, or was never started
 */
void
tin_udp_port_free (TinUdpPort *self)
{
  tin_write_queue_clear (&self->queue);
  g_hash_table_unref (self->peers);
  tin_datagram_batch_free (self->batch);
  g_object_unref (self->socket);
  g_free (self);
}

/**
 * tin_udp_port_listen:
 * @self: a port with a bound socket
 *
 * Receives from anybody from here on.
 *
 * Returns: FALSE if the kernel is out of memory
 */
gboolean
tin_udp_port_listen (TinUdpPort *self)
{
  tin_engine_add_listener (self->engine, &self->local);

  return tin_poller_set (tin_engine_get_poller (self->engine), &self->watch, G_IO_IN);
}

/**
 * tin_udp_port_connect:
 * @self: a port with a connected socket
 * @address: to whom
 * @connection: the peer's number
 * @ended: called when the peer has left
 *
 * Records the peer as opened, opens the channel, sends what is to be sent first, and receives from here on.
 *
 * Returns: FALSE if the kernel is out of memory; then nothing has happened
 */
gboolean
tin_udp_port_connect (TinUdpPort       *self,
                      const TinAddress *address,
                      guint32           connection,
                      TinUdpEndedFunc   ended)
{
  TinUdpPeer *peer;

  if (!tin_poller_set (tin_engine_get_poller (self->engine), &self->watch, G_IO_IN))
    return FALSE;

  peer = add_peer (self, &self->local, address, connection);
  self->only = peer;
  self->ended = ended;
  record (peer, TIN_EVENT_OPENED, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 0, NULL);
  peer->queue = tin_channel_add_peer (self->channel, &peer->flow, peer);
  tin_channel_set_open (self->channel, &self->local);

  if (self->replies->opening != NULL)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (self->replies->opening, &size);

      greet (peer);
      if (tin_replies_is_goodbye (self->replies, data, size))
        tin_udp_peer_close (peer, TIN_BY_RULE, TIN_RULE_GOODBYE);
    }

  return TRUE;
}

/**
 * tin_udp_port_stop:
 * @self: a port
 *
 * Records what the kernel still holds and what it dropped, closes the socket, and
 * takes leave of the peers. A second time it does nothing.
 */
void
tin_udp_port_stop (TinUdpPort *self)
{
  GList *each;

  if (self->stopped)
    return;

  receive_last (self);
  self->stopped = TRUE;
  tin_poller_remove (tin_engine_get_poller (self->engine), &self->watch);
  tin_delay_remove (tin_engine_get_retry_delay (self->engine), &self->retry);
  tin_engine_remove_listener (self->engine, &self->local);
  g_socket_close (self->socket, NULL);

  while ((each = self->recent.tail) != NULL)
    {
      TinUdpPeer *peer = each->data;

      remove_peer (peer, peer->leaving ? peer->left_by : TIN_BY_LOCAL, peer->left_reason);
    }

  self->only = NULL;
}

/**
 * tin_udp_port_resume:
 * @self: a port
 *
 * Goes on where it stopped because the capture was full.
 */
void
tin_udp_port_resume (TinUdpPort *self)
{
  if (!self->no_room || self->stopped)
    return;

  self->no_room = FALSE;
  count_dropped (self);
  flush (self);
}

/**
 * tin_udp_peer_send:
 * @peer: a peer
 * @bytes: a datagram, already counted as queued
 *
 * A client that sends the goodbye word stops after it.
 */
void
tin_udp_peer_send (TinUdpPeer *peer,
                   GBytes     *bytes)
{
  TinUdpPort *self = peer->port;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (self->only != NULL && tin_replies_is_goodbye (self->replies, data, size))
    {
      peer->leaving = TRUE;
      peer->left_by = TIN_BY_RULE;
      peer->left_reason = TIN_RULE_GOODBYE;
    }

  push (peer, bytes, TIN_BY_LOCAL, NULL);
  flush (self);
}

/**
 * tin_udp_peer_close:
 * @peer: a peer
 * @by: who ends it
 * @reason: (nullable): which rule, a string that lives for ever
 *
 * When all that is queued for it is sent, the peer leaves the list. Should it write again, it
 * is a new one.
 */
void
tin_udp_peer_close (TinUdpPeer *peer,
                    TinBy       by,
                    const char *reason)
{
  peer->leaving = TRUE;
  peer->left_by = by;
  peer->left_reason = reason;

  if (!tin_write_queue_has (&peer->port->queue, peer))
    leave (peer);
}
