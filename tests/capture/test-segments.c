/* test-segments.c: tests of a capture in several files.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "disk-fixture.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define SEGMENT_SIZE TIN_RING_CHUNK_SIZE
#define MESSAGE_SIZE 4000 /* bytes */
#define NO_LIMIT     (64 * (guint64) SEGMENT_SIZE)

/* A file gets larger than asked for by no more than what is written at once. */
#define SLACK        (2 * TIN_RING_CHUNK_SIZE)

static void
begin (TestDisk *disk,
       guint64   session_limit)
{
  TinCaptureLimits limits = { SEGMENT_SIZE, session_limit };

  test_disk_begin (disk, &limits);
}

static void
send_many (TestDisk *disk,
           guint     n)
{
  test_disk_send (disk, n, MESSAGE_SIZE);
}

/* A note about what went may begin a file, with which the next goes. */
static void
settle (TestDisk *disk)
{
  guint64 published;

  do
    {
      test_disk_flush (disk);
      published = tin_capture_get_published (disk->capture);
      tin_capture_publish (disk->capture);
    }
  while (tin_capture_get_published (disk->capture) != published);
}

static guint64
get_size (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_size;
}

static guint64
get_total_size (GPtrArray *paths)
{
  guint64 size = 0;

  for (guint i = 0; i < paths->len; i++)
    size += get_size (paths->pdata[i]);
  return size;
}

/* The messages of all files, one after another without a hole, from *first up to behind *last. */
static void
read_numbers (GPtrArray *paths,
              guint     *first,
              guint     *end)
{
  gboolean any = FALSE;

  for (guint i = 0; i < paths->len; i++)
    {
      g_auto (FileContents) contents = { 0 };

      read_file (paths->pdata[i], &contents);
      g_assert_true (contents.whole);
      g_assert_cmpuint (contents.n_notes, ==, 0);
      for (guint j = 0; j < contents.numbers->len; j++)
        {
          guint number = g_array_index (contents.numbers, guint, j);

          if (!any)
            *first = *end = number;
          any = TRUE;
          g_assert_cmpuint (number, ==, *end);
          *end += 1;
        }
    }
  g_assert_true (any);
}

static void
assert_all_in_files (TestDisk *disk)
{
  g_autoptr (GPtrArray) paths = test_disk_list_files (disk);
  guint first;
  guint last;

  read_numbers (paths, &first, &last);
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (last, ==, disk->n_sent);
}

/* Every message that the capture knows of, but for notes; returns how many. */
static guint
assert_readable (TestDisk *disk)
{
  guint64 published = tin_capture_get_published (disk->capture);
  guint n = 0;

  for (guint64 i = tin_capture_get_first (disk->capture); i < published; i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      g_autoptr (GError) error = NULL;
      guint number;

      tin_capture_read (disk->capture, i, G_MAXSIZE, &record, &error);
      g_assert_no_error (error);
      if (record.event == TIN_EVENT_NOTE)
        continue;
      g_assert_true (parse_number (record.payload, &number));
      n++;
    }
  return n;
}

static void
test_goes_on_in_further_files (TestDisk      *disk,
                               gconstpointer  data)
{
  g_auto (TinCaptureHealth) health = { 0 };
  g_autoptr (GPtrArray) paths = NULL;

  begin (disk, NO_LIMIT);
  for (guint i = 0; i < 10; i++)
    {
      send_many (disk, 300);
      test_disk_flush (disk);
    }
  g_assert_cmpuint (tin_capture_get_first (disk->capture), ==, 0);
  g_assert_cmpuint (tin_capture_get_published (disk->capture), ==, 3000);
  g_assert_cmpuint (assert_readable (disk), ==, 3000);

  paths = test_disk_list_files (disk);
  g_assert_cmpuint (paths->len, >, 3);
  g_assert_true (g_str_has_suffix (paths->pdata[0], "/test.pcapng"));
  g_assert_true (g_str_has_suffix (paths->pdata[1], "/test_00002.pcapng"));
  for (guint i = 0; i < paths->len; i++)
    {
      g_assert_cmpuint (get_size (paths->pdata[i]), <=, SEGMENT_SIZE + SLACK);
      if (i + 1 < paths->len)
        g_assert_cmpuint (get_size (paths->pdata[i]), >=, SEGMENT_SIZE);
    }
  tin_capture_get_health (disk->capture, &health);
  g_assert_cmpstr (health.path, ==, paths->pdata[paths->len - 1]);
  test_disk_end (disk);
  assert_all_in_files (disk);
}

