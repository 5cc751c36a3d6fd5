/* test-session-trouble.c: a session that cannot do what it is asked for.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-session.h"

#include "bench.h"

#include <string.h>

/* A listener whose queue is full answers nobody: the way to connect for ever on loopback. */
static guint16
listen_and_never_accept (GSocket   *listener,
                         GPtrArray *fillers)
{
  guint16 port = socket_bind (listener);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);

  g_socket_set_listen_backlog (listener, 0);
  g_assert_true (g_socket_listen (listener, NULL));

  for (guint i = 0; i < 3; i++)
    {
      GSocket *filler = socket_new (G_SOCKET_TYPE_STREAM);

      g_socket_set_blocking (filler, FALSE);
      g_socket_connect (filler, address, NULL, NULL);
      g_ptr_array_add (fillers, filler);
    }

  return port;
}

static void
test_stops_while_opening (Bench         *bench,
                          gconstpointer  data)
{
  g_autoptr (GSocket) listener = socket_new (G_SOCKET_TYPE_STREAM);
  g_autoptr (GPtrArray) fillers = g_ptr_array_new_with_free_func (g_object_unref);
  guint16 port = listen_and_never_accept (listener, fillers);
  g_autofree char *uri = g_strdup_printf ("tcp://127.0.0.1:%u", port);
  TinSession *session = bench_start (bench, uri);
  g_autofree char *status = g_strdup_printf ("Connecting to 127.0.0.1:%u…", port);
  g_autoptr (GString) states = g_string_new (NULL);

  g_assert_cmpstr (tin_session_get_status (session), ==, status);
  wait_for_rows (session, 1);

  g_signal_connect (session, "notify::state", G_CALLBACK (bench_note_state_cb), states);
  tin_session_stop (session);
  g_assert_cmpstr (tin_session_get_status (session), ==, "Closing…");
  wait_for_state (session, TIN_SESSION_CLOSED);
  g_assert_cmpstr (states->str, ==, "c");
  g_assert_null (tin_session_get_problem (session));
  g_assert_true (tin_session_can_start (session));
  g_assert_finalize_object (session);
}

