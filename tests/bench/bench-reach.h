/* bench-reach.h: the one table: what was measured, beside what, and what was wanted.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bench-contender.h"

G_BEGIN_DECLS

void bench_reach_add_ratio (const char     *what,
                            const BenchRun *ours,
                            const BenchRun *reference,
                            double          wanted);

void bench_reach_add_limit (const char     *what,
                            const char     *who,
                            double          value,
                            double          limit);

void bench_reach_print     (void);

G_END_DECLS
