/* tin-peer-list-queues.c: which peers of the connection list changed, and what waits for them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-peer-list-private.h"

#include "model/tin-peer-private.h"

/**
 * tin_peer_list_mark:
 * @peer: one of the list
 *
 * Has it sampled, and notified with the end of the update.
 */
void
tin_peer_list_mark (TinPeerList *self,
                    TinPeer     *peer)
{
  if (tin_peer_mark (peer))
    g_ptr_array_add (self->changed, g_object_ref (peer));
}

/**
 * tin_peer_list_touch:
 * @connection: a peer's, or 0 for all that are open
 *
 * Has the queues of those peers sampled next time, although no record speaks of them:
 * something was handed to the engine for them.
 */
void
tin_peer_list_touch (TinPeerList *self,
                     guint32      connection)
{
  g_return_if_fail (TIN_IS_PEER_LIST (self));

  if (connection != 0)
    {
      TinPeer *peer = tin_peer_list_find (self, connection);

      if (peer != NULL)
        tin_peer_list_mark (self, peer);
      return;
    }

  for (guint i = 0; i < self->peers->len; i++)
    if (tin_peer_is_open (g_ptr_array_index (self->peers, i)))
      tin_peer_list_mark (self, g_ptr_array_index (self->peers, i));
}

/**
 * tin_peer_list_sample_queues:
 *
 * Asks @func for the queues of the peers that changed, and of those that had bytes
 * waiting the last time. Call it before tin_peer_list_end_update().
 */
void
tin_peer_list_sample_queues (TinPeerList   *self,
                             TinQueuedFunc  func,
                             gpointer       user_data)
{
  g_return_if_fail (TIN_IS_PEER_LIST (self));

  for (guint i = 0; i < self->queueing->len; i++)
    tin_peer_list_mark (self, g_ptr_array_index (self->queueing, i));

  g_ptr_array_set_size (self->queueing, 0);

  for (guint i = 0; i < self->changed->len; i++)
    {
      TinPeer *peer = g_ptr_array_index (self->changed, i);
      guint64 queued = 0;

      if (tin_peer_is_open (peer))
        queued = func (tin_peer_get_connection (peer), user_data);

      tin_peer_set_queued (peer, queued);
      if (queued > 0)
        g_ptr_array_add (self->queueing, g_object_ref (peer));
    }
}

/**
 * tin_peer_list_get_most_waiting:
 *
 * Returns: (transfer none) (nullable): for whom most bytes waited when the queues were last sampled
 */
TinPeer *
tin_peer_list_get_most_waiting (TinPeerList *self)
{
  TinPeer *most = NULL;

  g_return_val_if_fail (TIN_IS_PEER_LIST (self), NULL);

  for (guint i = 0; i < self->queueing->len; i++)
    {
      TinPeer *peer = g_ptr_array_index (self->queueing, i);

      if (most == NULL || tin_peer_get_queued (peer) > tin_peer_get_queued (most))
        most = peer;
    }

  return most;
}
