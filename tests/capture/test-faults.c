/* test-faults.c: tests of a capture on a disk that is slow, full, failing or missing.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include "capture/tin-file-sink.h"
#include "capture/tin-ring.h"
#include "tin-faulty-sink.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>

#define RING_SIZE    (2 * TIN_RING_CHUNK_SIZE)
#define MESSAGE_SIZE 1000 /* bytes */
#define N_ROUNDS     8
#define N_IN_ROUND   25

typedef struct
{
  TestFile       file;
  TinFaultySink *faulty;
  TinCapture    *capture;
  TinFlow        flow;
  guint          n_sent;
} Fixture;

static void
begin (Fixture *fixture,
       gsize    ring_size)
{
  fixture->capture = tin_capture_new ("test", TIN_SINK (fixture->faulty), ring_size);
  fixture->n_sent = 0;
  use_room_func (fixture->capture);
  init_tcp_flow (&fixture->flow, fixture->capture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  test_file_set_up (&fixture->file);
  fixture->faulty = TIN_FAULTY_SINK (tin_faulty_sink_new (fixture->file.sink));
}

static void
end (Fixture *fixture)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->capture));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->capture != NULL)
    end (fixture);
  g_assert_finalize_object (fixture->faulty);
  test_file_tear_down (&fixture->file);
}

/* Sends messages as an engine does: as fast as there is room. */
static void
send_many (Fixture *fixture,
           guint    n)
{
  for (guint i = 0; i < n; i++)
    {
      if (!tin_capture_has_room (fixture->capture))
        await_room (fixture->capture);
      append_number (fixture->capture, &fixture->flow, fixture->n_sent++, MESSAGE_SIZE);
      tin_capture_publish (fixture->capture);
    }
}

static void
assert_all_in_file (Fixture *fixture)
{
  g_auto (FileContents) contents = { 0 };

  read_file (fixture->file.path, &contents);
  g_assert_true (contents.whole);
  g_assert_cmpuint (contents.n_notes, ==, 0);
  g_assert_cmpuint (contents.numbers->len, ==, fixture->n_sent);
  for (guint i = 0; i < fixture->n_sent; i++)
    g_assert_cmpuint (g_array_index (contents.numbers, guint, i), ==, i);
}

static void
assert_nothing_unsaved (Fixture *fixture)
{
  g_auto (TinCaptureHealth) health = { 0 };

  tin_capture_get_health (fixture->capture, &health);
  g_assert_cmpint (health.state, ==, TIN_CAPTURE_SAVING);
  g_assert_null (health.reason);
  g_assert_cmpuint (health.unsaved_records, ==, 0);
  g_assert_cmpuint (health.unsaved_bytes, ==, 0);
}

static void
test_slow_disk_costs_speed_alone (Fixture       *fixture,
                                  gconstpointer  data)
{
  guint n_accepted = 0;

  tin_faulty_sink_hold (fixture->faulty);
  begin (fixture, RING_SIZE);
  while (tin_capture_has_room (fixture->capture))
    {
      send_many (fixture, 1);
      n_accepted++;
    }
  while (tin_capture_reserve (fixture->capture, &fixture->flow, MESSAGE_SIZE) != NULL)
    {
      append_number (fixture->capture, &fixture->flow, fixture->n_sent++, MESSAGE_SIZE);
      n_accepted++;
    }
  g_assert_cmpuint ((guint64) n_accepted * MESSAGE_SIZE, <=, RING_SIZE);
  g_assert_cmpuint (get_n_room_calls (), ==, 0);

  tin_faulty_sink_release (fixture->faulty);
  send_many (fixture, 5000);
  g_assert_cmpuint (get_n_room_calls (), >=, 1);
  g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
  assert_nothing_unsaved (fixture);
  end (fixture);
  assert_all_in_file (fixture);
}

