/* tin-tcp-server.c: listens for TCP connections, a link each.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-tcp-server.h"

#include "net/tin-binding.h"
#include "net/tin-channel-lookup.h"
#include "net/tin-sockaddr.h"
#include "net/tin-tcp-link.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_ACCEPTS_A_TURN 64 /* so that a burst of new connections does not hold up the old ones */

/**
 * TinTcpServer:
 *
 * Accepts by accept4(2) when the engine's poller says so. Not by #GSocketService: on a want of
 * descriptors or memory that one warns and tries again at once, for ever, and tells nobody; it
 * also loses the address of a peer that reset before it was accepted.
 */
struct _TinTcpServer
{
  TinChannel    parent_instance;

  TinDeadline  *deadline;      /* (owned) (nullable) of the name lookup */
  TinBinding    binding;
  TinPollWatch *watches;       /* (owned) (nullable) one a socket of the binding */
  TinDelayNode  retry;         /* runs while none can be accepted */
  gboolean      stopped;
  gboolean      noted_shortage;
  gboolean      noted_limit;
  gboolean      no_room;       /* the capture is full: none is accepted */
};

G_DEFINE_FINAL_TYPE (TinTcpServer, tin_tcp_server, TIN_TYPE_CHANNEL)

static void
close_listeners (TinTcpServer *self)
{
  TinEngine *engine = tin_channel_get_engine (TIN_CHANNEL (self));

  tin_delay_remove (tin_engine_get_retry_delay (engine), &self->retry);

  for (guint i = 0; self->watches != NULL && i < self->binding.sockets->len; i++)
    tin_poller_remove (tin_engine_get_poller (engine), &self->watches[i]);

  g_clear_pointer (&self->watches, g_free);
  tin_binding_clear (&self->binding);
}

static void
set_accepting (TinTcpServer *self,
               gboolean      accepting)
{
  TinEngine *engine = tin_channel_get_engine (TIN_CHANNEL (self));

  for (guint i = 0; self->watches != NULL && i < self->binding.sockets->len; i++)
    {
      if (!accepting)
        tin_poller_remove (tin_engine_get_poller (engine), &self->watches[i]);
      else if (!tin_poller_set (tin_engine_get_poller (engine), &self->watches[i], G_IO_IN))
        tin_delay_add (tin_engine_get_retry_delay (engine), &self->retry);
    }
}

static void
end_if_empty (TinTcpServer *self)
{
  TinChannel *channel = TIN_CHANNEL (self);

  if (!self->stopped || tin_channel_get_n_peers (channel) > 0)
    return;

  tin_channel_end (channel, TIN_BY_LOCAL, NULL);
}

static void
accept_again (TinTcpServer *self)
{
  tin_delay_remove (tin_engine_get_retry_delay (tin_channel_get_engine (TIN_CHANNEL (self))), &self->retry);
  tin_channel_set_at_limit (TIN_CHANNEL (self), FALSE);
  set_accepting (self, TRUE);
}

/* Of this server, or of all together if it has none of its own. */
static guint
get_limit (TinTcpServer *self)
{
  TinChannel *channel = TIN_CHANNEL (self);
  guint own = tin_channel_get_endpoint (channel)->options[TIN_OPTION_MAX_CONNECTIONS].number;
  guint common = tin_engine_get_link_limit (tin_channel_get_engine (channel));

  return own > 0 ? MIN (own, common) : common;
}

static gboolean
has_slot (TinTcpServer *self)
{
  TinChannel *channel = TIN_CHANNEL (self);

  return tin_channel_get_n_peers (channel) < get_limit (self) &&
         tin_engine_has_link_slot (tin_channel_get_engine (channel));
}

static void
link_ended_cb (TinChannel   *channel,
               TinBy         by,
               const GError *error)
{
  TinTcpServer *self = TIN_TCP_SERVER (channel);
  TinEngine *engine = tin_channel_get_engine (channel);

  tin_engine_free_link_slot (engine);

  /* What is full again after having been far from it is news again. */
  if (tin_channel_get_n_peers (channel) < (get_limit (self) + 1) / 2)
    self->noted_limit = FALSE;

  if (self->stopped)
    end_if_empty (self);
  else if (self->retry.waiting)
    accept_again (self);
}

