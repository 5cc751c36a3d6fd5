/* test-storm.c: two programs that answer each other's datagrams for ever, if nobody ends it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include "net/tin-storm-guard.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define N_ON_THE_WAY 64 /* datagrams: as many as any buffer holds */

/* Returns: a peer that gets no more answers */
static int
begin_storm (Fixture *fixture)
{
  gint64 begin, took;
  int peer;
  guint n_echoed = 0;
  char buffer[16];

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  peer = peer_connect_datagram (fixture_get_port (fixture));

  begin = g_get_monotonic_time ();

  /* A peer that sends back what it gets, for ever; so many that the way there and back does not slow it down. */
  for (int i = 0; i < N_ON_THE_WAY; i++)
    peer_send (peer, "ping");

  while (TRUE)
    {
      gssize size = recv (peer, buffer, sizeof buffer, MSG_DONTWAIT);

      if (size > 0)
        {
          n_echoed++;
          g_assert_cmpint (send (peer, buffer, size, 0), ==, size);
        }
      else if (fixture_count (fixture, TIN_EVENT_NOTE) > 0)
        {
          break;
        }
    }

  /* What came between the two looks is the last. */
  while (recv (peer, buffer, sizeof buffer, MSG_DONTWAIT) > 0)
    ;

  /* A slow machine lets several windows pass before a thousand fall into one. */
  took = g_get_monotonic_time () - begin;
  g_assert_cmpuint (n_echoed, <, TIN_STORM_COUNT * (2 + took / TIN_STORM_WINDOW));

  return peer;
}

static void
test_storm (Fixture       *fixture,
            gconstpointer  data)
{
  int peer = begin_storm (fixture);

  g_assert_cmpuint (fixture_get_n_paused (fixture), ==, 1);
  peer_send (peer, "something else");
  peer_expect (peer, "something else");
  g_assert_cmpuint (fixture_get_n_paused (fixture), ==, 0);
  close (peer);
}

static void
test_storm_resumed (Fixture       *fixture,
                    gconstpointer  data)
{
  int peer = begin_storm (fixture);

  tin_channel_resume_answers (fixture->channel, 0);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_NOTE) == 2);
  g_assert_cmpuint (fixture_get_n_paused (fixture), ==, 0);

  peer_send (peer, "ping");
  peer_expect (peer, "ping");
  close (peer);
}

static void
test_storm_blows_over (Fixture       *fixture,
                       gconstpointer  data)
{
  int peer = begin_storm (fixture);

  /* Nothing more comes. */
  wait_until (fixture, fixture_get_n_paused (fixture) == 0);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 1);
  close (peer);
}

static void
test_stop_in_storm (Fixture       *fixture,
                    gconstpointer  data)
{
  int peer = begin_storm (fixture);

  fixture_stop (fixture);
  g_assert_cmpuint (fixture_get_n_paused (fixture), ==, 0);
  tin_channel_resume_answers (fixture->channel, 0);
  close (peer);
}

/* A peer of one server whose address becomes that of another: neither may answer the other. */
static void
test_mirror (Fixture       *fixture,
             gconstpointer  data)
{
  Fixture other = { .engine = fixture->engine, .capture = tin_capture_new ("other", NULL, 0) };
  guint port;
  int peer = peer_bind_datagram (&port);
  struct sockaddr_in server = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };

  tin_capture_set_news_func (other.capture, fixture_news_cb, NULL);
  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  server.sin_port = htons (fixture_get_port (fixture));
  g_assert_cmpint (sendto (peer, "a", 1, 0, (struct sockaddr *) &server, sizeof server), ==, 1);
  peer_expect (peer, "a");
  close (peer);

  fixture_open_port (&other, "udp-listen://127.0.0.1:%u?reply=echo", port);
  wait_until (&other, fixture_get_state (&other) == TIN_CHANNEL_OPEN);
  fixture_send (fixture, 1, "who is there");
  wait_until (&other, fixture_count (&other, TIN_EVENT_NOTE) == 1);
  fixture_stop (&other);
  fixture_stop (fixture);

  g_assert_cmpuint (fixture_count_bytes (&other, TIN_DIRECTION_OUT), ==, 0);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), ==, 1);
  g_assert_finalize_object (other.channel);
  g_assert_finalize_object (other.capture);
}

/* Two of our own: a client that echoes and a server that echoes would never end. */
static void
test_client_echo (Fixture       *fixture,
                  gconstpointer  data)
{
  Fixture other = { .engine = fixture->engine, .capture = tin_capture_new ("other", NULL, 0) };

  tin_capture_set_news_func (other.capture, fixture_news_cb, NULL);
  fixture_serve (fixture, "udp-listen://[::1]:0?reply=echo");
  fixture_open_port (&other, "udp://[::1]:%u?first-message=ping&reply=echo", fixture_get_port (fixture));
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_NOTE) > 0 || fixture_count (&other, TIN_EVENT_NOTE) > 0);
  fixture_stop (&other);
  fixture_stop (fixture);
  g_assert_finalize_object (other.channel);
  g_assert_finalize_object (other.capture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/storm/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("is-ended", test_storm);
  ADD ("goes-on-when-told", test_storm_resumed);
  ADD ("is-noticed-to-be-over", test_storm_blows_over);
  ADD ("keeps-nobody-from-stopping", test_stop_in_storm);
  ADD ("does-not-begin-with-an-own-server", test_mirror);
  ADD ("is-ended-between-our-own", test_client_echo);

  return g_test_run ();
}
