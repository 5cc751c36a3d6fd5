/* bench-csv.c: every figure of a run, for other programs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-csv.h"

#include <stdio.h>

static const char *const figure_names[BENCH_N_FIGURES] = {
  [BENCH_RATE] = "rate",
  [BENCH_P50] = "p50_us",
  [BENCH_P99] = "p99_us",
  [BENCH_CPU] = "cpu_us",
};

static FILE *file;  /* (nullable) */

/**
 * bench_csv_open:
 * @path: (nullable): where everything that is added goes from now on; %NULL for nowhere
 *
 * Returns: whether it can be written
 */
gboolean
bench_csv_open (const char *path)
{
  if (path == NULL)
    return TRUE;

  file = fopen (path, "w");
  if (file == NULL)
    {
      perror (path);
      return FALSE;
    }

  setvbuf (file, NULL, _IOLBF, 0);
  fputs ("case,x,server,repetition,figure,value\n", file);

  return TRUE;
}

/**
 * bench_csv_add:
 * @name: of the case
 * @x: what it depends on: connections, or messages in the log
 * @figure: a word, with the unit
 */
void
bench_csv_add (const char *name,
               guint64     x,
               const char *server,
               guint       repetition,
               const char *figure,
               double      value)
{
  if (file != NULL)
    fprintf (file, "%s,%" G_GUINT64_FORMAT ",\"%s\",%u,%s,%.3f\n", name, x, server, repetition, figure, value);
}

/* Adds all that was measured of one server. */
void
bench_csv_add_run (const char     *name,
                   guint64         x,
                   const BenchRun *run)
{
  for (guint i = 0; i < run->n_repetitions; i++)
    for (guint figure = 0; figure < BENCH_N_FIGURES; figure++)
      if (figure_names[figure] != NULL && run->figures[figure][i] > 0)
        bench_csv_add (name, x, run->contender->name, i + 1, figure_names[figure], run->figures[figure][i]);
}

void
bench_csv_close (void)
{
  g_clear_pointer (&file, fclose);
}
