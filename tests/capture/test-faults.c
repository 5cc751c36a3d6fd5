/* test-faults.c: tests of a capture on a disk that is slow, full, failing or missing.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "disk-fixture.h"

#include "capture/tin-writer.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>

#define MESSAGE_SIZE 1000 /* bytes */
#define N_ROUNDS     8
#define N_IN_ROUND   25

/* In one file. */
static void
begin (TestDisk *disk)
{
  test_disk_begin (disk, NULL);
}

static void
send_many (TestDisk *disk,
           guint     n)
{
  test_disk_send (disk, n, MESSAGE_SIZE);
}

static void
assert_nothing_unsaved (TestDisk *disk)
{
  g_auto (TinCaptureHealth) health = { 0 };

  tin_capture_get_health (disk->capture, &health);
  g_assert_cmpint (health.state, ==, TIN_CAPTURE_SAVING);
  g_assert_null (health.reason);
  g_assert_cmpuint (health.unsaved_records, ==, 0);
  g_assert_cmpuint (health.unsaved_bytes, ==, 0);
}

static void
assert_is_full (TestDisk *disk,
                gboolean  is_full)
{
  g_auto (TinCaptureHealth) health = { 0 };

  tin_capture_get_health (disk->capture, &health);
  g_assert_cmpint (health.is_full, ==, is_full);

  if (is_full)
    g_assert_cmpuint (health.unwritten_bytes, >, TEST_RING_SIZE / 2);
  else
    g_assert_cmpuint (health.unwritten_bytes, ==, 0);
}

static void
test_slow_disk_costs_speed_alone (TestDisk      *disk,
                                  gconstpointer  data)
{
  guint n_accepted = 0;

  tin_faulty_sink_hold (disk->faulty);
  begin (disk);
  while (tin_capture_has_room (disk->capture))
    {
      send_many (disk, 1);
      n_accepted++;
    }
  while (tin_capture_reserve (disk->capture, &disk->flow, MESSAGE_SIZE) != NULL)
    {
      append_number (disk->capture, &disk->flow, disk->n_sent++, MESSAGE_SIZE);
      n_accepted++;
    }
  g_assert_cmpuint ((guint64) n_accepted * MESSAGE_SIZE, <=, TEST_RING_SIZE);
  assert_is_full (disk, TRUE);
  g_assert_cmpuint (get_n_room_calls (), ==, 0);

  tin_faulty_sink_release (disk->faulty);
  send_many (disk, 5000);
  g_assert_cmpuint (get_n_room_calls (), >=, 1);
  g_assert_true (tin_capture_flush (disk->capture, TEST_TIMEOUT_MS));
  assert_is_full (disk, FALSE);
  assert_nothing_unsaved (disk);
  test_disk_end (disk);
  test_disk_assert_all_in_file (disk);
}

static void
test_events_go_in_when_full (TestDisk      *disk,
                             gconstpointer  data)
{
  g_auto (TinCaptureHealth) health = { 0 };
  guint64 published;

  tin_faulty_sink_hold (disk->faulty);
  begin (disk);
  while (tin_capture_has_room (disk->capture))
    send_many (disk, 1);

  for (guint i = 0; i < 1000; i++)
    tin_capture_append_event (disk->capture, &disk->flow, TIN_EVENT_NOTE, TIN_DIRECTION_NONE,
                              TIN_BY_LOCAL, 0, "a note");
  tin_capture_publish (disk->capture);
  g_assert_cmpuint (tin_capture_get_published (disk->capture), ==, disk->n_sent + 1000);

  /* Past twice the ring they are counted. */
  for (guint i = 0; i < 10000; i++)
    tin_capture_append_event (disk->capture, &disk->flow, TIN_EVENT_NOTE, TIN_DIRECTION_NONE,
                              TIN_BY_LOCAL, 0, "a note");
  tin_capture_publish (disk->capture);
  published = tin_capture_get_published (disk->capture);
  tin_capture_get_health (disk->capture, &health);
  g_assert_cmpuint (health.unsaved_records, >, 0);
  g_assert_cmpuint (health.unsaved_records + published, ==, disk->n_sent + 11000);

  tin_faulty_sink_release (disk->faulty);
  g_assert_true (tin_capture_flush (disk->capture, TEST_TIMEOUT_MS));
}

