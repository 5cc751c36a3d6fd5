/* test-urgent.c: what a peer marks as urgent is a part of its stream, and as well recorded and answered as the rest.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include <sys/socket.h>
#include <unistd.h>

/* In four parts; the urgent mark of the kernel stands behind the last byte that was sent so (tcp(7)). */
static void
send_with_urgent (int peer)
{
  peer_send (peer, "ab");
  g_assert_cmpint (send (peer, "!", 1, MSG_OOB), ==, 1);
  peer_send (peer, "cd");
  g_assert_cmpint (send (peer, "ef?", 3, MSG_OOB), ==, 3);
}

static void
assert_recorded (Fixture *fixture)
{
  g_autoptr (GByteArray) in = NULL;

  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_IN) == 8);
  in = fixture_collect (fixture, 1, TIN_DIRECTION_IN);
  g_assert_cmpmem (in->data, in->len, "ab!cdef?", 8);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DROPPED), ==, 0);
}

static void
test_server (Fixture       *fixture,
             gconstpointer  uri)
{
  int peer;

  fixture_serve (fixture, uri);
  peer = peer_connect (fixture_get_port (fixture));
  send_with_urgent (peer);
  peer_expect (peer, "ab!cdef?");
  assert_recorded (fixture);
  close (peer);
}

static void
test_client (Fixture       *fixture,
             gconstpointer  data)
{
  guint port;
  int listener = peer_listen (&port, 1);
  int peer;

  fixture_open_port (fixture, "tcp://127.0.0.1:%u", port);
  peer = accept (listener, NULL, NULL);
  g_assert_cmpint (peer, >=, 0);
  send_with_urgent (peer);
  assert_recorded (fixture);
  close (peer);
  close (listener);
}

/* What comes while nobody reads is read at the end, and no mark stops that. */
static void
test_end (Fixture       *fixture,
          gconstpointer  uri)
{
  int peer;

  fixture_serve (fixture, uri);
  peer = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  fixture_hold_engine (fixture);
  send_with_urgent (peer);
  tin_channel_stop (fixture->channel);
  fixture_release_engine (fixture);
  assert_recorded (fixture);
  close (peer);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, function) \
  g_test_add ("/urgent/" path, Fixture, data, fixture_set_up, function, fixture_stop_and_tear_down)
  ADD ("is-received-by-a-server", "tcp-listen://127.0.0.1:0?reply=echo", test_server);
  ADD ("is-received-by-a-client", NULL, test_client);
  ADD ("is-received-at-the-end", "tcp-listen://127.0.0.1:0", test_end);
  ADD ("is-received-before-a-reset", "tcp-listen://127.0.0.1:0?reset-on-close=1", test_end);
#undef ADD

  return g_test_run ();
}
