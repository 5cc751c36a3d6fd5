/* tin-peer-words.h: how it is said what a connection is.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-peer.h"

G_BEGIN_DECLS

const char *tin_peer_state_get_label  (TinPeerState state);

const char *tin_peer_get_waiting_word (void);

char       *tin_peer_dup_waiting      (guint64      queued);

G_END_DECLS
