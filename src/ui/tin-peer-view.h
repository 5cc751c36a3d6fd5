/* tin-peer-view.h: the connection list.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-session.h"

G_BEGIN_DECLS

#define TIN_TYPE_PEER_VIEW (tin_peer_view_get_type ())

G_DECLARE_FINAL_TYPE (TinPeerView, tin_peer_view, TIN, PEER_VIEW, AdwBin)

/**
 * TinPeerView:
 *
 * Property: selected (TinPeer, nullable, read-only): the selected connection,
 * %NULL for all of them. Rows show what is new after tin_peer_view_update().
 */

void     tin_peer_view_set_session  (TinPeerView *self,
                                     TinSession  *session,
                                     GSettings   *settings);

void     tin_peer_view_set_one_peer (TinPeerView *self,
                                     gboolean     one_peer);

void     tin_peer_view_set_old      (TinPeerView *self);

void     tin_peer_view_set_hint     (TinPeerView *self,
                                     const char  *text,
                                     const char  *command);

TinPeer *tin_peer_view_get_selected (TinPeerView *self);

TinPeer *tin_peer_view_get_meant    (TinPeerView *self);

void     tin_peer_view_select       (TinPeerView *self,
                                     guint        position);

void     tin_peer_view_select_all   (TinPeerView *self);

void     tin_peer_view_update       (TinPeerView *self);

void     tin_peer_view_focus        (TinPeerView *self);

void     tin_peer_view_search       (TinPeerView *self);

G_END_DECLS
