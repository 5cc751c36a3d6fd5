/* tin-series.h: how much came and went, and how many were connected, over time.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-index.h"

G_BEGIN_DECLS

#define TIN_SERIES_MAX_BUCKETS 1024
#define TIN_SERIES_MIN_WIDTH   (100 * 1000) /* µs of a bucket at first */

/**
 * TinSeriesBucket:
 * @bytes_in: of payload
 * @connections: how many were open at most
 *
 * What happened in a piece of time.
 */
typedef struct
{
  guint64 bytes_in;
  guint64 bytes_out;
  guint64 messages_in;
  guint64 messages_out;
  guint   connections;
} TinSeriesBucket;

typedef struct _TinSeries TinSeries;

TinSeries *tin_series_new           (void);

void       tin_series_free          (TinSeries           *self);

void       tin_series_clear         (TinSeries           *self);

void       tin_series_add           (TinSeries           *self,
                                     const TinIndexEntry *entry);

gint64     tin_series_get_start     (TinSeries           *self);

gint64     tin_series_get_end       (TinSeries           *self);

gint64     tin_series_get_width     (TinSeries           *self);

guint      tin_series_get_n_buckets (TinSeries           *self);

void       tin_series_sum           (TinSeries           *self,
                                     guint                first,
                                     guint                end,
                                     TinSeriesBucket     *sum);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinSeries, tin_series_free)

G_END_DECLS
