/* tin-peer.h: a remote party: an accepted or made TCP connection, or a UDP address.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"

G_BEGIN_DECLS

/**
 * TinPeerState:
 * @TIN_PEER_UNFINISHED: of a recording that ends before the connection does: how that went on is not known
 */
typedef enum
{
  TIN_PEER_OPEN,
  TIN_PEER_HALF_CLOSED,
  TIN_PEER_CLOSED,
  TIN_PEER_RESET,
  TIN_PEER_UNFINISHED,
} TinPeerState;

#define TIN_N_PEER_STATES (TIN_PEER_UNFINISHED + 1)

#define TIN_TYPE_PEER (tin_peer_get_type ())

G_DECLARE_FINAL_TYPE (TinPeer, tin_peer, TIN, PEER, GObject)

/**
 * TinPeer:
 *
 * Properties, all read-only and notifying at most once an update: state (uint,
 * a #TinPeerState), bytes-in, bytes-out, messages-in, messages-out (uint64),
 * queued (uint64, bytes that wait to be sent).
 */

guint32      tin_peer_get_connection   (TinPeer *self);
const char  *tin_peer_get_address      (TinPeer *self);
const char  *tin_peer_get_local        (TinPeer *self);
TinPeerState tin_peer_get_state        (TinPeer *self);
gboolean     tin_peer_is_open          (TinPeer *self);
gboolean     tin_peer_has_ended        (TinPeer *self);
gint64       tin_peer_get_since_ns     (TinPeer *self);
gint64       tin_peer_get_last_us      (TinPeer *self);
guint64      tin_peer_get_bytes_in     (TinPeer *self);
guint64      tin_peer_get_bytes_out    (TinPeer *self);
guint64      tin_peer_get_messages_in  (TinPeer *self);
guint64      tin_peer_get_messages_out (TinPeer *self);
guint64      tin_peer_get_queued       (TinPeer *self);

G_END_DECLS
