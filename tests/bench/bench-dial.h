/* bench-dial.h: makes many connections, each proved by a message that came back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bench-histogram.h"

G_BEGIN_DECLS

#define BENCH_MAX_MESSAGE_SIZE (64 * 1024) /* bytes */

/**
 * BenchDial:
 * @port: on 127.0.0.1
 * @window: connections under way at once
 * @size: bytes of the message that each connection sends and awaits
 * @limit: connections in all, or 0 for as many as there is time for
 * @deadline_ns: by bench_get_time_ns()
 * @keep: (nullable): room for @limit descriptors that stay open; %NULL closes each when done
 * @times: (nullable): nanoseconds from connect to the whole answer
 */
typedef struct
{
  guint16          port;
  guint            window;
  guint            size;
  guint            limit;
  gint64           deadline_ns;
  int             *keep;
  BenchHistogram  *times;
} BenchDial;

guint bench_dial    (const BenchDial *dial);

int   bench_connect (guint16          port,
                     guint            number);

G_END_DECLS
