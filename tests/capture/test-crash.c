/* test-crash.c: a capture that is killed in the middle, on real file systems that are full or read-only.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include "loader-fixture.h"

#include "capture/tin-file-sink.h"
#include "capture/tin-ring.h"
#include "capture/tin-segment-name.h"
#include "capture/tin-sidecar.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#define FLOOD        "--flood"
#define MESSAGE_SIZE 700 /* bytes */
#define N_KILLS      8
#define N_SLOW_KILLS 300
#define SEGMENT_SIZE TIN_RING_CHUNK_SIZE
#define SMALL_RING   (2 * TIN_RING_CHUNK_SIZE)

static const char *program;

/* The child: as fast as it can, and tells how far it is saved. */
static int
flood (const char *folder)
{
  const TinCaptureLimits limits = { SEGMENT_SIZE, 64 * SEGMENT_SIZE };
  g_autoptr (TinSink) sink = tin_file_sink_new (folder, "test.pcapng");
  g_autoptr (TinCapture) capture = tin_capture_new_limited ("test", sink, SMALL_RING, &limits);
  guint64 told = 0;
  TinFlow flow;

  use_room_func (capture);
  init_tcp_flow (&flow, capture);
  for (guint i = 0; i < G_MAXINT; i++)
    {
      guint64 saved = tin_capture_get_saved (capture);

      if (!tin_capture_has_room (capture))
        await_room (capture);
      append_number (capture, &flow, i, MESSAGE_SIZE);
      tin_capture_publish (capture);
      if (saved > told && write (STDOUT_FILENO, &saved, sizeof saved) != sizeof saved)
        return 1;
      told = saved;
    }
  return 0;
}

static guint64
read_number (GInputStream *stream)
{
  guint64 number;
  gsize n = 0;

  g_input_stream_read_all (stream, &number, sizeof number, &n, NULL, NULL);
  return n == sizeof number ? number : 0;
}

/* Kills the child once @enough is saved; returns what it last said was saved. */
static guint64
kill_while_flooding (const char *folder,
                     guint64     enough)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                    program, FLOOD, folder, NULL);
  GInputStream *output;
  guint64 saved = 0;
  guint64 number;

  g_assert_no_error (error);
  output = g_subprocess_get_stdout_pipe (child);
  while (saved < enough)
    {
      saved = read_number (output);
      g_assert_cmpuint (saved, >, 0);
    }
  g_subprocess_force_exit (child);
  while ((number = read_number (output)) > 0)
    saved = number;
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (child));
  return saved;
}

/* As many packets and journal entries as we see, and no more: it reads to the last good block. */
static void
assert_wireshark_agrees (const char *path,
                         guint       n_records)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;

  if (TSHARK[0] == '\0')
    return;
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                              TSHARK, "-n", "-r", path, "-T", "fields", "-e", "frame.number", NULL);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, NULL));
  lines = g_strsplit (g_strchomp (output), "\n", -1);
  g_assert_cmpuint (output[0] != '\0' ? g_strv_length (lines) : 0, ==, n_records);
}

/* Opened as a recording, all files together have all messages. */
static guint64
count_loaded (const TestFile *file)
{
  g_auto (TinLoaderProgress) progress = { 0 };
  g_auto (FileContents) contents = { 0 };
  TinCapture *capture;
  guint64 n_data = 0;
  TinIndexEntry entry;

  read_file (file->path, &contents);
  if (contents.n_records == 0)
    return 0;

  capture = load_file (file->path, &progress);
  for (guint64 i = 0; tin_capture_peek (capture, i, &entry); i++)
    n_data += entry.event == TIN_EVENT_DATA;
  g_assert_null (progress.problem);
  g_assert_cmpuint (progress.n_damaged, ==, 0);
  g_assert_finalize_object (capture);
  return n_data;
}

static char *
make_segment_path (const TestFile *file,
                   guint           segment)
{
  g_autofree char *name = segment == 1 ? g_strdup ("test.pcapng") : tin_segment_name_make ("test.pcapng", segment);

  return g_build_filename (file->folder, name, NULL);
}

/* Reads the next file of a recording on from message *number; %FALSE when there is none. */
static gboolean
read_segment (const TestFile *file,
              guint           segment,
              guint          *number)
{
  g_auto (FileContents) contents = { 0 };
  g_autofree char *path = make_segment_path (file, segment);
  g_autofree char *next_path = make_segment_path (file, segment + 1);
  gboolean is_last = !g_file_test (next_path, G_FILE_TEST_EXISTS);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return FALSE;

  read_file (path, &contents);
  for (guint i = 0; i < contents.numbers->len; i++)
    g_assert_cmpuint (g_array_index (contents.numbers, guint, i), ==, (*number)++);
  /* Only the last may be cut, and tshark takes its time. */
  if (contents.n_records > 0 && is_last && g_test_slow ())
    assert_wireshark_agrees (path, contents.n_records);
  g_assert_cmpint (g_unlink (path), ==, 0);
  tin_sidecar_remove (path); /* a long recording has begun an index */
  return TRUE;
}

