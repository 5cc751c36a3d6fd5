/* resident.c: how much memory the program has.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "resident.h"

#include <stdio.h>
#include <unistd.h>

/**
 * resident_get:
 *
 * Returns: the memory of this process that is in use, bytes, as proc(5) has it in statm; without what the kernel
 *   holds for its sockets
 */
gsize
resident_get (void)
{
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  gsize pages;

  g_file_get_contents ("/proc/self/statm", &line, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sscanf (line, "%*u %zu", &pages), ==, 1);

  return pages * (gsize) sysconf (_SC_PAGESIZE);
}
