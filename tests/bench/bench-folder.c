/* bench-folder.c: a folder for what a benchmark writes, which goes with all that is in it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-folder.h"

#include <errno.h>
#include <glib/gstdio.h>

/**
 * bench_folder_new:
 * @parent: (nullable): where; %NULL for the system's place
 *
 * Returns: (transfer full): the path of a folder that nobody else uses
 */
char *
bench_folder_new (const char *parent)
{
  char *template = g_build_filename (parent != NULL ? parent : g_get_tmp_dir (), "tincan-bench-XXXXXX", NULL);

  if (g_mkdtemp (template) == NULL)
    g_error ("%s: %s", template, g_strerror (errno));

  return template;
}

/* Removes what is in it: files and folders. */
void
bench_folder_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_DIR))
        bench_folder_empty (path);
      g_remove (path);
    }
}

void
bench_folder_remove (const char *folder)
{
  bench_folder_empty (folder);
  g_rmdir (folder);
}
