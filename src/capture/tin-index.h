/* tin-index.h: fewer than sixteen bytes a record: where it is, when and what it is.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-record.h"

G_BEGIN_DECLS

/**
 * TinIndexEntry:
 * @offset: of the record's first block in the stream of blocks, bytes
 * @time_us: microseconds since 1970; the nanoseconds are in the record itself
 * @connection: as in #TinRecord
 * @size: bytes of payload, as in #TinRecord
 * @loss: why, of %TIN_EVENT_DROPPED; %TIN_LOSS_UNKNOWN where that reason is not one for @direction
 *
 * What peers, totals, filters and charts need is here, so that they never touch
 * the payload. It is a copy of what is held in fewer than sixteen bytes.
 */
typedef struct
{
  guint64       offset;
  gint64        time_us;
  guint32       connection;
  guint32       size;
  TinEvent      event;
  TinDirection  direction;
  TinBy         by;
  TinLoss       loss;
} TinIndexEntry;

typedef struct _TinIndex TinIndex;

TinIndex *tin_index_new    (void);

void      tin_index_free   (TinIndex            *self);

gboolean  tin_index_append (TinIndex            *self,
                            const TinIndexEntry *entry);

gboolean  tin_index_get    (TinIndex            *self,
                            guint64              position,
                            TinIndexEntry       *entry);

guint     tin_index_get_many (TinIndex           *self,
                              guint64             position,
                              TinIndexEntry      *entries,
                              guint               n_entries);

guint64   tin_index_get_first  (TinIndex        *self);

guint64   tin_index_get_length (TinIndex        *self);

void      tin_index_drop_before (TinIndex       *self,
                                 guint64         position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinIndex, tin_index_free)

G_END_DECLS
