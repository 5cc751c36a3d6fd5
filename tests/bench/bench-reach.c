/* bench-reach.c: the one table: what was measured, beside what, and what was wanted.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-reach.h"

#include "bench-histogram.h"

#include <stdio.h>

#define HALF_A_DIGIT 0.005 /* of the two that are printed */

static GPtrArray *lines;  /* (element-type utf8) (owned) (nullable) */

static void
add_line (char *line)
{
  if (lines == NULL)
    lines = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (lines, line);
}

static const char *
get_verdict (gboolean is_reached)
{
  return is_reached ? "reached" : "behind";
}

/* printf(3) counts bytes; columns are characters. */
static char *
pad (const char *text,
     glong       width)
{
  return g_strdup_printf ("%s%*s", text, (int) MAX (width - g_utf8_strlen (text, -1), 0), "");
}

/**
 * bench_reach_add_ratio:
 * @what: the figure, with its unit
 * @ours: one of ours, measured
 * @reference: what it is compared with, measured in turn with it
 * @wanted: the least ratio of their rates
 */
void
bench_reach_add_ratio (const char     *what,
                       const BenchRun *ours,
                       const BenchRun *reference,
                       double          wanted)
{
  double ratios[BENCH_MAX_REPETITIONS];
  guint n_ratios = bench_run_get_ratios (ours, reference, BENCH_RATE, ratios);
  double median = bench_quantile (ratios, n_ratios, 0.5);
  double cpu = bench_run_get_ratio (ours, reference, BENCH_CPU);
  g_autofree char *title = pad (what, 36);
  g_autofree char *names = g_strdup_printf ("%s / %s", ours->contender->name, reference->contender->name);
  g_autofree char *name = pad (names, 50);
  g_autofree char *cost = cpu > 0 ? g_strdup_printf ("%6.2f", cpu) : pad ("", 6);

  if (n_ratios == 0)
    return;

  add_line (g_strdup_printf ("%s %s %9.0f %9.0f  %5.2f  %.2f–%.2f  ≥ %.2f  %-8s %s",
                             title, name,
                             bench_run_get_median (ours, BENCH_RATE), bench_run_get_median (reference, BENCH_RATE),
                             median, bench_quantile (ratios, n_ratios, 0.25), bench_quantile (ratios, n_ratios, 0.75),
                             wanted, get_verdict (median >= wanted - HALF_A_DIGIT), cost));
}

/**
 * bench_reach_add_limit:
 * @what: the figure, with its unit
 * @who: of whom
 * @limit: how much it may be at most
 */
void
bench_reach_add_limit (const char *what,
                       const char *who,
                       double      value,
                       double      limit)
{
  g_autofree char *title = pad (what, 36);
  g_autofree char *name = pad (who, 50);

  add_line (g_strdup_printf ("%s %s %9.*f %9s  %5s  %9s  ≤ %-4.4g  %s", title, name, value < 100 ? 2 : 0, value, "", "", "",
                             limit, get_verdict (value <= limit)));
}

/* Prints and forgets what was added. */
void
bench_reach_print (void)
{
  if (lines == NULL)
    return;

  printf ("\nAll in one. Medians of the runs; ratios of neighbouring runs, their median and quartiles; processor time the same.\n"
          "%-36s %-50s %9s %9s  %5s  %9s  %6s  %-8s %6s\n",
          "", "", "Tincan", "beside", "ratio", "quartiles", "wanted", "", "CPU");

  for (guint i = 0; i < lines->len; i++)
    printf ("%s\n", (const char *) g_ptr_array_index (lines, i));

  g_clear_pointer (&lines, g_ptr_array_unref);
}
