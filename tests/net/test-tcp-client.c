/* test-tcp-client.c: how a TCP client connects, fails to, and ends.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include <sys/socket.h>
#include <unistd.h>

static void
test_talk (Fixture       *fixture,
           gconstpointer  data)
{
  guint port;
  int listener = peer_listen (&port, 4), peer;

  fixture_open_port (fixture, "tcp://127.0.0.1:%u?first-message=Hello&goodbye=bye&eol=none", port);
  peer = accept (listener, NULL, NULL);
  peer_expect (peer, "Hello");
  peer_send (peer, "Welcome");
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_IN) == 7);

  fixture_send (fixture, 0, "bye");
  peer_expect (peer, "bye");
  peer_expect_end (peer);
  close (peer);
  close (listener);

  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  assert_story (fixture, "connecting#1>local opened#1>local data#1>Hello(first message) data#1<Welcome "
                "data#1>bye closed#1rule(goodbye) stoppedrule");
}

static void
test_server_closes (Fixture       *fixture,
                    gconstpointer  data)
{
  guint port;
  int listener = peer_listen (&port, 4), peer;

  fixture_open_port (fixture, "tcp://localhost:%u", port);
  peer = accept (listener, NULL, NULL);
  peer_send (peer, "Thank you for connecting\r\n");
  close (peer);
  close (listener);

  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), ==, 26);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_CLOSED), ==, 1);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  fixture_open_port (fixture, "tcp://127.0.0.1:%u", peer_get_unused_port (SOCK_STREAM));
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);

  g_assert_true (fixture_has_error (fixture, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED));
  g_assert_true (fixture_find (fixture, TIN_EVENT_REFUSED, &record));
  g_assert_nonnull (record.reason);
  assert_story (fixture, "connecting#1>local refused#1peer");
}

static void
test_reset (Fixture       *fixture,
            gconstpointer  data)
{
  guint port;
  int listener = peer_listen (&port, 4), peer;

  fixture_open_port (fixture, "tcp://127.0.0.1:%u", port);
  peer = accept (listener, NULL, NULL);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_OPEN);
  peer_reset (peer);
  close (listener);

  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  g_assert_true (fixture_has_error (fixture, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED));
  assert_story (fixture, "connecting#1>local opened#1>local reset#1peer stoppedpeer");
}

static void
test_scripted_goodbye (Fixture       *fixture,
                       gconstpointer  data)
{
  guint port;
  int listener = peer_listen (&port, 4), peer;

  fixture_open_port (fixture, "tcp://127.0.0.1:%u?first-message=bye&goodbye=bye", port);
  peer = accept (listener, NULL, NULL);
  peer_expect (peer, "bye");
  peer_expect_end (peer);

  /* This server does not close by itself: the client does not wait for ever. */
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  assert_story (fixture, "connecting#1>local opened#1>local data#1>bye(first message) closed#1rule(goodbye) stoppedrule");
  close (peer);
  close (listener);
}

static void
test_half_close (Fixture       *fixture,
                 gconstpointer  data)
{
  guint port;
  int listener = peer_listen (&port, 4), peer;

  fixture_open_port (fixture, "tcp://127.0.0.1:%u", port);
  peer = accept (listener, NULL, NULL);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_OPEN);
  fixture_send (fixture, 0, "all I have");
  tin_channel_finish_sending (fixture->channel, 0);
  peer_expect (peer, "all I have");
  peer_expect_end (peer);
  peer_send (peer, "thanks");
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_IN) == 6);
  g_assert_cmpint (fixture_get_state (fixture), ==, TIN_CHANNEL_OPEN);
  close (peer);
  close (listener);

  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  assert_story (fixture, "connecting#1>local opened#1>local data#1>all I have half-closed#1>local data#1<thanks "
                "closed#1peer stoppedpeer");
}

