/* test-segments.c: tests of a capture in several files.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include "capture/tin-ring.h"
#include "tin-faulty-sink.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define RING_SIZE    (2 * TIN_RING_CHUNK_SIZE)
#define SEGMENT_SIZE TIN_RING_CHUNK_SIZE
#define MESSAGE_SIZE 4000 /* bytes */
#define NO_LIMIT     (64 * (guint64) SEGMENT_SIZE)

/* A file gets larger than asked for by no more than what is written at once. */
#define SLACK        (2 * TIN_RING_CHUNK_SIZE)

typedef struct
{
  TestFile       file;
  TinFaultySink *faulty;
  TinCapture    *capture;
  TinFlow        flow;
  guint          n_sent;
  gint           stop;     /* atomic */
} Fixture;

static void
begin (Fixture *fixture,
       guint64  session_limit)
{
  TinCaptureLimits limits = { SEGMENT_SIZE, session_limit };

  fixture->capture = tin_capture_new_limited ("test", TIN_SINK (fixture->faulty), RING_SIZE, &limits);
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

static gint
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* All files of the folder, in the order of their names. */
static GPtrArray *
list_files (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->file.folder, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (fixture->file.folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);
  return paths;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) paths = list_files (fixture);

  if (fixture->capture != NULL)
    end (fixture);
  for (guint i = 0; i < paths->len; i++)
    g_unlink (paths->pdata[i]);
  g_assert_finalize_object (fixture->faulty);
  test_file_tear_down (&fixture->file);
}

static void
restart (Fixture *fixture)
{
  tear_down (fixture, NULL);
  set_up (fixture, NULL);
}

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
flush (Fixture *fixture)
{
  tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS);
  g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
}

/* A note about what went may begin a file, with which the next goes. */
static void
settle (Fixture *fixture)
{
  guint64 published;

  do
    {
      flush (fixture);
      published = tin_capture_get_published (fixture->capture);
      tin_capture_publish (fixture->capture);
    }
  while (tin_capture_get_published (fixture->capture) != published);
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
assert_all_in_files (Fixture *fixture)
{
  g_autoptr (GPtrArray) paths = list_files (fixture);
  guint first;
  guint last;

  read_numbers (paths, &first, &last);
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (last, ==, fixture->n_sent);
}

/* Every message that the capture knows of, but for notes; returns how many. */
static guint
assert_readable (Fixture *fixture)
{
  guint64 published = tin_capture_get_published (fixture->capture);
  guint n = 0;

  for (guint64 i = tin_capture_get_first (fixture->capture); i < published; i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      g_autoptr (GError) error = NULL;
      guint number;

      tin_capture_read (fixture->capture, i, G_MAXSIZE, &record, &error);
      g_assert_no_error (error);
      if (record.event == TIN_EVENT_NOTE)
        continue;
      g_assert_true (parse_number (record.payload, &number));
      n++;
    }
  return n;
}

static void
test_goes_on_in_further_files (Fixture       *fixture,
                               gconstpointer  data)
{
  g_auto (TinCaptureHealth) health = { 0 };
  g_autoptr (GPtrArray) paths = NULL;

  begin (fixture, NO_LIMIT);
  for (guint i = 0; i < 10; i++)
    {
      send_many (fixture, 300);
      flush (fixture);
    }
  g_assert_cmpuint (tin_capture_get_first (fixture->capture), ==, 0);
  g_assert_cmpuint (tin_capture_get_published (fixture->capture), ==, 3000);
  g_assert_cmpuint (assert_readable (fixture), ==, 3000);

  paths = list_files (fixture);
  g_assert_cmpuint (paths->len, >, 3);
  g_assert_true (g_str_has_suffix (paths->pdata[0], "/test.pcapng"));
  g_assert_true (g_str_has_suffix (paths->pdata[1], "/test_00002.pcapng"));
  for (guint i = 0; i < paths->len; i++)
    {
      g_assert_cmpuint (get_size (paths->pdata[i]), <=, SEGMENT_SIZE + SLACK);
      if (i + 1 < paths->len)
        g_assert_cmpuint (get_size (paths->pdata[i]), >=, SEGMENT_SIZE);
    }
  tin_capture_get_health (fixture->capture, &health);
  g_assert_cmpstr (health.path, ==, paths->pdata[paths->len - 1]);
  end (fixture);
  assert_all_in_files (fixture);
}

/* What it takes never exceeds the limit, but for what is written at once. */
static void
test_drops_the_oldest (Fixture       *fixture,
                       gconstpointer  data)
{
  const guint64 limit = 4 * SEGMENT_SIZE;
  guint64 dropped = 0;

  begin (fixture, limit);
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GPtrArray) paths = NULL;
      guint64 first = tin_capture_get_first (fixture->capture);

      send_many (fixture, 200);
      flush (fixture);
      paths = list_files (fixture);
      g_assert_cmpuint (get_total_size (paths), <=, limit + SLACK);
      g_assert_cmpuint (tin_capture_get_first (fixture->capture), >=, first);
      dropped = tin_capture_get_first (fixture->capture);
    }
  g_assert_cmpuint (dropped, >, 5000);
}