/* What was sent happened: past the bound it is counted, and the stream shows a gap. */
static void
test_sent_data_is_counted_when_too_much (TestDisk      *disk,
                                         gconstpointer  data)
{
  g_auto (TinCaptureHealth) health = { 0 };
  static guint8 sent[60000];
  const guint n = 200;
  guint32 sequence;
  guint64 published;

  tin_faulty_sink_hold (disk->faulty);
  begin (disk);
  sequence = disk->flow.next_sequence_out;
  for (guint i = 0; i < n; i++)
    g_assert_true (tin_capture_append_data (disk->capture, &disk->flow, TIN_DIRECTION_OUT, TIN_BY_LOCAL,
                                            sent, sizeof sent, NULL));
  tin_capture_publish (disk->capture);
  published = tin_capture_get_published (disk->capture);
  tin_capture_get_health (disk->capture, &health);
  g_assert_cmpuint (published * sizeof sent, <=, 2 * TEST_RING_SIZE);
  g_assert_cmpuint (health.unsaved_records, ==, n - published);
  g_assert_cmpuint (health.unsaved_bytes, ==, (n - published) * sizeof sent);
  g_assert_cmpuint (disk->flow.next_sequence_out - sequence, ==, n * sizeof sent);

  /* What comes in is refused instead. */
  g_assert_false (tin_capture_append_data (disk->capture, &disk->flow, TIN_DIRECTION_IN, TIN_BY_PEER,
                                           sent, sizeof sent, NULL));
  tin_faulty_sink_release (disk->faulty);
}

static void
test_short_writes_are_completed (TestDisk      *disk,
                                 gconstpointer  data)
{
  tin_faulty_sink_set_piece (disk->faulty, 777);
  begin (disk);
  send_many (disk, 500);
  g_assert_true (tin_capture_flush (disk->capture, TEST_TIMEOUT_MS));
  assert_nothing_unsaved (disk);
  test_disk_end (disk);
  test_disk_assert_all_in_file (disk);
}

/* What has piled up goes to the disk in pieces: see write_vectors(). */
static void
test_much_is_written_in_pieces (TestDisk      *disk,
                                gconstpointer  data)
{
  tin_faulty_sink_hold (disk->faulty);
  begin (disk);
  while (tin_capture_has_room (disk->capture))
    send_many (disk, 1);
  tin_faulty_sink_release (disk->faulty);
  test_disk_flush (disk);
  g_assert_cmpuint (tin_faulty_sink_get_largest_write (disk->faulty), ==, TIN_WRITER_PIECE_SIZE);
  test_disk_end (disk);
  test_disk_assert_all_in_file (disk);
}

static void
run_rounds (TestDisk *disk)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      send_many (disk, N_IN_ROUND);
      tin_capture_flush (disk->capture, TEST_TIMEOUT_MS);
    }
}

static guint
count_calls (TestDisk *disk)
{
  guint n_calls;

  begin (disk);
  run_rounds (disk);
  test_disk_end (disk);
  n_calls = tin_faulty_sink_get_n_calls (disk->faulty);
  g_assert_cmpuint (n_calls, >, N_ROUNDS);
  return n_calls;
}

/* Whatever call fails once, everything is saved in the end, by itself. */
static void
test_any_call_failing_once (TestDisk      *disk,
                            gconstpointer  data)
{
  guint n_calls = count_calls (disk);

  for (guint call = 2; call <= n_calls; call++)
    {
      test_disk_restart (disk);
      tin_faulty_sink_fail_at (disk->faulty, call, TIN_FAULT_ONCE, call % 2 ? ENOSPC : EIO);
      begin (disk);
      run_rounds (disk);
      test_disk_flush (disk);
      assert_nothing_unsaved (disk);
      test_disk_end (disk);
      test_disk_assert_all_in_file (disk);
    }
}

