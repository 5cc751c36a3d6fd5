/* test-full-disk.c: tests of a disk that fills up at any point, twice in a row, and has room again.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A few points as a rule; a thousand with "-m slow".
 */

#include "capture-fixture.h"

#include "capture/tin-ring.h"
#include "tin-faulty-sink.h"

#include <glib/gstdio.h>
#include <string.h>

#define RING_SIZE    (2 * TIN_RING_CHUNK_SIZE)
#define MESSAGE_SIZE 10007   /* bytes */
#define N_MESSAGES   400     /* in a turn: more than the ring holds, twice */
#define ROOM_AGAIN   1500000 /* bytes until the disk is full once more */
#define N_POINTS     24
#define N_SLOW       1000

typedef struct
{
  TestFile       file;
  TinFaultySink *faulty;
  TinCapture    *capture;
  TinFlow        flow;
  guint          n_sent;
} Disk;

static void
disk_set_up (Disk    *self,
             guint64  segment_size)
{
  TinCaptureLimits limits = { segment_size, 64 * segment_size };

  test_file_set_up (&self->file);
  self->faulty = TIN_FAULTY_SINK (tin_faulty_sink_new (self->file.sink));
  self->capture = tin_capture_new_limited ("test", TIN_SINK (self->faulty), RING_SIZE, &limits);
  self->n_sent = 0;
  use_room_func (self->capture);
  init_tcp_flow (&self->flow, self->capture);
}

static void
disk_tear_down (Disk *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->file.folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->file.folder, name, NULL);

      g_unlink (path);
    }
  g_assert_finalize_object (self->faulty);
  test_file_tear_down (&self->file);
}

static void
send_many (Disk *self)
{
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      if (!tin_capture_has_room (self->capture))
        await_room (self->capture);
      append_number (self->capture, &self->flow, self->n_sent++, MESSAGE_SIZE);
      tin_capture_publish (self->capture);
    }
}

static TinCaptureState
get_state (Disk *self)
{
  g_auto (TinCaptureHealth) health = { 0 };

  tin_capture_get_health (self->capture, &health);
  g_assert_cmpint (health.state != TIN_CAPTURE_SAVING, ==, health.reason != NULL);
  return health.state;
}

/* The disk fills up, while as much goes on coming. */
static void
fill (Disk    *self,
      guint64  capacity)
{
  tin_faulty_sink_set_capacity (self->faulty, capacity);
  send_many (self);
  send_many (self);
  g_assert_false (tin_capture_flush (self->capture, TEST_TIMEOUT_MS));
  g_assert_cmpint (get_state (self), ==, TIN_CAPTURE_INTERRUPTED);
}

static void
resume (Disk *self)
{
  tin_faulty_sink_set_capacity (self->faulty, G_MAXUINT64);
  tin_capture_flush (self->capture, TEST_TIMEOUT_MS);
  g_assert_true (tin_capture_flush (self->capture, TEST_TIMEOUT_MS));
  tin_capture_publish (self->capture);
  g_assert_cmpint (get_state (self), ==, TIN_CAPTURE_SAVING);
}

typedef struct
{
  guint   n_messages;
  guint   n_gone;
  guint   n_notes;
  guint64 n_bytes;     /* that notes tell of */
} Log;

/* Every message of the log is there, byte for byte, or said to be gone. */
static void
read_log (Disk *self,
          Log  *log)
{
  guint64 published = tin_capture_get_published (self->capture);

  *log = (Log) { 0 };
  for (guint64 i = 0; i < published; i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      g_autoptr (GError) error = NULL;
      guint number;

      if (!tin_capture_read (self->capture, i, G_MAXSIZE, &record, &error))
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
          log->n_gone++;
        }
      else if (record.event == TIN_EVENT_DROPPED)
        {
          g_assert_nonnull (strstr (record.reason, "not recorded"));
          log->n_notes++;
          log->n_bytes += record.size;
        }
      else
        {
          g_assert_true (parse_number (record.payload, &number));
          log->n_messages++;
        }
    }
}

/* The same from the files alone, as another program sees them. */
static void
read_files (Disk *self,
            Log  *log)
{
  g_autoptr (GDir) dir = g_dir_open (self->file.folder, 0, NULL);
  const char *name;

  *log = (Log) { 0 };
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->file.folder, name, NULL);
      g_auto (FileContents) contents = { 0 };

      read_file (path, &contents);
      g_assert_true (contents.whole);
      log->n_messages += contents.numbers->len;
      log->n_notes += contents.n_notes;
      log->n_bytes += contents.noted_bytes;
    }
}

static void
assert_nothing_lost_in_silence (Disk  *self,
                                guint  n_gaps)
{
  g_auto (TinCaptureHealth) health = { 0 };
  Log log;
  Log files;

  tin_capture_get_health (self->capture, &health);
  read_log (self, &log);
  g_assert_cmpuint (log.n_messages + log.n_gone, ==, self->n_sent);
  g_assert_cmpuint (log.n_gone, ==, health.unsaved_records);
  g_assert_cmpuint (log.n_bytes, ==, health.unsaved_bytes);
  g_assert_cmpuint (log.n_bytes, ==, (guint64) log.n_gone * MESSAGE_SIZE);
  g_assert_cmpuint (log.n_notes, ==, n_gaps);

  g_assert_finalize_object (g_steal_pointer (&self->capture));
  read_files (self, &files);
  g_assert_cmpuint (files.n_messages, ==, log.n_messages);
  g_assert_cmpuint (files.n_notes, ==, log.n_notes);
  g_assert_cmpuint (files.n_bytes, ==, log.n_bytes);
}

/* From nothing at all up to where several files are full. */
static void
test_at_any_point (gconstpointer data)
{
  guint64 segment_size = GPOINTER_TO_SIZE (data);
  guint n_points = g_test_slow () ? N_SLOW / 2 : N_POINTS / 2;

  for (guint point = 0; point < n_points; point++)
    {
      guint64 capacity = (guint64) N_MESSAGES * MESSAGE_SIZE * point / n_points;
      Disk disk;

      g_test_message ("full at %" G_GUINT64_FORMAT " bytes", capacity);
      disk_set_up (&disk, segment_size);
      fill (&disk, capacity);
      resume (&disk);
      fill (&disk, tin_faulty_sink_get_used (disk.faulty) + ROOM_AGAIN + point);
      resume (&disk);
      send_many (&disk);
      resume (&disk);
      assert_nothing_lost_in_silence (&disk, 2);
      disk_tear_down (&disk);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/full-disk/one-file", GSIZE_TO_POINTER (1024 * TIN_RING_CHUNK_SIZE), test_at_any_point);
  g_test_add_data_func ("/full-disk/many-files", GSIZE_TO_POINTER (TIN_RING_CHUNK_SIZE), test_at_any_point);

  return g_test_run ();
}
