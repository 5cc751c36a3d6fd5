/* tin-peer-list.h: the connection list, derived from the capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-peer.h"

G_BEGIN_DECLS

#define TIN_PEER_LIST_MAX_CLOSED 10000 /* ended peers that stay listed; the oldest go first */

#define TIN_TYPE_PEER_LIST (tin_peer_list_get_type ())

G_DECLARE_FINAL_TYPE (TinPeerList, tin_peer_list, TIN, PEER_LIST, GObject)

/**
 * TinPeerList:
 *
 * A #GListModel of #TinPeer, in the order they appeared. Property: n-open (uint).
 */

TinPeerList *tin_peer_list_new         (void);

void         tin_peer_list_add_record  (TinPeerList         *self,
                                        TinCapture          *capture,
                                        guint64              position,
                                        const TinIndexEntry *entry);

void         tin_peer_list_end_update  (TinPeerList         *self);

TinPeer     *tin_peer_list_find        (TinPeerList         *self,
                                        guint32              connection);

guint        tin_peer_list_get_n_open  (TinPeerList         *self);

guint        tin_peer_list_get_most_open (TinPeerList        *self);

guint        tin_peer_list_get_n_ended (TinPeerList         *self);

guint        tin_peer_list_get_n_waiting (TinPeerList       *self);

TinPeer     *tin_peer_list_get_most_waiting (TinPeerList    *self);

guint64      tin_peer_list_get_n_changes (TinPeerList       *self);

void         tin_peer_list_finish      (TinPeerList         *self);

void         tin_peer_list_forget_closed (TinPeerList       *self);

G_END_DECLS