static void
test_events_go_in_when_full (Fixture       *fixture,
                             gconstpointer  data)
{
  g_auto (TinCaptureHealth) health = { 0 };
  guint64 published;

  tin_faulty_sink_hold (fixture->faulty);
  begin (fixture, RING_SIZE);
  while (tin_capture_has_room (fixture->capture))
    send_many (fixture, 1);

  for (guint i = 0; i < 1000; i++)
    tin_capture_append_event (fixture->capture, &fixture->flow, TIN_EVENT_NOTE, TIN_DIRECTION_NONE,
                              TIN_BY_LOCAL, 0, "a note");
  tin_capture_publish (fixture->capture);
  g_assert_cmpuint (tin_capture_get_published (fixture->capture), ==, fixture->n_sent + 1000);

  /* Past twice the ring they are counted. */
  for (guint i = 0; i < 10000; i++)
    tin_capture_append_event (fixture->capture, &fixture->flow, TIN_EVENT_NOTE, TIN_DIRECTION_NONE,
                              TIN_BY_LOCAL, 0, "a note");
  tin_capture_publish (fixture->capture);
  published = tin_capture_get_published (fixture->capture);
  tin_capture_get_health (fixture->capture, &health);
  g_assert_cmpuint (health.unsaved_records, >, 0);
  g_assert_cmpuint (health.unsaved_records + published, ==, fixture->n_sent + 11000);

  tin_faulty_sink_release (fixture->faulty);
  g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
}

/* What was sent happened: past the bound it is counted, and the stream shows a gap. */
static void
test_sent_data_is_counted_when_too_much (Fixture       *fixture,
                                         gconstpointer  data)
{
  g_auto (TinCaptureHealth) health = { 0 };
  static guint8 sent[60000];
  const guint n = 200;
  guint32 sequence;
  guint64 published;

  tin_faulty_sink_hold (fixture->faulty);
  begin (fixture, RING_SIZE);
  sequence = fixture->flow.next_sequence_out;
  for (guint i = 0; i < n; i++)
    g_assert_true (tin_capture_append_data (fixture->capture, &fixture->flow, TIN_DIRECTION_OUT, TIN_BY_LOCAL,
                                            sent, sizeof sent, NULL));
  tin_capture_publish (fixture->capture);
  published = tin_capture_get_published (fixture->capture);
  tin_capture_get_health (fixture->capture, &health);
  g_assert_cmpuint (published * sizeof sent, <=, 2 * RING_SIZE);
  g_assert_cmpuint (health.unsaved_records, ==, n - published);
  g_assert_cmpuint (health.unsaved_bytes, ==, (n - published) * sizeof sent);
  g_assert_cmpuint (fixture->flow.next_sequence_out - sequence, ==, n * sizeof sent);

  /* What comes in is refused instead. */
  g_assert_false (tin_capture_append_data (fixture->capture, &fixture->flow, TIN_DIRECTION_IN, TIN_BY_PEER,
                                           sent, sizeof sent, NULL));
  tin_faulty_sink_release (fixture->faulty);
}

static void
test_short_writes_are_completed (Fixture       *fixture,
                                 gconstpointer  data)
{
  tin_faulty_sink_set_piece (fixture->faulty, 777);
  begin (fixture, RING_SIZE);
  send_many (fixture, 500);
  g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
  assert_nothing_unsaved (fixture);
  end (fixture);
  assert_all_in_file (fixture);
}

static void
run_rounds (Fixture *fixture)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      send_many (fixture, N_IN_ROUND);
      tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS);
    }
}

static guint
count_calls (Fixture *fixture)
{
  guint n_calls;

  begin (fixture, RING_SIZE);
  run_rounds (fixture);
  end (fixture);
  n_calls = tin_faulty_sink_get_n_calls (fixture->faulty);
  g_assert_cmpuint (n_calls, >, N_ROUNDS);
  return n_calls;
}

static void
restart (Fixture *fixture)
{
  tear_down (fixture, NULL);
  set_up (fixture, NULL);
}

/* Whatever call fails once, everything is saved in the end, by itself. */
static void
test_any_call_failing_once (Fixture       *fixture,
                            gconstpointer  data)
{
  guint n_calls = count_calls (fixture);

  for (guint call = 2; call <= n_calls; call++)
    {
      restart (fixture);
      tin_faulty_sink_fail_at (fixture->faulty, call, TIN_FAULT_ONCE, call % 2 ? ENOSPC : EIO);
      begin (fixture, RING_SIZE);
      run_rounds (fixture);
      tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS);
      g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
      assert_nothing_unsaved (fixture);
      end (fixture);
      assert_all_in_file (fixture);
    }
}

