/* tin-send-target.h: to whom a message goes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-peer-list.h"

G_BEGIN_DECLS

#define TIN_TYPE_SEND_TARGET (tin_send_target_get_type ())

G_DECLARE_FINAL_TYPE (TinSendTarget, tin_send_target, TIN, SEND_TARGET, AdwBin)

/**
 * TinSendTarget:
 *
 * All connections, or the one that is selected. Signal: changed, when it is
 * another target, or in another state.
 */

void     tin_send_target_set_peers    (TinSendTarget *self,
                                       TinPeerList   *peers);

void     tin_send_target_set_one_peer (TinSendTarget *self,
                                       gboolean       one_peer);

void     tin_send_target_set_selected (TinSendTarget *self,
                                       TinPeer       *selected);

TinPeer *tin_send_target_get_peer     (TinSendTarget *self);

guint32  tin_send_target_get_receiver (TinSendTarget *self);

G_END_DECLS
