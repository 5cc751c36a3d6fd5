/* test-waiting.c: how much may wait to be sent, however large or small its pieces are, and to whom.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "errno-shim.h"
#include "fixture.h"

#include "net/tin-tcp-link.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#define N_PEERS  2
#define STUFFING 20000 /* bytes that are sent at once to be echoed and not read */

typedef struct
{
  int fds[N_PEERS];
} Peers;

static void
peers_connect (Peers   *peers,
               Fixture *fixture)
{
  for (guint i = 0; i < N_PEERS; i++)
    {
      peers->fds[i] = peer_connect (fixture_get_port (fixture));
      wait_until (fixture, fixture_get_n_links (fixture) == i + 1);
    }
}

static void
peers_close (Peers *peers)
{
  for (guint i = 0; i < N_PEERS; i++)
    close (peers->fds[i]);
}

/* Returns: how many bytes were queued before there was no room */
static gsize
send_until_refused (Fixture *fixture,
                    guint32  connection,
                    GBytes  *message)
{
  g_autoptr (GError) error = NULL;
  gsize accepted = 0;

  while (tin_channel_send (fixture->channel, connection, message, &error))
    {
      accepted += g_bytes_get_size (message);
      g_assert_cmpuint (accepted, <=, TIN_CHANNEL_QUEUE_LIMIT);
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);

  return accepted;
}

/* To several at once it is the engine that asks who has room: until it does, what it is handed has a limit, too. */
static void
test_repeats (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GBytes) message = g_bytes_new_take (g_malloc0 (100000), 100000);
  Peers peers = { 0 };
  gsize accepted;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0");
  peers_connect (&peers, fixture);

  fixture_hold_engine (fixture);
  accepted = send_until_refused (fixture, 0, message);
  fixture_release_engine (fixture);

  fixture_stop (fixture);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_OUT) + fixture_sum_dropped (fixture), ==, 2 * accepted);
  peers_close (&peers);
}

/* What waits for each peer, and what waits for all, fill up on their own, in any order. */
static void
test_own_rooms (Fixture       *fixture,
                gconstpointer  data)
{
  static const guint32 orders[][3] = { { 1, 2, 0 }, { 0, 1, 2 }, { 1, 0, 2 } };
  const guint32 *order = orders[GPOINTER_TO_UINT (data)];
  g_autoptr (GBytes) message = g_bytes_new_take (g_malloc0 (100000), 100000);
  const gsize room = TIN_CHANNEL_QUEUE_LIMIT / 100000 * 100000;
  Peers peers = { 0 };

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0");
  peers_connect (&peers, fixture);

  fixture_hold_engine (fixture);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (send_until_refused (fixture, order[i], message), ==, room);
  fixture_release_engine (fixture);

  fixture_stop (fixture);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_OUT) + fixture_sum_dropped (fixture), ==, 4 * room);
  peers_close (&peers);
}

/* Returns: how many of @size bytes may wait for a peer, or for all, when nothing else does */
static guint
get_room_for (gsize size)
{
  return TIN_CHANNEL_QUEUE_LIMIT / (size + TIN_CHANNEL_MESSAGE_COST);
}

/* Returns: how many were queued before there was no room */
static guint
send_all_that_fits (Fixture *fixture,
                    guint32  connection,
                    GBytes  *message)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  while (tin_channel_send (fixture->channel, connection, message, &error))
    g_assert_cmpuint (++n, <=, get_room_for (g_bytes_get_size (message)));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);

  return n;
}

/* Each costs memory besides its byte; what was taken leaves its room to others. What is shown is bytes. Those for all
 * are handed out first, and find the queue of each full. */
static void
test_single_bytes (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GBytes) message = g_bytes_new_static ("x", 1);
  const guint room = get_room_for (1);
  Peers peers = { 0 };

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0");
  peers_connect (&peers, fixture);

  for (guint i = 1; i <= 2; i++)
    {
      fixture_hold_engine (fixture);
      for (guint32 connection = 0; connection <= N_PEERS; connection++)
        g_assert_cmpuint (send_all_that_fits (fixture, connection, message), ==, room);
      g_assert_cmpuint (fixture_get_queued (fixture), ==, N_PEERS * room);
      fixture_release_engine (fixture);

      for (guint j = 0; j < N_PEERS; j++)
        for (guint k = 0; k < room; k++)
          peer_expect (peers.fds[j], "x");
      fixture_await_turns (fixture);
      g_assert_cmpuint (fixture_get_queued (fixture), ==, 0);
      g_assert_cmpuint (fixture_sum_dropped (fixture), ==, i * N_PEERS * room);
    }

  peers_close (&peers);
}

/* To one, and what is queued for it has nothing to count but its cost. */
static void
test_empty_datagrams (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  const guint room = get_room_for (0);
  guint port;
  int peer = peer_bind_datagram (&port);

  fixture_open_port (fixture, "udp://127.0.0.1:%u", port);
  wait_until (fixture, fixture_get_n_links (fixture) == 1);

  for (guint i = 1; i <= 2; i++)
    {
      fixture_hold_engine (fixture);
      g_assert_cmpuint (send_all_that_fits (fixture, 0, nothing), ==, room);
      g_assert_cmpuint (fixture_get_queued (fixture), ==, 0);
      fixture_release_engine (fixture);
      wait_until (fixture, fixture_count (fixture, TIN_EVENT_DATA) == i * room);
      fixture_await_turns (fixture);
    }

  close (peer);
}

