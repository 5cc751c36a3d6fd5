/* bench-grep.c: what grep(1) takes for the same.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-grep.h"

#include "bench-process.h"

#include <stdio.h>

/**
 * bench_grep:
 * @arguments: for a shell: `-c` and what to search for
 * @path: a file of lines
 * @n_lines: (out): how many were found, 0 if that is not to be had
 *
 * Its count is read, not thrown away: grep stops at the first line that it finds when its
 * output is /dev/null.
 *
 * Returns: seconds
 */
double
bench_grep (const char *arguments,
            const char *path,
            guint64    *n_lines)
{
  g_autofree char *quoted = g_shell_quote (path);
  g_autofree char *command = g_strdup_printf ("LC_ALL=C grep %s %s", arguments, quoted);
  gint64 start_ns = bench_get_time_ns ();
  FILE *output = popen (command, "r");

  if (output == NULL || fscanf (output, "%" G_GUINT64_FORMAT, n_lines) != 1)
    *n_lines = 0;

  if (output != NULL)
    pclose (output);

  return (double) (bench_get_time_ns () - start_ns) / 1e9;
}
