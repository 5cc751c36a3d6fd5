/* test-settings-file.c: files that are read with suspicion.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-settings-file.h"

#include "folder.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

static void
test_reads_text (FolderFile    *fixture,
                 gconstpointer  data)
{
  g_autofree char *plain = NULL;
  g_autofree char *marked = NULL;
  g_autofree char *empty = NULL;

  write_file (fixture->path, "Grüße\n", -1);
  plain = tin_settings_file_read (fixture->path, NULL);
  g_assert_cmpstr (plain, ==, "Grüße\n");

  write_file (fixture->path, "\xEF\xBB\xBFGrüße\n", -1);
  marked = tin_settings_file_read (fixture->path, NULL);
  g_assert_cmpstr (marked, ==, "Grüße\n");

  write_file (fixture->path, "", 0);
  empty = tin_settings_file_read (fixture->path, NULL);
  g_assert_cmpstr (empty, ==, "");
}

static void
test_refuses_what_is_no_text (FolderFile    *fixture,
                              gconstpointer  data)
{
  static const struct
  {
    const char *contents;
    gssize      size;
  } cases[] = { { "a\xFF", 2 }, { "a\0b", 3 }, { "\xEF\xBB", 2 }, { "\xFF\xFE" "a\0", 4 } };
  g_autoptr (GError) error = NULL;

  g_assert_null (tin_settings_file_read (fixture->path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_clear_error (&error);
      write_file (fixture->path, cases[i].contents, cases[i].size);
      g_assert_null (tin_settings_file_read (fixture->path, &error));
      g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
    }

  g_clear_error (&error);
  g_assert_null (tin_settings_file_read (fixture->folder, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
}

static void
test_refuses_a_huge_file (FolderFile    *fixture,
                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  FILE *file = g_fopen (fixture->path, "w");

  /* A hole: it takes no room. */
  g_assert_no_errno (fseeko (file, (goffset) TIN_SETTINGS_FILE_MAX_SIZE + 1, SEEK_SET));
  g_assert_cmpint (fputc ('a', file), ==, 'a');
  g_assert_no_errno (fclose (file));

  g_assert_null (tin_settings_file_read (fixture->path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
}

static void
test_sets_aside_without_replacing (FolderFile    *fixture,
                                   gconstpointer  data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *contents = g_strdup_printf ("%u", i);
      g_autofree char *target = NULL;
      g_autofree char *found = NULL;

      write_file (fixture->path, contents, -1);
      target = tin_settings_file_set_aside (fixture->path, &error);
      g_assert_no_error (error);
      g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
      found = read_file (target);
      g_assert_cmpstr (found, ==, contents);
    }

  g_assert_cmpuint (folder_count (fixture->folder, "file.bad-"), ==, 3);
}

static void
test_says_why_it_cannot_set_aside (FolderFile    *fixture,
                                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tin_settings_file_set_aside (fixture->path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
test_sweeps_leftovers_only (FolderFile    *fixture,
                            gconstpointer  data)
{
  static const struct
  {
    const char *name;
    gboolean    old;
    gboolean    swept;
  } cases[] = {
    { "file", TRUE, FALSE },
    { "file.AbC3d9", TRUE, TRUE },
    { "file.x7k2mq", TRUE, TRUE },
    { "file.QWe1rt", FALSE, FALSE },
    { "file.backup", TRUE, FALSE },
    { "file.Backup", TRUE, FALSE },
    { "file.202601", TRUE, FALSE },
    { "file.bad-2026-01-01T120000", TRUE, FALSE },
    { "file.AbC3d99", TRUE, FALSE },
    { "file.AbC3-9", TRUE, FALSE },
    { "fileAAbC3d9", TRUE, FALSE },
    { "other.AbC3d9", TRUE, FALSE },
  };
  const struct utimbuf long_ago = { 1000000000, 1000000000 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, cases[i].name, NULL);

      write_file (path, "x", 1);
      if (cases[i].old)
        g_assert_no_errno (utime (path, &long_ago));
    }

  tin_settings_file_sweep (fixture->path);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, cases[i].name, NULL);

      g_test_message ("%s", cases[i].name);
      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS) != cases[i].swept);
    }
}

static void
test_sweeps_nothing_where_there_is_nothing (void)
{
  tin_settings_file_sweep ("/no/such/folder/file");
}

static void
test_prepares_the_folder (FolderFile    *fixture,
                          gconstpointer  data)
{
  g_autofree char *deep = g_build_filename (fixture->folder, "deeper", "file", NULL);
  g_autofree char *below_a_file = g_build_filename (fixture->path, "deeper", "file", NULL);
  g_autofree char *made = g_path_get_dirname (deep);
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_true (tin_settings_file_prepare (deep, &error));
  g_assert_no_error (error);
  g_assert_no_errno (g_stat (made, &status));
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_assert_true (tin_settings_file_prepare (deep, &error));
  g_assert_no_errno (g_rmdir (made));

  write_file (fixture->path, "", 0);
  g_assert_false (tin_settings_file_prepare (below_a_file, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
}

#define ADD(path, function) g_test_add (path, FolderFile, "file", folder_file_set_up, function, folder_file_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/settings-file/reads-text", test_reads_text);
  ADD ("/settings-file/refuses-what-is-no-text", test_refuses_what_is_no_text);
  ADD ("/settings-file/refuses-a-huge-file", test_refuses_a_huge_file);
  ADD ("/settings-file/sets-aside-without-replacing", test_sets_aside_without_replacing);
  ADD ("/settings-file/says-why-it-cannot-set-aside", test_says_why_it_cannot_set_aside);
  ADD ("/settings-file/sweeps-leftovers-only", test_sweeps_leftovers_only);
  g_test_add_func ("/settings-file/sweeps-nothing-where-there-is-nothing", test_sweeps_nothing_where_there_is_nothing);
  ADD ("/settings-file/prepares-the-folder", test_prepares_the_folder);

  return g_test_run ();
}
