/* test-file-source.c: a file of the user's, which is read and never touched.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include "capture/tin-file-source.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

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
  /* No recording to be judged, and perhaps a pipe. */
  g_unlink (file->path);
  test_file_tear_down (file);
}

static void
test_reads_from_anywhere (TestFile      *file,
                          gconstpointer  data)
{
  g_autoptr (TinSink) source = tin_file_source_new (file->path);
  g_autoptr (GError) error = NULL;
  guint8 buffer[16];

  replace_file (file->path, "0123456789", 10);
  g_assert_true (tin_sink_open (source, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (tin_sink_get_path (source), ==, file->path);
  g_assert_cmpuint (tin_file_source_get_size (TIN_FILE_SOURCE (source)), ==, 10);

  g_assert_cmpint (tin_sink_read (source, buffer, sizeof buffer, 4, &error), ==, 6);
  g_assert_cmpmem (buffer, 6, "456789", 6);
  g_assert_cmpint (tin_sink_read (source, buffer, sizeof buffer, 10, &error), ==, 0);
  g_assert_no_error (error);

  /* No file has bytes there. */
  g_assert_cmpint (tin_sink_read (source, buffer, sizeof buffer, G_MAXUINT64, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

static void
test_changes_nothing (TestFile      *file,
                      gconstpointer  data)
{
  g_autoptr (TinSink) source = tin_file_source_new (file->path);
  struct iovec vector = { (gpointer) "x", 1 };
  GError *errors[5] = { NULL };
  g_autofree char *contents = NULL;

  replace_file (file->path, "precious", 8);
  g_assert_true (tin_sink_open (source, NULL));

  g_assert_cmpint (tin_sink_write (source, &vector, 1, &errors[0]), ==, -1);
  g_assert_false (tin_sink_truncate (source, 0, &errors[1]));
  g_assert_false (tin_sink_allocate (source, 0, 100, &errors[2]));
  g_assert_false (tin_sink_sync (source, &errors[3]));
  g_assert_false (tin_sink_remove (source, &errors[4]));
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_error (errors[i], G_IO_ERROR, G_IO_ERROR_READ_ONLY);
      g_clear_error (&errors[i]);
    }

  g_assert_true (g_file_get_contents (file->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "precious");
}

/* A pipe would be waited for without an end. */
static void
test_opens_files_alone (TestFile      *file,
                        gconstpointer  data)
{
  g_autoptr (TinSink) nowhere = tin_file_source_new (file->path);
  g_autoptr (TinSink) folder = tin_file_source_new (file->folder);
  g_autoptr (TinSink) pipe = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (tin_sink_open (nowhere, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tin_sink_open (folder, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_clear_error (&error);

  g_assert_cmpint (mkfifo (file->path, 0600), ==, 0);
  pipe = tin_file_source_new (file->path);
  g_assert_false (tin_sink_open (pipe, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/file-source/" name, TestFile, NULL, set_up, function, tear_down)
  ADD ("reads-from-anywhere", test_reads_from_anywhere);
  ADD ("changes-nothing", test_changes_nothing);
  ADD ("opens-files-alone", test_opens_files_alone);

  return g_test_run ();
}
