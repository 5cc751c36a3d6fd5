/* tin-peer-order.h: the connection list as somebody wants to see it: searched, and in some order.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-peer-list.h"

G_BEGIN_DECLS

/**
 * TinPeerSort:
 * @TIN_PEER_SORT_CONNECTION: who came first
 * @TIN_PEER_SORT_ADDRESS: by the bytes of the address, then the port
 * @TIN_PEER_SORT_RECEIVED: from whom most has come
 * @TIN_PEER_SORT_SENT: to whom most has gone
 * @TIN_PEER_SORT_WAITING: for whom most waits to be sent
 * @TIN_PEER_SORT_ACTIVITY: of whom something was recorded last
 *
 * Which peer is first. The values are those of the settings.
 */
typedef enum
{
  TIN_PEER_SORT_CONNECTION,
  TIN_PEER_SORT_ADDRESS,
  TIN_PEER_SORT_RECEIVED,
  TIN_PEER_SORT_SENT,
  TIN_PEER_SORT_WAITING,
  TIN_PEER_SORT_ACTIVITY,
} TinPeerSort;

#define TIN_TYPE_PEER_ORDER (tin_peer_order_get_type ())

G_DECLARE_FINAL_TYPE (TinPeerOrder, tin_peer_order, TIN, PEER_ORDER, GObject)

/**
 * TinPeerOrder:
 *
 * A #GListModel of #TinPeer, over a #TinPeerList.
 *
 * Signal: reordered, before the items-changed of an order that was made anew because of
 * what happened to the peers, and not because anybody asked.
 */

TinPeerOrder *tin_peer_order_new        (TinPeerList  *peers);

void          tin_peer_order_set_sort   (TinPeerOrder *self,
                                         TinPeerSort   sort,
                                         gboolean      reversed);

void          tin_peer_order_set_search (TinPeerOrder *self,
                                         const char   *text);

gboolean      tin_peer_order_is_search  (TinPeerOrder *self);

void          tin_peer_order_set_kept   (TinPeerOrder *self,
                                         TinPeer      *peer);

void          tin_peer_order_update     (TinPeerOrder *self);

G_END_DECLS
