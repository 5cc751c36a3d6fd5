/* test-bounds.c: whoever floods, never reads or hangs: memory stays in its bounds, and nothing is lost in silence.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "datagram-flood.h"
#include "fixture.h"
#include "pace.h"
#include "resident.h"

#include "capture/tin-ring.h"
#include "capture/tin-scan.h"
#include "net/tin-tcp-link.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PUSH_INTERVAL 1000                       /* µs between two looks of a peer whose socket took nothing */
#define MIB           (1024 * 1024)
#define RING_SIZE     (2 * TIN_RING_CHUNK_SIZE)  /* bytes: see fixture_use_slow_disk() */
#define RING_BOUND    (2 * RING_SIZE)            /* bytes: events may double it */
#define OVERHEAD      (24 * MIB)                 /* bytes: stacks, the index, what a sanitizer keeps */
#define N_PEERS       4
#define N_ROUNDS      3
#define N_SILENT      16
#define SOCKET_BUFFER 65536                      /* bytes; the kernel doubles it */
#define OFFERED       (256 * MIB)                /* bytes by each peer: far more than all bounds together */
#define REST          (16 * MIB)                 /* bytes by each peer once the disk moves */

/* Streams of @numbers that begin anew for each peer. */
typedef struct
{
  int     fds[N_SILENT];
  guint64 sent[N_SILENT];  /* bytes that the socket took */
  guint   n;
} Peers;

static guint8
get_byte (guint64 position)
{
  return (guint8) (position * 7 + position / 65521);
}

static void
fill (guint8  *data,
      gsize    size,
      guint64  position)
{
  for (gsize i = 0; i < size; i++)
    data[i] = get_byte (position + i);
}

static void
peers_connect (Peers   *peers,
               guint    n,
               Fixture *fixture)
{
  const int size = SOCKET_BUFFER;

  peers->n = n;
  for (guint i = 0; i < n; i++)
    {
      peers->fds[i] = peer_connect (fixture_get_port (fixture));
      g_assert_cmpint (setsockopt (peers->fds[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size), ==, 0);
    }

  wait_until (fixture, fixture_get_n_links (fixture) == n);
}

/* Each as much as goes without waiting; returns: whether anything went. */
static gboolean
peers_push (Peers *peers)
{
  static guint8 data[65536];
  gboolean went = FALSE;

  for (guint i = 0; i < peers->n; i++)
    {
      gssize size;

      fill (data, sizeof data, peers->sent[i]);
      size = send (peers->fds[i], data, sizeof data, MSG_DONTWAIT | MSG_NOSIGNAL);
      peers->sent[i] += MAX (size, 0);
      went |= size > 0;
      g_assert_cmpuint (peers->sent[i], <, OFFERED);
    }

  return went;
}

/* Waits where it has to. */
static void
peers_send (Peers *peers,
            gsize  size)
{
  static guint8 data[65536];

  for (gsize done = 0; done < size; done += sizeof data)
    for (guint i = 0; i < peers->n; i++)
      {
        fill (data, sizeof data, peers->sent[i]);
        peer_send_all (peers->fds[i], data, sizeof data);
        peers->sent[i] += sizeof data;
      }
}

static gboolean
peers_can_send (Peers *peers)
{
  gboolean can = FALSE;

  for (guint i = 0; i < peers->n; i++)
    {
      struct pollfd ready = { .fd = peers->fds[i], .events = POLLOUT };

      can |= poll (&ready, 1, 0) > 0;
    }

  return can;
}

static void
peers_close (Peers *peers)
{
  for (guint i = 0; i < peers->n; i++)
    close (peers->fds[i]);
}

static void
get_health (Fixture          *fixture,
            TinCaptureHealth *health)
{
  tin_capture_get_health (fixture->capture, health);
}

static void
assert_within (Fixture *fixture,
               gsize    resident_before,
               gsize    bound)
{
  g_auto (TinCaptureHealth) health = { 0 };
  gsize resident = resident_get ();

  get_health (fixture, &health);
  g_assert_cmpuint (health.unwritten_bytes, <=, RING_BOUND);
  g_assert_cmpuint (resident - MIN (resident, resident_before), <=, bound + OVERHEAD);
}

static gboolean
is_full (Fixture *fixture)
{
  g_auto (TinCaptureHealth) health = { 0 };

  get_health (fixture, &health);

  return health.is_full;
}

/* The peers send until they can no more. */
static void
push_until_blocked (Fixture *fixture,
                    Peers   *peers,
                    gsize    resident_before)
{
  Pace pace;

  pace_init (&pace, PUSH_INTERVAL);
  for (int idle = 0; idle < 100 || !is_full (fixture);)
    {
      idle = peers_push (peers) ? 0 : idle + 1;
      assert_within (fixture, resident_before, RING_BOUND);
      if (idle > 0)
        pace_wait (&pace);
    }
}

/* Byte for byte, off the disk. */
static void
assert_recorded (Fixture *fixture,
                 Peers   *peers)
{
  g_autoptr (TinScan) scan = tin_scan_new (fixture->capture, 0, tin_capture_get_published (fixture->capture));
  guint64 received[N_SILENT] = { 0 };
  TinScanItem item;

  while (tin_scan_next (scan, &item))
    {
      g_assert_cmpint (item.entry.event, !=, TIN_EVENT_DROPPED);
      if (item.entry.event != TIN_EVENT_DATA || item.entry.direction != TIN_DIRECTION_IN)
        continue;

      for (guint i = 0; i < item.entry.size; i++)
        g_assert_cmpuint (item.payload[i], ==, get_byte (received[item.entry.connection - 1]++));
    }

  g_assert_cmpuint (tin_scan_get_n_lost (scan), ==, 0);
  for (guint i = 0; i < peers->n; i++)
    g_assert_cmpuint (received[i], ==, peers->sent[i]);
}

/* A disk that moves a little between two times that it hangs. */
static void
test_slow_disk (Fixture       *fixture,
                gconstpointer  data)
{
  Peers peers = { 0 };
  gsize resident_before;

  fixture_use_slow_disk (fixture);
  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?receive-buffer=65536");
  peers_connect (&peers, N_PEERS, fixture);
  resident_before = resident_get ();

  for (int i = 0; i < N_ROUNDS; i++)
    {
      tin_faulty_sink_hold (fixture->disk);
      push_until_blocked (fixture, &peers, resident_before);
      g_assert_false (peers_can_send (&peers));
      tin_faulty_sink_release (fixture->disk);
      wait_until (fixture, peers_can_send (&peers));
    }

  peers_send (&peers, REST);
  assert_within (fixture, resident_before, RING_BOUND);
  peers_close (&peers);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == N_PEERS);
  g_assert_true (tin_capture_flush (fixture->capture, G_MAXINT));
  assert_recorded (fixture, &peers);
}

