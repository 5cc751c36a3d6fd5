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
#include "net/tin-engine-private.h"
#include "net/tin-tcp-link.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
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
#define STUFFING      20000                      /* bytes: what is sent at once to a peer that does not read */
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

static gboolean
turn_cb (gpointer done)
{
  g_atomic_int_set ((int *) done, TRUE);
  g_main_context_wakeup (NULL);

  return G_SOURCE_REMOVE;
}

/* As often as the engine needs to see what is ready, and more. */
static void
await_turns (Fixture *fixture)
{
  for (int i = 0; i < 10; i++)
    {
      int done = FALSE;

      g_main_context_invoke (tin_engine_get_context (fixture->engine), turn_cb, &done);
      wait_until (fixture, g_atomic_int_get (&done));
    }
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
  await_turns (fixture);
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

/* Holds the engine's thread. */
static GMutex gate;

static gboolean
gate_cb (gpointer user_data)
{
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);

  return G_SOURCE_REMOVE;
}

static void
hold_engine (Fixture *fixture)
{
  g_mutex_lock (&gate);
  g_main_context_invoke (tin_engine_get_context (fixture->engine), gate_cb, NULL);
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
  peers_connect (&peers, 2, fixture);

  hold_engine (fixture);
  accepted = send_until_refused (fixture, 0, message);
  g_mutex_unlock (&gate);

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
  peers_connect (&peers, 2, fixture);

  hold_engine (fixture);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (send_until_refused (fixture, order[i], message), ==, room);
  g_mutex_unlock (&gate);

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

/* Each costs memory besides its byte; what was taken leaves its room to others. What is shown is bytes. */
static void
test_single_bytes (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GBytes) message = g_bytes_new_static ("x", 1);
  const guint room = get_room_for (1);
  Peers peers = { 0 };

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0");
  peers_connect (&peers, 2, fixture);

  for (guint i = 1; i <= 2; i++)
    {
      hold_engine (fixture);
      for (guint32 connection = 0; connection <= 2; connection++)
        g_assert_cmpuint (send_all_that_fits (fixture, connection, message), ==, room);
      g_assert_cmpuint (fixture_get_queued (fixture), ==, 2 * room);
      g_mutex_unlock (&gate);

      wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_OUT) + fixture_sum_dropped (fixture)
                  == i * 4 * room);
      sample_until (fixture_get_queued (fixture) == 0);
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
      hold_engine (fixture);
      g_assert_cmpuint (send_all_that_fits (fixture, 0, nothing), ==, room);
      g_assert_cmpuint (fixture_get_queued (fixture), ==, 0);
      g_mutex_unlock (&gate);
      wait_until (fixture, fixture_count (fixture, TIN_EVENT_DATA) == i * room);
      await_turns (fixture);
    }

  close (peer);
}

/* Nothing of a stream is sent for it: it leaves its room even so. */
static void
test_empty_messages (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  Peers peers = { 0 };

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0");
  peers_connect (&peers, 1, fixture);

  for (int i = 0; i < 2; i++)
    {
      hold_engine (fixture);
      g_assert_cmpuint (send_all_that_fits (fixture, 1, nothing), ==, get_room_for (0));
      g_mutex_unlock (&gate);
      await_turns (fixture);
    }

  peers_close (&peers);
}

/* A peer that has not read for so long that more of its echo waits here. */
static void
peers_connect_stuffed (Peers   *peers,
                       guint    n,
                       Fixture *fixture)
{
  static const guint8 data[STUFFING];
  const int size = 2048, on = 1;

  for (guint i = 0; i < n; i++)
    {
      peers->fds[i] = peer_connect (fixture_get_port (fixture));
      peers->n++;
      g_assert_cmpint (setsockopt (peers->fds[i], SOL_SOCKET, SO_RCVBUF, &size, sizeof size), ==, 0);
      g_assert_cmpint (setsockopt (peers->fds[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), ==, 0);
      wait_until (fixture, fixture_get_n_links (fixture) == peers->n);

      while (tin_channel_get_queued (fixture->channel, peers->n) == 0)
        {
          peer_send_all (peers->fds[i], data, sizeof data);
          peers->sent[i] += sizeof data;
          await_turns (fixture);
        }
    }
}

/* Byte by byte, what is not read waits about as closely as in one piece: there is room for more. */
static void
test_silent_peers_of_single_bytes (Fixture       *fixture,
                                   gconstpointer  data)
{
  enum { N = 4 };
  const guint n_bytes = get_room_for (1) + 1;
  Peers peers = { 0 };
  gsize before;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?reply=echo&send-buffer=4096");
  peers_connect_stuffed (&peers, N, fixture);
  before = fixture_get_queued (fixture);

  for (guint i = 1; i <= n_bytes; i++)
    {
      for (guint j = 0; j < N; j++)
        peer_send (peers.fds[j], "x");
      wait_until (fixture, fixture_get_queued (fixture) == before + i * N);
    }

  for (guint i = 1; i <= N; i++)
    fixture_send (fixture, i, "more");
  g_assert_cmpuint (fixture_get_queued (fixture), ==, before + (n_bytes + 4) * N);

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
  ADD ("single-bytes-that-are-never-read-wait-in-little-memory", test_silent_peers_of_single_bytes);
  ADD ("what-is-sent-to-all-again-and-again-waits-in-bounds", test_repeats);
  ADD ("messages-of-a-byte-wait-in-bounds", test_single_bytes);
  ADD ("empty-datagrams-wait-in-bounds", test_empty_datagrams);
  ADD ("empty-messages-of-a-stream-leave-their-room", test_empty_messages);
#undef ADD

#define ADD(path, order) \
  g_test_add ("/bounds/" path, Fixture, GUINT_TO_POINTER (order), fixture_set_up, test_own_rooms, fixture_stop_and_tear_down)
  ADD ("what-waits-for-each-leaves-the-room-for-all", 0);
  ADD ("what-waits-for-all-leaves-the-room-for-each", 1);
  ADD ("what-waits-for-one-leaves-the-room-for-others", 2);
#undef ADD

  return g_test_run ();
}
