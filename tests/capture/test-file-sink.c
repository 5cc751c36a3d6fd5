/* test-file-sink.c: tests of TinFileSink.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include "capture/tin-file-sink.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static void
set_up (TestFile      *file,
        gconstpointer  data)
{
  test_file_set_up (file);
}

static void
tear_down (TestFile      *file,
           gconstpointer  data)
{
  test_file_tear_down (file);
}

static void
write_text (TinSink    *sink,
            const char *text)
{
  gsize half = strlen (text) / 2;
  struct iovec vectors[] = {
    { (gpointer) text, half },
    { (gpointer) (text + half), strlen (text) - half },
  };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (tin_sink_write (sink, vectors, 2, &error), ==, strlen (text));
  g_assert_no_error (error);
}

static void
assert_open (TinSink *sink)
{
  g_autoptr (GError) error = NULL;

  tin_sink_open (sink, &error);
  g_assert_no_error (error);
}

static mode_t
get_mode (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_lstat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static void
test_writes_and_reads (TestFile      *file,
                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  guint8 buffer[32];

  g_assert_cmpstr (tin_sink_get_path (file->sink), ==, file->path);
  g_assert_false (g_file_test (file->path, G_FILE_TEST_EXISTS));
  assert_open (file->sink);
  g_assert_cmpint (get_mode (file->path), ==, 0600);
  write_text (file->sink, "hello ");
  write_text (file->sink, "world");

  g_assert_cmpint (tin_sink_read (file->sink, buffer, 5, 6, &error), ==, 5);
  g_assert_cmpmem (buffer, 5, "world", 5);
  g_assert_cmpint (tin_sink_read (file->sink, buffer, sizeof buffer, 9, &error), ==, 2);
  g_assert_cmpint (tin_sink_read (file->sink, buffer, sizeof buffer, 99, &error), ==, 0);

  g_assert_true (tin_sink_truncate (file->sink, 5, &error));
  write_text (file->sink, "!");
  g_assert_true (tin_sink_sync (file->sink, &error));
  test_file_close (file);
  g_assert_true (g_file_get_contents (file->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "hello!");
}

static void
test_reserves_without_growing (TestFile      *file,
                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  assert_open (file->sink);
  write_text (file->sink, "hello");
  if (!tin_sink_allocate (file->sink, 5, 1024 * 1024, &error))
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_cmpint (g_stat (file->path, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, 5);
}

static void
test_replaces_nothing (TestFile      *file,
                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (file->path, "precious", -1, NULL));
  g_assert_false (tin_sink_open (file->sink, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (file->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "precious");

  /* It may be tried again. */
  g_assert_cmpint (g_unlink (file->path), ==, 0);
  assert_open (file->sink);
}

static void
test_follows_no_link (TestFile      *file,
                      gconstpointer  data)
{
  g_autofree char *target = g_build_filename (file->folder, "target", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (target, file->path), ==, 0);
  g_assert_false (tin_sink_open (file->sink, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

static void
test_makes_a_private_folder (TestFile      *file,
                             gconstpointer  data)
{
  g_autofree char *outer = g_build_filename (file->folder, "a", NULL);
  g_autofree char *inner = g_build_filename (outer, "b", NULL);
  g_autofree char *path = g_build_filename (inner, "c", NULL);
  TinSink *sink = tin_file_sink_new (inner, "c");

  assert_open (sink);
  g_assert_cmpint (get_mode (inner), ==, 0700);
  g_assert_cmpint (get_mode (path), ==, 0600);
  g_assert_finalize_object (sink);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (inner), ==, 0);
  g_assert_cmpint (g_rmdir (outer), ==, 0);
}

static void
test_folder_that_cannot_be (TestFile      *file,
                            gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (file->path, "below-a-file", NULL);
  g_autoptr (TinSink) sink = tin_file_sink_new (folder, "c");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file->path, "", -1, NULL));
  g_assert_false (tin_sink_open (sink, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_nonnull (strstr (error->message, folder));
}

static void
test_locks (TestFile      *file,
            gconstpointer  data)
{
  int fd;

  assert_open (file->sink);
  fd = g_open (file->path, O_RDONLY | O_CLOEXEC, 0);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), !=, 0);
  test_file_close (file);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  close (fd);
}

static void
test_removes (TestFile      *file,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  assert_open (file->sink);
  g_assert_true (tin_sink_remove (file->sink, NULL));
  g_assert_false (g_file_test (file->path, G_FILE_TEST_EXISTS));
  g_assert_false (tin_sink_remove (file->sink, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/file-sink/" name, TestFile, NULL, set_up, function, tear_down)
  ADD ("writes-and-reads", test_writes_and_reads);
  ADD ("reserves-without-growing", test_reserves_without_growing);
  ADD ("replaces-nothing", test_replaces_nothing);
  ADD ("follows-no-link", test_follows_no_link);
  ADD ("makes-a-private-folder", test_makes_a_private_folder);
  ADD ("folder-that-cannot-be", test_folder_that_cannot_be);
  ADD ("locks", test_locks);
  ADD ("removes", test_removes);

  return g_test_run ();
}
