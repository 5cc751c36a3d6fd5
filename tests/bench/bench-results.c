/* bench-results.c: what was measured, kept for the one table of all benchmarks.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file for each program, in the folder TIN_BENCH_RESULTS; nothing is kept without one. A line is what one run of it said:
 * measure, who, figure, beside whom, figure of that, goal, with tabs between. bench_results.py reads them, and writes the same.
 */

#include "bench-results.h"

#include <stdio.h>

/* Begins anew with each start of the program. Returns: (nullable): where lines go */
static FILE *
get_file (void)
{
  static FILE *file;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      const char *folder = g_getenv ("TIN_BENCH_RESULTS");
      g_autofree char *name = g_strconcat (g_get_prgname (), ".tsv", NULL);
      g_autofree char *path = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;

      if (path != NULL)
        {
          g_mkdir_with_parents (folder, 0700);
          file = fopen (path, "w");
          if (file == NULL)
            perror (path);
        }

      g_once_init_leave (&once, 1);
    }

  return file;
}

/**
 * bench_results_add_beside:
 * @measure: what, with its unit
 * @who: which of ours
 * @ours: its figure in one run
 * @beside: (nullable): what it is compared with
 * @theirs: the figure of that in the run next to it; ignored without @beside
 * @goal: (nullable): "ratio", "median", "every" or "four of five", then "≥" or "≤", then a number
 *
 * Runs that say the same @measure, @who and @beside are one row of the table.
 */
void
bench_results_add_beside (const char *measure,
                          const char *who,
                          double      ours,
                          const char *beside,
                          double      theirs,
                          const char *goal)
{
  FILE *file = get_file ();
  char ours_text[G_ASCII_DTOSTR_BUF_SIZE];
  char theirs_text[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (file == NULL)
    return;

  /* With a point in every locale. */
  g_ascii_formatd (ours_text, sizeof ours_text, "%.9g", ours);
  if (beside != NULL)
    g_ascii_formatd (theirs_text, sizeof theirs_text, "%.9g", theirs);

  fprintf (file, "%s\t%s\t%s\t%s\t%s\t%s\n", measure, who, ours_text, beside != NULL ? beside : "", theirs_text,
           goal != NULL ? goal : "");
  fflush (file);
}

/* A figure of ours that nothing else has. */
void
bench_results_add (const char *measure,
                   double      value,
                   const char *goal)
{
  bench_results_add_beside (measure, "Tincan", value, NULL, 0, goal);
}
