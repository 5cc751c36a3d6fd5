/* tin-peer-list-private.h: the connection list, and what a session tells it beside the records.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-peer-list.h"

G_BEGIN_DECLS

/**
 * TinPeerList:
 *
 * An update costs what changed, not what is listed: a record looks its peer up by
 * number, and only the peers that changed are notified in tin_peer_list_end_update().
 */
struct _TinPeerList
{
  GObject     parent_instance;

  GPtrArray  *peers;        /* (element-type TinPeer) (owned) in the order they appeared */
  GHashTable *by_number;    /* connection → TinPeer, borrowed from @peers */
  GPtrArray  *changed;      /* (element-type TinPeer) (owned) since the last update */
  GPtrArray  *queueing;     /* (element-type TinPeer) (owned) those that had bytes waiting when last sampled */

  guint       n_listed;     /* of @peers, how many were announced */
  guint       n_open;
  guint       n_open_told;
  guint       most_open;    /* at once */
  guint       n_unfinished; /* of @peers, at the end of a recording */
  guint64     n_changes;    /* peers that were told to have changed */
};

/**
 * TinQueuedFunc:
 *
 * Returns: bytes that wait to be sent to @connection now
 */
typedef guint64 (*TinQueuedFunc) (guint32  connection,
                                  gpointer user_data);

void tin_peer_list_mark          (TinPeerList   *self,
                                  TinPeer       *peer);

void tin_peer_list_touch         (TinPeerList   *self,
                                  guint32        connection);

void tin_peer_list_sample_queues (TinPeerList   *self,
                                  TinQueuedFunc  func,
                                  gpointer       user_data);

void tin_peer_list_remove_all    (TinPeerList   *self);

G_END_DECLS
