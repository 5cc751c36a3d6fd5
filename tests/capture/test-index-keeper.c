/* test-index-keeper.c: tests of the indexes that come and go with the files of a recording.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "disk-fixture.h"
#include "loader-fixture.h"

#include <glib/gstdio.h>

/* A few MiB are read as fast as an index. */
static void
test_is_not_there_for_a_small_one (void)
{
  TestFile file;
  TinCapture *capture;
  TinFlow flow;

  test_file_set_up (&file);
  capture = tin_capture_new ("test", file.sink, TIN_CAPTURE_DEFAULT_RING_SIZE);
  init_tcp_flow (&flow, capture);
  for (guint i = 0; i < 10000; i++)
    append_number (capture, &flow, i, 1000);
  tin_capture_publish (capture);
  g_assert_true (tin_capture_end (capture, TEST_TIMEOUT_MS));
  g_assert_finalize_object (capture);
  g_assert_cmpuint (test_file_count (&file), ==, 1);
  test_file_tear_down (&file);
}

/* The oldest files go with their indexes, those that are left have one each, and all go when the recording is
 * deleted. */
static void
test_goes_with_its_file (void)
{
  const TinCaptureLimits limits = { 5 * 1024 * 1024, 25 * 1024 * 1024 };
  TinCapture *capture;
  TestDisk disk;
  guint n_files;

  test_disk_set_up (&disk, NULL);
  test_disk_begin (&disk, &limits);
  test_disk_send (&disk, 50000, 1000);
  test_disk_flush (&disk);
  tin_capture_publish (disk.capture);
  g_assert_cmpuint (tin_capture_get_first (disk.capture), >, 0);
  n_files = test_file_count (&disk.file);
  g_assert_cmpuint (n_files, >=, 6);

  /* The index of the last one may be there already, or take the place of the oldest. */
  capture = g_object_ref (disk.capture);
  g_assert_true (tin_capture_end (capture, TEST_TIMEOUT_MS));
  n_files = test_file_count (&disk.file);
  g_assert_cmpuint (n_files, >=, 6);
  g_assert_cmpuint (n_files % 2, ==, 0);
  g_assert_true (tin_capture_delete_file (capture, NULL));
  g_assert_cmpuint (test_file_count (&disk.file), ==, 0);
  g_object_unref (capture);
  test_disk_end (&disk);
  test_disk_tear_down (&disk, NULL);
}

/* Of all files; one may just get another name, or go. */
static guint64
sum_sizes (const TestFile *file)
{
  g_autoptr (GDir) folder = g_dir_open (file->folder, 0, NULL);
  const char *name;
  guint64 sum = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (file->folder, name, NULL);
      GStatBuf status;

      if (g_stat (path, &status) == 0)
        sum += status.st_size;
    }
  return sum;
}

/* Of small messages an index is a twentieth of its file: both together are within the limit, but for what the index
 * takes of what is written at once. */
static void
test_is_within_the_limit (void)
{
  enum { SLACK = 256 * 1024 /* bytes */ };
  const TinCaptureLimits limits = { 512 * 1024, 20 * 1024 * 1024 };
  guint64 largest = 0;
  TestDisk disk;

  test_disk_set_up (&disk, NULL);
  test_disk_begin (&disk, &limits);
  for (guint i = 0; i < 40; i++)
    {
      test_disk_send (&disk, 8000, 8);
      test_disk_flush (&disk);
      largest = MAX (largest, sum_sizes (&disk.file));
    }
  g_assert_cmpuint (test_file_count (&disk.file), >, limits.session_limit / limits.segment_size);
  test_disk_end (&disk);
  largest = MAX (largest, sum_sizes (&disk.file));
  g_assert_cmpuint (largest, >, limits.session_limit - 2 * limits.segment_size);
  g_assert_cmpuint (largest, <, limits.session_limit + SLACK);
  test_disk_tear_down (&disk, NULL);
}

/* Where something was lost, the recording must be read. */
static void
test_is_not_there_after_a_loss (void)
{
  TestDisk disk;

  test_disk_set_up (&disk, NULL);
  test_disk_begin (&disk, NULL);
  test_disk_send (&disk, 20000, 1000);
  test_disk_flush (&disk);
  g_assert_cmpuint (test_file_count (&disk.file), ==, 2);
  tin_faulty_sink_set_capacity (disk.faulty, tin_faulty_sink_get_used (disk.faulty) + 500 * 1000);
  test_disk_send (&disk, 10000, 1000);
  tin_faulty_sink_set_capacity (disk.faulty, G_MAXUINT64);
  test_disk_flush (&disk);
  test_disk_send (&disk, 10, 1000);
  test_disk_flush (&disk);
  test_disk_end (&disk);
  g_assert_cmpuint (test_file_count (&disk.file), ==, 1);
  test_disk_tear_down (&disk, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  use_fast_folder ();

  g_test_add_func ("/index-keeper/is-not-there-for-a-small-one", test_is_not_there_for_a_small_one);
  g_test_add_func ("/index-keeper/goes-with-its-file", test_goes_with_its_file);
  g_test_add_func ("/index-keeper/is-within-the-limit-of-a-session", test_is_within_the_limit);
  g_test_add_func ("/index-keeper/is-not-there-after-a-loss", test_is_not_there_after_a_loss);

  return g_test_run ();
}
