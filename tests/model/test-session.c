/* test-session.c: a profile, opened.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-pump.h"
#include "model/tin-session.h"

#include "bench.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>

static void
test_knows_what_may_follow (void)
{
  static const struct
  {
    TinSessionState from;
    TinSessionState to;
  } legal[] = {
    { TIN_SESSION_CLOSED, TIN_SESSION_OPENING },
    { TIN_SESSION_OPENING, TIN_SESSION_OPEN },
    { TIN_SESSION_OPENING, TIN_SESSION_CLOSED },
    { TIN_SESSION_OPEN, TIN_SESSION_CLOSING },
    { TIN_SESSION_CLOSING, TIN_SESSION_CLOSED },
  };
  guint n_legal = 0;

  for (guint i = 0; i < G_N_ELEMENTS (legal); i++)
    g_assert_true (tin_session_state_may_follow (legal[i].from, legal[i].to));

  for (TinSessionState from = 0; from < TIN_N_SESSION_STATES; from++)
    for (TinSessionState to = 0; to < TIN_N_SESSION_STATES; to++)
      n_legal += tin_session_state_may_follow (from, to) ? 1 : 0;

  g_assert_cmpuint (n_legal, ==, G_N_ELEMENTS (legal));
}

static void
test_is_closed_at_first (Bench         *bench,
                         gconstpointer  data)
{
  TinSession *session = bench_create (bench, "tcp-listen://127.0.0.1:0");

  g_assert_cmpuint (tin_session_get_state (session), ==, TIN_SESSION_CLOSED);
  g_assert_cmpstr (tin_session_get_status (session), ==, "Not started");
  g_assert_true (tin_session_can_start (session));
  g_assert_false (tin_session_can_stop (session));
  g_assert_false (tin_session_can_send (session));
  g_assert_null (tin_session_get_capture (session));
  g_assert_null (tin_session_get_problem (session));
  g_assert_null (tin_session_dup_address (session));
  tin_session_stop (session);
  g_assert_finalize_object (session);
}

/* What views bind to is what others ask for. */
static void
test_has_properties (Bench         *bench,
                     gconstpointer  data)
{
  TinSession *session = bench_serve (bench, "tcp-listen://127.0.0.1:0");
  g_autoptr (TinProfile) profile = NULL;
  g_autoptr (TinMessageList) messages = NULL;
  g_autoptr (TinPeerList) peers = NULL;
  g_autoptr (GObject) composer = NULL;
  g_autoptr (GObject) problem = NULL;
  g_autofree char *status = NULL;
  g_autofree char *title = NULL;
  g_autofree char *file = NULL;
  gboolean can_start, can_stop, can_send, at_limit;
  guint state, n_paused;
  guint64 queued;

  g_object_get (session, "profile", &profile, "messages", &messages, "peers", &peers, "composer", &composer,
                "problem", &problem, "status", &status, "title", &title, "file", &file, "state", &state,
                "can-start", &can_start, "can-stop", &can_stop, "can-send", &can_send, "at-limit", &at_limit,
                "paused", &n_paused, "queued", &queued, NULL);
  g_assert_true (profile == tin_session_get_profile (session));
  g_assert_true (messages == tin_session_get_messages (session));
  g_assert_true (peers == tin_session_get_peers (session));
  g_assert_true (composer == G_OBJECT (tin_session_get_composer (session)));
  g_assert_null (problem);
  g_assert_cmpstr (status, ==, tin_session_get_status (session));
  g_assert_cmpstr (title, ==, tin_profile_get_title (profile));
  g_assert_null (file);
  g_assert_cmpuint (state, ==, TIN_SESSION_OPEN);
  g_assert_false (can_start);
  g_assert_true (can_stop);
  g_assert_false (can_send);
  g_assert_false (at_limit);
  g_assert_cmpuint (n_paused, ==, 0);
  g_assert_cmpuint (queued, ==, 0);

  g_clear_object (&messages);
  g_clear_object (&peers);
  g_clear_object (&composer);
  bench_finish (session);
}

