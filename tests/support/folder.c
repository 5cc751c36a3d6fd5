/* folder.c: a private folder for a test's files.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "folder.h"

#include "keep.h"

#include <glib/gstdio.h>
#include <string.h>

Folder *
folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("tincan-test-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) listing = g_dir_open (path, 0, NULL);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }

  if (g_str_has_suffix (path, ".pcapng"))
    keep_capture (path);
  g_remove (path);
}

/* Removes the folder and all that is in it. */
void
folder_free (Folder *self)
{
  remove_tree (self);
  g_assert_false (g_file_test (self, G_FILE_TEST_EXISTS));
  g_free (self);
}

/* The same for a folder that a capture is perhaps still written to. */
void
folder_leave (Folder *self)
{
  remove_tree (self);
  g_free (self);
}

/* How many names in the folder begin so. */
guint
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

/* Without waiting until the disk has it. */
void
write_file (const char *path,
            const char *contents,
            gssize      size)
{
  const gsize n = size < 0 ? strlen (contents) : (gsize) size;
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (n > 0 ? fwrite (contents, 1, n, file) : 0, ==, n);
  g_assert_cmpint (fclose (file), ==, 0);
}

char *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *contents = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);

  return contents;
}

/* @data is how the file is called. */
void
folder_file_set_up (FolderFile    *self,
                    gconstpointer  data)
{
  self->folder = folder_new ();
  self->path = g_build_filename (self->folder, (const char *) data, NULL);
}

void
folder_file_tear_down (FolderFile    *self,
                       gconstpointer  data)
{
  folder_free (self->folder);
  g_free (self->path);
}