/* Whatever call fails from then on, what is said to be saved is in the file, and it can be read. */
static void
test_any_call_failing_for_ever (TestDisk      *disk,
                                gconstpointer  data)
{
  guint n_calls = count_calls (disk);

  for (guint call = 2; call <= n_calls; call++)
    {
      g_auto (TinCaptureHealth) health = { 0 };
      g_auto (FileContents) contents = { 0 };
      guint64 saved;

      test_disk_restart (disk);
      tin_faulty_sink_fail_at (disk->faulty, call, TIN_FAULT_FOR_EVER, EIO);
      begin (disk);
      run_rounds (disk);
      g_assert_cmpuint (tin_capture_get_published (disk->capture), ==, disk->n_sent);
      saved = tin_capture_get_saved (disk->capture);
      tin_capture_get_health (disk->capture, &health);
      if (saved < disk->n_sent)
        {
          g_assert_cmpint (health.state, ==, TIN_CAPTURE_INTERRUPTED);
          g_assert_nonnull (health.reason);
        }
      for (guint i = 0; i < disk->n_sent; i++)
        {
          g_auto (TinRecord) record = TIN_RECORD_INIT;

          g_assert_true (tin_capture_read (disk->capture, i, 8, &record, NULL));
        }
      test_disk_end (disk);
      read_file (disk->file.path, &contents);
      g_assert_cmpuint (contents.numbers->len, >=, saved);
      for (guint i = 0; i < contents.numbers->len; i++)
        g_assert_cmpuint (g_array_index (contents.numbers, guint, i), ==, i);
    }
}

static void
test_file_that_cannot_be_made (TestDisk      *disk,
                               gconstpointer  data)
{
  g_auto (TinCaptureHealth) health = { 0 };

  tin_faulty_sink_fail_at (disk->faulty, 1, TIN_FAULT_FOR_EVER, EACCES);
  begin (disk);
  send_many (disk, 10000);
  g_assert_false (tin_capture_flush (disk->capture, TEST_TIMEOUT_MS));
  tin_capture_get_health (disk->capture, &health);
  g_assert_cmpint (health.state, ==, TIN_CAPTURE_MEMORY_ONLY);
  g_assert_nonnull (health.reason);
  g_assert_null (health.path);
  g_assert_cmpuint (health.unsaved_records, ==, 10000);
  g_assert_cmpuint (health.unsaved_bytes, ==, 10000 * MESSAGE_SIZE);
  g_assert_false (g_file_test (disk->file.path, G_FILE_TEST_EXISTS));
}

static void
test_file_that_cannot_be_made_yet (TestDisk      *disk,
                                   gconstpointer  data)
{
  tin_faulty_sink_fail_at (disk->faulty, 1, TIN_FAULT_ONCE, ENOSPC);
  begin (disk);
  send_many (disk, 10);
  test_disk_flush (disk);
  test_disk_end (disk);
  test_disk_assert_all_in_file (disk);
}

/* Each record that is in the capture reads as what it was, or is said to be gone. */
static guint
count_readable (TestDisk *disk,
                guint64  *noted_bytes,
                guint    *n_notes)
{
  guint64 published = tin_capture_get_published (disk->capture);
  guint n_readable = 0;

  *noted_bytes = 0;
  *n_notes = 0;
  for (guint64 i = tin_capture_get_first (disk->capture); i < published; i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      g_autoptr (GError) error = NULL;
      guint number;

      if (!tin_capture_read (disk->capture, i, G_MAXSIZE, &record, &error))
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
          continue;
        }
      if (record.event == TIN_EVENT_DROPPED)
        {
          g_assert_nonnull (strstr (record.reason, "not recorded"));
          *noted_bytes += record.size;
          *n_notes += 1;
          continue;
        }
      g_assert_true (parse_number (record.payload, &number));
      g_assert_cmpuint (record.size, ==, MESSAGE_SIZE);
      n_readable++;
    }
  return n_readable;
}

/* A gap may have several notes: what room is left may be enough for a note, but not for a message. */
static void
assert_losses_are_told (TestDisk *disk,
                        guint     n_gaps)
{
  g_auto (TinCaptureHealth) health = { 0 };
  g_auto (FileContents) contents = { 0 };
  guint64 noted_bytes;
  guint n_notes;
  guint n_readable;

  tin_capture_get_health (disk->capture, &health);
  g_assert_cmpint (health.state, ==, TIN_CAPTURE_SAVING);
  n_readable = count_readable (disk, &noted_bytes, &n_notes);
  g_assert_cmpuint (n_readable + health.unsaved_records, ==, disk->n_sent);
  g_assert_cmpuint (n_notes, >=, n_gaps);
  g_assert_cmpuint (noted_bytes, ==, health.unsaved_bytes);

  test_disk_end (disk);
  read_file (disk->file.path, &contents);
  g_assert_true (contents.whole);
  g_assert_cmpuint (contents.n_notes, ==, n_notes);
  g_assert_cmpuint (contents.noted_bytes, ==, health.unsaved_bytes);
  g_assert_cmpuint (contents.numbers->len, ==, n_readable);
  for (guint i = 1; i < contents.numbers->len; i++)
    g_assert_cmpuint (g_array_index (contents.numbers, guint, i), >,
                      g_array_index (contents.numbers, guint, i - 1));
}

