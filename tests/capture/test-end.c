/* test-end.c: tests of how a capture ends, also on a disk that hangs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "disk-fixture.h"

#define MESSAGE_SIZE 1000 /* bytes */

/* The thread lets go of the sink when it has ended. */
static void
await_end_of_writer (TestDisk *disk)
{
  while (g_atomic_int_get (&G_OBJECT (disk->faulty)->ref_count) > 1)
    g_thread_yield ();
}

/* A disk that hangs must not hang us: the thread is left to end when the disk does. */
static void
test_hanging_disk_does_not_hang_the_end (TestDisk      *disk,
                                         gconstpointer  data)
{
  test_disk_begin (disk, NULL);
  g_assert_true (tin_capture_flush (disk->capture, TEST_TIMEOUT_MS));
  tin_faulty_sink_hold (disk->faulty);
  test_disk_send (disk, 1, MESSAGE_SIZE);
  g_assert_false (tin_capture_flush (disk->capture, 100));
  tin_faulty_sink_await_writer (disk->faulty);
  g_assert_finalize_object (g_steal_pointer (&disk->capture));

  tin_faulty_sink_release (disk->faulty);
  await_end_of_writer (disk);
  test_disk_assert_all_in_file (disk);
}

/* Once the end was asked for, the last reference may be dropped by a thread that must not wait at all. */
static void
test_end_that_was_asked_for_is_not_waited_for (TestDisk      *disk,
                                               gconstpointer  data)
{
  gint64 begun;

  test_disk_begin (disk, NULL);
  test_disk_flush (disk);
  tin_faulty_sink_hold (disk->faulty);
  test_disk_send (disk, 1, MESSAGE_SIZE);
  g_assert_false (tin_capture_end (disk->capture, 10));
  tin_faulty_sink_await_writer (disk->faulty);
  begun = g_get_monotonic_time ();
  g_assert_finalize_object (g_steal_pointer (&disk->capture));
  /* As long as it takes when nobody asked before. */
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 2 * G_USEC_PER_SEC);

  tin_faulty_sink_release (disk->faulty);
  await_end_of_writer (disk);
  test_disk_assert_all_in_file (disk);
}

/* The recording is whole, and can be read on, also in another thread. */
static void
test_can_be_read_after_its_end (TestDisk      *disk,
                                gconstpointer  data)
{
  test_disk_begin (disk, NULL);
  test_disk_send (disk, 3000, MESSAGE_SIZE);
  g_assert_true (tin_capture_end (disk->capture, TEST_TIMEOUT_MS));
  test_disk_assert_all_in_file (disk);
  g_assert_true (tin_capture_end (disk->capture, 0));
  for (guint i = 0; i < disk->n_sent; i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      guint number;

      g_assert_true (tin_capture_read (disk->capture, i, G_MAXSIZE, &record, NULL));
      g_assert_true (parse_number (record.payload, &number));
      g_assert_cmpuint (number, ==, i);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/end/" name, TestDisk, NULL, test_disk_set_up, function, test_disk_tear_down)
  ADD ("hanging-disk-does-not-hang-it", test_hanging_disk_does_not_hang_the_end);
  ADD ("that-was-asked-for-is-not-waited-for", test_end_that_was_asked_for_is_not_waited_for);
  ADD ("leaves-what-can-be-read", test_can_be_read_after_its_end);

  return g_test_run ();
}
