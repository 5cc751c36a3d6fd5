/* test-full-disk.c: tests of a disk that fills up at any point, twice in a row, and has room again.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A few points as a rule; a thousand with "-m slow".
 */

#include "disk-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define MESSAGE_SIZE 10007   /* bytes */
#define N_MESSAGES   400     /* in a turn: more than the ring holds, twice */
#define ROOM_AGAIN   1500000 /* bytes until the disk is full once more */
#define N_POINTS     24
#define N_SLOW       1000

static void
send_many (TestDisk *self)
{
  test_disk_send (self, N_MESSAGES, MESSAGE_SIZE);
}

static TinCaptureState
get_state (TestDisk *self)
{
  g_auto (TinCaptureHealth) health = { 0 };

  tin_capture_get_health (self->capture, &health);
  g_assert_cmpint (health.state != TIN_CAPTURE_SAVING, ==, health.reason != NULL);
  return health.state;
}

/* The disk fills up, while as much goes on coming. */
static void
fill (TestDisk    *self,
      guint64      capacity)
{
  tin_faulty_sink_set_capacity (self->faulty, capacity);
  send_many (self);
  send_many (self);
  g_assert_false (tin_capture_flush (self->capture, TEST_TIMEOUT_MS));
  g_assert_cmpint (get_state (self), ==, TIN_CAPTURE_INTERRUPTED);
}

static void
resume (TestDisk *self)
{
  tin_faulty_sink_set_capacity (self->faulty, G_MAXUINT64);
  test_disk_flush (self);
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
read_log (TestDisk *self,
          Log      *log)
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
read_files (TestDisk *self,
            Log      *log)
{
  g_autoptr (GPtrArray) paths = test_disk_list_files (self);

  *log = (Log) { 0 };
  for (guint i = 0; i < paths->len; i++)
    {
      g_auto (FileContents) contents = { 0 };

      read_file (paths->pdata[i], &contents);
      g_assert_true (contents.whole);
      log->n_messages += contents.numbers->len;
      log->n_notes += contents.n_notes;
      log->n_bytes += contents.noted_bytes;
    }
}

/* A gap may have several notes: what room is left may be enough for a note, but not for a message. */
static void
assert_nothing_lost_in_silence (TestDisk  *self,
                                guint      n_gaps)
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
  g_assert_cmpuint (log.n_notes, >=, n_gaps);

  test_disk_end (self);
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
  TinCaptureLimits limits = { segment_size, 64 * segment_size };
  guint n_points = g_test_slow () ? N_SLOW / 2 : N_POINTS / 2;

  for (guint point = 0; point < n_points; point++)
    {
      guint64 capacity = (guint64) N_MESSAGES * MESSAGE_SIZE * point / n_points;
      TestDisk disk = { 0 };

      g_test_message ("full at %" G_GUINT64_FORMAT " bytes", capacity);
      test_disk_set_up (&disk, NULL);
      test_disk_begin (&disk, &limits);
      fill (&disk, capacity);
      resume (&disk);
      fill (&disk, tin_faulty_sink_get_used (disk.faulty) + ROOM_AGAIN + point);
      resume (&disk);
      send_many (&disk);
      resume (&disk);
      assert_nothing_lost_in_silence (&disk, 2);
      test_disk_tear_down (&disk, NULL);
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
