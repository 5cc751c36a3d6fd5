/* bench-reach.c: two servers that took turns, kept for the table of all benchmarks.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-reach.h"

#include "bench-results.h"

static const char *const figure_names[BENCH_N_FIGURES] = {
  [BENCH_RATE] = "",
  [BENCH_P50] = ": median µs",
  [BENCH_P99] = ": p99 µs",
  [BENCH_CPU] = ": processor µs each",
};

/**
 * bench_reach_keep:
 * @what: what their rate is of, with its unit
 * @ours: one of ours, measured
 * @reference: what it is compared with, measured in turn with it
 * @goal: (nullable): see bench_results_add_beside()
 *
 * Keeps each run in which both have that figure.
 */
void
bench_reach_keep (const char     *what,
                  const BenchRun *ours,
                  const BenchRun *reference,
                  BenchFigure     figure,
                  const char     *goal)
{
  g_autofree char *measure = g_strconcat (what, figure_names[figure], NULL);
  const double *our_figures = ours->figures[figure];
  const double *their_figures = reference->figures[figure];

  for (guint i = 0; i < MIN (ours->n_repetitions, reference->n_repetitions); i++)
    {
      if (our_figures[i] > 0 && their_figures[i] > 0)
        bench_results_add_beside (measure, ours->contender->name, our_figures[i],
                                  reference->contender->name, their_figures[i], goal);
    }
}

/* Their rate, with the @goal for it, and what took them how long. */
void
bench_reach_keep_all (const char     *what,
                      const BenchRun *ours,
                      const BenchRun *reference,
                      const char     *goal)
{
  bench_reach_keep (what, ours, reference, BENCH_RATE, goal);
  bench_reach_keep (what, ours, reference, BENCH_P50, NULL);
  bench_reach_keep (what, ours, reference, BENCH_CPU, NULL);
}