static void
test_listens_and_stops (Bench         *bench,
                        gconstpointer  data)
{
  TinSession *session = bench_create (bench, "tcp-listen://127.0.0.1:0");
  g_autoptr (GString) states = g_string_new (NULL);
  g_autofree char *status = NULL;
  g_autofree char *address = NULL;
  gboolean editable;

  g_signal_connect (session, "notify::state", G_CALLBACK (bench_note_state_cb), states);
  g_assert_true (tin_session_start (session, NULL));
  g_assert_false (tin_session_can_start (session));
  g_object_get (tin_session_get_profile (session), "editable", &editable, NULL);
  g_assert_false (editable);

  wait_for_state (session, TIN_SESSION_OPEN);
  address = tin_session_dup_address (session);
  status = g_strdup_printf ("Listening on 127.0.0.1:%u", tin_session_get_port (session));
  g_assert_cmpstr (tin_session_get_status (session), ==, status);
  g_assert_true (g_str_has_suffix (status, address));
  g_assert_true (tin_session_can_stop (session));
  g_assert_false (tin_session_start (session, NULL));

  tin_session_stop (session);
  g_assert_false (tin_session_can_stop (session));
  wait_for_state (session, TIN_SESSION_CLOSED);
  g_assert_cmpstr (states->str, ==, "oOCc");
  g_assert_cmpstr (tin_session_get_status (session), ==, "Closed");
  g_object_get (tin_session_get_profile (session), "editable", &editable, NULL);
  g_assert_true (editable);
  g_assert_null (tin_session_get_problem (session));
  g_assert_finalize_object (session);
}

static void
test_shows_a_client_and_what_it_says (Bench         *bench,
                                      gconstpointer  data)
{
  TinSession *session = bench_serve (bench, "tcp-listen://127.0.0.1:0?reply=echo");
  g_autoptr (GSocket) client = socket_new (G_SOCKET_TYPE_STREAM);
  g_autofree char *answer = NULL;
  g_autoptr (TinMessage) received = NULL;
  g_autoptr (TinMessage) sent = NULL;
  const TinTotals *totals = tin_session_get_totals (session);

  socket_connect (client, tin_session_get_port (session));
  wait_for_open (session, 1);
  g_assert_true (tin_session_can_send (session));

  socket_send (client, "hello");
  answer = socket_receive (client, 5);
  g_assert_cmpstr (answer, ==, "hello");

  wait_until (totals->messages_out == 1);
  received = find_message (session, TIN_EVENT_DATA, TIN_DIRECTION_IN);
  sent = find_message (session, TIN_EVENT_DATA, TIN_DIRECTION_OUT);
  g_assert_cmpstr (tin_message_get_text (received), ==, "hello");
  g_assert_cmpstr (tin_message_get_text (sent), ==, "hello");
  g_assert_cmpuint (tin_message_get_by (sent), ==, TIN_BY_RULE);
  g_assert_cmpuint (totals->bytes_in, ==, 5);
  g_assert_cmpuint (totals->connections, ==, 1);

  g_socket_close (client, NULL);
  wait_for_open (session, 0);
  g_assert_false (tin_session_can_send (session));

  g_clear_object (&received);
  g_clear_object (&sent);
  bench_finish (session);
}

/* By the kernel, which knows of an answer that came how long it took. */
static void
assert_is_measured (TinSession *session)
{
  char *texts[TIN_N_TCP_FIGURES];
  TinRate peak;

  g_assert_false (tin_session_dup_tcp_figures (session, 1, texts));
  tin_session_measure (session, 1);
  wait_until (tin_session_dup_tcp_figures (session, 1, texts));
  g_assert_true (g_str_has_suffix (texts[TIN_TCP_ROUND_TRIP], " ms"));
  g_assert_true (g_str_has_prefix (texts[TIN_TCP_SENT_AGAIN], "0 "));
  g_assert_cmpstr (texts[TIN_TCP_UNSENT], ==, "0 bytes");

  for (guint i = 0; i < TIN_N_TCP_FIGURES; i++)
    {
      g_assert_cmpstr (tin_tcp_figure_get_label (i), !=, "");
      g_assert_cmpstr (tin_tcp_figure_get_meaning (i), !=, "");
      g_assert_cmpstr (texts[i], !=, "");
      g_free (texts[i]);
    }

  tin_session_get_peak_rate (session, &peak);
  g_assert_cmpuint (peak.bytes_in, >, 0);
  g_assert_cmpuint (peak.messages_out, >, 0);
}

