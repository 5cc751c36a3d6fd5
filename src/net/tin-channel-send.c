/* tin-channel-send.c: what is given to a channel to send, and how much of it may wait.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-channel-command.h"

#include "net/tin-channel-state.h"

#include <glib/gi18n-lib.h>

/* Bytes of memory, whatever its size. */
static gsize
get_weight (gsize size)
{
  return size + TIN_CHANNEL_MESSAGE_COST;
}

/* Whether a queue of such a weight may take @size bytes more: a large message goes into an empty queue only. */
static gboolean
has_queue_room (gsize weight,
                gsize size)
{
  return weight == 0 || weight + get_weight (size) <= TIN_CHANNEL_QUEUE_LIMIT;
}

static void
take_posted (TinChannel *self,
             TinCommand *command)
{
  TinChannelPrivate *private = tin_channel_get_private (self);
  gsize size = g_bytes_get_size (command->bytes);

  g_mutex_lock (&private->lock);
  private->posted -= size;
  private->n_posted--;
  if (command->peer == NULL)
    private->posted_to_all -= get_weight (size);
  g_mutex_unlock (&private->lock);
}

/* Bytes of a stream, or whole datagrams. Where there is no flow, the transport is told even so. */
static void
record_unsent (TinChannel *self,
               TinFlow    *flow,
               gsize       size,
               guint       n_messages,
               TinLoss     loss,
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

  tin_channel_record_loss (self, flow, TIN_DIRECTION_OUT, TIN_BY_LOCAL,
                           is_udp ? n_messages : (guint32) MIN (size, G_MAXUINT32), loss, reason);
}

void
tin_channel_record_too_late (TinChannel *self,
                             gsize       size,
                             guint       n_messages)
{
  record_unsent (self, NULL, size, n_messages, TIN_LOSS_LEFT, _("The peer had left."));
}

static void
flush (TinChannel *self)
{
  if (TIN_CHANNEL_GET_CLASS (self)->flush != NULL)
    TIN_CHANNEL_GET_CLASS (self)->flush (self);
}

static void
run_send_to_all (TinChannel   *self,
                 TinPeerQueue *nobody,
                 TinCommand   *command)
{
  g_autoptr (GPtrArray) peers = tin_channel_list_peers (self);
  gsize size = g_bytes_get_size (command->bytes);

  take_posted (self, command);

  if (peers->len == 0)
    {
      tin_channel_record_too_late (self, size, 1);
      return;
    }

  for (guint i = 0; i < peers->len; i++)
    {
      TinPeerQueue *peer = g_ptr_array_index (peers, i);

      if (peer->link == NULL)
        continue;

      if (!has_queue_room (g_atomic_int_get (&peer->weight), size))
        {
          record_unsent (self, peer->flow, size, 1, TIN_LOSS_QUEUE,
                         _("This peer does not read, and what waits for it is at its limit."));
          continue;
        }

      tin_channel_count_queued (self, peer, size, 1);
      TIN_CHANNEL_GET_CLASS (self)->send (self, peer, command->bytes, NULL);
    }

  flush (self);
}

static void
run_send (TinChannel   *self,
          TinPeerQueue *peer,
          TinCommand   *command)
{
  take_posted (self, command);

  if (peer->link == NULL)
    {
      tin_channel_record_too_late (self, g_bytes_get_size (command->bytes), 1);
      return;
    }

  TIN_CHANNEL_GET_CLASS (self)->send (self, peer, command->bytes, command->receipt);
  flush (self);
  g_clear_pointer (&command->receipt, tin_receipt_unref);
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

  if (*peer != NULL && !has_queue_room (g_atomic_int_get (&(*peer)->weight), size))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK,
                           _("The peer does not read, and what waits for it is at its limit."));
      return FALSE;
    }

  /* Who of several has room is asked later: until then it is counted nowhere else. What was posted for one peer is
   * counted in the queue of that, and is nobody else's matter. */
  if (*peer == NULL && !has_queue_room (private->posted_to_all, size))
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
 *   several, for the engine to hand them out; each message counts with %TIN_CHANNEL_MESSAGE_COST more than
 *   it has, so that many small or empty ones are bounded as well, and one alone may have any size,
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
  return tin_channel_send_with_receipt (self, connection, bytes, NULL, error);
}

/**
 * tin_channel_send_with_receipt:
 * @self: a channel
 * @connection: whom to send to, 0 for all; any thread
 * @bytes: what to send
 * @receipt: (nullable): what becomes of @bytes, once they are queued; not for 0, where that differs from peer to peer
 * @error: return location for an error, see tin_channel_send()
 *
 * Returns: whether @bytes were queued
 */
gboolean
tin_channel_send_with_receipt (TinChannel  *self,
                               guint32      connection,
                               GBytes      *bytes,
                               TinReceipt  *receipt,
                               GError     **error)
{
  TinChannelPrivate *private = tin_channel_get_private (self);
  gsize limit = TIN_CHANNEL_GET_CLASS (self)->max_send_size;
  gsize size = g_bytes_get_size (bytes);
  TinPeerQueue *peer;
  TinCommand *command;
  gboolean accepted;

  g_return_val_if_fail (receipt == NULL || connection != 0, FALSE);

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
        tin_channel_count_queued (self, peer, size, 1);

      private->posted += size;
      private->n_posted++;
      private->posted_to_all += peer == NULL ? get_weight (size) : 0;
      command = tin_command_new (self, peer != NULL ? run_send : run_send_to_all, peer);
      command->bytes = g_bytes_ref (bytes);
      command->receipt = receipt != NULL ? tin_receipt_ref (receipt) : NULL;
      tin_command_post_locked (command);
    }

  g_mutex_unlock (&private->lock);

  return accepted;
}