/* Nothing of a stream is sent for it: it leaves its room even so. */
static void
test_empty_messages (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0");
  peer = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == 1);

  for (int i = 0; i < 2; i++)
    {
      fixture_hold_engine (fixture);
      g_assert_cmpuint (send_all_that_fits (fixture, 1, nothing), ==, get_room_for (0));
      fixture_release_engine (fixture);
      fixture_await_turns (fixture);
    }

  close (peer);
}

/* More of its echo waits here, as it reads nothing. */
static void
peers_stuff (Peers   *peers,
             guint    n,
             Fixture *fixture)
{
  static const guint8 data[STUFFING];
  const int size = 2048, on = 1;

  g_assert_cmpint (setsockopt (peers->fds[n], SOL_SOCKET, SO_RCVBUF, &size, sizeof size), ==, 0);
  g_assert_cmpint (setsockopt (peers->fds[n], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), ==, 0);
  while (tin_channel_get_queued (fixture->channel, n + 1) == 0)
    {
      peer_send_all (peers->fds[n], data, sizeof data);
      fixture_await_turns (fixture);
    }
}

/* Returns: bytes that came in since record @next, which moves on */
static gsize
count_received (Fixture *fixture,
                guint64 *next)
{
  gsize size = 0;

  for (guint64 end = tin_capture_get_published (fixture->capture); *next < end; (*next)++)
    {
      TinIndexEntry entry;

      if (tin_capture_peek (fixture->capture, *next, &entry) && entry.event == TIN_EVENT_DATA &&
          entry.direction == TIN_DIRECTION_IN)
        size += entry.size;
    }

  return size;
}

/* Read byte by byte, what waits is about as close as in one piece: there is room for more. */
static void
test_silent_peers_of_single_bytes (Fixture       *fixture,
                                   gconstpointer  data)
{
  const guint n_bytes = get_room_for (1) * 9 / 8;
  Peers peers = { 0 };
  gsize received = 0;
  guint64 next;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo&send-buffer=4096");
  peers_connect (&peers, fixture);
  for (guint i = 0; i < N_PEERS; i++)
    peers_stuff (&peers, i, fixture);
  next = tin_capture_get_published (fixture->capture);

  for (guint i = 1; i <= n_bytes; i++)
    {
      for (guint j = 0; j < N_PEERS; j++)
        peer_send (peers.fds[j], "x");
      wait_until (fixture, (received += count_received (fixture, &next)) >= i * N_PEERS);
    }

  for (guint i = 1; i <= N_PEERS; i++)
    fixture_send (fixture, i, "more");

  peers_close (&peers);
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
  g_assert_cmpuint (fixture_get_queued (fixture), ==, 0);
}

/* Those without a byte, too, as they cost memory like others. The shim fails single datagrams: so the first goes alone,
 * for it has no room for the second beside it. */
static void
test_empty_answers_bounded (Fixture       *fixture,
                            gconstpointer  data)
{
  enum { N_LARGE = 2, N = 4000, N_AT_ONCE = 50 };
  static const guint8 payload[60000];
  gsize weight = 0;
  guint n_refused = 0;
  int peer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");
  peer = peer_connect_datagram (fixture_get_port (fixture));
  errno_shim_fail (ERRNO_SHIM_SEND, ENOBUFS, 1000000);

  for (guint i = 1; i <= N; i++)
    {
      /* In turns, or it would be a storm. */
      const gsize size = i <= N_LARGE ? sizeof payload : i % 2;

      g_assert_cmpint (write (peer, payload, size), ==, size);
      if (i <= N_LARGE || i % N_AT_ONCE == 0)
        wait_until (fixture, fixture_count (fixture, TIN_EVENT_DATA) == i);

      if (weight + size + TIN_CHANNEL_MESSAGE_COST <= TIN_CHANNEL_QUEUE_LIMIT)
        weight += size + TIN_CHANNEL_MESSAGE_COST;
      else
        n_refused++;
    }

  g_assert_cmpuint (n_refused, >, 0);
  g_assert_cmpuint (fixture_sum_dropped (fixture), ==, n_refused);

  fixture_stop (fixture);
  g_assert_cmpuint (fixture_sum_dropped (fixture), ==, N);
  errno_shim_fail (ERRNO_SHIM_SEND, 0, 0);
  close (peer);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function, data) \
  g_test_add ("/waiting/" path, Fixture, GUINT_TO_POINTER (data), fixture_set_up, function, fixture_stop_and_tear_down)
  ADD ("bounds-what-is-sent-to-all-again-and-again", test_repeats, 0);
  ADD ("leaves-the-room-for-all-to-them", test_own_rooms, 0);
  ADD ("leaves-the-room-for-each-to-it", test_own_rooms, 1);
  ADD ("leaves-the-room-for-others-to-them", test_own_rooms, 2);
  ADD ("bounds-messages-of-a-byte", test_single_bytes, 0);
  ADD ("bounds-empty-datagrams", test_empty_datagrams, 0);
  ADD ("leaves-no-empty-message-of-a-stream", test_empty_messages, 0);
  ADD ("keeps-an-echo-of-single-bytes-close", test_silent_peers_of_single_bytes, 0);
  ADD ("bounds-empty-answers-that-cannot-be-sent", test_empty_answers_bounded, 0);
#undef ADD

  return g_test_run ();
}