static void
test_gives_up_in_time (Bench         *bench,
                       gconstpointer  data)
{
  g_autoptr (GSocket) listener = socket_new (G_SOCKET_TYPE_STREAM);
  g_autoptr (GPtrArray) fillers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *uri = g_strdup_printf ("tcp://127.0.0.1:%u", listen_and_never_accept (listener, fillers));
  TinSession *session = bench_create (bench, uri);

  g_object_set (tin_session_get_profile (session), "connect-timeout", 1, NULL);
  g_assert_true (tin_session_start (session, NULL));
  wait_for_state (session, TIN_SESSION_CLOSED);
  g_assert_error (tin_problem_get_cause (tin_session_get_problem (session)), G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_nonnull (strstr (tin_problem_get_title (tin_session_get_problem (session)), "within 1 second"));
  g_assert_finalize_object (session);
}

static void
test_explains_and_starts_again (Bench         *bench,
                                gconstpointer  data)
{
  g_autoptr (GSocket) other = socket_new (G_SOCKET_TYPE_STREAM);
  guint16 port = socket_bind (other);
  g_autofree char *uri = g_strdup_printf ("tcp-listen://127.0.0.1:%u", port);
  g_autofree char *title = g_strdup_printf ("TCP port %u on 127.0.0.1 is in use", port);
  g_autofree char *free_port = NULL;
  TinSession *session;
  TinProblem *problem;

  g_assert_true (g_socket_listen (other, NULL));
  session = bench_start (bench, uri);
  wait_for_state (session, TIN_SESSION_CLOSED);

  problem = tin_session_get_problem (session);
  g_assert_cmpstr (tin_problem_get_title (problem), ==, title);
  g_assert_cmpuint (tin_problem_get_free_port (problem), !=, 0);
  g_assert_true (tin_session_can_start (session));

  free_port = g_strdup_printf ("%u", tin_problem_get_free_port (problem));
  g_object_set (tin_session_get_profile (session), "port", free_port, NULL);
  g_assert_true (tin_session_start (session, NULL));
  g_assert_null (tin_session_get_problem (session));
  wait_for_state (session, TIN_SESSION_OPEN);
  bench_finish (session);
}

/* What failed is in the log a turn before it is known why. */
static TinSession *
start_on_a_port_in_use (Bench   *bench,
                        GSocket *other)
{
  g_autofree char *uri = g_strdup_printf ("tcp-listen://127.0.0.1:%u", socket_bind (other));
  TinSession *session;

  g_assert_true (g_socket_listen (other, NULL));
  session = bench_start (bench, uri);
  wait_for_rows (session, 1);
  g_assert_cmpuint (tin_session_get_state (session), ==, TIN_SESSION_OPENING);
  g_assert_null (tin_session_get_problem (session));

  return session;
}

static void
test_can_be_stopped_while_the_reason_is_found_out (Bench         *bench,
                                                   gconstpointer  data)
{
  g_autoptr (GSocket) other = socket_new (G_SOCKET_TYPE_STREAM);
  TinSession *session = start_on_a_port_in_use (bench, other);

  g_assert_true (tin_session_can_stop (session));
  tin_session_stop (session);
  wait_for_state (session, TIN_SESSION_CLOSED);
  g_assert_null (tin_session_get_problem (session));
  g_assert_true (tin_session_start (session, NULL));
  wait_for_state (session, TIN_SESSION_CLOSED);
  g_assert_nonnull (tin_session_get_problem (session));
  g_assert_finalize_object (session);
}

static void
test_can_go_while_the_reason_is_found_out (Bench         *bench,
                                           gconstpointer  data)
{
  g_autoptr (GSocket) other = socket_new (G_SOCKET_TYPE_STREAM);
  TinSession *session = start_on_a_port_in_use (bench, other);

  g_assert_finalize_object (session);
}

static void
test_says_that_nothing_listens (Bench         *bench,
                                gconstpointer  data)
{
  g_autoptr (GSocket) nobody = socket_new (G_SOCKET_TYPE_STREAM);
  guint16 port = socket_bind (nobody);
  g_autofree char *uri = g_strdup_printf ("tcp://127.0.0.1:%u", port);
  g_autofree char *title = g_strdup_printf ("Nothing listens at TCP 127.0.0.1:%u", port);
  TinSession *session = bench_start (bench, uri);

  wait_for_state (session, TIN_SESSION_CLOSED);
  g_assert_cmpstr (tin_problem_get_title (tin_session_get_problem (session)), ==, title);
  g_assert_finalize_object (session);
}

static void
test_survives_a_server_that_is_not_there (Bench         *bench,
                                          gconstpointer  data)
{
  g_autoptr (GSocket) server = socket_new (G_SOCKET_TYPE_DATAGRAM);
  g_autoptr (GSocket) late = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocketAddress) client = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("ping", 4);
  guint16 port = socket_bind (server);
  g_autofree char *uri = g_strdup_printf ("udp://127.0.0.1:%u", port);
  char buffer[16];
  TinSession *session;

  g_socket_close (server, NULL);
  session = bench_start (bench, uri);
  wait_for_state (session, TIN_SESSION_OPEN);
  wait_until (tin_session_can_send (session));
  g_assert_true (tin_session_send (session, 0, bytes, NULL));
  wait_until (tin_session_get_problem (session) != NULL);
  g_assert_true (g_str_has_prefix (tin_problem_get_title (tin_session_get_problem (session)), "Server not running"));
  g_assert_cmpuint (tin_session_get_state (session), ==, TIN_SESSION_OPEN);

  late = socket_new (G_SOCKET_TYPE_DATAGRAM);
  address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  g_assert_true (g_socket_bind (late, address, FALSE, NULL));
  g_assert_true (tin_session_send (session, 0, bytes, NULL));
  g_assert_cmpint (g_socket_receive_from (late, &client, buffer, sizeof buffer, NULL, NULL), ==, 4);
  g_socket_send_to (late, client, "pong", 4, NULL, NULL);
  wait_until (tin_session_get_totals (session)->bytes_in == 4);
  g_assert_null (tin_session_get_problem (session));

  bench_finish (session);
}

static void
test_refuses_a_profile_that_is_not_valid (Bench         *bench,
                                          gconstpointer  data)
{
  TinSession *session = bench_create (bench, "tcp-listen://127.0.0.1:0");
  g_autoptr (GError) error = NULL;

  g_object_set (tin_session_get_profile (session), "port", "99999", NULL);
  g_assert_false (tin_session_can_start (session));
  g_assert_false (tin_session_start (session, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (tin_session_get_state (session), ==, TIN_SESSION_CLOSED);
  g_assert_finalize_object (session);
}

static void
test_refuses_to_send_when_closed (Bench         *bench,
                                  gconstpointer  data)
{
  TinSession *session = bench_create (bench, "tcp-listen://127.0.0.1:0");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;

  g_assert_false (tin_session_send (session, 0, bytes, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
  g_assert_finalize_object (session);
}

#define ADD(path, test) g_test_add ("/session/" path, Bench, NULL, bench_set_up, test, bench_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("stops-while-opening", test_stops_while_opening);
  ADD ("gives-up-in-time", test_gives_up_in_time);
  ADD ("explains-and-starts-again", test_explains_and_starts_again);
  ADD ("can-be-stopped-while-the-reason-is-found-out", test_can_be_stopped_while_the_reason_is_found_out);
  ADD ("can-go-while-the-reason-is-found-out", test_can_go_while_the_reason_is_found_out);
  ADD ("says-that-nothing-listens", test_says_that_nothing_listens);
  ADD ("survives-a-server-that-is-not-there", test_survives_a_server_that_is_not_there);
  ADD ("refuses-a-profile-that-is-not-valid", test_refuses_a_profile_that_is_not_valid);
  ADD ("refuses-to-send-when-closed", test_refuses_to_send_when_closed);

  return g_test_run ();
}
