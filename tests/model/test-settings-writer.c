/* test-settings-writer.c: puts the newest contents of a small file on disk, behind the back of whoever has them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-settings-writer.h"

#include "folder.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

typedef struct
{
  Folder            *folder;
  char              *path;
  TinSettingsWriter *writer;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = folder_new ();
  fixture->path = g_build_filename (fixture->folder, "below", "file", NULL);
  fixture->writer = tin_settings_writer_new (fixture->path, 0600);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->writer, tin_settings_writer_free);
  folder_free (fixture->folder);
  g_free (fixture->path);
}

static void
assert_contents (Fixture    *fixture,
                 const char *expected)
{
  g_autofree char *contents = read_file (fixture->path);

  g_assert_cmpstr (contents, ==, expected);
}

static void
test_writes_for_its_owner_alone (Fixture       *fixture,
                                 gconstpointer  data)
{
  GStatBuf status;

  g_assert_cmpstr (tin_settings_writer_get_path (fixture->writer), ==, fixture->path);
  tin_settings_writer_write_later (fixture->writer, g_strdup ("one\n"));
  tin_settings_writer_wait (fixture->writer);
  assert_contents (fixture, "one\n");
  g_assert_no_errno (g_stat (fixture->path, &status));
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_ends_with_the_newest (Fixture       *fixture,
                           gconstpointer  data)
{
  for (guint i = 0; i < 1000; i++)
    tin_settings_writer_write_later (fixture->writer, g_strdup_printf ("%u", i));

  tin_settings_writer_wait (fixture->writer);
  assert_contents (fixture, "999");
}

static void
test_writes_at_once_over_what_waits (Fixture       *fixture,
                                     gconstpointer  data)
{
  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (GError) error = NULL;

      tin_settings_writer_write_later (fixture->writer, g_strdup ("old"));
      tin_settings_writer_write_later (fixture->writer, g_strdup ("old"));
      g_assert_true (tin_settings_writer_write (fixture->writer, "new", &error));
      g_assert_no_error (error);
      tin_settings_writer_wait (fixture->writer);
      assert_contents (fixture, "new");
    }
}

static void
test_is_done_when_it_goes (Fixture       *fixture,
                           gconstpointer  data)
{
  tin_settings_writer_write_later (fixture->writer, g_strdup ("last"));
  g_clear_pointer (&fixture->writer, tin_settings_writer_free);
  assert_contents (fixture, "last");
}

static void
test_says_why_it_cannot_write (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->path);
  g_autoptr (GError) error = NULL;

  write_file (parent, "no folder", -1);
  g_assert_false (tin_settings_writer_write (fixture->writer, "one", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);

  /* Later, there is nobody to tell. */
  tin_settings_writer_write_later (fixture->writer, g_strdup ("two"));
  tin_settings_writer_wait (fixture->writer);

  g_assert_no_errno (g_unlink (parent));
  g_clear_error (&error);
  g_assert_true (tin_settings_writer_write (fixture->writer, "three", &error));
  g_assert_no_error (error);
  assert_contents (fixture, "three");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/settings-writer/writes-for-its-owner-alone", test_writes_for_its_owner_alone);
  ADD ("/settings-writer/ends-with-the-newest", test_ends_with_the_newest);
  ADD ("/settings-writer/writes-at-once-over-what-waits", test_writes_at_once_over_what_waits);
  ADD ("/settings-writer/is-done-when-it-goes", test_is_done_when_it_goes);
  ADD ("/settings-writer/says-why-it-cannot-write", test_says_why_it_cannot_write);

  return g_test_run ();
}
