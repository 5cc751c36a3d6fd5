/* bench-histogram.c: times, counted in buckets that are never more than 1/64 wide.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-histogram.h"

#include <string.h>

#define STEP_BITS 6

static guint
get_bucket (guint64 value)
{
  guint exponent;

  if (value < BENCH_HISTOGRAM_STEPS)
    return value;

  exponent = 63 - __builtin_clzll (value);

  return (exponent - STEP_BITS + 1) * BENCH_HISTOGRAM_STEPS
         + ((value >> (exponent - STEP_BITS)) & (BENCH_HISTOGRAM_STEPS - 1));
}

/* The middle of a bucket. */
static double
get_value (guint bucket)
{
  guint row = bucket / BENCH_HISTOGRAM_STEPS;
  double step = bucket % BENCH_HISTOGRAM_STEPS;

  if (row == 0)
    return step;

  return (BENCH_HISTOGRAM_STEPS + step + 0.5) * (double) (G_GUINT64_CONSTANT (1) << (row - 1));
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

void
bench_histogram_clear (BenchHistogram *self)
{
  memset (self, 0, sizeof *self);
}

void
bench_histogram_add (BenchHistogram *self,
                     guint64         value)
{
  self->counts[get_bucket (value)]++;
  self->total++;
}

/**
 * bench_histogram_get:
 * @share: from 0 to 1; 0.5 is the median
 *
 * Returns: the value that @share of all values do not exceed; 0 without any
 */
double
bench_histogram_get (const BenchHistogram *self,
                     double                share)
{
  guint64 wanted = self->total * share;
  guint64 seen = 0;

  for (guint i = 0; i < G_N_ELEMENTS (self->counts) && self->total > 0; i++)
    {
      seen += self->counts[i];

      if (seen > wanted || seen == self->total)
        return get_value (i);
    }

  return 0;
}

/**
 * bench_quantile:
 * @share: from 0, the least of them, to 1, the most
 *
 * Returns: what so many of a few values are below, between two of them in proportion; 0 without any
 */
double
bench_quantile (const double *values,
                guint         n_values,
                double        share)
{
  g_autofree double *sorted = g_memdup2 (values, n_values * sizeof *values);
  double place = share * (MAX (n_values, 1) - 1);
  guint below = place;

  if (n_values == 0)
    return 0;

  g_qsort_with_data (sorted, n_values, sizeof *sorted, compare_doubles, NULL);

  return sorted[below] + (place - below) * (sorted[MIN (below + 1, n_values - 1)] - sorted[below]);
}

/* Returns: the median of a few values; 0 without any */
double
bench_median (const double *values,
              guint         n_values)
{
  return bench_quantile (values, n_values, 0.5);
}
