/* tin-udp-port.c: one datagram socket and the peers behind it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-udp-port.h"

#include "net/tin-shortage.h"
#include "net/tin-socket-options.h"
#include "net/tin-udp-port-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/socket.h>
#include <time.h>

#define MAX_ERRORS_A_TURN  64

void
tin_udp_port_update_watch (TinUdpPort *self)
{
  GIOCondition events = 0;

  if (self->stopped)
    return;

  if (!self->no_room && !self->starved)
    events |= G_IO_IN;
  if (self->blocked)
    events |= G_IO_OUT;

  if (!tin_poller_set (tin_engine_get_poller (self->engine), &self->watch, events))
    tin_delay_add (tin_engine_get_retry_delay (self->engine), &self->retry);
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
gboolean
tin_udp_port_is_old_error (TinUdpPort *self,
                           int         error_number)
{
  TinAddress nowhere = { 0 };

  if (error_number == EAGAIN || error_number == EMSGSIZE || tin_errno_is_shortage (error_number))
    return FALSE;

  if (drain_errors (self))
    return TRUE;

  if (error_number != ECONNREFUSED)
    return FALSE;

  record_error (self, &nowhere, error_number);

  return TRUE;
}

/* The name of the interface, where it says more than the address does. */
static const char *
get_interface (TinUdpPort        *self,
               const TinDatagram *datagram)
{
  const TinAddress *to = tin_address_is_set (&datagram->group) ? &datagram->group : &datagram->local;

  if (datagram->interface == 0 || tin_address_is_loopback (to))
    return NULL;

  if (datagram->interface != self->interface)
    {
      self->interface = datagram->interface;
      if (if_indextoname (self->interface, self->interface_name) == NULL)
        g_snprintf (self->interface_name, sizeof self->interface_name, "%u", self->interface);
    }

  return self->interface_name;
}

static gboolean
record_datagram (TinUdpPort        *self,
                 TinUdpPeer        *peer,
                 const TinDatagram *datagram,
                 gint64             time_ns)
{
  const TinDelivery delivery = {
    .missing = datagram->whole_size - datagram->size,
    .group = tin_address_is_set (&datagram->group) ? &datagram->group : NULL,
    .interface = get_interface (self, datagram),
  };
  gboolean is_recorded;

  tin_capture_set_moment (self->capture, time_ns);
  is_recorded = tin_capture_append_datagram (self->capture, &peer->flow, TIN_DIRECTION_IN, datagram->data,
                                             datagram->size, &delivery);
  tin_capture_set_moment (self->capture, 0);

  if (is_recorded)
    tin_channel_mark_dirty (self->channel);

  return is_recorded;
}

/* What was recorded in this turn is in the way of what comes, until it is published. */
static gboolean
make_room (TinUdpPort *self)
{
  tin_channel_publish (self->channel);

  return tin_capture_has_room (self->capture);
}

static void
take_datagram (TinUdpPort *self,
               int         position,
               gboolean    answering)
{
  TinDatagram datagram;
  TinUdpPeer *peer;
  gint64 time_ns;
  gboolean is_recorded;

  tin_datagram_batch_get (self->batch, position, &self->local, &datagram);
  time_ns = tin_arrival_get_time (&self->arrival, datagram.stamp_ns);
  peer = tin_udp_peer_get (self, &datagram.local, &datagram.sender, time_ns);
  is_recorded = record_datagram (self, peer, &datagram, time_ns) ||
                (make_room (self) && record_datagram (self, peer, &datagram, time_ns));

  if (!is_recorded)
    {
      self->n_unrecorded++;
      tin_udp_port_run_out_of_room (self);
    }
  else if (answering)
    {
      tin_udp_peer_answer (peer, datagram.data, datagram.size);
    }
}

static gint64
get_real_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_REALTIME, &time);

  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

static void
starve (TinUdpPort *self)
{
  self->starved = TRUE;
  tin_delay_add (tin_engine_get_retry_delay (self->engine), &self->retry);
}