/* What it takes never exceeds the limit, but for what is written at once. */
static void
test_drops_the_oldest (TestDisk      *disk,
                       gconstpointer  data)
{
  const guint64 limit = 4 * SEGMENT_SIZE;
  guint64 dropped = 0;

  begin (disk, limit);
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GPtrArray) paths = NULL;
      guint64 first = tin_capture_get_first (disk->capture);

      send_many (disk, 200);
      test_disk_flush (disk);
      paths = test_disk_list_files (disk);
      g_assert_cmpuint (get_total_size (paths), <=, limit + SLACK);
      g_assert_cmpuint (tin_capture_get_first (disk->capture), >=, first);
      dropped = tin_capture_get_first (disk->capture);
    }
  g_assert_cmpuint (dropped, >, 5000);
}

/* Adds up what the notes of the log say: each record is there, or was removed as one of them says. */
static void
test_log_says_what_went (TestDisk      *disk,
                         gconstpointer  data)
{
  g_autoptr (GPtrArray) paths = NULL;
  guint64 first;
  guint64 noted = 0;
  guint first_in_file;
  guint end_in_file;

  begin (disk, 4 * SEGMENT_SIZE);
  for (guint i = 0; i < 8; i++)
    {
      send_many (disk, 300);
      test_disk_flush (disk);
    }
  settle (disk);

  first = tin_capture_get_first (disk->capture);
  g_assert_cmpuint (first, >, 0);
  for (guint64 i = first; i < tin_capture_get_published (disk->capture); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      g_assert_true (tin_capture_read (disk->capture, i, 0, &record, NULL));
      if (record.event != TIN_EVENT_NOTE)
        continue;
      g_assert_nonnull (strstr (record.reason, "removed"));
      g_assert_nonnull (strstr (record.reason, "4.0"));
      g_assert_cmpint (record.by, ==, TIN_BY_LOCAL);
      noted = record.size;
    }
  g_assert_cmpuint (noted, ==, first);

  paths = test_disk_list_files (disk);
  read_numbers (paths, &first_in_file, &end_in_file);
  g_assert_cmpuint (end_in_file - first_in_file, ==, assert_readable (disk));
  g_assert_cmpuint (end_in_file, ==, disk->n_sent);
}

typedef struct
{
  TinCapture *capture;
  gint        stop;     /* atomic */
} Reader;

/* What is open is readable to the end, whatever is dropped meanwhile. */
static gpointer
read_along (gpointer data)
{
  Reader *self = data;
  guint64 position = 0;

  while (!g_atomic_int_get (&self->stop))
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      g_autoptr (GError) error = NULL;
      guint number;

      position = MAX (position, tin_capture_get_first (self->capture));
      if (position >= tin_capture_get_published (self->capture))
        position = 0;
      else if (!tin_capture_read (self->capture, position++, G_MAXSIZE, &record, &error))
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
      else
        g_assert_true (record.event == TIN_EVENT_NOTE || parse_number (record.payload, &number));
    }
  return NULL;
}

static void
test_readers_are_not_disturbed (TestDisk      *disk,
                                gconstpointer  data)
{
  Reader reader = { 0 };
  GThread *thread;

  begin (disk, 4 * SEGMENT_SIZE);
  reader.capture = disk->capture;
  thread = g_thread_new ("reader", read_along, &reader);
  send_many (disk, 10000);
  g_atomic_int_set (&reader.stop, TRUE);
  g_thread_join (thread);
  test_disk_flush (disk);
}