static void
test_talks_to_another (Bench         *bench,
                       gconstpointer  data)
{
  TinSession *server = bench_serve (bench, "tcp-listen://127.0.0.1:0");
  g_autofree char *uri = g_strdup_printf ("tcp://127.0.0.1:%u?first-message=hi", tin_session_get_port (server));
  TinSession *client = bench_start (bench, uri);
  g_autofree char *status = g_strdup_printf ("Connected to 127.0.0.1:%u", tin_session_get_port (server));
  g_autoptr (GBytes) question = g_bytes_new_static ("question", 8);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (tin_session_get_id (client), ==, tin_session_get_id (server) + 1);
  wait_for_state (client, TIN_SESSION_OPEN);
  g_assert_cmpstr (tin_session_get_status (client), ==, status);
  wait_until (tin_session_get_totals (server)->bytes_in == 2);

  wait_until (tin_session_can_send (client));
  g_assert_true (tin_session_send (client, 0, question, &error));
  g_assert_no_error (error);
  wait_until (tin_session_get_totals (server)->bytes_in == 10);

  wait_until (tin_session_can_send (server));
  g_assert_true (tin_session_send (server, 1, question, &error));
  g_assert_false (tin_session_send (server, 77, question, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
  wait_until (tin_session_get_totals (client)->bytes_in == 8);

  assert_is_measured (server);
  assert_is_measured (client);

  tin_session_disconnect_peer (server, 1);
  wait_for_state (client, TIN_SESSION_CLOSED);
  g_assert_null (tin_session_get_problem (client));
  wait_for_open (server, 0);
  g_assert_cmpuint (tin_session_get_state (server), ==, TIN_SESSION_OPEN);

  bench_finish (client);
  bench_finish (server);
}

static void
test_disconnects_all (Bench         *bench,
                      gconstpointer  data)
{
  TinSession *server = bench_serve (bench, "tcp-listen://127.0.0.1:0");
  g_autoptr (GSocket) one = socket_new (G_SOCKET_TYPE_STREAM);
  g_autoptr (GSocket) two = socket_new (G_SOCKET_TYPE_STREAM);
  g_autofree char *nothing = NULL;

  socket_connect (one, tin_session_get_port (server));
  socket_connect (two, tin_session_get_port (server));
  wait_for_open (server, 2);

  tin_session_disconnect_all (server);
  nothing = socket_receive (one, 1);
  g_assert_cmpstr (nothing, ==, "");
  g_socket_close (one, NULL);
  g_socket_close (two, NULL);
  wait_for_open (server, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (tin_session_get_peers (server))), ==, 2);

  bench_finish (server);
}

static void
test_half_closes (Bench         *bench,
                  gconstpointer  data)
{
  TinSession *server = bench_serve (bench, "tcp-listen://127.0.0.1:0");
  g_autoptr (GSocket) client = socket_new (G_SOCKET_TYPE_STREAM);
  g_autofree char *nothing = NULL;

  socket_connect (client, tin_session_get_port (server));
  wait_for_open (server, 1);
  tin_session_finish_sending (server, 1);
  nothing = socket_receive (client, 1);
  g_assert_cmpstr (nothing, ==, "");

  socket_send (client, "still here");
  wait_until (tin_session_get_totals (server)->bytes_in == 10);
  g_assert_cmpuint (tin_peer_get_state (tin_peer_list_find (tin_session_get_peers (server), 1)), ==,
                    TIN_PEER_HALF_CLOSED);

  g_socket_close (client, NULL);
  wait_for_open (server, 0);
  bench_finish (server);
}

static void
test_reads_in_the_profiles_encoding (Bench         *bench,
                                     gconstpointer  data)
{
  TinSession *session = bench_serve (bench, "tcp-listen://127.0.0.1:0?encoding=ISO-8859-1");
  g_autoptr (GSocket) client = socket_new (G_SOCKET_TYPE_STREAM);
  g_autoptr (TinMessage) message = NULL;

  socket_connect (client, tin_session_get_port (session));
  socket_send (client, "\xe4");
  wait_until (tin_session_get_totals (session)->bytes_in == 1);
  message = find_message (session, TIN_EVENT_DATA, TIN_DIRECTION_IN);
  g_assert_cmpstr (tin_message_get_text (message), ==, "ä");

  g_clear_object (&message);
  g_socket_close (client, NULL);
  bench_finish (session);
}

static gboolean
is_finished (GListModel *messages,
             guint       row)
{
  g_autoptr (TinMessage) message = g_list_model_get_item (messages, row);

  return message != NULL && tin_message_get_flags (message) == 0;
}

static void
test_frames_as_the_profile_says (Bench         *bench,
                                 gconstpointer  data)
{
  TinSession *session = bench_serve (bench, "tcp-listen://127.0.0.1:0?framing-in=lines:lf");
  GListModel *messages = G_LIST_MODEL (tin_session_get_messages (session));
  g_autoptr (GSocket) client = socket_new (G_SOCKET_TYPE_STREAM);
  g_autoptr (TinMessage) message = NULL;

  socket_connect (client, tin_session_get_port (session));
  wait_until (tin_session_get_totals (session)->connections == 1);
  wait_until (g_list_model_get_n_items (messages) == 2);

  socket_send (client, "a\nb");
  wait_until (g_list_model_get_n_items (messages) == 4);
  message = g_list_model_get_item (messages, 3);
  g_assert_cmpstr (tin_message_get_text (message), ==, "b");
  g_assert_cmpuint (tin_message_get_flags (message), ==, TIN_FRAME_UNFINISHED);
  g_clear_object (&message);

  socket_send (client, "c\n");
  wait_until (is_finished (messages, 3));
  message = g_list_model_get_item (messages, 3);
  g_assert_cmpstr (tin_message_get_text (message), ==, "bc\\n");
  g_clear_object (&message);

  /* A way to look at it, that may change while it is open. */
  g_object_set (tin_session_get_profile (session), "framing-in", "received", NULL);
  wait_until (g_list_model_get_n_items (messages) == 4);
  message = g_list_model_get_item (messages, 2);
  g_assert_cmpstr (tin_message_get_text (message), ==, "a\\nb");
  g_clear_object (&message);

  g_socket_close (client, NULL);
  bench_finish (session);
}

/* Nothing comes but time: the worker's news wake the session. */
static void
test_wakes_when_a_pause_ends_a_message (Bench         *bench,
                                        gconstpointer  data)
{
  TinSession *session = bench_serve (bench, "tcp-listen://127.0.0.1:0?framing-in=idle:300ms");
  GListModel *messages = G_LIST_MODEL (tin_session_get_messages (session));
  g_autoptr (GSocket) client = socket_new (G_SOCKET_TYPE_STREAM);
  g_autoptr (TinMessage) message = NULL;

  socket_connect (client, tin_session_get_port (session));
  socket_send (client, "a");
  wait_until (g_list_model_get_n_items (messages) == 3);
  wait_until (is_finished (messages, 2));
  message = g_list_model_get_item (messages, 2);
  g_assert_cmpstr (tin_message_get_text (message), ==, "a");
  g_clear_object (&message);

  g_socket_close (client, NULL);
  bench_finish (session);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_sleeps_when_nothing_happens (Bench         *bench,
                                  gconstpointer  data)
{
  TinSession *session = bench_serve (bench, "tcp-listen://127.0.0.1:0");
  gint64 until;
  guint n_updates = 0;

  g_signal_connect_swapped (session, "updated", G_CALLBACK (count_cb), &n_updates);

  /* There are a few looks at the recording until it is on disk, which takes as long as the disk does. */
  do
    {
      n_updates = 0;
      for (until = g_get_monotonic_time () + G_USEC_PER_SEC; g_get_monotonic_time () < until;)
        g_main_context_iteration (NULL, FALSE);
    }
  while (n_updates > 0);

  bench_finish (session);
}

static void
test_deletes_its_recording (Bench         *bench,
                            gconstpointer  data)
{
  TinSession *session = bench_serve (bench, "tcp-listen://127.0.0.1:0");
  g_auto (TinCaptureHealth) health = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (tin_session_delete_recording (session, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&error);

  tin_session_stop (session);
  wait_for_state (session, TIN_SESSION_CLOSED);
  g_assert_true (tin_capture_flush (tin_session_get_capture (session), G_MAXINT));
  tin_capture_get_health (tin_session_get_capture (session), &health);
  g_assert_true (g_file_test (health.path, G_FILE_TEST_EXISTS));

  g_assert_true (tin_session_delete_recording (session, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (health.path, G_FILE_TEST_EXISTS));
  g_assert_null (tin_session_get_capture (session));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (tin_session_get_messages (session))), ==, 0);
  g_assert_true (tin_session_delete_recording (session, &error));

  g_assert_true (tin_session_start (session, &error));
  wait_for_state (session, TIN_SESSION_OPEN);
  g_assert_nonnull (tin_session_get_capture (session));
  bench_finish (session);
}

static void
test_serves_a_thousand (Bench         *bench,
                        gconstpointer  data)
{
  TinSession *session = bench_serve (bench, "tcp-listen://127.0.0.1:0?reply=echo");
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func (g_object_unref);
  const TinTotals *totals = tin_session_get_totals (session);

  for (guint i = 0; i < 1000; i++)
    {
      g_ptr_array_add (clients, socket_new (G_SOCKET_TYPE_STREAM));
      socket_connect (g_ptr_array_index (clients, i), tin_session_get_port (session));
      socket_send (g_ptr_array_index (clients, i), "ping");
    }

  for (guint i = 0; i < clients->len; i++)
    {
      g_autofree char *answer = socket_receive (g_ptr_array_index (clients, i), 4);

      g_assert_cmpstr (answer, ==, "ping");
    }

  wait_for_open (session, 1000);
  wait_until (totals->messages_out == 1000);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (tin_session_get_peers (session))), ==, 1000);
  g_assert_cmpuint (totals->bytes_in, ==, 4000);

  g_ptr_array_set_size (clients, 0);
  wait_for_open (session, 0);
  bench_finish (session);
}

#define ADD(path, test) g_test_add ("/session/" path, Bench, NULL, bench_set_up, test, bench_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session/knows-what-may-follow", test_knows_what_may_follow);
  ADD ("is-closed-at-first", test_is_closed_at_first);
  ADD ("has-properties", test_has_properties);
  ADD ("listens-and-stops", test_listens_and_stops);
  ADD ("shows-a-client-and-what-it-says", test_shows_a_client_and_what_it_says);
  ADD ("talks-to-another", test_talks_to_another);
  ADD ("disconnects-all", test_disconnects_all);
  ADD ("half-closes", test_half_closes);
  ADD ("reads-in-the-profiles-encoding", test_reads_in_the_profiles_encoding);
  ADD ("frames-as-the-profile-says", test_frames_as_the_profile_says);
  ADD ("wakes-when-a-pause-ends-a-message", test_wakes_when_a_pause_ends_a_message);
  ADD ("sleeps-when-nothing-happens", test_sleeps_when_nothing_happens);
  ADD ("deletes-its-recording", test_deletes_its_recording);
  ADD ("serves-a-thousand", test_serves_a_thousand);

  return g_test_run ();
}