/* Whatever call fails from then on, what is said to be saved is in the file, and it can be read. */
static void
test_any_call_failing_for_ever (Fixture       *fixture,
                                gconstpointer  data)
{
  guint n_calls = count_calls (fixture);

  for (guint call = 2; call <= n_calls; call++)
    {
      g_auto (TinCaptureHealth) health = { 0 };
      g_auto (FileContents) contents = { 0 };
      guint64 saved;

      restart (fixture);
      tin_faulty_sink_fail_at (fixture->faulty, call, TIN_FAULT_FOR_EVER, EIO);
      begin (fixture, RING_SIZE);
      run_rounds (fixture);
      g_assert_cmpuint (tin_capture_get_published (fixture->capture), ==, fixture->n_sent);
      saved = tin_capture_get_saved (fixture->capture);
      tin_capture_get_health (fixture->capture, &health);
      if (saved < fixture->n_sent)
        {
          g_assert_cmpint (health.state, ==, TIN_CAPTURE_INTERRUPTED);
          g_assert_nonnull (health.reason);
        }
      for (guint i = 0; i < fixture->n_sent; i++)
        {
          g_auto (TinRecord) record = TIN_RECORD_INIT;

          g_assert_true (tin_capture_read (fixture->capture, i, 8, &record, NULL));
        }
      end (fixture);
      read_file (fixture->file.path, &contents);
      g_assert_cmpuint (contents.numbers->len, >=, saved);
      for (guint i = 0; i < contents.numbers->len; i++)
        g_assert_cmpuint (g_array_index (contents.numbers, guint, i), ==, i);
    }
}

static void
test_file_that_cannot_be_made (Fixture       *fixture,
                               gconstpointer  data)
{
  g_auto (TinCaptureHealth) health = { 0 };

  tin_faulty_sink_fail_at (fixture->faulty, 1, TIN_FAULT_FOR_EVER, EACCES);
  begin (fixture, RING_SIZE);
  send_many (fixture, 10000);
  g_assert_false (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
  tin_capture_get_health (fixture->capture, &health);
  g_assert_cmpint (health.state, ==, TIN_CAPTURE_MEMORY_ONLY);
  g_assert_nonnull (health.reason);
  g_assert_null (health.path);
  g_assert_cmpuint (health.unsaved_records, ==, 10000);
  g_assert_cmpuint (health.unsaved_bytes, ==, 10000 * MESSAGE_SIZE);
  g_assert_false (g_file_test (fixture->file.path, G_FILE_TEST_EXISTS));
}

static void
test_file_that_cannot_be_made_yet (Fixture       *fixture,
                                   gconstpointer  data)
{
  tin_faulty_sink_fail_at (fixture->faulty, 1, TIN_FAULT_ONCE, ENOSPC);
  begin (fixture, RING_SIZE);
  send_many (fixture, 10);
  tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS);
  g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
  end (fixture);
  assert_all_in_file (fixture);
}

/* Each record that is in the capture reads as what it was, or is said to be gone. */
static guint
count_readable (Fixture *fixture,
                guint64 *noted_bytes,
                guint   *n_notes)
{
  guint64 published = tin_capture_get_published (fixture->capture);
  guint n_readable = 0;

  *noted_bytes = 0;
  *n_notes = 0;
  for (guint64 i = tin_capture_get_first (fixture->capture); i < published; i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      g_autoptr (GError) error = NULL;
      guint number;

      if (!tin_capture_read (fixture->capture, i, G_MAXSIZE, &record, &error))
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

static void
assert_losses_are_told (Fixture *fixture,
                        guint    n_gaps)
{
  g_auto (TinCaptureHealth) health = { 0 };
  g_auto (FileContents) contents = { 0 };
  guint64 noted_bytes;
  guint n_notes;
  guint n_readable;

  tin_capture_get_health (fixture->capture, &health);
  g_assert_cmpint (health.state, ==, TIN_CAPTURE_SAVING);
  n_readable = count_readable (fixture, &noted_bytes, &n_notes);
  g_assert_cmpuint (n_readable + health.unsaved_records, ==, fixture->n_sent);
  g_assert_cmpuint (n_notes, ==, n_gaps);
  g_assert_cmpuint (noted_bytes, ==, health.unsaved_bytes);

  end (fixture);
  read_file (fixture->file.path, &contents);
  g_assert_true (contents.whole);
  g_assert_cmpuint (contents.n_notes, ==, n_gaps);
  g_assert_cmpuint (contents.noted_bytes, ==, health.unsaved_bytes);
  g_assert_cmpuint (contents.numbers->len, ==, n_readable);
  for (guint i = 1; i < contents.numbers->len; i++)
    g_assert_cmpuint (g_array_index (contents.numbers, guint, i), >,
                      g_array_index (contents.numbers, guint, i - 1));
}

static guint64
get_file_size (Fixture *fixture)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (fixture->file.path, &status), ==, 0);
  return status.st_size;
}