static void
test_passes_over_names_that_are_taken (TestDisk      *disk,
                                       gconstpointer  data)
{
  g_autofree char *second = g_build_filename (disk->file.folder, "test_00002.pcapng", NULL);
  g_autofree char *third = g_build_filename (disk->file.folder, "test_00003.pcapng", NULL);
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (second, "mine", -1, NULL));
  begin (disk, NO_LIMIT);
  for (guint i = 0; i < 6; i++)
    {
      send_many (disk, 150);
      test_disk_flush (disk);
    }
  g_assert_cmpuint (assert_readable (disk), ==, 900);
  test_disk_end (disk);
  g_assert_true (g_file_test (third, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (second, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "mine");
  g_assert_cmpint (g_unlink (second), ==, 0);
  assert_all_in_files (disk);
}

static void
test_deletes_all (TestDisk      *disk,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paths = NULL;
  guint64 n_gone;

  begin (disk, NO_LIMIT);
  send_many (disk, 2000);
  test_disk_flush (disk);
  tin_capture_delete_file (disk->capture, &error);
  g_assert_no_error (error);
  paths = test_disk_list_files (disk);
  g_assert_cmpuint (paths->len, ==, 0);

  /* Memory keeps the last of it. */
  n_gone = tin_capture_get_first (disk->capture);
  g_assert_cmpuint (n_gone, >, 0);
  send_many (disk, 10);
  g_assert_cmpuint (assert_readable (disk), ==, 2010 - n_gone);
}

/* A disk that hangs is not waited for, and what is made once it goes on is removed. */
static void
test_deletes_what_is_just_being_made (TestDisk      *disk,
                                      gconstpointer  data)
{
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (GError) error = NULL;

  begin (disk, NO_LIMIT);
  test_disk_flush (disk);
  tin_faulty_sink_hold (disk->faulty);
  for (guint i = 0; tin_capture_has_room (disk->capture); i++)
    send_many (disk, 1);
  tin_faulty_sink_await_writer (disk->faulty);
  tin_capture_delete_file (disk->capture, &error);
  g_assert_no_error (error);
  tin_faulty_sink_release (disk->faulty);
  send_many (disk, 1000);
  test_disk_end (disk);

  paths = test_disk_list_files (disk);
  g_assert_cmpuint (paths->len, ==, 0);
}

/* A disk needs as long for what was written as it needs; others go on. */
static void
test_slow_sync_holds_nobody_up (TestDisk      *disk,
                                gconstpointer  data)
{
  g_autoptr (GPtrArray) paths = NULL;

  tin_faulty_sink_hold_sync (disk->faulty);
  begin (disk, NO_LIMIT);
  send_many (disk, 3000);
  test_disk_flush (disk);
  paths = test_disk_list_files (disk);
  g_assert_cmpuint (paths->len, >, 3);
  tin_faulty_sink_release (disk->faulty);
  test_disk_end (disk);
  assert_all_in_files (disk);
}

static void
run_rounds (TestDisk *disk)
{
  begin (disk, NO_LIMIT);
  for (guint i = 0; i < 6; i++)
    {
      send_many (disk, 150);
      test_disk_flush (disk);
    }
}

/* Whatever call fails once, everything is saved in the end, by itself. */
static void
test_any_call_failing_once (TestDisk      *disk,
                            gconstpointer  data)
{
  guint n_calls;

  run_rounds (disk);
  test_disk_end (disk);
  n_calls = tin_faulty_sink_get_n_calls (disk->faulty);

  for (guint call = 2; call <= n_calls; call++)
    {
      test_disk_restart (disk);
      tin_faulty_sink_fail_at (disk->faulty, call, TIN_FAULT_ONCE, call % 2 ? EMFILE : EIO);
      run_rounds (disk);
      test_disk_flush (disk);
      g_assert_cmpuint (assert_readable (disk), ==, disk->n_sent);
      test_disk_end (disk);
      assert_all_in_files (disk);
    }
}

/* A full disk ends in the middle of any of the files; what is lost is counted. */
static void
test_full_disk (TestDisk      *disk,
                gconstpointer  data)
{
  begin (disk, NO_LIMIT);
  for (guint i = 1; i <= 5; i++)
    {
      tin_faulty_sink_set_capacity (disk->faulty, i * 7 * (guint64) SEGMENT_SIZE / 2 + 321);
      send_many (disk, 1500);
      g_assert_false (tin_capture_flush (disk->capture, TEST_TIMEOUT_MS));
      tin_faulty_sink_set_capacity (disk->faulty, G_MAXUINT64);
      test_disk_flush (disk);
      tin_capture_publish (disk->capture);
    }

  {
    g_auto (TinCaptureHealth) health = { 0 };
    guint64 published = tin_capture_get_published (disk->capture);
    guint64 n_notes = 0;
    guint64 n_gone = 0;

    tin_capture_get_health (disk->capture, &health);
    for (guint64 i = 0; i < published; i++)
      {
        g_auto (TinRecord) record = TIN_RECORD_INIT;
        guint number;

        if (!tin_capture_read (disk->capture, i, G_MAXSIZE, &record, NULL))
          n_gone++;
        else if (record.event == TIN_EVENT_DROPPED)
          n_notes++;
        else
          g_assert_true (parse_number (record.payload, &number));
      }
    g_assert_cmpuint (n_notes, >=, 5);
    g_assert_cmpuint (n_gone, ==, health.unsaved_records);
    g_assert_cmpuint (published, ==, disk->n_sent + n_notes);
  }
}

static void
add (const char *path,
     void        (*function) (TestDisk *disk, gconstpointer data))
{
  g_test_add (path, TestDisk, NULL, test_disk_set_up, function, test_disk_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/segments/goes-on-in-further-files", test_goes_on_in_further_files);
  add ("/segments/drops-the-oldest", test_drops_the_oldest);
  add ("/segments/log-says-what-went", test_log_says_what_went);
  add ("/segments/readers-are-not-disturbed", test_readers_are_not_disturbed);
  add ("/segments/passes-over-names-that-are-taken", test_passes_over_names_that_are_taken);
  add ("/segments/deletes-all", test_deletes_all);
  add ("/segments/deletes-what-is-just-being-made", test_deletes_what_is_just_being_made);
  add ("/segments/slow-sync-holds-nobody-up", test_slow_sync_holds_nobody_up);
  add ("/segments/any-call-failing-once", test_any_call_failing_once);
  add ("/segments/full-disk", test_full_disk);

  return g_test_run ();
}