static guint64
get_file_size (TestDisk *disk)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (disk->file.path, &status), ==, 0);
  return status.st_size;
}

static void
test_full_disk_loses_and_says_so (TestDisk      *disk,
                                  gconstpointer  data)
{
  guint64 size = 0;

  begin (disk);
  for (guint gap = 1; gap <= 3; gap++)
    {
      g_auto (TinCaptureHealth) health = { 0 };

      tin_faulty_sink_set_capacity (disk->faulty, size + 500 * 1000 + 321);
      send_many (disk, 10000);
      g_assert_false (tin_capture_flush (disk->capture, TEST_TIMEOUT_MS));
      tin_capture_get_health (disk->capture, &health);
      g_assert_cmpint (health.state, ==, TIN_CAPTURE_INTERRUPTED);
      g_assert_nonnull (strstr (health.reason, "full"));
      g_assert_cmpuint (health.unsaved_records, >, 0);

      tin_faulty_sink_set_capacity (disk->faulty, G_MAXUINT64);
      test_disk_flush (disk);
      send_many (disk, 10);
      g_assert_true (tin_capture_flush (disk->capture, TEST_TIMEOUT_MS));
      size = get_file_size (disk);
    }
  assert_losses_are_told (disk, 3);
}

/* The note is in the file before it is a record, so that nothing more has to be written for it. */
static void
test_note_alone_counts_as_saved (TestDisk      *disk,
                                 gconstpointer  data)
{
  guint64 published;

  begin (disk);
  send_many (disk, 10);
  test_disk_flush (disk);
  tin_faulty_sink_fail_at (disk->faulty, tin_faulty_sink_get_n_calls (disk->faulty) + 1, TIN_FAULT_FOR_EVER, ENOSPC);
  send_many (disk, 10000);
  g_assert_false (tin_capture_flush (disk->capture, TEST_TIMEOUT_MS));
  tin_faulty_sink_fail_at (disk->faulty, 0, TIN_FAULT_ONCE, 0);
  test_disk_flush (disk);

  published = tin_capture_get_published (disk->capture);
  tin_capture_publish (disk->capture);
  g_assert_cmpuint (tin_capture_get_published (disk->capture), ==, published + 1);
  g_assert_cmpuint (tin_capture_get_saved (disk->capture), ==, published + 1);
  assert_losses_are_told (disk, 1);
}

static void
test_file_size_limit (TestDisk      *disk,
                      gconstpointer  data)
{
  struct rlimit limit;
  rlim_t before;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  before = limit.rlim_cur;
  limit.rlim_cur = 300 * 1000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  begin (disk);
  send_many (disk, 1000);
  g_assert_false (tin_capture_flush (disk->capture, TEST_TIMEOUT_MS));
  limit.rlim_cur = before;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  test_disk_flush (disk);
  assert_nothing_unsaved (disk);
  test_disk_end (disk);
  test_disk_assert_all_in_file (disk);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/faults/" name, TestDisk, NULL, test_disk_set_up, function, test_disk_tear_down)
  ADD ("slow-disk-costs-speed-alone", test_slow_disk_costs_speed_alone);
  ADD ("events-go-in-when-full", test_events_go_in_when_full);
  ADD ("sent-data-is-counted-when-too-much", test_sent_data_is_counted_when_too_much);
  ADD ("short-writes-are-completed", test_short_writes_are_completed);
  ADD ("much-is-written-in-pieces", test_much_is_written_in_pieces);
  ADD ("any-call-failing-once", test_any_call_failing_once);
  ADD ("any-call-failing-for-ever", test_any_call_failing_for_ever);
  ADD ("file-that-cannot-be-made", test_file_that_cannot_be_made);
  ADD ("file-that-cannot-be-made-yet", test_file_that_cannot_be_made_yet);
  ADD ("full-disk-loses-and-says-so", test_full_disk_loses_and_says_so);
  ADD ("note-alone-counts-as-saved", test_note_alone_counts_as_saved);
  ADD ("file-size-limit", test_file_size_limit);

  return g_test_run ();
}
