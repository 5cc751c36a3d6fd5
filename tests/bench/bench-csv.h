/* bench-csv.h: every figure of a run, for other programs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bench-contender.h"

G_BEGIN_DECLS

gboolean bench_csv_open    (const char     *path);

void     bench_csv_add     (const char     *name,
                            guint64         x,
                            const char     *server,
                            guint           repetition,
                            const char     *figure,
                            double          value);

void     bench_csv_add_run (const char     *name,
                            guint64         x,
                            const BenchRun *run);

void     bench_csv_close   (void);

G_END_DECLS
