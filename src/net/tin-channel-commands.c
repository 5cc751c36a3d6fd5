/* tin-channel-commands.c: what other threads ask of a channel, and how it gets to the engine.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-channel-command.h"

#include "net/tin-channel-state.h"

#include <string.h>

/* The bytes of it that nobody took over. */
static void
return_receipt (TinCommand *command)
{
  g_autoptr (TinReceipt) receipt = g_steal_pointer (&command->receipt);

  if (receipt != NULL)
    tin_receipt_add_lost (receipt, g_bytes_get_size (command->bytes));
}

static void
command_free (gpointer data)
{
  TinCommand *command = data;

  return_receipt (command);
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
    command->func (command->channel, command->peer, command);

  return G_SOURCE_REMOVE;
}

TinCommand *
tin_command_new (TinChannel     *channel,
                 TinCommandFunc  func,
                 TinPeerQueue   *peer)
{
  TinCommand *self = g_new0 (TinCommand, 1);

  self->channel = g_object_ref (channel);
  self->func = func;
  self->peer = peer != NULL ? tin_peer_queue_ref (peer) : NULL;

  return self;
}

/* With the lock held, and only while not closed: after that nobody takes commands out. */
void
tin_command_post_locked (TinCommand *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, command_cb, self, command_free);
  g_source_attach (source, tin_channel_get_private (self->channel)->context);
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
    tin_command_post_locked (tin_command_new (self, func, peer));

  g_mutex_unlock (&private->lock);
}

static void
run_resume (TinChannel   *self,
            TinPeerQueue *peer,
            TinCommand   *command)
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
      tin_command_post_locked (tin_command_new (self, run_resume, NULL));
    }

  g_mutex_unlock (&private->lock);
}

/* What goes on may end the channel, and so drop the engine's reference, which keeps it here as long as it waits. */
static void
hunger_cb (TinDelayNode *node)
{
  g_autoptr (TinChannel) self = g_object_ref (node->data);

  TIN_CHANNEL_GET_CLASS (self)->resume (self);
}

/**
 * tin_channel_await_room:
 * @self: a channel whose capture just had no room
 *
 * Has it resume when there may be room again: the capture tells when there is some in its ring, but not when there is
 * memory, for which it is tried again a little later.
 */
void
tin_channel_await_room (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_private (self);

  if (private->engine == NULL || private->hunger.waiting || !tin_capture_lacks_memory (private->capture))
    return;

  private->hunger.func = hunger_cb;
  private->hunger.data = self;
  tin_delay_add (tin_engine_get_retry_delay (private->engine), &private->hunger);
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
                    TinCommand   *command)
{
  run_for_peers (self, peer, TIN_CHANNEL_GET_CLASS (self)->finish_sending);
}

static void
run_disconnect (TinChannel   *self,
                TinPeerQueue *peer,
                TinCommand   *command)
{
  run_for_peers (self, peer, TIN_CHANNEL_GET_CLASS (self)->disconnect);
}

static void
run_resume_answers (TinChannel   *self,
                    TinPeerQueue *peer,
                    TinCommand   *command)
{
  if (TIN_CHANNEL_GET_CLASS (self)->resume_answers != NULL)
    run_for_peers (self, peer, TIN_CHANNEL_GET_CLASS (self)->resume_answers);
}

/* Bytes that wait in the kernel change without news of their own: this makes some. */
static void
run_measure (TinChannel   *self,
             TinPeerQueue *peer,
             TinCommand   *command)
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
run_note (TinChannel   *self,
          TinPeerQueue *peer,
          TinCommand   *command)
{
  TinFlow *flow = peer != NULL && peer->link != NULL ? peer->flow : NULL;

  tin_channel_record (self, flow, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0,
                      g_bytes_get_data (command->bytes, NULL));
}

static void
run_stop (TinChannel   *self,
          TinPeerQueue *peer,
          TinCommand   *command)
{
  tin_channel_stop_now (self);
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
 * recorded for up to %TIN_CHANNEL_DRAIN_TIMEOUT ms, or twice that if it has to wait for room, or five times while some of
 * it is recorded. A server goes on listening, a client ends.
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
 * tin_channel_note:
 * @self: a channel
 * @connection: whom it is about, 0 for all; any thread
 * @text: one line of UTF-8
 *
 * Records a note, of the session itself where the peer is gone. A channel that is closed records nothing any more.
 */
void
tin_channel_note (TinChannel *self,
                  guint32     connection,
                  const char *text)
{
  TinChannelPrivate *private = tin_channel_get_private (self);
  TinCommand *command;

  g_return_if_fail (TIN_IS_CHANNEL (self));
  g_return_if_fail (text != NULL);

  g_mutex_lock (&private->lock);

  if (private->state != TIN_CHANNEL_CLOSED)
    {
      command = tin_command_new (self, run_note, g_hash_table_lookup (private->peers, GUINT_TO_POINTER (connection)));
      command->bytes = g_bytes_new (text, strlen (text) + 1);
      tin_command_post_locked (command);
    }

  g_mutex_unlock (&private->lock);
}

/**
 * tin_channel_stop:
 * @self: a channel; any thread
 *
 * While opening: gives up at once. While open: stops listening, disconnects all, and
 * is closed within a little more than %TIN_CHANNEL_DRAIN_TIMEOUT ms, or twice that where the recording has no room for
 * what the kernel has received.
 */
void
tin_channel_stop (TinChannel *self)
{
  g_return_if_fail (TIN_IS_CHANNEL (self));

  post_for_connection (self, 0, run_stop);
}
