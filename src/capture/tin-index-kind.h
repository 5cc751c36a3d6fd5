/* tin-index-kind.h: event, direction, by and the reason of a loss in the eight bits that an index has for them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-index.h"

G_BEGIN_DECLS

#define TIN_INDEX_KIND_EVENTS 16
#define TIN_INDEX_KIND_ROWS   16

/* The four highest bits. */
#define TIN_INDEX_KIND_ROW(direction, by) ((direction) | (by) << 2)

guint8 tin_index_pack_kind (const TinIndexEntry *entry);

/* What the four lowest bits say, and what all do, by the four highest first; by those too that no kind has. */
extern const guint8 tin_index_kind_events[TIN_INDEX_KIND_EVENTS];
extern const guint8 tin_index_kind_losses[TIN_INDEX_KIND_ROWS][TIN_INDEX_KIND_EVENTS];

static inline void
tin_index_unpack_kind (guint8         kind,
                       TinIndexEntry *entry)
{
  entry->event = tin_index_kind_events[kind & 0xf];
  entry->direction = kind >> 4 & 3;
  entry->by = kind >> 6;
  entry->loss = tin_index_kind_losses[kind >> 4][kind & 0xf];
}

G_END_DECLS
