/* tin-peer-row.h: one connection in the list.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-peer.h"

G_BEGIN_DECLS

#define TIN_TYPE_PEER_ROW (tin_peer_row_get_type ())

G_DECLARE_FINAL_TYPE (TinPeerRow, tin_peer_row, TIN, PEER_ROW, AdwBin)

GtkWidget *tin_peer_row_new      (void);

void       tin_peer_row_set_peer (TinPeerRow *self,
                                  TinPeer    *peer);

TinPeer   *tin_peer_row_get_peer (TinPeerRow *self);

void       tin_peer_row_update   (TinPeerRow *self);

char      *tin_peer_row_dup_amounts (guint64 bytes_in,
                                     guint64 bytes_out);

G_END_DECLS