/* Returns: how many came; 0 for none, but there may be more; or a negative errno if there are no more to be had now */
int
tin_udp_port_receive_batch (TinUdpPort *self,
                            gboolean    answering)
{
  int n_received;

  if (self->no_room || (!tin_capture_has_room (self->capture) && !make_room (self)))
    {
      tin_udp_port_run_out_of_room (self);
      return 0;
    }

  n_received = tin_datagram_batch_receive (self->batch, self->watch.fd);
  if (tin_errno_is_shortage (-n_received))
    starve (self);
  if (n_received < 0)
    return tin_udp_port_is_old_error (self, -n_received) ? 0 : n_received;

  tin_arrival_set_moment (&self->arrival, tin_capture_get_time_ns (self->capture), get_real_time ());
  for (int i = 0; i < n_received && !self->stopped; i++)
    take_datagram (self, i, answering);

  tin_udp_port_flush_answers (self);
  self->is_full = n_received == TIN_DATAGRAM_BATCH;

  return n_received;
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
      tin_udp_port_flush (self);
    }

  if ((events & G_IO_IN) != 0 && !self->stopped)
    {
      tin_udp_port_count_dropped_soon (self);
      tin_udp_port_receive_batch (self, TRUE);
    }

  if (!self->stopped && !self->no_room && (was_full || self->is_full))
    tin_udp_port_count_dropped (self);

  tin_udp_port_update_watch (self);
}

static void
retry_cb (TinDelayNode *node)
{
  TinUdpPort *self = node->data;

  self->starved = FALSE;
  tin_udp_port_flush (self);
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
  self->is_any = tin_address_is_any (local);
  self->batch = tin_datagram_batch_new (TIN_DATAGRAM_NO_LIMIT);
  self->peers = g_hash_table_new_full (tin_address_hash, tin_address_equal, NULL, tin_udp_peer_free);
  g_queue_init (&self->recent);
  tin_write_queue_init (&self->queue);

  tin_datagram_set_options (self->watch.fd, self->is_v6, !tin_address_is_loopback (local));

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
 * Receives from anybody from here on; while the kernel is out of memory, a little later.
 */
void
tin_udp_port_listen (TinUdpPort *self)
{
  tin_engine_add_listener (self->engine, &self->local);
  tin_udp_port_update_watch (self);
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
  g_autofree char *note = tin_socket_options_describe_preset (self->watch.fd, tin_channel_get_endpoint (self->channel));
  TinUdpPeer *peer;

  if (!tin_poller_set (tin_engine_get_poller (self->engine), &self->watch, G_IO_IN))
    return FALSE;

  peer = tin_udp_peer_add (self, &self->local, address, connection);
  self->only = peer;
  self->ended = ended;
  tin_udp_peer_record (peer, TIN_EVENT_OPENED, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 0, note);
  peer->queue = tin_channel_add_peer (self->channel, &peer->flow, peer);
  tin_channel_set_open (self->channel, &self->local);

  if (self->replies->opening != NULL)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (self->replies->opening, &size);

      tin_udp_peer_greet (peer);
      tin_udp_port_flush_answers (self);
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

  tin_udp_port_flush_answers (self);
  tin_udp_port_receive_last (self);
  self->stopped = TRUE;
  tin_poller_remove (tin_engine_get_poller (self->engine), &self->watch);
  tin_delay_remove (tin_engine_get_retry_delay (self->engine), &self->retry);
  tin_delay_remove (tin_engine_get_retry_delay (self->engine), &self->look);
  tin_engine_remove_listener (self->engine, &self->local);
  g_socket_close (self->socket, NULL);

  while ((each = self->recent.tail) != NULL)
    {
      TinUdpPeer *peer = each->data;

      tin_udp_peer_remove (peer, peer->leaving ? peer->left_by : TIN_BY_LOCAL, peer->left_reason);
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

  if (tin_udp_port_find_room (self))
    tin_udp_port_flush (self);
  else
    tin_channel_await_room (self->channel);
}
