/* bench-reach.h: two servers that took turns, kept for the table of all benchmarks.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bench-contender.h"

G_BEGIN_DECLS

void bench_reach_keep     (const char     *what,
                           const BenchRun *ours,
                           const BenchRun *reference,
                           BenchFigure     figure,
                           const char     *goal);

void bench_reach_keep_all (const char     *what,
                           const BenchRun *ours,
                           const BenchRun *reference,
                           const char     *goal);

G_END_DECLS
