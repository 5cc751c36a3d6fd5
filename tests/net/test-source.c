/* test-source.c: the address and port that a connection leaves from.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
test_source_of_a_stream (Fixture       *fixture,
                         gconstpointer  data)
{
  struct sockaddr_in address;
  socklen_t size = sizeof address;
  guint port = 0, source_port = peer_get_unused_port (SOCK_STREAM);
  int listener = peer_listen (&port, 1);
  int peer;
  g_autofree char *uri = g_strdup_printf ("tcp://127.0.0.1:%u?source-address=127.0.0.2&source-port=%u", port, source_port);

  fixture_open (fixture, uri);
  peer = accept (listener, (struct sockaddr *) &address, &size);
  g_assert_cmpuint (ntohl (address.sin_addr.s_addr), ==, 0x7f000002);
  g_assert_cmpuint (ntohs (address.sin_port), ==, source_port);
  close (peer);
  close (listener);
}

/* Of a name with addresses of both kinds, those are tried that the source can reach. */
static void
test_source_chooses_the_family (Fixture       *fixture,
                                gconstpointer  data)
{
  guint port = 0;
  int listener = peer_listen (&port, 1);
  int peer;

  fixture_open_port (fixture, "tcp://localhost:%u?source-address=127.0.0.3", port);
  peer = accept (listener, NULL, NULL);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_OPEN);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_CONNECTING), ==, 1);
  close (peer);
  close (listener);
}

static void
test_source_of_datagrams (Fixture       *fixture,
                          gconstpointer  data)
{
  struct sockaddr_in address;
  socklen_t size = sizeof address;
  guint port = 0;
  int peer = peer_bind_datagram (&port);
  char buffer[16];

  fixture_open_port (fixture, "udp://127.0.0.1:%u?source-address=127.0.0.2&first-message=hello", port);
  g_assert_cmpint (recvfrom (peer, buffer, sizeof buffer, 0, (struct sockaddr *) &address, &size), ==, 5);
  g_assert_cmpuint (ntohl (address.sin_addr.s_addr), ==, 0x7f000002);
  close (peer);
}

static void
test_busy_source (Fixture       *fixture,
                  gconstpointer  data)
{
  guint port = 0;
  int other = peer_bind_datagram (&port);
  g_autofree char *uri = g_strdup_printf ("udp://127.0.0.1:9?source-address=127.0.0.1&source-port=%u", port);
  g_autofree char *expected = g_strdup_printf ("Another connection leaves from 127.0.0.1:%u already.", port);
  g_autofree char *reason = NULL;

  fixture_open (fixture, uri);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  reason = fixture_dup_reason (fixture, TIN_EVENT_ERROR);
  g_assert_cmpstr (reason, ==, expected);
  close (other);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/source/" path, Fixture, NULL, fixture_set_up, function, fixture_stop_and_tear_down)
  ADD ("of-a-stream", test_source_of_a_stream);
  ADD ("chooses-what-it-reaches", test_source_chooses_the_family);
  ADD ("of-datagrams", test_source_of_datagrams);
  ADD ("that-is-busy-is-said", test_busy_source);

  return g_test_run ();
}
