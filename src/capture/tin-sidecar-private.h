/* tin-sidecar-private.h: what writing and reading an index have in common.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-sidecar.h"

G_BEGIN_DECLS

#define TIN_SIDECAR_HEAD_SIZE      64           /* bytes: see tin_sidecar_fill_head() */
#define TIN_SIDECAR_FRAME_RECORDS  8192
#define TIN_SIDECAR_MAX_RECORD     (1 + 4 * 10) /* bytes */
#define TIN_SIDECAR_FRAME_HEAD     8            /* bytes: number of records, size of what follows */
#define TIN_SIDECAR_MAX_FRAME      (TIN_SIDECAR_FRAME_RECORDS * TIN_SIDECAR_MAX_RECORD)
#define TIN_SIDECAR_HASH_START     G_GUINT64_CONSTANT (0xcbf29ce484222325)

/* What the first bytes of an index say. */
typedef struct
{
  guint64 size;           /* of the recording's file, bytes */
  guint64 time_ns;        /* of its last change */
  guint64 recording_sum;  /* of its ends */
  guint64 set;            /* the same in all indexes that were made at once */
  guint64 n_records;
  guint64 sum;            /* of the frames */
} TinSidecarHead;

guint64  tin_sidecar_hash            (guint64               sum,
                                      const guint8         *data,
                                      gsize                 size);

gboolean tin_sidecar_hash_recording  (TinSink              *source,
                                      guint64               size,
                                      guint64              *sum);

gboolean tin_sidecar_get_change_time (const char           *path,
                                      guint64              *time_ns);

void     tin_sidecar_fill_head       (guint8               *bytes,
                                      const TinSidecarHead *head);

G_END_DECLS
