/* tin-tcp-client.c: connects to a TCP server.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-tcp-client.h"

#include "net/tin-deadline.h"
#include "net/tin-lookup.h"
#include "net/tin-sockaddr.h"
#include "net/tin-socket-options.h"
#include "net/tin-tcp-link.h"

#include <glib/gi18n-lib.h>

/**
 * TinTcpClient:
 *
 * Connects by #GSocketClient, which tries the addresses of a name side by side (RFC 8305), under one
 * deadline from the name lookup to the connection. Never through a proxy.
 */
struct _TinTcpClient
{
  TinChannel         parent_instance;

  GSocketClient     *client;      /* (owned) (nullable) while connecting */
  TinDeadline       *deadline;    /* (owned) (nullable) while connecting */
  GSocketConnection *connection;  /* (owned) (nullable) once connected: it would close its socket if it went */
  TinFlow            flow;        /* of the latest attempt */
  gboolean           attempted;
  GPtrArray         *notes;       /* (owned) of what the latest socket was given otherwise than asked for */
  GError            *refusal;     /* (owned) (nullable) an option that the system does not take: nothing is tried then */
};

G_DEFINE_FINAL_TYPE (TinTcpClient, tin_tcp_client, TIN_TYPE_CHANNEL)

/* Before anything is sent from it. A socket that is not as it was asked for is closed, and the rest
 * of the addresses is not tried. */
static gboolean
prepare_socket (TinTcpClient *self,
                GSocket      *socket)
{
  const TinEndpoint *endpoint = tin_channel_get_endpoint (TIN_CHANNEL (self));
  gboolean is_v6 = g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6;
  int fd = g_socket_get_fd (socket);

  g_ptr_array_set_size (self->notes, 0);
  if (self->refusal == NULL &&
      tin_socket_options_set (fd, is_v6, endpoint, self->notes, &self->refusal) &&
      tin_socket_options_bind_source (fd, is_v6, endpoint, &self->refusal))
    return TRUE;

  g_socket_close (socket, NULL);
  g_cancellable_cancel (tin_deadline_get_cancellable (self->deadline));

  return FALSE;
}

static void
client_event_cb (GSocketClient      *client,
                 GSocketClientEvent  event,
                 GSocketConnectable *connectable,
                 GIOStream          *stream,
                 gpointer            user_data)
{
  TinTcpClient *self = user_data;
  GSocket *socket;
  g_autoptr (GSocketAddress) remote = NULL;
  TinAddress local = { 0 }, peer;

  if (event != G_SOCKET_CLIENT_CONNECTING || tin_channel_get_state (TIN_CHANNEL (self)) != TIN_CHANNEL_OPENING)
    return;

  remote = g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (stream), NULL);
  if (remote == NULL || !tin_address_set_from_socket (&peer, remote))
    return;

  /* What the source cannot reach is about to fail by itself. */
  socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream));
  if (g_socket_get_family (socket) != g_socket_address_get_family (remote) || !prepare_socket (self, socket))
    return;

  tin_flow_init (&self->flow, TIN_TRANSPORT_TCP, self->flow.connection, &local, &peer);
  self->attempted = TRUE;
  tin_channel_record (TIN_CHANNEL (self), &self->flow, TIN_EVENT_CONNECTING, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 0, NULL);
}

static void
link_ended_cb (TinChannel   *channel,
               TinBy         by,
               const GError *error)
{
  TinTcpClient *self = TIN_TCP_CLIENT (channel);

  g_clear_object (&self->connection);
  tin_channel_end (channel, by, error);
}

static void
start_link (TinTcpClient      *self,
            GSocketConnection *connection)
{
  TinChannel *channel = TIN_CHANNEL (self);
  GSocket *socket = g_socket_connection_get_socket (connection);
  int fd = g_socket_get_fd (socket);
  TinAddress local, peer;

  self->connection = g_object_ref (connection);

  /* A peer that has reset already has taken its address along. */
  tin_sockaddr_get_local (fd, &local);
  if (!tin_sockaddr_get_peer (fd, &peer))
    peer = self->flow.peer;

  tin_flow_init (&self->flow, TIN_TRANSPORT_TCP, self->flow.connection, &local, &peer);
  tin_channel_record_notes (channel, self->notes);
  tin_tcp_link_start (channel, socket, &self->flow, TIN_DIRECTION_OUT, link_ended_cb);
}

static void
explain (TinTcpClient  *self,
         GError       **error)
{
  const TinEndpoint *endpoint = tin_channel_get_endpoint (TIN_CHANNEL (self));
  gboolean is_bare_v6 = strchr (endpoint->host, ':') != NULL;
  g_autofree char *where = g_strdup_printf (is_bare_v6 ? "[%s]:%u" : "%s:%u", endpoint->host, endpoint->port);
  GError *old = *error;

  if (tin_deadline_is_over (self->deadline) && self->attempted)
    *error = g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                          /* Translators: an address and port, and a number of seconds */
                          _("%s did not answer within %u seconds."), where, endpoint->options[TIN_OPTION_CONNECT_TIMEOUT].number);
  else if (tin_deadline_is_over (self->deadline) || old->domain == G_RESOLVER_ERROR)
    {
      tin_lookup_explain (endpoint->host, self->deadline, error);
      return;
    }
  else if (g_error_matches (old, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    *error = g_error_new (old->domain, old->code,
                          /* Translators: an address and port */
                          _("Nothing listens on %s: the connection was refused."), where);
  else
    *error = g_error_new (old->domain, old->code,
                          /* Translators: an address and port, and what went wrong */
                          _("Cannot connect to %s: %s."), where, old->message);

  g_error_free (old);
}

static void
connect_ready_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (TinTcpClient) self = user_data;
  TinChannel *channel = TIN_CHANNEL (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);

  if (tin_channel_get_state (channel) != TIN_CHANNEL_OPENING)
    return;

  if (connection != NULL)
    {
      start_link (self, connection);
    }
  else if (self->refusal != NULL)
    {
      tin_channel_fail (channel, NULL, self->refusal);
    }
  else
    {
      explain (self, &error);
      tin_channel_fail (channel, self->attempted ? &self->flow : NULL, error);
    }

  g_clear_pointer (&self->deadline, tin_deadline_free);
}

