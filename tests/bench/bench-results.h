/* bench-results.h: what was measured, kept for the one table of all benchmarks.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void bench_results_add        (const char *measure,
                               double      value,
                               const char *goal);

void bench_results_add_beside (const char *measure,
                               const char *who,
                               double      ours,
                               const char *beside,
                               double      theirs,
                               const char *goal);

G_END_DECLS
