/* tin-query-entry.h: where a query is typed, with what could stand there and what is wrong.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-peer-list.h"

G_BEGIN_DECLS

#define TIN_TYPE_QUERY_ENTRY (tin_query_entry_get_type ())

G_DECLARE_FINAL_TYPE (TinQueryEntry, tin_query_entry, TIN, QUERY_ENTRY, AdwBin)

/**
 * TinQueryEntry:
 *
 * Signals: changed; next (Return), previous (Shift+Return), stop (Escape).
 */

void        tin_query_entry_set_peers  (TinQueryEntry  *self,
                                        TinPeerList    *peers);

const char *tin_query_entry_get_text   (TinQueryEntry  *self);
void        tin_query_entry_set_text   (TinQueryEntry  *self,
                                        const char     *text);

void        tin_query_entry_mark_error (TinQueryEntry  *self,
                                        gboolean        has_error,
                                        gsize           offset);

void        tin_query_entry_focus      (TinQueryEntry  *self);

G_END_DECLS