/* Each is an event, of which none is refused: they are not let in before there is room for all that they say. */
static void
test_slow_disk_connections (Fixture       *fixture,
                            gconstpointer  data)
{
  enum { N = 100 };
  Peers peers = { 0 };
  int others[N];

  fixture_use_slow_disk (fixture);
  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?receive-buffer=65536");
  peers_connect (&peers, 1, fixture);
  tin_faulty_sink_hold (fixture->disk);
  push_until_blocked (fixture, &peers, resident_get ());

  for (int i = 0; i < N; i++)
    {
      others[i] = peer_connect (fixture_get_port (fixture));
      peer_send (others[i], "hello");
    }
  fixture_await_turns (fixture);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_OPENED), ==, 1);

  tin_faulty_sink_release (fixture->disk);
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_IN) == peers.sent[0] + 5 * N);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_OPENED), ==, N + 1);
  for (int i = 0; i < N; i++)
    close (others[i]);
  peers_close (&peers);
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
}

/* The ring is full, and so is what the kernel holds: of the rest it is known how much it was, and why. */
static void
test_slow_disk_datagrams (Fixture       *fixture,
                          gconstpointer  data)
{
  enum { N = 300000 };
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  gsize resident_before;
  int peer;

  fixture_use_slow_disk (fixture);
  fixture_serve (fixture, "udp-listen://127.0.0.1:0");
  resident_before = resident_get ();
  tin_faulty_sink_hold (fixture->disk);
  peer = datagram_flood_connect (fixture_get_port (fixture));
  g_assert_true (datagram_flood_send_cut (peer, N));
  assert_within (fixture, resident_before, RING_BOUND);
  close (peer);

  tin_faulty_sink_release (fixture->disk);
  fixture_stop (fixture);
  g_assert_true (fixture_find (fixture, TIN_EVENT_DROPPED, &record));
  g_assert_cmpint (record.loss, !=, TIN_LOSS_UNKNOWN);
  g_assert_nonnull (record.reason);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN) / DATAGRAM_FLOOD_SIZE
                    + fixture_sum_dropped (fixture), ==, N);
}

/* Each sends as much as it can, gets all of it back, and reads none of that. */
static void
test_silent_peers (Fixture       *fixture,
                   gconstpointer  data)
{
  const gsize bound = N_SILENT * (TIN_TCP_ECHO_HIGH_MARK + TIN_CAPTURE_MAX_PAYLOAD);
  Peers peers = { 0 };
  gsize resident_before;
  Pace pace;

  fixture_use_slow_disk (fixture);
  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo&receive-buffer=65536&send-buffer=65536");
  peers_connect (&peers, N_SILENT, fixture);
  resident_before = resident_get ();

  pace_init (&pace, PUSH_INTERVAL);
  for (int idle = 0; idle < 100;)
    {
      idle = peers_push (&peers) ? 0 : idle + 1;
      g_assert_cmpuint (fixture_get_queued (fixture), <=, bound);
      assert_within (fixture, resident_before, RING_BOUND + bound);
      if (idle > 0)
        pace_wait (&pace);
    }

  g_assert_cmpuint (tin_channel_get_queued (fixture->channel, 1), >, 0);
  peers_close (&peers);
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
  g_assert_cmpuint (fixture_get_queued (fixture), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/bounds/" path, Fixture, NULL, fixture_set_up, function, fixture_stop_and_tear_down)
  ADD ("a-slow-disk-slows-peers-and-loses-nothing", test_slow_disk);
  ADD ("a-slow-disk-keeps-connections-waiting", test_slow_disk_connections);
  ADD ("a-slow-disk-loses-no-datagram-in-silence", test_slow_disk_datagrams);
  ADD ("peers-that-never-read-wait-for-their-echo", test_silent_peers);
#undef ADD

  return g_test_run ();
}