/* Adds up what the notes of the log say: each record is there, or was removed as one of them says. */
static void
test_log_says_what_went (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (GPtrArray) paths = NULL;
  guint64 first;
  guint64 noted = 0;
  guint first_in_file;
  guint end_in_file;

  begin (fixture, 4 * SEGMENT_SIZE);
  for (guint i = 0; i < 8; i++)
    {
      send_many (fixture, 300);
      flush (fixture);
    }
  settle (fixture);

  first = tin_capture_get_first (fixture->capture);
  g_assert_cmpuint (first, >, 0);
  for (guint64 i = first; i < tin_capture_get_published (fixture->capture); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      g_assert_true (tin_capture_read (fixture->capture, i, 0, &record, NULL));
      if (record.event != TIN_EVENT_NOTE)
        continue;
      g_assert_nonnull (strstr (record.reason, "removed"));
      g_assert_nonnull (strstr (record.reason, "4.0"));
      g_assert_cmpint (record.by, ==, TIN_BY_LOCAL);
      noted = record.size;
    }
  g_assert_cmpuint (noted, ==, first);

  paths = list_files (fixture);
  read_numbers (paths, &first_in_file, &end_in_file);
  g_assert_cmpuint (end_in_file - first_in_file, ==, assert_readable (fixture));
  g_assert_cmpuint (end_in_file, ==, fixture->n_sent);
}

/* What is open is readable to the end, whatever is dropped meanwhile. */
static gpointer
read_along (gpointer data)
{
  Fixture *fixture = data;
  guint64 position = 0;

  while (!g_atomic_int_get (&fixture->stop))
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      g_autoptr (GError) error = NULL;
      guint number;

      position = MAX (position, tin_capture_get_first (fixture->capture));
      if (position >= tin_capture_get_published (fixture->capture))
        position = 0;
      else if (!tin_capture_read (fixture->capture, position++, G_MAXSIZE, &record, &error))
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
      else
        g_assert_true (record.event == TIN_EVENT_NOTE || parse_number (record.payload, &number));
    }
  return NULL;
}

static void
test_readers_are_not_disturbed (Fixture       *fixture,
                                gconstpointer  data)
{
  GThread *thread;

  begin (fixture, 4 * SEGMENT_SIZE);
  thread = g_thread_new ("reader", read_along, fixture);
  send_many (fixture, 10000);
  g_atomic_int_set (&fixture->stop, TRUE);
  g_thread_join (thread);
  flush (fixture);
}

