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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/tcp-client/talks", Fixture, NULL, fixture_set_up, test_talk, fixture_tear_down);
  g_test_add ("/tcp-client/ends-with-the-server", Fixture, NULL, fixture_set_up, test_server_closes, fixture_tear_down);
  g_test_add ("/tcp-client/is-refused", Fixture, NULL, fixture_set_up, test_refused, fixture_tear_down);

  return g_test_run ();
}
