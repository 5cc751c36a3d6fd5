/* tin-peer-private.h: how the connection list fills a peer.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-peer.h"

G_BEGIN_DECLS

TinPeer *tin_peer_new           (guint32              connection);

gboolean tin_peer_has_address   (TinPeer             *self);

void     tin_peer_set_record    (TinPeer             *self,
                                 const TinRecord     *record);

void     tin_peer_add_entry     (TinPeer             *self,
                                 const TinIndexEntry *entry);

void     tin_peer_set_state     (TinPeer             *self,
                                 TinPeerState         state);

void     tin_peer_set_queued    (TinPeer             *self,
                                 guint64              queued);

int      tin_peer_compare_addresses (TinPeer          *self,
                                     TinPeer          *other);

gboolean tin_peer_mark          (TinPeer             *self);

void     tin_peer_notify_changes (TinPeer            *self);

G_END_DECLS