static void
tin_tcp_client_open (TinChannel *channel)
{
  TinTcpClient *self = TIN_TCP_CLIENT (channel);
  const TinEndpoint *endpoint = tin_channel_get_endpoint (channel);
  g_autoptr (GSocketConnectable) connectable = NULL;
  g_autoptr (GError) error = NULL;
  TinAddress address;

  if (tin_host_to_address (endpoint->host, &address, &error))
    {
      address.port = endpoint->port;
      connectable = G_SOCKET_CONNECTABLE (tin_address_to_socket (&address));
    }
  else if (error == NULL)
    {
      connectable = g_network_address_new (endpoint->host, endpoint->port);
    }
  else
    {
      tin_channel_fail (channel, NULL, error);
      return;
    }

  self->flow.connection = tin_capture_take_connection (tin_channel_get_capture (channel));
  self->deadline = tin_deadline_new (tin_engine_get_context (tin_channel_get_engine (channel)),
                                     endpoint->options[TIN_OPTION_CONNECT_TIMEOUT].number);
  self->client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (self->client, FALSE);
  g_socket_client_set_family (self->client, tin_socket_options_get_family (endpoint));
  g_signal_connect_object (self->client, "event", G_CALLBACK (client_event_cb), self, 0);
  g_socket_client_connect_async (self->client, connectable, tin_deadline_get_cancellable (self->deadline),
                                 connect_ready_cb, g_object_ref (self));
}

static void
tin_tcp_client_send (TinChannel   *channel,
                     TinPeerQueue *peer,
                     GBytes       *bytes,
                     TinReceipt   *receipt)
{
  tin_tcp_link_send (peer->link, bytes, receipt);
}

static void
tin_tcp_client_finish_sending (TinChannel   *channel,
                               TinPeerQueue *peer)
{
  tin_tcp_link_finish_sending (peer->link);
}

static void
tin_tcp_client_disconnect (TinChannel   *channel,
                           TinPeerQueue *peer)
{
  tin_channel_set_closing (channel);
  tin_tcp_link_close (peer->link, TIN_BY_LOCAL, NULL);
}

static gboolean
tin_tcp_client_measure (TinChannel   *channel,
                        TinPeerQueue *peer,
                        TinTcpInfo   *info)
{
  return tin_tcp_link_measure (peer->link, info);
}

static void
stop_link (TinChannel   *channel,
           TinPeerQueue *peer)
{
  tin_tcp_link_hurry (peer->link);
  tin_tcp_client_disconnect (channel, peer);
}

static void
tin_tcp_client_stop (TinChannel *channel)
{
  TinTcpClient *self = TIN_TCP_CLIENT (channel);

  if (tin_channel_get_state (channel) != TIN_CHANNEL_OPENING)
    {
      tin_channel_for_peers (channel, stop_link);
      return;
    }

  g_clear_pointer (&self->deadline, tin_deadline_free);
  tin_channel_end (channel, TIN_BY_LOCAL, NULL);
}

static void
resume_link (TinChannel   *channel,
             TinPeerQueue *peer)
{
  tin_tcp_link_resume (peer->link);
}

static void
tin_tcp_client_resume (TinChannel *channel)
{
  tin_channel_for_peers (channel, resume_link);
}

static void
tin_tcp_client_finalize (GObject *object)
{
  TinTcpClient *self = TIN_TCP_CLIENT (object);

  g_clear_pointer (&self->deadline, tin_deadline_free);
  g_clear_object (&self->connection);
  g_clear_object (&self->client);
  g_clear_error (&self->refusal);
  g_ptr_array_unref (self->notes);

  G_OBJECT_CLASS (tin_tcp_client_parent_class)->finalize (object);
}

static void
tin_tcp_client_class_init (TinTcpClientClass *klass)
{
  TinChannelClass *channel_class = TIN_CHANNEL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tin_tcp_client_finalize;

  channel_class->open = tin_tcp_client_open;
  channel_class->send = tin_tcp_client_send;
  channel_class->finish_sending = tin_tcp_client_finish_sending;
  channel_class->disconnect = tin_tcp_client_disconnect;
  channel_class->measure = tin_tcp_client_measure;
  channel_class->stop = tin_tcp_client_stop;
  channel_class->resume = tin_tcp_client_resume;
  channel_class->max_send_size = TIN_TCP_MAX_SEND_SIZE;
}

static void
tin_tcp_client_init (TinTcpClient *self)
{
  self->notes = g_ptr_array_new_with_free_func (g_free);
}
