/* tin-channel-peers.c: the peers of a channel, and what waits for each.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-channel-private.h"

#include "net/tin-channel-state.h"

TinPeerQueue *
tin_peer_queue_ref (TinPeerQueue *peer)
{
  g_atomic_ref_count_inc (&peer->references);

  return peer;
}

void
tin_peer_queue_unref (gpointer data)
{
  TinPeerQueue *peer = data;

  if (!g_atomic_ref_count_dec (&peer->references))
    return;

  g_free (peer->tcp);
  g_free (peer);
}

/**
 * tin_channel_add_peer:
 * @self: a channel
 * @flow: the peer's flow; unowned, for as long as the peer is there
 * @link: what the kind of channel keeps for it; unowned
 *
 * From here on the peer can be sent to.
 *
 * Returns: (transfer none): owned by the channel until tin_channel_remove_peer()
 */
TinPeerQueue *
tin_channel_add_peer (TinChannel *self,
                      TinFlow    *flow,
                      gpointer    link)
{
  TinChannelPrivate *private = tin_channel_get_private (self);
  TinPeerQueue *peer = g_new0 (TinPeerQueue, 1);

  g_atomic_ref_count_init (&peer->references);
  peer->connection = flow->connection;
  peer->flow = flow;
  peer->link = link;

  g_mutex_lock (&private->lock);
  g_hash_table_insert (private->peers, GUINT_TO_POINTER (peer->connection), peer);
  g_mutex_unlock (&private->lock);

  private->peers_changed = TRUE;
  tin_channel_mark_dirty (self);

  return peer;
}

/**
 * tin_channel_remove_peer:
 * @self: a channel
 * @peer: a peer of it
 *
 * What is still counted as queued for it is taken off, and what was posted for it is not run.
 */
void
tin_channel_remove_peer (TinChannel   *self,
                         TinPeerQueue *peer)
{
  TinChannelPrivate *private = tin_channel_get_private (self);

  peer->link = NULL;
  peer->flow = NULL;

  g_mutex_lock (&private->lock);
  tin_channel_count_queued (self, peer, -(gssize) g_atomic_int_get (&peer->queued), 0);
  g_atomic_int_set (&peer->weight, 0);
  g_hash_table_remove (private->peers, GUINT_TO_POINTER (peer->connection));
  g_mutex_unlock (&private->lock);

  private->peers_changed = TRUE;
  tin_channel_mark_dirty (self);
}

/* Any thread that owns the lock or is the engine's. A message counts until the last of it is gone. */
void
tin_channel_count_queued (TinChannel   *self,
                          TinPeerQueue *peer,
                          gssize        bytes,
                          int           n_messages)
{
  TinChannelPrivate *private = tin_channel_get_private (self);

  g_atomic_int_add (&peer->queued, (int) bytes);
  g_atomic_int_add (&peer->weight, (int) bytes + n_messages * TIN_CHANNEL_MESSAGE_COST);
  g_atomic_pointer_add (&private->queued, bytes);
}

/* A storm is in full swing when this changes: nobody is told before the end of the turn. */
void
tin_channel_count_paused (TinChannel *self,
                          int         change)
{
  TinChannelPrivate *private = tin_channel_get_private (self);

  g_mutex_lock (&private->lock);
  private->n_paused += change;
  g_mutex_unlock (&private->lock);

  private->peers_changed = TRUE;
  tin_channel_mark_dirty (self);
}

/**
 * tin_channel_list_peers:
 * @self: a channel
 *
 * Returns: (transfer full): the peers of now; one whose link is NULL went while the list was walked
 */
GPtrArray *
tin_channel_list_peers (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_private (self);
  GPtrArray *peers = g_ptr_array_new_with_free_func (tin_peer_queue_unref);
  GHashTableIter iter;
  gpointer peer;

  g_mutex_lock (&private->lock);
  g_hash_table_iter_init (&iter, private->peers);
  while (g_hash_table_iter_next (&iter, NULL, &peer))
    g_ptr_array_add (peers, tin_peer_queue_ref (peer));
  g_mutex_unlock (&private->lock);

  return peers;
}

/**
 * tin_channel_for_peers:
 * @self: a channel
 * @func: called for each peer of now that is still there when its turn comes; may end it
 */
void
tin_channel_for_peers (TinChannel         *self,
                       TinChannelPeerFunc  func)
{
  g_autoptr (GPtrArray) peers = tin_channel_list_peers (self);

  for (guint i = 0; i < peers->len; i++)
    {
      TinPeerQueue *peer = g_ptr_array_index (peers, i);

      if (peer->link != NULL)
        func (self, peer);
    }
}

guint
tin_channel_get_n_peers (TinChannel *self)
{
  TinChannelPrivate *private = tin_channel_get_private (self);

  return g_hash_table_size (private->peers);
}

/**
 * tin_channel_get_queued:
 * @self: a channel
 * @connection: a connection of it, 0 for all; any thread
 *
 * Returns: bytes that were given to send and that the socket has not taken
 */
gsize
tin_channel_get_queued (TinChannel *self,
                        guint32     connection)
{
  TinChannelPrivate *private = tin_channel_get_private (self);
  TinPeerQueue *peer;
  gsize queued = 0;

  g_return_val_if_fail (TIN_IS_CHANNEL (self), 0);

  g_mutex_lock (&private->lock);

  if (connection == 0)
    queued = (gsize) g_atomic_pointer_get (&private->queued);
  else if ((peer = g_hash_table_lookup (private->peers, GUINT_TO_POINTER (connection))) != NULL)
    queued = g_atomic_int_get (&peer->queued);

  g_mutex_unlock (&private->lock);

  return queued;
}

/**
 * tin_channel_get_tcp_info:
 * @self: a channel
 * @connection: whose connection; any thread
 * @info: (out caller-allocates): what the kernel knew when tin_channel_measure() was last carried out
 *
 * Returns: %FALSE if it has not been measured yet, or is gone
 */
gboolean
tin_channel_get_tcp_info (TinChannel *self,
                          guint32     connection,
                          TinTcpInfo *info)
{
  TinChannelPrivate *private = tin_channel_get_private (self);
  TinPeerQueue *peer;
  gboolean known;

  g_return_val_if_fail (TIN_IS_CHANNEL (self), FALSE);

  g_mutex_lock (&private->lock);
  peer = g_hash_table_lookup (private->peers, GUINT_TO_POINTER (connection));
  known = peer != NULL && peer->tcp != NULL;
  if (known)
    *info = *peer->tcp;
  g_mutex_unlock (&private->lock);

  return known;
}
