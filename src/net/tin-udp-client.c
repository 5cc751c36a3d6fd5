/* tin-udp-client.c: exchanges datagrams with one peer.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-udp-client.h"

#include "net/tin-channel-lookup.h"
#include "net/tin-datagram.h"
#include "net/tin-sockaddr.h"
#include "net/tin-socket-options.h"
#include "net/tin-udp-port.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/socket.h>

/**
 * TinUdpClient:
 *
 * A connected socket: it hears its peer alone, and learns that nobody is there. That
 * is no end: the server may be started yet.
 */
struct _TinUdpClient
{
  TinChannel   parent_instance;

  TinDeadline *deadline;  /* (owned) (nullable) of the name lookup */
  TinUdpPort  *port;      /* (owned) (nullable) until connected */
};

G_DEFINE_FINAL_TYPE (TinUdpClient, tin_udp_client, TIN_TYPE_CHANNEL)

/* What the source can reach, else IPv4 if there is any: a datagram that goes to the wrong one is simply
 * lost, and servers of textbooks speak nothing else. */
static TinAddress
choose_address (GArray            *addresses,
                const TinEndpoint *endpoint)
{
  TinAddress chosen = g_array_index (addresses, TinAddress, 0);
  TinFamily wanted = tin_socket_options_get_family (endpoint) == G_SOCKET_FAMILY_IPV6 ? TIN_FAMILY_IPV6
                                                                                       : TIN_FAMILY_IPV4;

  for (guint i = 0; i < addresses->len && chosen.family != wanted; i++)
    if (g_array_index (addresses, TinAddress, i).family == wanted)
      chosen = g_array_index (addresses, TinAddress, i);

  chosen.port = endpoint->port;

  return chosen;
}

static GSocket *
connect_socket (const TinEndpoint  *endpoint,
                const TinAddress   *peer,
                GPtrArray          *notes,
                GError            **error)
{
  gboolean is_v6 = peer->family == TIN_FAMILY_IPV6;
  struct sockaddr_storage native;
  socklen_t size = tin_sockaddr_from_address (peer, FALSE, &native);
  g_autoptr (GSocket) socket = NULL;
  char buffer[TIN_ADDRESS_STRING_SIZE];

  socket = g_socket_new (is_v6 ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL ||
      !tin_socket_options_set (g_socket_get_fd (socket), is_v6, endpoint, notes, error) ||
      !tin_socket_options_bind_source (g_socket_get_fd (socket), is_v6, endpoint, error))
    return NULL;

  g_socket_set_blocking (socket, FALSE);

  if (connect (g_socket_get_fd (socket), (struct sockaddr *) &native, size) == 0)
    return g_steal_pointer (&socket);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               /* Translators: an address and port, and what the system says */
               _("Datagrams cannot be sent to %s: %s."), tin_address_format (peer, buffer), g_strerror (errno));

  return NULL;
}

static void
port_ended_cb (TinChannel *channel,
               TinBy       by)
{
  tin_channel_end (channel, by, NULL);
}

static void
start (TinChannel *channel,
       GArray     *addresses)
{
  TinUdpClient *self = TIN_UDP_CLIENT (channel);
  const TinEndpoint *endpoint = tin_channel_get_endpoint (channel);
  TinAddress peer = choose_address (addresses, endpoint);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = connect_socket (endpoint, &peer, notes, &error);
  TinAddress local;

  if (socket == NULL)
    {
      tin_channel_fail (channel, NULL, error);
      return;
    }

  tin_channel_record_notes (channel, notes);
  tin_sockaddr_get_local (g_socket_get_fd (socket), &local);
  self->port = tin_udp_port_new (channel, socket, &local);

  if (!tin_udp_port_connect (self->port, &peer, tin_capture_take_connection (tin_channel_get_capture (channel)),
                             port_ended_cb))
    {
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (ENOMEM));
      tin_channel_fail (channel, NULL, error);
    }
}

static void
tin_udp_client_open (TinChannel *channel)
{
  tin_channel_look_up (channel, &TIN_UDP_CLIENT (channel)->deadline, start);
}

static void
tin_udp_client_send (TinChannel   *channel,
                     TinPeerQueue *peer,
                     GBytes       *bytes,
                     TinReceipt   *receipt)
{
  tin_udp_peer_send (peer->link, bytes, receipt);
}

static void
tin_udp_client_flush (TinChannel *channel)
{
  tin_udp_port_flush (TIN_UDP_CLIENT (channel)->port);
}

/* Datagrams have no end. */
static void
tin_udp_client_finish_sending (TinChannel   *channel,
                               TinPeerQueue *peer)
{
}

static void
tin_udp_client_resume_answers (TinChannel   *channel,
                               TinPeerQueue *peer)
{
  tin_udp_peer_resume_answers (peer->link);
}

static void
tin_udp_client_stop (TinChannel *channel)
{
  TinUdpClient *self = TIN_UDP_CLIENT (channel);

  g_clear_pointer (&self->deadline, tin_deadline_free);
  if (self->port != NULL)
    tin_udp_port_stop (self->port);

  tin_channel_end (channel, TIN_BY_LOCAL, NULL);
}

static void
tin_udp_client_disconnect (TinChannel   *channel,
                           TinPeerQueue *peer)
{
  tin_udp_client_stop (channel);
}

static void
tin_udp_client_resume (TinChannel *channel)
{
  TinUdpClient *self = TIN_UDP_CLIENT (channel);

  if (self->port != NULL)
    tin_udp_port_resume (self->port);
}

static void
tin_udp_client_finalize (GObject *object)
{
  TinUdpClient *self = TIN_UDP_CLIENT (object);

  g_clear_pointer (&self->deadline, tin_deadline_free);
  g_clear_pointer (&self->port, tin_udp_port_free);

  G_OBJECT_CLASS (tin_udp_client_parent_class)->finalize (object);
}

static void
tin_udp_client_class_init (TinUdpClientClass *klass)
{
  TinChannelClass *channel_class = TIN_CHANNEL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tin_udp_client_finalize;

  channel_class->open = tin_udp_client_open;
  channel_class->send = tin_udp_client_send;
  channel_class->flush = tin_udp_client_flush;
  channel_class->finish_sending = tin_udp_client_finish_sending;
  channel_class->disconnect = tin_udp_client_disconnect;
  channel_class->resume_answers = tin_udp_client_resume_answers;
  channel_class->stop = tin_udp_client_stop;
  channel_class->resume = tin_udp_client_resume;
  channel_class->max_send_size = TIN_DATAGRAM_MAX_SIZE;
}

static void
tin_udp_client_init (TinUdpClient *self)
{
}
