/* test-tcp-server.c: what a TCP server answers, records and closes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include "net/tin-tcp-link.h"

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

/* A line before the word is answered, the word is not; in pieces it is no word. */
static void
test_goodbye_in_chunk (Fixture       *fixture,
                       gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo&goodbye=bye");
  peer = peer_connect (fixture_get_port (fixture));
  peer_send (peer, "b");
  peer_expect (peer, "b");
  peer_send (peer, "ye");
  peer_expect (peer, "ye");
  peer_send (peer, "one more\nbye\n");
  peer_expect (peer, "one more\n");
  peer_expect_end (peer);
  close (peer);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
}

static void
test_send (Fixture       *fixture,
           gconstpointer  data)
{
  int peers[3];

  fixture_serve (fixture, "tcp-listen://localhost:0");

  for (guint i = 0; i < 3; i++)
    {
      peers[i] = peer_connect (fixture_get_port (fixture));
      wait_until (fixture, fixture_get_n_links (fixture) == i + 1);
    }

  fixture_send (fixture, 2, "you");
  peer_expect (peers[1], "you");
  fixture_send (fixture, 0, "all");
  for (int i = 0; i < 3; i++)
    peer_expect (peers[i], "all");

  tin_channel_disconnect (fixture->channel, 2);
  peer_expect_end (peers[1]);
  close (peers[1]);
  wait_until (fixture, fixture_get_n_links (fixture) == 2);

  tin_channel_disconnect (fixture->channel, 0);
  peer_expect_end (peers[0]);
  peer_expect_end (peers[2]);
  close (peers[0]);
  close (peers[2]);
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
  g_assert_cmpint (fixture_get_state (fixture), ==, TIN_CHANNEL_OPEN);
  close (peer_connect (fixture_get_port (fixture)));
}

/* A message to all leaves out who cannot take it, and says so. */
static void
test_send_to_all_at_limit (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (TIN_TCP_MAX_SEND_SIZE), TIN_TCP_MAX_SEND_SIZE);
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  int deaf, hearing;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0");
  deaf = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  hearing = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == 2);

  g_assert_true (tin_channel_send (fixture->channel, 1, bytes, NULL));
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_OUT) > 0);
  fixture_send (fixture, 0, "hello");
  peer_expect (hearing, "hello");
  wait_until (fixture, fixture_find (fixture, TIN_EVENT_DROPPED, &record));
  g_assert_cmpuint (record.connection, ==, 1);
  g_assert_cmpuint (record.size, ==, 5);
  close (deaf);
  close (hearing);
}

static void
test_ipv6 (Fixture       *fixture,
           gconstpointer  data)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  int peer;

  /* Who comes by IPv4 to a socket for both is shown as what he is. */
  fixture_serve (fixture, "tcp-listen://[::]:0?reply=echo");
  peer = peer_connect (fixture_get_port (fixture));
  peer_send (peer, "hello");
  peer_expect (peer, "hello");
  close (peer);
  wait_until (fixture, fixture_find (fixture, TIN_EVENT_OPENED, &record));
  g_assert_cmpint (record.peer.family, ==, TIN_FAMILY_IPV4);
  g_assert_cmpint (record.local.family, ==, TIN_FAMILY_IPV4);
}

/* The program ends while everything is under way. */
static void
test_engine_stops (Fixture       *fixture,
                   gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo");
  peer = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  fixture_send (fixture, 1, "hello");
  tin_engine_stop (fixture->engine);
  g_assert_cmpint (fixture_get_state (fixture), ==, TIN_CHANNEL_CLOSED);
  peer_expect (peer, "hello");
  peer_expect_end (peer);
  close (peer);
}

/* A peer that reads nothing: what the socket took waits in the kernel, and the kernel tells how much. */
static void
test_measure (Fixture       *fixture,
              gconstpointer  data)
{
  static const char text[16 * 1024 * 1024] = ""; /* more than the kernel takes */
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text);
  TinTcpInfo info;
  int fd;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0");
  fd = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  g_assert_false (tin_channel_get_tcp_info (fixture->channel, 1, &info));

  tin_channel_measure (fixture->channel, 1);
  tin_channel_measure (fixture->channel, 99);
  wait_until (fixture, tin_channel_get_tcp_info (fixture->channel, 1, &info));
  g_assert_cmpuint (info.rtt_us, >, 0);
  g_assert_cmpuint (info.congestion_window, >, 0);
  g_assert_cmpint (info.peer_window, !=, 0);
  g_assert_cmpuint (info.unsent + info.unacknowledged + info.unread, ==, 0);
  g_assert_false (tin_channel_get_tcp_info (fixture->channel, 99, &info));

  g_assert_true (tin_channel_send (fixture->channel, 1, bytes, NULL));
  wait_until (fixture, (tin_channel_measure (fixture->channel, 1),
                        tin_channel_get_tcp_info (fixture->channel, 1, &info) && info.unsent > 0));
  g_assert_cmpuint (info.unsent + info.unacknowledged, <=, sizeof text - fixture_get_queued (fixture));

  close (fd);
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
  g_assert_false (tin_channel_get_tcp_info (fixture->channel, 1, &info));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/tcp-server/echoes", Fixture, NULL, fixture_set_up, test_echo, fixture_tear_down);
  g_test_add ("/tcp-server/ends-a-peer-that-says-goodbye", Fixture, NULL, fixture_set_up, test_goodbye, fixture_tear_down);
  g_test_add ("/tcp-server/greets-and-closes", Fixture, NULL, fixture_set_up, test_greeting, fixture_tear_down);

  g_test_add ("/tcp-server/answers-what-precedes-a-goodbye", Fixture, NULL, fixture_set_up, test_goodbye_in_chunk,
              fixture_tear_down);
  g_test_add ("/tcp-server/sends-to-and-disconnects-one-or-all", Fixture, NULL, fixture_set_up, test_send,
              fixture_tear_down);
  g_test_add ("/tcp-server/leaves-out-who-cannot-take-a-message", Fixture, NULL, fixture_set_up,
              test_send_to_all_at_limit, fixture_tear_down);
  g_test_add ("/tcp-server/measures-a-connection", Fixture, NULL, fixture_set_up, test_measure, fixture_tear_down);
  g_test_add ("/tcp-server/shows-ipv4-as-ipv4", Fixture, NULL, fixture_set_up, test_ipv6, fixture_tear_down);
  g_test_add ("/tcp-server/ends-with-the-engine", Fixture, NULL, fixture_set_up, test_engine_stops, fixture_tear_down);

  return g_test_run ();
}
