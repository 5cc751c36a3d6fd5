/* test-reopened.c: what is left of a recording that dropped its oldest files, opened again.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "disk-fixture.h"
#include "loader-fixture.h"

#define MIB            ((guint64) 1024 * 1024)
#define N_FLOWS        8
#define N_ROUNDS       8
#define MAX_SIZE       20000  /* bytes of a message */
#define FIRST_UNKNOWN  0x80000000u

typedef struct
{
  TestDisk *disk;
  TinFlow   flows[N_FLOWS];
  gboolean  is_open[N_FLOWS];
} Play;

static void
append_some_data (Play         *self,
                  TinFlow      *flow,
                  TinDirection  direction)
{
  static const guint8 data[MAX_SIZE] = "some data";
  TinBy by = direction == TIN_DIRECTION_IN ? TIN_BY_PEER : TIN_BY_RULE;

  tin_capture_append_data (self->disk->capture, flow, direction, by, data, (gsize) g_test_rand_int_range (0, MAX_SIZE),
                           by == TIN_BY_RULE ? "echo" : NULL);
}

/* One of all that may happen, so that files begin and end with each of it. */
static void
append_something (Play *self)
{
  static const TinEvent ends[] = { TIN_EVENT_CLOSED, TIN_EVENT_RESET, TIN_EVENT_HALF_CLOSED };
  TinCapture *capture = self->disk->capture;
  guint i = (guint) g_test_rand_int_range (0, N_FLOWS);
  gint what = g_test_rand_int_range (0, 12);
  TinFlow *flow = &self->flows[i];

  if (!self->is_open[i])
    {
      init_tcp_flow (flow, capture);
      flow->peer.port = (guint16) (40000 + i);
      append_opened (capture, flow, TIN_DIRECTION_IN);
      self->is_open[i] = TRUE;
    }
  else if (what < (gint) G_N_ELEMENTS (ends))
    {
      tin_capture_append_event (capture, flow, ends[what], TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
      self->is_open[i] = ends[what] == TIN_EVENT_HALF_CLOSED;
    }
  else if (what == 4)
    {
      tin_capture_append_event (capture, NULL, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, "a note");
    }
  else
    {
      append_some_data (self, flow, what % 2 == 0 ? TIN_DIRECTION_IN : TIN_DIRECTION_OUT);
    }
}

/* As much as @size bytes of files, or a little more. */
static void
play (Play    *self,
      guint64  size)
{
  for (guint64 done = 0; done < size; done += MAX_SIZE / 3)
    {
      if (!tin_capture_has_room (self->disk->capture))
        await_room (self->disk->capture);

      append_something (self);
      if (g_test_rand_int_range (0, 4) == 0)
        tin_capture_publish (self->disk->capture);
    }

  tin_capture_publish (self->disk->capture);
}

/* A note about what went is a record as well, and may have more go. */
static void
settle (TinCapture *capture)
{
  guint64 published;

  do
    {
      g_assert_true (tin_capture_flush (capture, TEST_TIMEOUT_MS));
      published = tin_capture_get_published (capture);
      tin_capture_publish (capture);
    }
  while (tin_capture_get_published (capture) != published);
}

static void
assert_same_record (TinCapture *capture,
                    guint64     position,
                    TinCapture *reopened,
                    guint64     other)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  g_auto (TinRecord) again = TIN_RECORD_INIT;
  g_autoptr (GError) error = NULL;

  tin_capture_read (capture, position, G_MAXSIZE, &record, &error);
  g_assert_no_error (error);
  tin_capture_read (reopened, other, G_MAXSIZE, &again, &error);
  g_assert_no_error (error);

  g_assert_cmpint (again.event, ==, record.event);
  g_assert_cmpint (again.by, ==, record.by);
  g_assert_cmpint (again.time_ns, ==, record.time_ns);
  g_assert_cmpuint (again.size, ==, record.size);
  g_assert_cmpstr (again.reason, ==, record.reason);
  if (again.connection < FIRST_UNKNOWN)
    g_assert_cmpuint (again.connection, ==, record.connection);
  if (record.event == TIN_EVENT_DATA)
    g_assert_true (g_bytes_equal (again.payload, record.payload));
}

/* Opened by any of its files, it has all records that the log has, and no other. */
static void
assert_same_log (TestDisk *disk)
{
  g_autoptr (GPtrArray) paths = test_disk_list_files (disk);
  guint64 first = tin_capture_get_first (disk->capture);
  guint64 n = tin_capture_get_published (disk->capture) - first;
  g_auto (TinLoaderProgress) progress = { 0 };
  TinCapture *reopened = load_file (paths->pdata[g_test_rand_int_range (0, (gint) paths->len)], &progress);

  g_assert_null (progress.problem);
  g_assert_cmpuint (progress.n_damaged, ==, 0);
  g_assert_cmpuint (progress.n_unplaced, ==, 0);
  g_assert_cmpuint (tin_capture_get_published (reopened), ==, n);
  for (guint64 i = 0; i < n; i++)
    assert_same_record (disk->capture, first + i, reopened, i);

  g_assert_finalize_object (reopened);
}

static void
test_has_what_the_log_has (TestDisk      *disk,
                           gconstpointer  data)
{
  const guint64 limit = GPOINTER_TO_SIZE (data) * MIB;
  const TinCaptureLimits limits = { limit / 4, limit };
  Play self = { .disk = disk };

  test_disk_begin (disk, &limits);
  play (&self, limit);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      play (&self, limit / 3);
      settle (disk->capture);
      g_assert_cmpuint (tin_capture_get_first (disk->capture), >, 0);
      assert_same_log (disk);
    }

  /* With its end, a larger one has an index beside each file. */
  g_assert_true (tin_capture_end (disk->capture, TEST_TIMEOUT_MS));
  assert_same_log (disk);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/reopened/has-what-the-log-has", TestDisk, GSIZE_TO_POINTER (4), test_disk_set_up,
              test_has_what_the_log_has, test_disk_tear_down);
  g_test_add ("/reopened/has-what-the-log-has-by-its-indexes", TestDisk, GSIZE_TO_POINTER (24), test_disk_set_up,
              test_has_what_the_log_has, test_disk_tear_down);

  return g_test_run ();
}
