/* test-session-file.c: tests of sessions over files.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include "capture/tin-file-sink.h"
#include "model/tin-export.h"

#include <glib/gstdio.h>
#include <string.h>

static TinSession *
open_and_read (Bench      *bench,
               const char *path)
{
  g_autoptr (GError) error = NULL;
  TinSession *session = tin_workbench_open_file (bench->workbench, path, &error);

  g_assert_no_error (error);
  wait_until (tin_session_get_loaded (session) == 1.0);

  return session;
}

static void
assert_same_log (TinSession *opened,
                 TinSession *live)
{
  GListModel *rows = G_LIST_MODEL (tin_session_get_messages (live));
  GListModel *read = G_LIST_MODEL (tin_session_get_messages (opened));

  wait_for_rows (opened, g_list_model_get_n_items (rows));
  g_assert_cmpuint (g_list_model_get_n_items (read), ==, g_list_model_get_n_items (rows));
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (TinMessage) a = g_list_model_get_item (rows, i);
      g_autoptr (TinMessage) b = g_list_model_get_item (read, i);

      g_assert_cmpint (tin_message_get_event (a), ==, tin_message_get_event (b));
      g_assert_cmpint (tin_message_get_time_ns (a), ==, tin_message_get_time_ns (b));
      g_assert_cmpstr (tin_message_get_text (a), ==, tin_message_get_text (b));
    }
}

static void
test_shows_what_was_recorded (Bench         *bench,
                              gconstpointer  data)
{
  TinSession *server = bench_serve (bench, "tcp-listen://127.0.0.1:0?reply=echo");
  g_autoptr (GSocket) socket = socket_new (G_SOCKET_TYPE_STREAM);
  g_auto (TinCaptureHealth) health = { 0 };
  g_autofree char *echo = NULL;
  g_autofree char *name = NULL;
  const TinTotals *totals;
  TinSession *opened;

  socket_connect (socket, tin_session_get_port (server));
  socket_send (socket, "hello");
  echo = socket_receive (socket, 5);
  g_socket_close (socket, NULL);
  wait_until (has_message (server, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE));
  tin_session_stop (server);
  wait_for_state (server, TIN_SESSION_CLOSED);
  g_assert_true (tin_capture_flush (tin_session_get_capture (server), G_MAXINT));
  tin_capture_get_health (tin_session_get_capture (server), &health);

  opened = open_and_read (bench, health.path);
  assert_same_log (opened, server);
  totals = tin_session_get_totals (opened);
  g_assert_cmpuint (totals->bytes_in, ==, 5);
  g_assert_cmpuint (totals->bytes_out, ==, 5);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (tin_session_get_peers (opened))), ==, 1);
  name = g_path_get_basename (health.path);
  {
    g_autofree char *title = NULL;

    g_object_get (opened, "title", &title, NULL);
    g_assert_cmpstr (title, ==, name);
  }
  g_assert_cmpstr (tin_session_get_file (opened), ==, health.path);
  g_assert_null (tin_session_get_file (server));
  g_assert_null (tin_session_get_file_note (opened));

  g_assert_finalize_object (opened);
  bench_finish (server);
}

/* What somebody wrote on messages goes with a saved copy. */
static void
test_brings_bookmarks_with_it (Bench         *bench,
                               gconstpointer  data)
{
  TinSession *server = bench_serve (bench, "tcp-listen://127.0.0.1:0?reply=echo");
  g_autoptr (GSocket) socket = socket_new (G_SOCKET_TYPE_STREAM);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "tincan-test-bookmarks.pcapng", NULL);
  g_autofree char *echo = NULL;
  g_autoptr (TinJob) job = NULL;
  TinBookmarks *bookmarks;
  TinExport *export;
  TinSession *opened;

  socket_connect (socket, tin_session_get_port (server));
  socket_send (socket, "my bookmark");
  echo = socket_receive (socket, 11);
  g_socket_close (socket, NULL);
  wait_until (has_message (server, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE));

  export = tin_export_new (tin_message_list_get_frames (tin_session_get_messages (server)), TIN_EXPORT_PCAPNG);
  tin_bookmarks_add (tin_session_get_bookmarks (server), 0, 0, "it listens");
  tin_bookmarks_add (tin_session_get_bookmarks (server), 2, 0, "it says hello");
  tin_bookmarks_add (tin_session_get_bookmarks (server), 3, 0, "");
  tin_export_set_bookmarks (export, tin_session_get_bookmarks (server));
  job = tin_export_start (export, path);
  wait_until (tin_job_get_state (job) != TIN_JOB_RUNNING);
  g_assert_cmpint (tin_job_get_state (job), ==, TIN_JOB_DONE);

  opened = open_and_read (bench, path);
  bookmarks = tin_session_get_bookmarks (opened);
  wait_until (tin_bookmarks_count (bookmarks) > 0);
  g_assert_cmpuint (tin_bookmarks_count (bookmarks), ==, 3);
  g_assert_cmpuint (tin_bookmarks_get (bookmarks, 0)->position, ==, 0);
  g_assert_cmpstr (tin_bookmarks_get (bookmarks, 0)->note, ==, "it listens");
  g_assert_cmpuint (tin_bookmarks_get (bookmarks, 1)->position, ==, 2);
  g_assert_cmpstr (tin_bookmarks_get (bookmarks, 1)->note, ==, "it says hello");
  g_assert_cmpstr (tin_bookmarks_get (bookmarks, 2)->note, ==, "");

  g_assert_finalize_object (opened);
  bench_finish (server);
  g_unlink (path);
}

