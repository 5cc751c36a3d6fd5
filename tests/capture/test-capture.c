/* test-capture.c: tests of TinCapture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define MESSAGE_SIZE 300 /* bytes */

static void
append_session (TestCapture *fixture)
{
  TinCapture *capture = fixture->capture;
  TinFlow *flow = &fixture->flow;

  append_opened (capture, flow, TIN_DIRECTION_IN);
  append_in (capture, flow, "hello");
  append_out (capture, flow, TIN_BY_RULE, "hello", "echo");
  tin_capture_append_event (capture, flow, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 7, "seven");
  tin_capture_append_event (capture, flow, TIN_EVENT_CLOSED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, "enough");
}

static void
assert_event (TinCapture   *capture,
              guint64       position,
              TinEvent      event,
              TinDirection  direction,
              TinBy         by,
              guint32       size,
              const char   *reason)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  char buffer[TIN_ADDRESS_STRING_SIZE];
  TinIndexEntry entry;

  g_assert_true (tin_capture_peek (capture, position, &entry));
  g_assert_cmpint (entry.event, ==, event);
  g_assert_true (tin_capture_read (capture, position, 0, &record, NULL));
  g_assert_cmpint (record.event, ==, event);
  g_assert_cmpint (entry.time_us, ==, record.time_ns / 1000);
  g_assert_cmpint (record.direction, ==, direction);
  g_assert_cmpint (record.by, ==, by);
  g_assert_cmpint (record.transport, ==, TIN_TRANSPORT_TCP);
  g_assert_cmpuint (record.connection, ==, 1);
  g_assert_cmpuint (record.size, ==, size);
  g_assert_cmpstr (record.reason, ==, reason);
  g_assert_null (record.payload);
  g_assert_cmpstr (tin_address_format (&record.local, buffer), ==, "127.0.0.1:8080");
  g_assert_cmpstr (tin_address_format (&record.peer, buffer), ==, "127.0.0.1:40000");
}

