/* tin-udp-server.c: receives datagrams from anybody, and answers.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-udp-server.h"

#include "net/tin-binding.h"
#include "net/tin-channel-lookup.h"
#include "net/tin-datagram.h"
#include "net/tin-socket-options.h"
#include "net/tin-udp-port.h"

/**
 * TinUdpServer:
 *
 * One port for each address that its host stands for. Who writes is a peer.
 */
struct _TinUdpServer
{
  TinChannel   parent_instance;

  TinDeadline *deadline;  /* (owned) (nullable) of the name lookup */
  GPtrArray   *ports;     /* (owned) of owned TinUdpPort */
};

G_DEFINE_FINAL_TYPE (TinUdpServer, tin_udp_server, TIN_TYPE_CHANNEL)

static void
open_ports (TinUdpServer *self,
            TinBinding   *binding)
{
  TinChannel *channel = TIN_CHANNEL (self);

  for (guint i = 0; i < binding->sockets->len; i++)
    {
      const TinAddress *local = &g_array_index (binding->addresses, TinAddress, i);
      GSocket *socket = g_ptr_array_index (binding->sockets, i);
      g_autofree char *note = tin_socket_options_describe_preset (g_socket_get_fd (socket),
                                                                  tin_channel_get_endpoint (channel));

      g_ptr_array_add (self->ports, tin_udp_port_new (channel, socket, local));
      tin_channel_record_listening (channel, local, note);
    }

  tin_channel_record_notes (channel, binding->notes);
}

static void
start_listening (TinChannel *channel,
                 GArray     *addresses)
{
  TinUdpServer *self = TIN_UDP_SERVER (channel);
  g_auto (TinBinding) binding = { 0 };
  g_autoptr (GError) error = NULL;

  if (!tin_binding_open (&binding, tin_channel_get_endpoint (channel), addresses, &error))
    {
      tin_channel_fail (channel, NULL, error);
      return;
    }

  open_ports (self, &binding);
  tin_channel_set_open (channel, &g_array_index (binding.addresses, TinAddress, 0));

  for (guint i = 0; i < self->ports->len; i++)
    tin_udp_port_listen (g_ptr_array_index (self->ports, i));
}

static void
tin_udp_server_open (TinChannel *channel)
{
  tin_channel_look_up (channel, &TIN_UDP_SERVER (channel)->deadline, start_listening);
}

static void
tin_udp_server_send (TinChannel   *channel,
                     TinPeerQueue *peer,
                     GBytes       *bytes,
                     TinReceipt   *receipt)
{
  tin_udp_peer_send (peer->link, bytes, receipt);
}

static void
tin_udp_server_flush (TinChannel *channel)
{
  TinUdpServer *self = TIN_UDP_SERVER (channel);

  for (guint i = 0; i < self->ports->len; i++)
    tin_udp_port_flush (g_ptr_array_index (self->ports, i));
}

/* Datagrams have no end. */
static void
tin_udp_server_finish_sending (TinChannel   *channel,
                               TinPeerQueue *peer)
{
}

static void
tin_udp_server_disconnect (TinChannel   *channel,
                           TinPeerQueue *peer)
{
  tin_udp_peer_close (peer->link, TIN_BY_LOCAL, NULL);
}

static void
tin_udp_server_resume_answers (TinChannel   *channel,
                               TinPeerQueue *peer)
{
  tin_udp_peer_resume_answers (peer->link);
}

static void
tin_udp_server_stop (TinChannel *channel)
{
  TinUdpServer *self = TIN_UDP_SERVER (channel);

  g_clear_pointer (&self->deadline, tin_deadline_free);

  for (guint i = 0; i < self->ports->len; i++)
    tin_udp_port_stop (g_ptr_array_index (self->ports, i));

  tin_channel_end (channel, TIN_BY_LOCAL, NULL);
}

static void
tin_udp_server_resume (TinChannel *channel)
{
  TinUdpServer *self = TIN_UDP_SERVER (channel);

  for (guint i = 0; i < self->ports->len; i++)
    tin_udp_port_resume (g_ptr_array_index (self->ports, i));
}

static void
tin_udp_server_finalize (GObject *object)
{
  TinUdpServer *self = TIN_UDP_SERVER (object);

  g_clear_pointer (&self->deadline, tin_deadline_free);
  g_ptr_array_unref (self->ports);

  G_OBJECT_CLASS (tin_udp_server_parent_class)->finalize (object);
}

static void
tin_udp_server_class_init (TinUdpServerClass *klass)
{
  TinChannelClass *channel_class = TIN_CHANNEL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tin_udp_server_finalize;

  channel_class->open = tin_udp_server_open;
  channel_class->send = tin_udp_server_send;
  channel_class->flush = tin_udp_server_flush;
  channel_class->finish_sending = tin_udp_server_finish_sending;
  channel_class->disconnect = tin_udp_server_disconnect;
  channel_class->resume_answers = tin_udp_server_resume_answers;
  channel_class->stop = tin_udp_server_stop;
  channel_class->resume = tin_udp_server_resume;
  channel_class->max_send_size = TIN_DATAGRAM_MAX_SIZE;
}

static void
tin_udp_server_init (TinUdpServer *self)
{
  self->ports = g_ptr_array_new_with_free_func ((GDestroyNotify) tin_udp_port_free);
}
