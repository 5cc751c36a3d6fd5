/* tin-scan.h: the payloads of many records, one after another.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"

G_BEGIN_DECLS

#define TIN_SCAN_MANY 64 /* records given at once, at most */

/**
 * TinScanItem:
 * @position: of the record
 * @entry: what the index says of it
 * @payload: (nullable): all @entry.size bytes of a record with data, valid until the next call;
 *   %NULL for what has none, and for what is lost
 */
typedef struct
{
  guint64        position;
  TinIndexEntry  entry;
  const guint8  *payload;
} TinScanItem;

typedef struct _TinScan TinScan;

TinScan  *tin_scan_new        (TinCapture  *capture,
                               guint64      first,
                               guint64      end);

void      tin_scan_free       (TinScan     *self);

guint64   tin_scan_get_n_lost (TinScan     *self);

void      tin_scan_extend     (TinScan     *self,
                               guint64      end);

void      tin_scan_seek       (TinScan     *self,
                               guint64      position);

void      tin_scan_omit_payloads (TinScan  *self);

gboolean  tin_scan_next       (TinScan     *self,
                               TinScanItem *item);

guint     tin_scan_next_many  (TinScan     *self,
                               TinScanItem *items,
                               guint        n_items);

const guint8 *
          tin_scan_get_blocks (TinScan     *self,
                               gsize       *size);

gboolean  tin_scan_read       (TinScan     *self,
                               gsize        payload_limit,
                               TinRecord   *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinScan, tin_scan_free)

G_END_DECLS
