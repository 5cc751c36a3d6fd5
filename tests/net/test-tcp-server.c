/* test-tcp-server.c: what a TCP server answers, records and closes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
test_echo (Fixture       *fixture,
           gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo");
  peer = peer_connect (fixture_get_port (fixture));
  peer_send (peer, "hello");
  peer_expect (peer, "hello");
  g_assert_cmpuint (fixture_get_n_links (fixture), ==, 1);
  close (peer);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  fixture_stop (fixture);
  assert_story (fixture, "listeninglocal opened#1<peer data#1<hello data#1>hello(echo) half-closed#1<peer closed#1peer stoppedlocal");
}

static void
test_goodbye (Fixture       *fixture,
              gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo&goodbye=bye");
  peer = peer_connect (fixture_get_port (fixture));
  peer_send (peer, "hi");
  peer_expect (peer, "hi");
  peer_send (peer, "bye\r\n");
  peer_expect_end (peer);
  close (peer);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  assert_story (fixture, "listeninglocal opened#1<peer data#1<hi data#1>hi(echo) data#1<bye\r\n closed#1rule(goodbye)");
}

static void
test_greeting (Fixture       *fixture,
               gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=greeting&greeting=Thanks%0D%0A&close-after-greeting=1");
  peer = peer_connect (fixture_get_port (fixture));
  peer_expect (peer, "Thanks\r\n");
  peer_expect_end (peer);
  close (peer);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  assert_story (fixture, "listeninglocal opened#1<peer data#1>Thanks\r\n(greeting) closed#1rule(greeting)");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/tcp-server/echoes", Fixture, NULL, fixture_set_up, test_echo, fixture_tear_down);
  g_test_add ("/tcp-server/ends-a-peer-that-says-goodbye", Fixture, NULL, fixture_set_up, test_goodbye, fixture_tear_down);
  g_test_add ("/tcp-server/greets-and-closes", Fixture, NULL, fixture_set_up, test_greeting, fixture_tear_down);

  return g_test_run ();
}
