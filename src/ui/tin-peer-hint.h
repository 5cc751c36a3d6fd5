/* tin-peer-hint.h: what a connection list says that has none to show.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TIN_TYPE_PEER_HINT (tin_peer_hint_get_type ())

G_DECLARE_FINAL_TYPE (TinPeerHint, tin_peer_hint, TIN, PEER_HINT, AdwBin)

void tin_peer_hint_set (TinPeerHint *self,
                        const char  *text,
                        const char  *command);

G_END_DECLS
