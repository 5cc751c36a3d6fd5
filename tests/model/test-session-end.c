/* test-session-end.c: how a session ends, and begins again.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-loss-words.h"
#include "model/tin-pump.h"
#include "model/tin-session.h"

#include "bench.h"

#include <sys/socket.h>

static gboolean
note_time_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* The next wake-up is followed at once then. */
static void
wait_for_rest_of_pump (void)
{
  gboolean rested = FALSE;

  g_timeout_add (TIN_PUMP_INTERVAL / 1000 + 1, note_time_cb, &rested);
  wait_until (rested);
}

/* The engine comes to know of it a little later, and what it did before is news until then. */
static void
test_never_goes_back_while_it_stops (Bench         *bench,
                                     gconstpointer  data)
{
  TinSession *session = bench_create (bench, "tcp-listen://127.0.0.1:0");
  g_autoptr (GString) states = g_string_new (NULL);

  g_signal_connect (session, "notify::state", G_CALLBACK (bench_note_state_cb), states);

  for (guint round = 0; round < 20; round++)
    {
      g_assert_true (tin_session_start (session, NULL));
      wait_for_state (session, TIN_SESSION_OPEN);
      wait_for_rest_of_pump ();
      tin_session_stop (session);
      wait_for_state (session, TIN_SESSION_CLOSED);
      g_assert_cmpstr (states->str, ==, "oOCc");
      g_string_truncate (states, 0);
    }

  g_assert_finalize_object (session);
}

/* The peer says that it sends no more, and does not read either. */
static void
test_stops_although_the_peer_does_not_read (Bench         *bench,
                                            gconstpointer  data)
{
  g_autoptr (GSocket) listener = socket_new (G_SOCKET_TYPE_STREAM);
  g_autoptr (GSocket) peer = NULL;
  g_autofree char *uri = g_strdup_printf ("tcp://127.0.0.1:%u", socket_bind (listener));
  g_autofree char *unsent = NULL, *reason = NULL;
  g_autoptr (GBytes) much = g_bytes_new_take (g_malloc0 (16 * 1024 * 1024), 16 * 1024 * 1024);
  g_autoptr (GError) error = NULL;
  TinSession *session;

  g_assert_true (g_socket_set_option (listener, SOL_SOCKET, SO_RCVBUF, 4096, NULL));
  g_assert_true (g_socket_listen (listener, NULL));
  session = bench_start (bench, uri);
  peer = g_socket_accept (listener, NULL, NULL);
  g_assert_nonnull (peer);
  wait_for_state (session, TIN_SESSION_OPEN);

  tin_session_send (session, 0, much, &error);
  g_assert_no_error (error);
  wait_until (tin_session_get_totals (session)->bytes_out > 0);
  g_assert_true (g_socket_shutdown (peer, FALSE, TRUE, NULL));
  wait_for_state (session, TIN_SESSION_CLOSING);
  g_assert_true (tin_session_can_stop (session));

  tin_session_stop (session);
  g_assert_false (tin_session_can_stop (session));
  wait_for_state (session, TIN_SESSION_CLOSED);
  g_assert_null (tin_session_get_problem (session));

  /* Each byte went, or is counted. */
  g_assert_cmpuint (tin_session_get_totals (session)->unsent, >, 0);
  g_assert_cmpuint (tin_session_get_totals (session)->unsent + tin_session_get_totals (session)->bytes_out, ==,
                    g_bytes_get_size (much));
  g_assert_false (tin_session_loses_datagrams (session));
  unsent = tin_loss_words_dup_unsent (session);
  g_assert_true (g_str_has_suffix (unsent, " not sent"));
  reason = tin_loss_words_dup_details (session);
  g_assert_cmpstr (reason, ==, "The peer did not read what was waiting for it in time.");
  g_assert_finalize_object (session);
}

static void
test_opens_twice_in_a_row (Bench         *bench,
                           gconstpointer  data)
{
  TinSession *session = bench_serve (bench, "tcp-listen://127.0.0.1:0");
  TinCapture *capture = tin_session_get_capture (session);

  for (guint round = 1; round <= 2; round++)
    {
      g_autoptr (GSocket) client = socket_new (G_SOCKET_TYPE_STREAM);

      socket_connect (client, tin_session_get_port (session));
      wait_for_open (session, 1);
      g_assert_nonnull (tin_peer_list_find (tin_session_get_peers (session), round));

      tin_session_stop (session);
      g_socket_close (client, NULL);
      wait_for_state (session, TIN_SESSION_CLOSED);
      g_assert_cmpuint (tin_peer_list_get_n_open (tin_session_get_peers (session)), ==, 0);

      g_assert_true (tin_session_start (session, NULL));
      wait_for_state (session, TIN_SESSION_OPEN);
    }

  g_assert_true (tin_session_get_capture (session) == capture);
  g_assert_cmpuint (tin_session_get_totals (session)->connections, ==, 2);
  bench_finish (session);
}

static void
restart_cb (TinSession *session,
            GParamSpec *pspec,
            guint      *n_starts)
{
  if (tin_session_get_state (session) == TIN_SESSION_CLOSED && (*n_starts)++ < 2)
    g_assert_true (tin_session_start (session, NULL));
}

static void
test_may_be_started_by_who_hears_of_its_end (Bench         *bench,
                                             gconstpointer  data)
{
  g_autoptr (GSocket) nobody = socket_new (G_SOCKET_TYPE_STREAM);
  g_autofree char *uri = g_strdup_printf ("tcp://127.0.0.1:%u", socket_bind (nobody));
  TinSession *session = bench_create (bench, uri);
  guint n_starts = 0;

  g_signal_connect (session, "notify::state", G_CALLBACK (restart_cb), &n_starts);
  g_assert_true (tin_session_start (session, NULL));
  wait_until (n_starts == 3);
  g_assert_cmpuint (tin_session_get_state (session), ==, TIN_SESSION_CLOSED);
  g_assert_finalize_object (session);
}

static void
test_goes_while_open (Bench         *bench,
                      gconstpointer  data)
{
  TinSession *session = bench_serve (bench, "tcp-listen://127.0.0.1:0");
  g_autoptr (TinProfile) profile = g_object_ref (tin_session_get_profile (session));
  g_autoptr (GSocket) client = socket_new (G_SOCKET_TYPE_STREAM);
  g_autofree char *nothing = NULL;
  gboolean editable;

  socket_connect (client, tin_session_get_port (session));
  wait_for_open (session, 1);
  g_assert_finalize_object (session);

  nothing = socket_receive (client, 1);
  g_assert_cmpstr (nothing, ==, "");
  g_object_get (profile, "editable", &editable, NULL);
  g_assert_true (editable);
}

#define ADD(path, test) g_test_add ("/session-end/" path, Bench, NULL, bench_set_up, test, bench_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("goes-through-all-states", test_never_goes_back_while_it_stops);
  ADD ("comes-although-the-peer-does-not-read", test_stops_although_the_peer_does_not_read);
  ADD ("may-be-a-beginning", test_opens_twice_in_a_row);
  ADD ("may-be-a-beginning-for-who-hears-of-it", test_may_be_started_by_who_hears_of_its_end);
  ADD ("comes-with-the-last-reference", test_goes_while_open);

  return g_test_run ();
}
