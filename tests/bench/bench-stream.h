/* bench-stream.h: one connection that sends as fast as it can and checks every byte that comes back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BenchStream:
 * @sent: bytes
 * @received: bytes, each of them right
 * @duration_ns: from the first byte to the server's end of stream
 * @is_whole: the server ended the stream by itself and no byte was wrong
 */
typedef struct
{
  guint64  sent;
  guint64  received;
  gint64   duration_ns;
  gboolean is_whole;
} BenchStream;

BenchStream bench_stream_run (guint16  port,
                              guint64  limit,
                              gint64   duration_ns);

G_END_DECLS
