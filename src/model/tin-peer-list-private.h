/* tin-peer-list-private.h: what a session tells its connection list beside the records.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-peer-list.h"

G_BEGIN_DECLS

/**
 * TinQueuedFunc:
 *
 * Returns: bytes that wait to be sent to @connection now
 */
typedef guint64 (*TinQueuedFunc) (guint32  connection,
                                  gpointer user_data);

void tin_peer_list_touch         (TinPeerList   *self,
                                  guint32        connection);

void tin_peer_list_sample_queues (TinPeerList   *self,
                                  TinQueuedFunc  func,
                                  gpointer       user_data);

void tin_peer_list_remove_all    (TinPeerList   *self);

G_END_DECLS