static TinPeerState
get_state (TinSession *session,
           guint32     connection)
{
  TinPeer *peer = tin_peer_list_find (tin_session_get_peers (session), connection);

  g_assert_nonnull (peer);
  return tin_peer_get_state (peer);
}

static void
append_event (TinCapture *capture,
              TinFlow    *flow,
              TinEvent    event)
{
  tin_capture_append_event (capture, flow, event, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
}

/* As after a crash: two connections are open, one of them on one side, and one has ended. */
static void
record_without_an_end (const char *folder,
                       const char *name)
{
  g_autoptr (TinSink) sink = tin_file_sink_new (folder, name);
  TinCapture *capture = tin_capture_new ("test", sink, TIN_CAPTURE_DEFAULT_RING_SIZE);
  TinFlow flows[3];

  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      TinAddress local = { .family = TIN_FAMILY_IPV4, .port = 8080, .bytes = { 127, 0, 0, 1 } };
      TinAddress peer = { .family = TIN_FAMILY_IPV4, .port = (guint16) (40000 + i), .bytes = { 127, 0, 0, 1 } };

      tin_flow_init (&flows[i], TIN_TRANSPORT_TCP, tin_capture_take_connection (capture), &local, &peer);
      append_event (capture, &flows[i], TIN_EVENT_OPENED);
    }
  append_event (capture, &flows[1], TIN_EVENT_HALF_CLOSED);
  append_event (capture, &flows[2], TIN_EVENT_CLOSED);
  tin_capture_publish (capture);
  g_assert_true (tin_capture_end (capture, 20000));
  g_assert_finalize_object (capture);
}

/* Nobody knows how they went on: they are not open for ever. */
static void
test_knows_no_end (Bench         *bench,
                   gconstpointer  data)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "tincan-test-open.pcapng", NULL);
  TinPeerList *peers;
  TinSession *opened;

  g_unlink (path);
  record_without_an_end (g_get_tmp_dir (), "tincan-test-open.pcapng");
  opened = open_and_read (bench, path);
  peers = tin_session_get_peers (opened);
  wait_for_rows (opened, 5);
  wait_until (tin_peer_list_get_n_open (peers) == 0);
  g_assert_cmpint (get_state (opened, 1), ==, TIN_PEER_UNFINISHED);
  g_assert_cmpint (get_state (opened, 2), ==, TIN_PEER_UNFINISHED);
  g_assert_cmpint (get_state (opened, 3), ==, TIN_PEER_CLOSED);
  g_assert_cmpuint (tin_peer_list_get_n_ended (peers), ==, 1);
  tin_peer_list_forget_closed (peers);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (peers)), ==, 2);

  g_assert_finalize_object (opened);
  g_unlink (path);
}

static void
test_only_reads (Bench         *bench,
                 gconstpointer  data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "capture", "foreign", "small.pcapng", NULL);
  g_autoptr (GError) error = NULL;
  TinSession *opened = open_and_read (bench, path);

  g_assert_nonnull (strstr (tin_session_get_file_note (opened), "another program"));
  g_assert_null (tin_session_get_recording_problem (opened));
  g_assert_false (tin_session_can_start (opened));
  g_assert_false (tin_session_start (opened, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (tin_session_delete_recording (opened, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  wait_for_rows (opened, 15);

  g_assert_finalize_object (opened);
}

static void
test_says_what_is_missing (Bench         *bench,
                           gconstpointer  data)
{
  g_autofree char *golden = g_test_build_filename (G_TEST_DIST, "capture", "golden", "udp.pcapng", NULL);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "tincan-test-cut.pcapng", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  TinSession *opened;
  gsize size;

  g_assert_true (g_file_get_contents (golden, &contents, &size, NULL));
  g_assert_true (g_file_set_contents (path, contents, size - 7, NULL));
  opened = open_and_read (bench, path);
  g_assert_nonnull (strstr (tin_session_get_file_note (opened), "cut off"));
  g_assert_finalize_object (opened);
  g_unlink (path);

  g_assert_null (tin_workbench_open_file (bench->workbench, path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* Whoever closes the tab of a large file must not wait for it. */
static void
test_goes_while_it_reads (Bench         *bench,
                          gconstpointer  data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "capture", "foreign", "small.pcapng", NULL);
  g_autoptr (GError) error = NULL;
  TinSession *opened = tin_workbench_open_file (bench->workbench, path, &error);

  g_assert_no_error (error);
  g_assert_finalize_object (opened);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/session-file/shows-what-was-recorded", Bench, NULL, bench_set_up, test_shows_what_was_recorded,
              bench_tear_down);
  g_test_add ("/session-file/only-reads", Bench, NULL, bench_set_up, test_only_reads, bench_tear_down);
  g_test_add ("/session-file/brings-bookmarks-with-it", Bench, NULL, bench_set_up, test_brings_bookmarks_with_it, bench_tear_down);
  g_test_add ("/session-file/knows-no-end", Bench, NULL, bench_set_up, test_knows_no_end, bench_tear_down);
  g_test_add ("/session-file/says-what-is-missing", Bench, NULL, bench_set_up, test_says_what_is_missing,
              bench_tear_down);
  g_test_add ("/session-file/goes-while-it-reads", Bench, NULL, bench_set_up, test_goes_while_it_reads,
              bench_tear_down);

  return g_test_run ();
}