static void
assert_session (TinCapture *capture)
{
  g_assert_cmpuint (tin_capture_get_first (capture), ==, 0);
  g_assert_cmpuint (tin_capture_get_published (capture), ==, 5);
  assert_event (capture, 0, TIN_EVENT_OPENED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
  assert_payload (capture, 1, "hello");
  assert_event (capture, 1, TIN_EVENT_DATA, TIN_DIRECTION_IN, TIN_BY_PEER, 5, NULL);
  assert_payload (capture, 2, "hello");
  assert_event (capture, 2, TIN_EVENT_DATA, TIN_DIRECTION_OUT, TIN_BY_RULE, 5, "echo");
  assert_event (capture, 3, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 7, "seven");
  assert_event (capture, 4, TIN_EVENT_CLOSED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, "enough");
}

static void
test_shows_what_is_published (TestCapture   *fixture,
                              gconstpointer  where)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  g_autoptr (GError) error = NULL;
  TinIndexEntry entry;

  append_session (fixture);
  g_assert_cmpuint (tin_capture_get_published (fixture->capture), ==, 0);
  g_assert_false (tin_capture_peek (fixture->capture, 0, &entry));
  g_assert_false (tin_capture_read (fixture->capture, 0, 0, &record, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  tin_capture_publish (fixture->capture);
  assert_session (fixture->capture);
  g_assert_false (tin_capture_peek (fixture->capture, 5, &entry));
}

static void
test_saves (TestCapture   *fixture,
            gconstpointer  where)
{
  g_auto (TinCaptureHealth) health = { 0 };
  GStatBuf status;

  append_session (fixture);
  tin_capture_publish (fixture->capture);
  g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
  g_assert_cmpuint (tin_capture_get_saved (fixture->capture), ==, 5);
  tin_capture_get_health (fixture->capture, &health);
  g_assert_cmpint (health.state, ==, TIN_CAPTURE_SAVING);
  g_assert_cmpstr (health.path, ==, fixture->file.path);
  g_assert_cmpuint (health.unsaved_records, ==, 0);
  g_assert_cmpint (g_stat (fixture->file.path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

/* Nobody flushes: to publish is enough to wake the writer, again and again. */
static void
test_saves_by_itself (TestCapture   *fixture,
                      gconstpointer  where)
{
  for (guint i = 0; i < 5; i++)
    {
      append_number (fixture->capture, &fixture->flow, i, MESSAGE_SIZE);
      tin_capture_publish (fixture->capture);
      while (tin_capture_get_saved (fixture->capture) <= i)
        g_thread_yield ();
    }
}

/* Nothing is flushed: the end of a capture saves what there is. */
static void
test_saves_at_the_end (TestCapture   *fixture,
                       gconstpointer  where)
{
  g_auto (FileContents) contents = { 0 };
  GStatBuf status;

  for (guint i = 0; i < 100; i++)
    append_number (fixture->capture, &fixture->flow, i, MESSAGE_SIZE);
  tin_capture_publish (fixture->capture);
  g_assert_finalize_object (fixture->capture);
  /* However long the disk takes: the thread lets go of the sink when it has ended. */
  while (g_atomic_int_get (&G_OBJECT (fixture->file.sink)->ref_count) > 1)
    g_thread_yield ();
  read_file (fixture->file.path, &contents);
  g_assert_true (contents.whole);
  g_assert_cmpuint (contents.numbers->len, ==, 100);

  /* What was reserved ahead is given back. */
  g_assert_cmpint (g_stat (fixture->file.path, &status), ==, 0);
  g_assert_cmpint (status.st_blocks * 512, <, 1024 * 1024);
  fixture->capture = tin_capture_new ("test", NULL, TEST_RING_SIZE);
}

static void
test_reads_from_the_file (TestCapture   *fixture,
                          gconstpointer  where)
{
  append_session (fixture);
  tin_capture_publish (fixture->capture);
  for (guint i = 0; i < 100; i++)
    {
      await_room (fixture->capture);
      append_number (fixture->capture, &fixture->flow, i, TIN_CAPTURE_MAX_PAYLOAD);
      tin_capture_publish (fixture->capture);
      g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
    }
  assert_payload (fixture->capture, 1, "hello");
  assert_event (fixture->capture, 2, TIN_EVENT_DATA, TIN_DIRECTION_OUT, TIN_BY_RULE, 5, "echo");
  assert_event (fixture->capture, 4, TIN_EVENT_CLOSED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, "enough");
  for (guint i = 0; i < 100; i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      guint number;

      g_assert_true (tin_capture_read (fixture->capture, 5 + i, G_MAXSIZE, &record, NULL));
      g_assert_true (parse_number (record.payload, &number));
      g_assert_cmpuint (number, ==, i);
      g_assert_cmpuint (g_bytes_get_size (record.payload), ==, TIN_CAPTURE_MAX_PAYLOAD);
    }
}

static void
test_memory_alone_drops_the_oldest (TestCapture   *fixture,
                                    gconstpointer  where)
{
  const guint n = 200000;
  g_auto (TinCaptureHealth) health = { 0 };
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  guint64 first;

  for (guint i = 0; i < n; i++)
    {
      append_number (fixture->capture, &fixture->flow, i, MESSAGE_SIZE);
      tin_capture_publish (fixture->capture);
      first = tin_capture_get_first (fixture->capture);
      g_assert_cmpuint ((i + 1 - first) * MESSAGE_SIZE, <=, TEST_RING_SIZE);
    }
  g_assert_cmpuint (first, >, 0);
  for (guint64 i = first; i < n; i++)
    {
      guint number;

      g_assert_true (tin_capture_read (fixture->capture, i, G_MAXSIZE, &record, NULL));
      g_assert_true (parse_number (record.payload, &number));
      g_assert_cmpuint (number, ==, i);
      tin_record_clear (&record);
    }
  g_assert_false (tin_capture_read (fixture->capture, first - 1, 0, &record, NULL));

  tin_capture_get_health (fixture->capture, &health);
  g_assert_cmpint (health.state, ==, TIN_CAPTURE_MEMORY_ONLY);
  g_assert_null (health.path);
  g_assert_cmpuint (health.unsaved_records, ==, n);
  g_assert_cmpuint (health.unsaved_bytes, ==, (guint64) n * MESSAGE_SIZE);
  g_assert_false (tin_capture_flush (fixture->capture, 0));
  g_assert_cmpuint (get_n_room_calls (), ==, 0);
}

/* A turn that fills the ring keeps what it points to until it is published. */
static void
test_what_is_not_published_stays (TestCapture   *fixture,
                                  gconstpointer  where)
{
  const guint8 *first = tin_capture_reserve (fixture->capture, &fixture->flow, 8);
  guint n = 0;

  append_number (fixture->capture, &fixture->flow, n++, 8);
  while (tin_capture_reserve (fixture->capture, &fixture->flow, MESSAGE_SIZE) != NULL)
    {
      append_number (fixture->capture, &fixture->flow, n++, MESSAGE_SIZE);
      g_assert_cmpuint (n * MESSAGE_SIZE, <=, 2 * TEST_RING_SIZE);
    }
  g_assert_cmpmem (first, 8, "00000000", 8);
  await_room (fixture->capture);
  g_assert_nonnull (tin_capture_reserve (fixture->capture, &fixture->flow, MESSAGE_SIZE));
}

static void
count_cb (gpointer user_data)
{
  g_atomic_int_inc ((gint *) user_data);
}

static void
test_tells_news_once (TestCapture   *fixture,
                      gconstpointer  where)
{
  gint n_calls = 0;

  tin_capture_set_news_func (fixture->capture, count_cb, &n_calls);
  append_session (fixture);
  tin_capture_publish (fixture->capture);
  g_assert_cmpint (n_calls, ==, 0);

  /* There are some already. */
  tin_capture_arm (fixture->capture, 4);
  g_assert_cmpint (n_calls, ==, 1);

  tin_capture_arm (fixture->capture, 5);
  tin_capture_publish (fixture->capture);
  g_assert_cmpint (n_calls, ==, 1);
  append_in (fixture->capture, &fixture->flow, "x");
  g_assert_cmpint (n_calls, ==, 1);
  tin_capture_publish (fixture->capture);
  g_assert_cmpint (n_calls, ==, 2);
  append_in (fixture->capture, &fixture->flow, "y");
  tin_capture_publish (fixture->capture);
  g_assert_cmpint (n_calls, ==, 2);

  tin_capture_arm (fixture->capture, 7);
  tin_capture_set_news_func (fixture->capture, NULL, NULL);
  append_in (fixture->capture, &fixture->flow, "z");
  tin_capture_publish (fixture->capture);
  g_assert_cmpint (n_calls, ==, 2);
}

static void
test_deletes_the_file (TestCapture   *fixture,
                       gconstpointer  where)
{
  g_auto (TinCaptureHealth) health = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 50000; i++)
    {
      await_room (fixture->capture);
      append_number (fixture->capture, &fixture->flow, i, MESSAGE_SIZE);
      tin_capture_publish (fixture->capture);
    }
  g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
  g_assert_cmpuint (tin_capture_get_first (fixture->capture), ==, 0);
  g_assert_true (tin_capture_delete_file (fixture->capture, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (fixture->file.path, G_FILE_TEST_EXISTS));
  tin_capture_get_health (fixture->capture, &health);
  g_assert_cmpint (health.state, ==, TIN_CAPTURE_MEMORY_ONLY);
  g_assert_null (health.path);
  g_assert_false (tin_capture_delete_file (fixture->capture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  /* It goes on in memory. */
  g_assert_cmpuint (tin_capture_get_first (fixture->capture), >, 0);
  for (guint i = 50000; i < 100000; i++)
    {
      append_number (fixture->capture, &fixture->flow, i, MESSAGE_SIZE);
      tin_capture_publish (fixture->capture);
    }
  g_assert_cmpuint (tin_capture_get_first (fixture->capture), >, 50000);
  for (guint64 i = tin_capture_get_first (fixture->capture); i < 100000; i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      g_assert_true (tin_capture_read (fixture->capture, i, 8, &record, NULL));
    }
}

typedef struct
{
  TinCapture *capture;
  gint        stop;
  guint       n_read;
} Reader;

static gpointer
read_at_random (gpointer data)
{
  Reader *reader = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (GPOINTER_TO_UINT (reader));

  while (!g_atomic_int_get (&reader->stop) || reader->n_read == 0)
    {
      guint64 published = tin_capture_get_published (reader->capture);
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      g_autoptr (GError) error = NULL;
      guint64 position;
      guint number;

      if (published == 0)
        continue;
      /* Half of the time among the newest, that are about to leave memory. */
      position = g_rand_int_range (random, 0, published);
      if (position % 2 == 0 && published > 8000)
        position = published - 1 - position % 8000;
      tin_capture_read (reader->capture, position, G_MAXSIZE, &record, &error);
      g_assert_no_error (error);
      g_assert_true (parse_number (record.payload, &number));
      g_assert_cmpuint (number, ==, position);
      reader->n_read++;
    }
  return NULL;
}

static void
test_readers_beside_the_writer (TestCapture   *fixture,
                                gconstpointer  where)
{
  Reader readers[2];
  GThread *threads[2];

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      readers[i] = (Reader) { fixture->capture, FALSE, 0 };
      threads[i] = g_thread_new ("reader", read_at_random, &readers[i]);
    }
  for (guint i = 0; i < 60000; i++)
    {
      if (!tin_capture_has_room (fixture->capture))
        await_room (fixture->capture);
      append_number (fixture->capture, &fixture->flow, i, MESSAGE_SIZE);
      if (i % 7 == 0)
        tin_capture_publish (fixture->capture);
    }
  tin_capture_publish (fixture->capture);
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_atomic_int_set (&readers[i].stop, TRUE);
      g_thread_join (threads[i]);
    }
  g_assert_true (tin_capture_flush (fixture->capture, TEST_TIMEOUT_MS));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, where, function) \
  g_test_add ("/capture/" name, TestCapture, GINT_TO_POINTER (where), test_capture_set_up, function, test_capture_tear_down)
  ADD ("in-memory/shows-what-is-published", TEST_IN_MEMORY, test_shows_what_is_published);
  ADD ("in-memory/drops-the-oldest", TEST_IN_MEMORY, test_memory_alone_drops_the_oldest);
  ADD ("in-memory/what-is-not-published-stays", TEST_IN_MEMORY, test_what_is_not_published_stays);
  ADD ("in-memory/tells-news-once", TEST_IN_MEMORY, test_tells_news_once);
  ADD ("in-file/shows-what-is-published", TEST_IN_FILE, test_shows_what_is_published);
  ADD ("in-file/saves", TEST_IN_FILE, test_saves);
  ADD ("in-file/saves-by-itself", TEST_IN_FILE, test_saves_by_itself);
  ADD ("in-file/saves-at-the-end", TEST_IN_FILE, test_saves_at_the_end);
  ADD ("in-file/reads-from-the-file", TEST_IN_FILE, test_reads_from_the_file);
  ADD ("in-file/tells-news-once", TEST_IN_FILE, test_tells_news_once);
  ADD ("in-file/deletes-the-file", TEST_IN_FILE, test_deletes_the_file);
  ADD ("in-file/readers-beside-the-writer", TEST_IN_FILE, test_readers_beside_the_writer);

  return g_test_run ();
}
