/* test-capture.c: tests of TinCapture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-capture.h"
#include "capture/tin-file-sink.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define TIMEOUT_MS 20000

typedef struct
{
  char       *folder;
  char       *path;
  TinCapture *capture;
  TinFlow     flow;
} Fixture;

static TinAddress
make_address (const char *host,
              guint16     port)
{
  g_autoptr (GSocketAddress) socket_address = g_inet_socket_address_new_from_string (host, port);
  TinAddress address;

  g_assert_true (tin_address_set_from_socket (&address, socket_address));
  return address;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  in_file)
{
  TinAddress local = make_address ("127.0.0.1", 8080);
  TinAddress peer = make_address ("127.0.0.1", 40000);
  g_autoptr (TinSink) sink = NULL;

  fixture->folder = g_dir_make_tmp ("tincan-test-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "captures", "a.pcapng", NULL);
  if (in_file != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (fixture->path);

      sink = tin_file_sink_new (folder, "a.pcapng");
    }
  fixture->capture = tin_capture_new ("tcp-listen://127.0.0.1:8080", sink, 0);
  tin_flow_init (&fixture->flow, TIN_TRANSPORT_TCP,
                 tin_capture_take_connection (fixture->capture), &local, &peer);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  in_file)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_assert_finalize_object (fixture->capture);
  g_unlink (fixture->path);
  g_rmdir (folder);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
receive (Fixture    *fixture,
         const char *text)
{
  guint8 *room = tin_capture_reserve (fixture->capture, &fixture->flow, 65495);

  g_assert_nonnull (room);
  memcpy (room, text, strlen (text));
  tin_capture_commit (fixture->capture, &fixture->flow, strlen (text));
}

static void
assert_payload (TinCapture *capture,
                guint64     position,
                const char *text)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  g_autoptr (GError) error = NULL;

  tin_capture_read (capture, position, G_MAXSIZE, &record, &error);
  g_assert_no_error (error);
  g_assert_cmpint (record.event, ==, TIN_EVENT_DATA);
  g_assert_cmpmem (g_bytes_get_data (record.payload, NULL), g_bytes_get_size (record.payload),
                   text, strlen (text));
}

static void
append_session (Fixture *fixture)
{
  TinCapture *capture = fixture->capture;
  TinFlow *flow = &fixture->flow;

  tin_capture_append_event (capture, flow, TIN_EVENT_OPENED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
  receive (fixture, "hello");
  g_assert_true (tin_capture_append_data (capture, flow, TIN_DIRECTION_OUT, TIN_BY_RULE,
                                          (const guint8 *) "hello", 5, "echo"));
  tin_capture_append_event (capture, flow, TIN_EVENT_CLOSED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
}

static void
assert_session (TinCapture *capture)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  char buffer[TIN_ADDRESS_STRING_SIZE];
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (tin_capture_get_published (capture), ==, 4);
  g_assert_true (tin_capture_read (capture, 0, 0, &record, &error));
  g_assert_cmpint (record.event, ==, TIN_EVENT_OPENED);
  g_assert_cmpuint (record.connection, ==, 1);
  g_assert_cmpstr (tin_address_format (&record.peer, buffer), ==, "127.0.0.1:40000");
  g_assert_cmpstr (tin_address_format (&record.local, buffer), ==, "127.0.0.1:8080");
  tin_record_clear (&record);

  assert_payload (capture, 1, "hello");
  assert_payload (capture, 2, "hello");
  g_assert_true (tin_capture_read (capture, 2, 2, &record, &error));
  g_assert_cmpstr (record.reason, ==, "echo");
  g_assert_cmpint (record.by, ==, TIN_BY_RULE);
  g_assert_cmpuint (g_bytes_get_size (record.payload), ==, 2);
  g_assert_false (tin_capture_read (capture, 4, 2, &record, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_holds_a_session (Fixture       *fixture,
                      gconstpointer  in_file)
{
  append_session (fixture);
  g_assert_cmpuint (tin_capture_get_published (fixture->capture), ==, 0);
  tin_capture_publish (fixture->capture);
  assert_session (fixture->capture);
}

static void
test_saves_a_session (Fixture       *fixture,
                      gconstpointer  in_file)
{
  g_auto (TinCaptureHealth) health = { 0 };
  struct stat status;

  append_session (fixture);
  tin_capture_publish (fixture->capture);
  g_assert_true (tin_capture_flush (fixture->capture, TIMEOUT_MS));
  g_assert_cmpuint (tin_capture_get_saved (fixture->capture), ==, 4);
  tin_capture_get_health (fixture->capture, &health);
  g_assert_cmpint (health.state, ==, TIN_CAPTURE_SAVING);
  g_assert_cmpstr (health.path, ==, fixture->path);
  g_assert_cmpuint (health.unsaved_records, ==, 0);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_reads_from_the_file (Fixture       *fixture,
                          gconstpointer  in_file)
{
  g_autofree guint8 *large = g_malloc0 (TIN_CAPTURE_MAX_PAYLOAD);

  append_session (fixture);
  tin_capture_publish (fixture->capture);
  for (guint i = 0; i < 100; i++)
    {
      g_assert_true (tin_capture_append_data (fixture->capture, &fixture->flow, TIN_DIRECTION_OUT,
                                              TIN_BY_LOCAL, large, TIN_CAPTURE_MAX_PAYLOAD, NULL));
      tin_capture_publish (fixture->capture);
      g_assert_true (tin_capture_flush (fixture->capture, TIMEOUT_MS));
    }
  assert_payload (fixture->capture, 1, "hello");
  assert_payload (fixture->capture, 2, "hello");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/capture/holds-a-session", Fixture, NULL, set_up, test_holds_a_session, tear_down);
  g_test_add ("/capture/holds-a-session-with-a-file", Fixture, "file", set_up, test_holds_a_session, tear_down);
  g_test_add ("/capture/saves-a-session", Fixture, "file", set_up, test_saves_a_session, tear_down);
  g_test_add ("/capture/reads-from-the-file", Fixture, "file", set_up, test_reads_from_the_file, tear_down);

  return g_test_run ();
}
