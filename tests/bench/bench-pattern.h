/* bench-pattern.h: bytes of which anybody can tell whether they are the right ones.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BENCH_PATTERN_SIZE 65521                    /* bytes, the largest prime below 64 KiB */
#define BENCH_PATTERN_RUN  (2 * BENCH_PATTERN_SIZE) /* bytes that are there in one piece, from anywhere on */

guint8       *bench_pattern_new (void);

const guint8 *bench_pattern_at  (const guint8 *pattern,
                                 guint64       offset);

gboolean      bench_pattern_is  (const guint8 *pattern,
                                 guint64       offset,
                                 const guint8 *data,
                                 gsize         size);

G_END_DECLS
