/* tin-peer-rows.h: the rows of a connection list that are on screen.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TIN_TYPE_PEER_ROWS (tin_peer_rows_get_type ())

G_DECLARE_FINAL_TYPE (TinPeerRows, tin_peer_rows, TIN, PEER_ROWS, GObject)

TinPeerRows *tin_peer_rows_new          (GtkListView *list_view);

void         tin_peer_rows_update       (TinPeerRows *self);

guint        tin_peer_rows_find_at      (TinPeerRows *self,
                                         double       x,
                                         double       y);

guint        tin_peer_rows_find_focused (TinPeerRows *self);

G_END_DECLS
