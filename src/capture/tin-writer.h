/* tin-writer.h: the thread that puts a capture on disk.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-ring.h"

G_BEGIN_DECLS

#define TIN_WRITER_COALESCE_SIZE (256 * 1024)      /* bytes that are worth a write at once */
#define TIN_WRITER_PIECE_SIZE    (512 * 1024)      /* bytes written at once at most, and up to a multiple of it */
#define TIN_WRITER_COALESCE_TIME (25 * 1000)       /* µs that fewer may wait */
#define TIN_WRITER_RETRY_TIME    (500 * 1000)      /* µs between attempts on a disk that refuses */
#define TIN_WRITER_SYNC_TIME     (1000 * 1000)     /* µs that a power failure may cost */
#define TIN_WRITER_ALLOCATION    (4 * 1024 * 1024) /* bytes reserved ahead */

GThread *tin_writer_start (TinRing                 *ring,
                           TinSink                 *sink,
                           const TinCaptureLimits  *limits,
                           GError                 **error);

G_END_DECLS
