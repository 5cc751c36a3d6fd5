/* bench-histogram.h: times, counted in buckets that are never more than 1/64 wide.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BENCH_HISTOGRAM_STEPS 64 /* buckets for each power of two */

typedef struct
{
  guint64 total;
  guint64 counts[64 * BENCH_HISTOGRAM_STEPS];
} BenchHistogram;

void    bench_histogram_clear   (BenchHistogram       *self);

void    bench_histogram_add     (BenchHistogram       *self,
                                 guint64               value);

double  bench_histogram_get     (const BenchHistogram *self,
                                 double                share);

double  bench_median            (const double         *values,
                                 guint                 n_values);

double  bench_quantile          (const double         *values,
                                 guint                 n_values,
                                 double                share);

G_END_DECLS
