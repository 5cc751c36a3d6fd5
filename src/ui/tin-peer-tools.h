/* tin-peer-tools.h: what is looked for in the connection list, and in which order it is.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-peer-order.h"

G_BEGIN_DECLS

#define TIN_TYPE_PEER_TOOLS (tin_peer_tools_get_type ())

G_DECLARE_FINAL_TYPE (TinPeerTools, tin_peer_tools, TIN, PEER_TOOLS, AdwBin)

/**
 * TinPeerTools:
 *
 * Signals: asked, when the user has had other connections or another order of them shown;
 * left (boolean), when the user wants to go on in the list, and whether with what was found.
 */

void     tin_peer_tools_set_order (TinPeerTools *self,
                                   TinPeerOrder *order,
                                   GtkWidget    *list,
                                   GSettings    *settings);

gboolean tin_peer_tools_is_search (TinPeerTools *self);

void     tin_peer_tools_focus     (TinPeerTools *self);

G_END_DECLS