static void
test_full_disk_loses_and_says_so (Fixture       *fixture,
                                  gconstpointer  data)
{
  guint64 size = 0;

  begin (fixture, RING_SIZE);
  for (guint gap = 1; gap <= 3; gap++)
    {
      g_auto (TinCaptureHealth) health = { 0 };

      tin_faulty_sink_set_capacity (fixture->faulty, size + 500 * 1000 + 321);
      send_many (fixture, 10000);
      g_assert_false (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
      tin_capture_get_health (fixture->capture, &health);
      g_assert_cmpint (health.state, ==, TIN_CAPTURE_INTERRUPTED);
      g_assert_nonnull (strstr (health.reason, "full"));
      g_assert_cmpuint (health.unsaved_records, >, 0);

      tin_faulty_sink_set_capacity (fixture->faulty, G_MAXUINT64);
      tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS);
      g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
      send_many (fixture, 10);
      g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
      size = get_file_size (fixture);
    }
  assert_losses_are_told (fixture, 3);
}

/* The note is in the file before it is a record, so that nothing more has to be written for it. */
static void
test_note_alone_counts_as_saved (Fixture       *fixture,
                                 gconstpointer  data)
{
  guint64 published;

  begin (fixture, RING_SIZE);
  tin_faulty_sink_set_capacity (fixture->faulty, 500 * 1000 + 321);
  send_many (fixture, 10000);
  g_assert_false (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
  tin_faulty_sink_set_capacity (fixture->faulty, G_MAXUINT64);
  tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS);
  g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));

  published = tin_capture_get_published (fixture->capture);
  tin_capture_publish (fixture->capture);
  g_assert_cmpuint (tin_capture_get_published (fixture->capture), ==, published + 1);
  g_assert_cmpuint (tin_capture_get_saved (fixture->capture), ==, published + 1);
  assert_losses_are_told (fixture, 1);
}

static void
test_file_size_limit (Fixture       *fixture,
                      gconstpointer  data)
{
  struct rlimit limit;
  rlim_t before;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  before = limit.rlim_cur;
  limit.rlim_cur = 300 * 1000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  begin (fixture, RING_SIZE);
  send_many (fixture, 1000);
  g_assert_false (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
  limit.rlim_cur = before;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS);
  g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
  assert_nothing_unsaved (fixture);
  end (fixture);
  assert_all_in_file (fixture);
}

/* A disk that hangs must not hang us: the thread is left to end when the disk does. */
static void
test_hanging_disk_does_not_hang_the_end (Fixture       *fixture,
                                         gconstpointer  data)
{
  gint64 begun;

  begin (fixture, RING_SIZE);
  g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
  tin_faulty_sink_hold (fixture->faulty);
  send_many (fixture, 1);
  g_assert_false (tin_capture_flush (fixture->capture, 100));
  tin_faulty_sink_await_writer (fixture->faulty);
  begun = g_get_monotonic_time ();
  end (fixture);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 10 * G_USEC_PER_SEC);

  tin_faulty_sink_release (fixture->faulty);
  /* The thread lets go of the sink when it has ended. */
  while (g_atomic_int_get (&G_OBJECT (fixture->faulty)->ref_count) > 1)
    g_thread_yield ();
  assert_all_in_file (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/faults/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("slow-disk-costs-speed-alone", test_slow_disk_costs_speed_alone);
  ADD ("events-go-in-when-full", test_events_go_in_when_full);
  ADD ("sent-data-is-counted-when-too-much", test_sent_data_is_counted_when_too_much);
  ADD ("short-writes-are-completed", test_short_writes_are_completed);
  ADD ("any-call-failing-once", test_any_call_failing_once);
  ADD ("any-call-failing-for-ever", test_any_call_failing_for_ever);
  ADD ("file-that-cannot-be-made", test_file_that_cannot_be_made);
  ADD ("file-that-cannot-be-made-yet", test_file_that_cannot_be_made_yet);
  ADD ("full-disk-loses-and-says-so", test_full_disk_loses_and_says_so);
  ADD ("note-alone-counts-as-saved", test_note_alone_counts_as_saved);
  ADD ("file-size-limit", test_file_size_limit);
  ADD ("hanging-disk-does-not-hang-the-end", test_hanging_disk_does_not_hang_the_end);

  return g_test_run ();
}
