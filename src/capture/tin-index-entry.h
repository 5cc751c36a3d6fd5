/* tin-index-entry.h: what an index says of one record.
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
 * @loss: why, of %TIN_EVENT_DROPPED; %TIN_LOSS_UNKNOWN where that reason is not one for @direction and @by
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

G_END_DECLS
