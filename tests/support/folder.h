/* folder.h: a private folder for a test's files.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <glib/gstdio.h>

typedef char Folder;

static inline Folder *
folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("tincan-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

/* Removes the folder and the files in it; it has no folders. */
static inline void
folder_free (Folder *self)
{
  g_autoptr (GDir) listing = g_dir_open (self, 0, NULL);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    {
      g_autofree char *path = g_build_filename (self, name, NULL);

      g_assert_no_errno (g_remove (path));
    }

  g_assert_no_errno (g_rmdir (self));
  g_free (self);
}

/* How many names in the folder begin so. */
static inline guint
folder_count (const Folder *self,
              const char   *prefix)
{
  g_autoptr (GDir) listing = g_dir_open (self, 0, NULL);
  const char *name;
  guint count = 0;

  while ((name = g_dir_read_name (listing)) != NULL)
    count += g_str_has_prefix (name, prefix) != FALSE;

  return count;
}

static inline void
write_file (const char *path,
            const char *contents,
            gssize      size)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, contents, size, &error);
  g_assert_no_error (error);
}

static inline char *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *contents = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);

  return contents;
}
