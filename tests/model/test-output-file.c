/* test-output-file.c: a file that is there whole under its name, or not at all.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-output-file.h"

#include "errno-shim.h"
#include "folder.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void
assert_contents (const char *path,
                 const char *expected)
{
  g_autofree char *contents = read_file (path);

  g_assert_cmpstr (contents, ==, expected);
}

static TinOutputFile *
begin (FolderFile *fixture,
       const char *contents)
{
  g_autoptr (GError) error = NULL;
  TinOutputFile *file = tin_output_file_new (fixture->path, &error);

  g_assert_no_error (error);
  g_assert_true (tin_output_file_write (file, contents, strlen (contents), &error));
  g_assert_no_error (error);

  return file;
}

static void
commit (TinOutputFile *file)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tin_output_file_commit (file, &error));
  g_assert_no_error (error);
}

static void
test_appears_when_it_is_whole (FolderFile    *fixture,
                               gconstpointer  data)
{
  g_autoptr (TinOutputFile) file = begin (fixture, "whole");

  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  commit (file);
  assert_contents (fixture->path, "whole");
  g_assert_cmpuint (folder_count (fixture->folder, ""), ==, 1);
}

static void
test_takes_back_what_was_written (FolderFile    *fixture,
                                  gconstpointer  data)
{
  g_autoptr (TinOutputFile) file = begin (fixture, "one two");
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (tin_output_file_get_size (file), ==, 7);
  g_assert_true (tin_output_file_cut (file, 4, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (tin_output_file_get_size (file), ==, 4);
  g_assert_true (tin_output_file_write (file, "three", 5, &error));
  g_assert_no_error (error);
  commit (file);
  assert_contents (fixture->path, "one three");
}

static void
test_leaves_nothing_behind (FolderFile    *fixture,
                            gconstpointer  data)
{
  tin_output_file_free (begin (fixture, "half"));
  g_assert_cmpuint (folder_count (fixture->folder, ""), ==, 0);
}

static void
test_keeps_the_old_file_until_then (FolderFile    *fixture,
                                    gconstpointer  data)
{
  struct stat status;
  TinOutputFile *file;

  write_file (fixture->path, "old", -1);
  g_chmod (fixture->path, 0640);

  tin_output_file_free (begin (fixture, "half"));
  assert_contents (fixture->path, "old");

  file = begin (fixture, "new");
  assert_contents (fixture->path, "old");
  commit (file);
  tin_output_file_free (file);
  assert_contents (fixture->path, "new");

  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0640);
  g_assert_cmpuint (folder_count (fixture->folder, ""), ==, 1);
}

static void
test_follows_a_link (FolderFile    *fixture,
                     gconstpointer  data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "target", NULL);
  g_autoptr (TinOutputFile) file = NULL;

  write_file (target, "old", -1);
  g_assert_cmpint (symlink ("target", fixture->path), ==, 0);

  file = begin (fixture, "new");
  commit (file);
  assert_contents (target, "new");
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
}

static void
assert_refused (const char   *path,
                GIOErrorEnum  code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TinOutputFile) file = tin_output_file_new (path, &error);

  g_assert_error (error, G_IO_ERROR, (int) code);
  g_assert_null (file);
}

static void
test_refuses_what_is_no_file (FolderFile    *fixture,
                              gconstpointer  data)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "none", "log.txt", NULL);
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo", NULL);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_refused (fixture->folder, G_IO_ERROR_IS_DIRECTORY);
  assert_refused (nowhere, G_IO_ERROR_NOT_FOUND);
  assert_refused (fifo, G_IO_ERROR_INVALID_ARGUMENT);
}

/* The limit of the process on the size of a file is the nearest thing to a full disk. */
static void
test_keeps_the_old_file_on_a_full_disk (FolderFile    *fixture,
                                        gconstpointer  data)
{
  struct rlimit limit;
  struct rlimit full;
  g_autoptr (TinOutputFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (100000, 'x');

  write_file (fixture->path, "old", -1);
  file = begin (fixture, "new");

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  full = limit;
  full.rlim_cur = 50000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &full), ==, 0);
  g_assert_false (tin_output_file_write (file, large, strlen (large), &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "log.txt"));
  g_clear_pointer (&file, tin_output_file_free);
  assert_contents (fixture->path, "old");
  g_assert_cmpuint (folder_count (fixture->folder, ""), ==, 1);
}

/* A signal is no failure of the disk; what the disk says is. */
static void
test_believes_the_disk (FolderFile    *fixture,
                        gconstpointer  data)
{
  g_autoptr (TinOutputFile) file = begin (fixture, "one");
  g_autoptr (GError) error = NULL;

  errno_shim_fail (ERRNO_SHIM_SYNC, EINTR, 3);
  g_assert_true (tin_output_file_commit (file, &error));
  g_assert_no_error (error);
  assert_contents (fixture->path, "one");

  g_clear_pointer (&file, tin_output_file_free);
  file = begin (fixture, "two");
  errno_shim_fail (ERRNO_SHIM_SYNC, EIO, 1);
  g_assert_false (tin_output_file_commit (file, &error));
  g_assert_nonnull (strstr (error->message, "log.txt"));
  g_clear_pointer (&file, tin_output_file_free);
  assert_contents (fixture->path, "one");
  g_assert_cmpuint (folder_count (fixture->folder, ""), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/output-file/" path, FolderFile, "log.txt", folder_file_set_up, function, folder_file_tear_down)
  ADD ("appears-when-it-is-whole", test_appears_when_it_is_whole);
  ADD ("takes-back-what-was-written", test_takes_back_what_was_written);
  ADD ("leaves-nothing-behind", test_leaves_nothing_behind);
  ADD ("keeps-the-old-file-until-then", test_keeps_the_old_file_until_then);
  ADD ("follows-a-link", test_follows_a_link);
  ADD ("refuses-what-is-no-file", test_refuses_what_is_no_file);
  ADD ("keeps-the-old-file-on-a-full-disk", test_keeps_the_old_file_on_a_full_disk);
  ADD ("believes-the-disk", test_believes_the_disk);
#undef ADD

  return g_test_run ();
}