static void
test_passes_over_names_that_are_taken (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autofree char *second = g_build_filename (fixture->file.folder, "test_00002.pcapng", NULL);
  g_autofree char *third = g_build_filename (fixture->file.folder, "test_00003.pcapng", NULL);
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (second, "mine", -1, NULL));
  begin (fixture, NO_LIMIT);
  for (guint i = 0; i < 6; i++)
    {
      send_many (fixture, 150);
      flush (fixture);
    }
  g_assert_cmpuint (assert_readable (fixture), ==, 900);
  end (fixture);
  g_assert_true (g_file_test (third, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (second, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "mine");
  g_assert_cmpint (g_unlink (second), ==, 0);
  assert_all_in_files (fixture);
}

static void
test_deletes_all (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paths = NULL;
  guint64 n_gone;

  begin (fixture, NO_LIMIT);
  send_many (fixture, 2000);
  flush (fixture);
  tin_capture_delete_file (fixture->capture, &error);
  g_assert_no_error (error);
  paths = list_files (fixture);
  g_assert_cmpuint (paths->len, ==, 0);

  /* Memory keeps the last of it. */
  n_gone = tin_capture_get_first (fixture->capture);
  g_assert_cmpuint (n_gone, >, 0);
  send_many (fixture, 10);
  g_assert_cmpuint (assert_readable (fixture), ==, 2010 - n_gone);
}

/* A disk needs as long for what was written as it needs; others go on. */
static void
test_slow_sync_holds_nobody_up (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (GPtrArray) paths = NULL;

  tin_faulty_sink_hold_sync (fixture->faulty);
  begin (fixture, NO_LIMIT);
  send_many (fixture, 3000);
  flush (fixture);
  paths = list_files (fixture);
  g_assert_cmpuint (paths->len, >, 3);
  tin_faulty_sink_release (fixture->faulty);
  end (fixture);
  assert_all_in_files (fixture);
}

static void
run_rounds (Fixture *fixture)
{
  begin (fixture, NO_LIMIT);
  for (guint i = 0; i < 6; i++)
    {
      send_many (fixture, 150);
      flush (fixture);
    }
}

/* Whatever call fails once, everything is saved in the end, by itself. */
static void
test_any_call_failing_once (Fixture       *fixture,
                            gconstpointer  data)
{
  guint n_calls;

  run_rounds (fixture);
  end (fixture);
  n_calls = tin_faulty_sink_get_n_calls (fixture->faulty);

  for (guint call = 2; call <= n_calls; call++)
    {
      restart (fixture);
      tin_faulty_sink_fail_at (fixture->faulty, call, TIN_FAULT_ONCE, call % 2 ? EMFILE : EIO);
      run_rounds (fixture);
      flush (fixture);
      g_assert_cmpuint (assert_readable (fixture), ==, fixture->n_sent);
      end (fixture);
      assert_all_in_files (fixture);
    }
}

/* A full disk ends in the middle of any of the files; what is lost is counted. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  begin (fixture, NO_LIMIT);
  for (guint i = 1; i <= 5; i++)
    {
      tin_faulty_sink_set_capacity (fixture->faulty, i * 7 * (guint64) SEGMENT_SIZE / 2 + 321);
      send_many (fixture, 1500);
      g_assert_false (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
      tin_faulty_sink_set_capacity (fixture->faulty, G_MAXUINT64);
      flush (fixture);
      tin_capture_publish (fixture->capture);
    }

  {
    g_auto (TinCaptureHealth) health = { 0 };
    guint64 published = tin_capture_get_published (fixture->capture);
    guint64 n_notes = 0;
    guint64 n_gone = 0;

    tin_capture_get_health (fixture->capture, &health);
    for (guint64 i = 0; i < published; i++)
      {
        g_auto (TinRecord) record = TIN_RECORD_INIT;
        guint number;

        if (!tin_capture_read (fixture->capture, i, G_MAXSIZE, &record, NULL))
          n_gone++;
        else if (record.event == TIN_EVENT_DROPPED)
          n_notes++;
        else
          g_assert_true (parse_number (record.payload, &number));
      }
    g_assert_cmpuint (n_notes, ==, 5);
    g_assert_cmpuint (n_gone, ==, health.unsaved_records);
    g_assert_cmpuint (published, ==, fixture->n_sent + n_notes);
  }
}

static void
add (const char *path,
     void        (*function) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, function, tear_down);
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
  add ("/segments/slow-sync-holds-nobody-up", test_slow_sync_holds_nobody_up);
  add ("/segments/any-call-failing-once", test_any_call_failing_once);
  add ("/segments/full-disk", test_full_disk);

  return g_test_run ();
}