/* A slot may come free at another server, too, so that it is looked for from time to time. */
static void
wait_for_slot (TinTcpServer *self)
{
  TinChannel *channel = TIN_CHANNEL (self);
  TinEngine *engine = tin_channel_get_engine (channel);
  g_autofree char *note = NULL;

  set_accepting (self, FALSE);
  tin_delay_add (tin_engine_get_retry_delay (engine), &self->retry);

  if (!self->noted_limit)
    {
      const guint limit = get_limit (self);
      g_autofree char *digits = g_strdup_printf ("%'u", limit);

      /* Translators: a number of connections */
      note = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "The limit of %s connection is reached: further ones wait until it ends.",
                                           "The limit of %s connections is reached: further ones wait until one ends.",
                                           limit), digits);
      tin_channel_record (channel, NULL, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, note);
    }

  self->noted_limit = TRUE;
  tin_channel_set_at_limit (channel, TRUE);
}

/* Descriptors or memory are short: it helps nobody to ask again at once. */
static void
pause_accepting (TinTcpServer *self,
                 int           error_number)
{
  TinChannel *channel = TIN_CHANNEL (self);
  g_autofree char *note = NULL;

  set_accepting (self, FALSE);
  tin_delay_add (tin_engine_get_retry_delay (tin_channel_get_engine (channel)), &self->retry);

  if (self->noted_shortage)
    return;

  self->noted_shortage = TRUE;
  /* Translators: what the system says */
  note = g_strdup_printf (_("New connections have to wait: %s."), g_strerror (error_number));
  tin_channel_record (channel, NULL, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, note);
}

/* A connection is an event, and an event is never refused: that few come at a time keeps the ring in its bounds. */
static void
wait_for_room (TinTcpServer *self)
{
  self->no_room = TRUE;
  tin_channel_await_room (TIN_CHANNEL (self));
  set_accepting (self, FALSE);
}

static void
retry_cb (TinDelayNode *node)
{
  TinTcpServer *self = node->data;

  if (has_slot (self))
    accept_again (self);
  else
    tin_delay_add (tin_engine_get_retry_delay (tin_channel_get_engine (TIN_CHANNEL (self))), &self->retry);
}

/* A peer that was let in already sees an end: the recording says why. */
static void
record_unusable (TinChannel                    *channel,
                 const struct sockaddr_storage *native,
                 const GError                  *error)
{
  char where[TIN_ADDRESS_STRING_SIZE];
  TinAddress peer;
  g_autofree char *note = NULL;

  tin_sockaddr_to_address (native, &peer);
  /* Translators: an address with its port, and what the system says */
  note = g_strdup_printf (_("The connection from %1$s could not be used, and was closed: %2$s."),
                          tin_address_format (&peer, where), error->message);
  tin_channel_record (channel, NULL, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, note);
}

static void
start_link (TinTcpServer                  *self,
            int                            fd,
            const struct sockaddr_storage *native)
{
  TinChannel *channel = TIN_CHANNEL (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, &error);
  TinAddress local, peer;
  TinFlow flow;

  if (socket == NULL)
    {
      record_unusable (channel, native, error);
      close (fd);
      return;
    }

  /* What the listener has is handed on by the kernel; newer versions of GLib then set this one by themselves. */
  if (tin_channel_get_endpoint (channel)->options[TIN_OPTION_NO_DELAY].number == 0)
    g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, FALSE, NULL);

  tin_sockaddr_get_local (fd, &local);
  tin_sockaddr_to_address (native, &peer);
  tin_flow_init (&flow, TIN_TRANSPORT_TCP, tin_capture_take_connection (tin_channel_get_capture (channel)),
                 &local, &peer);

  tin_engine_take_link_slot (tin_channel_get_engine (channel));
  tin_tcp_link_start (channel, socket, &flow, TIN_DIRECTION_IN, link_ended_cb);
}

/* Returns: whether there may be more */
static gboolean
accept_one (TinTcpServer *self,
            int           listening_fd)
{
  struct sockaddr_storage native = { 0 };
  socklen_t size = sizeof native;
  int fd;

  if (!has_slot (self))
    {
      wait_for_slot (self);
      return FALSE;
    }

  if (!tin_capture_has_room (tin_channel_get_capture (TIN_CHANNEL (self))))
    {
      wait_for_room (self);
      return FALSE;
    }

  fd = accept4 (listening_fd, (struct sockaddr *) &native, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fd >= 0)
    {
      self->noted_shortage = FALSE;
      start_link (self, fd, &native);
      return !self->stopped;
    }

  switch (errno)
    {
    case EAGAIN:
      return FALSE;

    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
      pause_accepting (self, errno);
      return FALSE;

    default: /* that one connection, gone before it was here (accept(2), "Error handling") */
      return TRUE;
    }
}

static void
ready_cb (TinPollWatch *watch,
          GIOCondition  events)
{
  TinTcpServer *self = watch->data;
  int fd = watch->fd;

  for (int i = 0; i < MAX_ACCEPTS_A_TURN && accept_one (self, fd); i++)
    ;
}