static void
test_disconnect (Fixture       *fixture,
                 gconstpointer  data)
{
  guint port;
  int listener = peer_listen (&port, 4), peer;

  fixture_open_port (fixture, "tcp://127.0.0.1:%u", port);
  peer = accept (listener, NULL, NULL);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_OPEN);
  fixture_send (fixture, 0, "last");
  tin_channel_disconnect (fixture->channel, 0);
  peer_expect (peer, "last");
  peer_expect_end (peer);
  close (peer);
  close (listener);

  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  assert_story (fixture, "connecting#1>local opened#1>local data#1>last closed#1local stoppedlocal");
}

static void
test_send_too_early (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;

  fixture_open_port (fixture, "tcp://127.0.0.1:%u", peer_get_unused_port (SOCK_STREAM));
  g_assert_false (tin_channel_send (fixture->channel, 0, bytes, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
  g_clear_error (&error);

  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  g_assert_false (tin_channel_send (fixture->channel, 7, bytes, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);

  /* And none of these does anything, or harm. */
  tin_channel_stop (fixture->channel);
  tin_channel_disconnect (fixture->channel, 0);
  tin_channel_finish_sending (fixture->channel, 7);
  g_assert_cmpuint (tin_channel_get_queued (fixture->channel, 7), ==, 0);
}

static gpointer
pour_in_thread (gpointer data)
{
  static guint8 megabyte[1024 * 1024];
  int peer = GPOINTER_TO_INT (data);

  for (int i = 0; i < 8; i++)
    peer_send_all (peer, megabyte, sizeof megabyte);

  close (peer);

  return NULL;
}

/* The disk hangs while the server pours: nothing is lost, and it goes on by itself. */
static void
test_slow_disk (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GThread) thread = NULL;
  guint port;
  int listener = peer_listen (&port, 4);

  fixture_use_slow_disk (fixture);
  fixture_open_port (fixture, "tcp://127.0.0.1:%u", port);
  tin_faulty_sink_hold (fixture->disk);
  thread = g_thread_new ("server", pour_in_thread, GINT_TO_POINTER (accept (listener, NULL, NULL)));

  sample_until (fixture_is_full (fixture));
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), <, 8 * 1024 * 1024);
  tin_faulty_sink_release (fixture->disk);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), ==, 8 * 1024 * 1024);
  g_thread_join (g_steal_pointer (&thread));
  close (listener);
}

/* The text has no form in the encoding: that is said before anything is opened. */
static void
test_not_representable (Fixture       *fixture,
                        gconstpointer  data)
{
  fixture_open (fixture, "tcp://127.0.0.1:1?first-message=%E2%82%AC&encoding=ISO-8859-1");
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  assert_story (fixture, "errorlocal");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/tcp-client/talks", Fixture, NULL, fixture_set_up, test_talk, fixture_tear_down);
  g_test_add ("/tcp-client/ends-with-the-server", Fixture, NULL, fixture_set_up, test_server_closes, fixture_tear_down);
  g_test_add ("/tcp-client/is-refused", Fixture, NULL, fixture_set_up, test_refused, fixture_tear_down);
  g_test_add ("/tcp-client/is-reset", Fixture, NULL, fixture_set_up, test_reset, fixture_tear_down);
  g_test_add ("/tcp-client/says-goodbye-from-a-script", Fixture, NULL, fixture_set_up, test_scripted_goodbye,
              fixture_tear_down);
  g_test_add ("/tcp-client/half-closes", Fixture, NULL, fixture_set_up, test_half_close, fixture_tear_down);
  g_test_add ("/tcp-client/disconnects", Fixture, NULL, fixture_set_up, test_disconnect, fixture_tear_down);
  g_test_add ("/tcp-client/cannot-send-unless-open", Fixture, NULL, fixture_set_up, test_send_too_early,
              fixture_tear_down);
  g_test_add ("/tcp-client/waits-for-a-slow-disk", Fixture, NULL, fixture_set_up, test_slow_disk, fixture_tear_down);
  g_test_add ("/tcp-client/refuses-what-has-no-form-in-the-encoding", Fixture, NULL, fixture_set_up,
              test_not_representable, fixture_tear_down);

  return g_test_run ();
}