static void
test_killed_while_flooding (void)
{
  guint n_kills = g_test_slow () ? N_SLOW_KILLS : N_KILLS;

  for (guint i = 0; i < n_kills; i++)
    {
      guint segment = 1;
      guint number = 0;
      TestFile file;
      guint64 n_loaded;
      guint64 saved;

      test_file_set_up (&file);
      saved = kill_while_flooding (file.folder, 1 + i % N_KILLS * 2500 + i);
      n_loaded = count_loaded (&file);
      while (read_segment (&file, segment, &number))
        segment++;
      g_assert_cmpuint (n_loaded, ==, number);
      g_test_message ("%" G_GUINT64_FORMAT " saved, %u there, in %u files", saved, number, segment - 1);
      g_assert_cmpuint (number, >=, saved);
      test_file_tear_down (&file);
    }
}

/* A mount of our own, that nobody else sees; FALSE where the system forbids it. */
static gboolean
mount_disk (const char    *folder,
            const char    *options,
            unsigned long  flags)
{
  if (unshare (CLONE_NEWNS) != 0 && unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    return FALSE;
  return mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("tincan-test", folder, "tmpfs", flags, options) == 0;
}

static void
send_numbers (TinCapture *capture,
              TinFlow    *flow,
              guint       from,
              guint       to)
{
  for (guint i = from; i < to; i++)
    {
      if (!tin_capture_has_room (capture))
        await_room (capture);
      append_number (capture, flow, i, MESSAGE_SIZE);
      tin_capture_publish (capture);
    }
}

static void
fill_a_disk (TestFile *file)
{
  TinCapture *capture = tin_capture_new ("test", file->sink, SMALL_RING);
  g_auto (TinCaptureHealth) health = { 0 };
  g_auto (FileContents) contents = { 0 };
  TinFlow flow;

  use_room_func (capture);
  init_tcp_flow (&flow, capture);
  send_numbers (capture, &flow, 0, 500);
  g_assert_true (tin_capture_flush (capture, TEST_TIMEOUT_MS));
  send_numbers (capture, &flow, 500, 2000);
  g_assert_false (tin_capture_flush (capture, TEST_TIMEOUT_MS));
  tin_capture_get_health (capture, &health);
  g_assert_cmpint (health.state, ==, TIN_CAPTURE_INTERRUPTED);
  g_assert_nonnull (strstr (health.reason, "full"));
  read_file (file->path, &contents);
  g_assert_true (contents.whole);
  g_assert_cmpuint (contents.numbers->len, >, 500);
  file_contents_clear (&contents);

  /* There is room again. */
  g_assert_cmpint (mount (NULL, file->folder, NULL, MS_REMOUNT, "size=8m"), ==, 0);
  tin_capture_flush (capture, TEST_TIMEOUT_MS);
  g_assert_true (tin_capture_flush (capture, TEST_TIMEOUT_MS));
  g_assert_true (tin_capture_end (capture, TEST_TIMEOUT_MS));
  g_assert_finalize_object (capture);
  read_file (file->path, &contents);
  g_assert_true (contents.whole);
  g_assert_cmpuint (contents.numbers->len, ==, 2000);
  g_assert_cmpint (g_unlink (file->path), ==, 0);
}

static void
use_a_read_only_disk (TestFile *file)
{
  TinCapture *capture = tin_capture_new ("test", file->sink, SMALL_RING);
  g_auto (TinCaptureHealth) health = { 0 };
  TinFlow flow;

  use_room_func (capture);
  init_tcp_flow (&flow, capture);
  send_numbers (capture, &flow, 0, 10);
  g_assert_false (tin_capture_flush (capture, TEST_TIMEOUT_MS));
  tin_capture_get_health (capture, &health);
  g_assert_cmpint (health.state, ==, TIN_CAPTURE_MEMORY_ONLY);
  g_assert_nonnull (strstr (health.reason, file->path));
  g_assert_cmpuint (health.unsaved_records, ==, 10);
  g_assert_finalize_object (capture);
}

/* In a process of its own, for the mount goes with it. */
static void
run_on_disk (const char    *options,
             unsigned long  flags,
             void         (*function) (TestFile *file))
{
  TestFile file;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  test_file_set_up (&file);
  if (mount_disk (file.folder, options, flags))
    {
      function (&file);
      test_file_close (&file);
      g_assert_cmpint (umount (file.folder), ==, 0);
    }
  else
    g_test_message ("The system lets nobody mount; test-faults has the same with a disk of our own");
  test_file_tear_down (&file);
}

static void
test_full_disk (void)
{
  run_on_disk ("size=1m", 0, fill_a_disk);
}

static void
test_read_only_disk (void)
{
  run_on_disk ("size=1m", MS_RDONLY, use_a_read_only_disk);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && strcmp (argv[1], FLOOD) == 0)
    return flood (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crash/killed-while-flooding", test_killed_while_flooding);
  g_test_add_func ("/crash/full-disk", test_full_disk);
  g_test_add_func ("/crash/read-only-disk", test_read_only_disk);

  return g_test_run ();
}
