/* tin-channel-commands.c: what other threads ask of a channel, and how it gets to the engine.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-channel-private.h"

#include "net/tin-channel-state.h"

#include <glib/gi18n-lib.h>

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

static void
command_free (gpointer data)
{
  TinCommand *command = data;

  g_object_unref (command->channel);
  g_clear_pointer (&command->peer, tin_peer_queue_unref);
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
  TinChannelPrivate *private = tin_channel_get_private (self);
  g_autoptr (GSource) source = g_idle_source_new ();
  TinCommand *command = g_new0 (TinCommand, 1);

  command->channel = g_object_ref (self);
  command->func = func;
  command->peer = peer != NULL ? tin_peer_queue_ref (peer) : NULL;
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
  TinChannelPrivate *private = tin_channel_get_private (self);
  TinPeerQueue *peer = NULL;

  g_mutex_lock (&private->lock);

  if (connection != 0)
    peer = g_hash_table_lookup (private->peers, GUINT_TO_POINTER (connection));

  if (private->state != TIN_CHANNEL_CLOSED && (connection == 0 || peer != NULL))
    post_locked (self, func, peer, NULL);

  g_mutex_unlock (&private->lock);
}

static void
run_resume (TinChannel   *self,
            TinPeerQueue *peer,
            GBytes       *bytes)
{
  TinChannelPrivate *private = tin_channel_get_private (self);

  g_mutex_lock (&private->lock);
  private->resume_posted = FALSE;
  g_mutex_unlock (&private->lock);

  /* A note about what the disk refused may wait to be shown. */
  tin_channel_mark_dirty (self);
  TIN_CHANNEL_GET_CLASS (self)->resume (self);
}

/* In the capture's writer thread. */
void
tin_channel_room_cb (gpointer user_data)
{
  TinChannel *self = user_data;
  TinChannelPrivate *private = tin_channel_get_private (self);

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
  TinChannelPrivate *private = tin_channel_get_private (self);

  g_mutex_lock (&private->lock);
  private->posted -= g_bytes_get_size (bytes);
  private->n_posted--;
  g_mutex_unlock (&private->lock);
}

/* Bytes of a stream, or whole datagrams. Where there is no flow, the transport is told even so. */
static void
record_unsent (TinChannel *self,
               TinFlow    *flow,
               gsize       size,
               guint       n_messages,
               const char *reason)
{
  TinChannelPrivate *private = tin_channel_get_private (self);
  gboolean is_udp = private->endpoint->transport == TIN_TRANSPORT_UDP;
  TinAddress nobody = { 0 };
  TinFlow none;

  if (flow == NULL && is_udp)
    {
      tin_flow_init (&none, TIN_TRANSPORT_UDP, 0, &private->local, &nobody);
      flow = &none;
    }

  tin_channel_record (self, flow, TIN_EVENT_DROPPED, TIN_DIRECTION_OUT, TIN_BY_LOCAL,
                      is_udp ? n_messages : (guint32) MIN (size, G_MAXUINT32), reason);
}

void
tin_channel_record_too_late (TinChannel *self,
                             gsize       size,
                             guint       n_messages)
{
  record_unsent (self, NULL, size, n_messages, _("Not sent: the peer had left."));
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
    tin_channel_record_too_late (self, size, 1);

  for (guint i = 0; i < peers->len; i++)
    {
      TinPeerQueue *peer = g_ptr_array_index (peers, i);

      if (peer->link == NULL)
        continue;

      if (!has_queue_room (g_atomic_int_get (&peer->queued), size))
        {
          record_unsent (self, peer->flow, size, 1,
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
    tin_channel_record_too_late (self, g_bytes_get_size (bytes), 1);
}

static void
run_for_peers (TinChannel        *self,
               TinPeerQueue      *peer,
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
run_resume_answers (TinChannel   *self,
                    TinPeerQueue *peer,
                    GBytes       *bytes)
{
  if (TIN_CHANNEL_GET_CLASS (self)->resume_answers != NULL)
    run_for_peers (self, peer, TIN_CHANNEL_GET_CLASS (self)->resume_answers);
}

/* Bytes that wait in the kernel change without news of their own: this makes some. */
static void
run_measure (TinChannel   *self,
             TinPeerQueue *peer,
             GBytes       *bytes)
{
  TinChannelPrivate *private = tin_channel_get_private (self);
  TinTcpInfo info;

  if (peer == NULL || peer->link == NULL || TIN_CHANNEL_GET_CLASS (self)->measure == NULL ||
      !TIN_CHANNEL_GET_CLASS (self)->measure (self, peer, &info))
    return;

  g_mutex_lock (&private->lock);
  if (peer->tcp == NULL)
    peer->tcp = g_new (TinTcpInfo, 1);
  *peer->tcp = info;
  g_mutex_unlock (&private->lock);

  private->peers_changed = TRUE;
  tin_channel_mark_dirty (self);
}

static void
run_stop (TinChannel   *self,
          TinPeerQueue *peer,
          GBytes       *bytes)
{
  tin_channel_stop_now (self);
}

static gboolean
check_send_locked (TinChannel    *self,
                   guint32        connection,
                   gsize          size,
                   TinPeerQueue **peer,
                   GError       **error)
{
  TinChannelPrivate *private = tin_channel_get_private (self);
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

  /* Who of several has room is asked later: until then it is counted nowhere else. */
  if (*peer == NULL && !has_queue_room (private->posted, size))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK,
                           _("What is to be sent to everybody comes faster than it can be handed out."));
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
 *   %G_IO_ERROR_WOULD_BLOCK if more than %TIN_CHANNEL_QUEUE_LIMIT bytes would wait for the peer, or, for
 *   several, for the engine to hand them out,
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
  TinChannelPrivate *private = tin_channel_get_private (self);
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
      private->n_posted++;
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
 * tin_channel_resume_answers:
 * @self: a channel
 * @connection: whom to answer again, 0 for all; any thread
 *
 * Ends the pause of answers to peers that sent the same datagram a thousand times within a
 * second. Others, and those of TCP, take no notice.
 */
void
tin_channel_resume_answers (TinChannel *self,
                            guint32     connection)
{
  g_return_if_fail (TIN_IS_CHANNEL (self));

  post_for_connection (self, connection, run_resume_answers);
}

/**
 * tin_channel_measure:
 * @self: a channel
 * @connection: whose connection; any thread
 *
 * Has the engine ask the kernel about a TCP connection; the news function is called when
 * tin_channel_get_tcp_info() has the answer. Does nothing for a peer that is gone, and with UDP.
 */
void
tin_channel_measure (TinChannel *self,
                     guint32     connection)
{
  g_return_if_fail (TIN_IS_CHANNEL (self));
  g_return_if_fail (connection != 0);

  post_for_connection (self, connection, run_measure);
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