static void
record_listening (TinTcpServer *self)
{
  TinChannel *channel = TIN_CHANNEL (self);

  for (guint i = 0; i < self->binding.addresses->len; i++)
    tin_channel_record_listening (channel, &g_array_index (self->binding.addresses, TinAddress, i), NULL);

  tin_channel_record_notes (channel, self->binding.notes);
}

static void
start_listening (TinChannel *channel,
                 GArray     *addresses)
{
  TinTcpServer *self = TIN_TCP_SERVER (channel);
  g_autoptr (GError) error = NULL;

  if (!tin_binding_open (&self->binding, tin_channel_get_endpoint (channel), addresses, &error))
    {
      tin_channel_fail (channel, NULL, error);
      return;
    }

  self->watches = g_new0 (TinPollWatch, self->binding.sockets->len);

  for (guint i = 0; i < self->binding.sockets->len; i++)
    {
      self->watches[i].fd = g_socket_get_fd (g_ptr_array_index (self->binding.sockets, i));
      self->watches[i].func = ready_cb;
      self->watches[i].data = self;
    }

  record_listening (self);
  tin_channel_set_open (channel, &g_array_index (self->binding.addresses, TinAddress, 0));
  set_accepting (self, TRUE);
}

static void
tin_tcp_server_open (TinChannel *channel)
{
  tin_channel_look_up (channel, &TIN_TCP_SERVER (channel)->deadline, start_listening);
}

static void
tin_tcp_server_send (TinChannel   *channel,
                     TinPeerQueue *peer,
                     GBytes       *bytes,
                     TinReceipt   *receipt)
{
  tin_tcp_link_send (peer->link, bytes, receipt);
}

static void
tin_tcp_server_finish_sending (TinChannel   *channel,
                               TinPeerQueue *peer)
{
  tin_tcp_link_finish_sending (peer->link);
}

static void
tin_tcp_server_disconnect (TinChannel   *channel,
                           TinPeerQueue *peer)
{
  tin_tcp_link_close (peer->link, TIN_BY_LOCAL, NULL);
}

static gboolean
tin_tcp_server_measure (TinChannel   *channel,
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
  tin_tcp_link_close (peer->link, TIN_BY_LOCAL, NULL);
}

static void
tin_tcp_server_stop (TinChannel *channel)
{
  TinTcpServer *self = TIN_TCP_SERVER (channel);

  if (self->stopped)
    return;

  self->stopped = TRUE;
  g_clear_pointer (&self->deadline, tin_deadline_free);
  close_listeners (self);
  tin_channel_set_closing (channel);
  tin_channel_for_peers (channel, stop_link);

  /* The last link may have ended it already. */
  if (tin_channel_get_state (channel) != TIN_CHANNEL_CLOSED)
    end_if_empty (self);
}

static void
resume_link (TinChannel   *channel,
             TinPeerQueue *peer)
{
  tin_tcp_link_resume (peer->link);
}

static void
tin_tcp_server_resume (TinChannel *channel)
{
  TinTcpServer *self = TIN_TCP_SERVER (channel);

  if (self->no_room && !self->stopped && !self->retry.waiting)
    set_accepting (self, TRUE);
  self->no_room = FALSE;

  tin_channel_for_peers (channel, resume_link);
}

static void
tin_tcp_server_finalize (GObject *object)
{
  TinTcpServer *self = TIN_TCP_SERVER (object);

  g_clear_pointer (&self->deadline, tin_deadline_free);
  g_clear_pointer (&self->watches, g_free);
  tin_binding_clear (&self->binding);

  G_OBJECT_CLASS (tin_tcp_server_parent_class)->finalize (object);
}

static void
tin_tcp_server_class_init (TinTcpServerClass *klass)
{
  TinChannelClass *channel_class = TIN_CHANNEL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tin_tcp_server_finalize;

  channel_class->open = tin_tcp_server_open;
  channel_class->send = tin_tcp_server_send;
  channel_class->finish_sending = tin_tcp_server_finish_sending;
  channel_class->disconnect = tin_tcp_server_disconnect;
  channel_class->measure = tin_tcp_server_measure;
  channel_class->stop = tin_tcp_server_stop;
  channel_class->resume = tin_tcp_server_resume;
  channel_class->max_send_size = TIN_TCP_MAX_SEND_SIZE;
}

static void
tin_tcp_server_init (TinTcpServer *self)
{
  self->retry.func = retry_cb;
  self->retry.data = self;
}
