/* test-udp-loss.c: datagrams that the system, a slow disk or an end loses are counted.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "datagram-flood.h"
#include "errno-shim.h"
#include "fixture.h"

#include "net/tin-datagram.h"
#include "net/tin-engine-private.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Holds the engine's thread, so that nobody reads. */
static GMutex gate;

static void
gate_cb (gpointer user_data)
{
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);
  g_main_context_wakeup (NULL);
}

/* From one sender. @size: bytes */
static void
send_many_of (guint port,
              guint n,
              gsize size)
{
  g_autofree guint8 *payload = g_malloc0 (size);
  int peer = peer_connect_datagram (port);

  for (guint i = 0; i < n; i++)
    g_assert_cmpint (send (peer, payload, size, 0), ==, size);
  close (peer);
}

/* Datagrams of a thousand bytes. */
static void
send_many (guint port,
           guint n)
{
  send_many_of (port, n, 1000);
}

/* @data: the endpoint, with a buffer of a size that the system chooses or one that is far too small. */
static void
test_dropped (Fixture       *fixture,
              gconstpointer  data)
{
  enum { N = 40000 };
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  fixture_serve (fixture, data);

  /* The first sender is news, which is where the engine is held. */
  tin_channel_set_news_func (fixture->channel, gate_cb, NULL);
  g_mutex_lock (&gate);
  send_many (fixture_get_port (fixture), N);
  g_mutex_unlock (&gate);

  fixture_stop (fixture);

  g_assert_cmpuint (fixture_sum_dropped (fixture), >, 0);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA) + fixture_sum_dropped (fixture), ==, N);
  g_assert_true (fixture_find (fixture, TIN_EVENT_DROPPED, &record));
  g_assert_cmpint (record.loss, ==, TIN_LOSS_RECEIVE_BUFFER);
  g_assert_nonnull (strstr (record.reason, "net.core.rmem_max"));
}

static guint64
count_received (Fixture *fixture)
{
  return fixture_count_bytes (fixture, TIN_DIRECTION_IN) / DATAGRAM_FLOOD_SIZE;
}

/* However fast they come: what was sent is recorded or counted, to the last one. */
static void
test_flood (Fixture       *fixture,
            gconstpointer  data)
{
  enum { N = 100000 };
  int peer;

  fixture_serve (fixture, data);
  peer = datagram_flood_connect (fixture_get_port (fixture));
  g_assert_true (datagram_flood_send (peer, N, 0));
  close (peer);

  fixture_stop (fixture);
  g_assert_cmpuint (count_received (fixture) + fixture_sum_dropped (fixture), ==, N);
}

/* Sixty-four at a time, which a buffer for a dozen cannot hold. */
static void
test_overload (Fixture       *fixture,
               gconstpointer  data)
{
  enum { N = 200000 };
  int peer;

  fixture_serve (fixture, data);
  peer = datagram_flood_connect (fixture_get_port (fixture));
  g_assert_true (datagram_flood_send_cut (peer, N));
  close (peer);

  fixture_stop (fixture);
  g_assert_cmpuint (fixture_sum_dropped (fixture), >, 0);
  g_assert_cmpuint (count_received (fixture) + fixture_sum_dropped (fixture), ==, N);
}

static gboolean
hold_cb (gpointer user_data)
{
  gate_cb (user_data);

  return G_SOURCE_REMOVE;
}

/* Both ways it is datagrams that are counted, not their bytes. */
static void
test_unsent (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GBytes) goodbye = g_bytes_new_static ("bye", 3);
  g_autoptr (GBytes) late = g_bytes_new_static ("too late", 8);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  TinRecord record = TIN_RECORD_INIT;
  guint port;
  int server = peer_bind_datagram (&port);

  fixture_open_port (fixture, "udp://127.0.0.1:%u?goodbye=bye&eol=none", port);
  wait_until (fixture, fixture_get_n_links (fixture) == 1);

  g_mutex_lock (&gate);
  g_main_context_invoke (tin_engine_get_context (fixture->engine), hold_cb, NULL);
  g_assert_true (tin_channel_send (fixture->channel, 0, goodbye, NULL));
  g_assert_true (tin_channel_send (fixture->channel, 0, late, NULL));
  g_assert_true (tin_channel_send (fixture->channel, 0, empty, NULL));
  g_mutex_unlock (&gate);

  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  g_assert_true (fixture_find (fixture, TIN_EVENT_DROPPED, &record));
  g_assert_cmpuint (record.size, ==, 2);
  g_assert_cmpint (record.transport, ==, TIN_TRANSPORT_UDP);
  tin_record_clear (&record);
  close (server);
}

/* Datagrams that were lost, by reason; each reason has its own words. */
static void
sum_losses (Fixture *fixture,
            guint64 *by_buffer,
            guint64 *by_recording)
{
  *by_buffer = *by_recording = 0;

  for (guint64 i = 0; i < tin_capture_get_published (fixture->capture); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;
      TinIndexEntry entry;

      g_assert_true (tin_capture_peek (fixture->capture, i, &entry));
      if (entry.event != TIN_EVENT_DROPPED)
        continue;

      g_assert_true (tin_capture_read (fixture->capture, i, 0, &record, NULL));
      if (record.loss == TIN_LOSS_RECEIVE_BUFFER)
        *by_buffer += entry.size;
      else if (record.loss == TIN_LOSS_RECORDING)
        *by_recording += entry.size;
      else
        g_assert_not_reached ();
      g_assert_true ((record.loss == TIN_LOSS_RECEIVE_BUFFER) == (strstr (record.reason, "net.core.rmem_max") != NULL));
    }
}

static void
assert_lost (Fixture *fixture,
             guint64  by_buffer,
             guint64  by_recording)
{
  guint64 n_by_buffer, n_by_recording;

  sum_losses (fixture, &n_by_buffer, &n_by_recording);
  g_assert_cmpuint (n_by_buffer, ==, by_buffer);
  g_assert_cmpuint (n_by_recording, ==, by_recording);
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

/* The engine is held, and @n datagrams are sent; returns: how many of them the system dropped, once all are counted. */
static guint64
overrun (Fixture *fixture,
         guint    n)
{
  const guint64 n_before = fixture_count (fixture, TIN_EVENT_DATA) + fixture_sum_dropped (fixture);
  const guint64 n_dropped = fixture_sum_dropped (fixture);

  g_mutex_lock (&gate);
  g_main_context_invoke_full (tin_engine_get_context (fixture->engine), G_PRIORITY_HIGH, hold_cb, NULL, NULL);
  send_many (fixture_get_port (fixture), n);
  g_mutex_unlock (&gate);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_DATA) + fixture_sum_dropped (fixture) == n_before + n);

  return fixture_sum_dropped (fixture) - n_dropped;
}

/* A few at a time, so that the system drops none, until the engine reads no more; returns: how many were sent. */
static guint
fill_ring (Fixture *fixture)
{
  const guint n_before = fixture_count (fixture, TIN_EVENT_DATA);
  const guint n_at_once = 20;
  guint n_sent = 0;

  for (; !fixture_is_full (fixture); n_sent += n_at_once)
    {
      send_many (fixture_get_port (fixture), n_at_once);
      /* That nothing more can be read is no news. */
      sample_until (fixture_is_full (fixture)
                    || fixture_count (fixture, TIN_EVENT_DATA) == n_before + n_sent + n_at_once);
    }
  await_turns (fixture);

  return n_sent;
}

/* A buffer that is full with less than a batch, and nothing that comes behind: told all the same, before any end. */
static void
test_few (Fixture       *fixture,
          gconstpointer  data)
{
  enum { N = 50, SIZE = 20000 };

  fixture_serve (fixture, data);
  g_mutex_lock (&gate);
  g_main_context_invoke_full (tin_engine_get_context (fixture->engine), G_PRIORITY_HIGH, hold_cb, NULL, NULL);
  send_many_of (fixture_get_port (fixture), N, SIZE);
  g_mutex_unlock (&gate);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_DATA) + fixture_sum_dropped (fixture) == N);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA), <, TIN_DATAGRAM_BATCH);
  fixture_stop (fixture);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA) + fixture_sum_dropped (fixture), ==, N);
}

/* First the engine is too slow, then the disk, then the engine again: what the system drops meanwhile is told as what it
 * was. @data: how it ends while the disk is slow: not NULL if by a stop */
static void
test_reasons (Fixture       *fixture,
              gconstpointer  data)
{
  enum { N = 5000 };
  guint64 by_buffer, by_recording;
  guint n_received, n_sent;

  fixture_use_slow_disk (fixture);
  fixture_serve (fixture, "udp-listen://127.0.0.1:0?receive-buffer=131072");
  by_buffer = overrun (fixture, N);
  g_assert_cmpuint (by_buffer, >, 0);
  assert_lost (fixture, by_buffer, 0);

  g_assert_true (tin_capture_flush (fixture->capture, G_MAXINT));
  n_received = fixture_count (fixture, TIN_EVENT_DATA);
  tin_faulty_sink_hold (fixture->disk);
  n_sent = fill_ring (fixture);
  send_many (fixture_get_port (fixture), N);
  n_sent += N;
  if (data != NULL)
    fixture_stop (fixture);
  tin_faulty_sink_release (fixture->disk);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_DATA) - n_received
                       + fixture_sum_dropped (fixture) - by_buffer == n_sent);
  by_recording = n_sent - (fixture_count (fixture, TIN_EVENT_DATA) - n_received);
  g_assert_cmpuint (by_recording, >, 0);
  assert_lost (fixture, by_buffer, by_recording);

  if (data != NULL)
    return;

  g_assert_true (tin_capture_flush (fixture->capture, G_MAXINT));
  by_buffer += overrun (fixture, N);
  assert_lost (fixture, by_buffer, by_recording);
  fixture_stop (fixture);
}

/* More than the ring has room for, while the disk hangs; returns how many. */
static guint
flood_held_disk (Fixture *fixture)
{
  const guint n = 20000;

  fixture_use_slow_disk (fixture);
  fixture_serve (fixture, "udp-listen://127.0.0.1:0");
  tin_faulty_sink_hold (fixture->disk);
  send_many (fixture_get_port (fixture), n);
  return n;
}

/* The disk hangs, the ring is full: what is lost is counted, and all is well when the disk is back. */
static void
test_slow_disk (Fixture       *fixture,
                gconstpointer  data)
{
  guint n_sent = flood_held_disk (fixture);

  tin_faulty_sink_release (fixture->disk);
  wait_until (fixture, fixture_sum_dropped (fixture) > 0);
  fixture_stop (fixture);
  g_assert_cmpuint (fixture_sum_dropped (fixture), >, 0);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA) + fixture_sum_dropped (fixture), ==, n_sent);
}

/* Stopped while the disk still hangs: what was never recorded is counted all the same. */
static void
test_stop_with_slow_disk (Fixture       *fixture,
                          gconstpointer  data)
{
  guint n_sent = flood_held_disk (fixture);

  fixture_stop (fixture);
  tin_faulty_sink_release (fixture->disk);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA) + fixture_sum_dropped (fixture), ==, n_sent);
}

/* A datagram that nobody receives, from the port itself. */
typedef struct
{
  int                fd;
  struct sockaddr_in nobody;
} Refusal;

static gboolean
be_refused_cb (gpointer user_data)
{
  const Refusal *refusal = user_data;

  g_assert_cmpint (sendto (refusal->fd, "x", 1, 0, (const struct sockaddr *) &refusal->nobody,
                           sizeof refusal->nobody), ==, 1);

  return G_SOURCE_REMOVE;
}

/* A stop while the disk hangs, and an error that came before it and that nobody has read: the rest is counted even so. */
static void
test_stop_when_refused (Fixture       *fixture,
                        gconstpointer  data)
{
  enum { N = 100 };
  Refusal refusal = { 0 };
  guint n_sent;

  fixture_use_slow_disk (fixture);
  fixture_serve (fixture, "udp-listen://127.0.0.1:0");
  refusal.fd = peer_find_socket (fixture_get_port (fixture), 0);
  refusal.nobody = (struct sockaddr_in) { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
                                          .sin_port = htons (peer_get_unused_port (SOCK_DGRAM)) };
  tin_faulty_sink_hold (fixture->disk);
  n_sent = fill_ring (fixture) + N;
  send_many (fixture_get_port (fixture), N);

  /* Both are there when the engine goes on, so that it sees nothing of its socket between them. */
  g_mutex_lock (&gate);
  g_main_context_invoke_full (tin_engine_get_context (fixture->engine), G_PRIORITY_HIGH, hold_cb, NULL, NULL);
  g_main_context_invoke (tin_engine_get_context (fixture->engine), be_refused_cb, &refusal);
  tin_channel_stop (fixture->channel);
  g_mutex_unlock (&gate);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);

  tin_faulty_sink_release (fixture->disk);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA) + fixture_sum_dropped (fixture), ==, n_sent);
}

/* The disk hung, and has taken all by the time that it is stopped: what still waits is recorded. */
static void
test_stop_with_room_again (Fixture       *fixture,
                           gconstpointer  data)
{
  enum { N = 100 };
  guint n_sent;

  fixture_use_slow_disk (fixture);
  fixture_serve (fixture, "udp-listen://127.0.0.1:0");
  tin_faulty_sink_hold (fixture->disk);
  n_sent = fill_ring (fixture) + N;
  send_many (fixture_get_port (fixture), N);

  fixture_hold_engine (fixture);
  tin_channel_stop (fixture->channel);
  tin_faulty_sink_release (fixture->disk);
  g_assert_true (tin_capture_flush (fixture->capture, G_MAXINT));
  fixture_release_engine (fixture);
  wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);

  g_assert_cmpuint (fixture_sum_dropped (fixture), <, N);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA) + fixture_sum_dropped (fixture), ==, n_sent);
}

/* What waits in the kernel when it is stopped, while that has no memory: for a moment, or to the end. */
static void
test_stop_without_memory (Fixture       *fixture,
                          gconstpointer  n_failures)
{
  enum { N = 100 };
  guint64 by_buffer, by_recording;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0");
  fixture_hold_engine (fixture);
  errno_shim_fail (ERRNO_SHIM_RECEIVE, ENOMEM, GPOINTER_TO_INT (n_failures));
  send_many_of (fixture_get_port (fixture), N, 10);
  tin_channel_stop (fixture->channel);
  fixture_release_engine (fixture);
  fixture_stop (fixture);
  errno_shim_fail (ERRNO_SHIM_RECEIVE, 0, 0);

  sum_losses (fixture, &by_buffer, &by_recording);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA) + by_recording, ==, N);
  g_assert_cmpuint (by_recording, ==, GPOINTER_TO_INT (n_failures) == G_MAXINT ? N : 0);
  g_assert_cmpuint (by_buffer, ==, 0);
}

/* What waits behind errors that the kernel could not queue: once, and all through it where there is no memory either. */
static void
test_stop_behind_errors (Fixture       *fixture,
                         gconstpointer  without_memory)
{
  enum { N = 100 };
  guint64 by_buffer, by_recording;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0");
  fixture_hold_engine (fixture);
  send_many_of (fixture_get_port (fixture), N, 10);
  if (without_memory != NULL)
    {
      errno_shim_fail (ERRNO_SHIM_RECEIVE, ENOMEM, G_MAXINT);
      errno_shim_fail (ERRNO_SHIM_DISCARD, EHOSTUNREACH, 3);
    }
  else
    {
      errno_shim_fail (ERRNO_SHIM_RECEIVE, EHOSTUNREACH, N);
    }
  tin_channel_stop (fixture->channel);
  fixture_release_engine (fixture);
  fixture_stop (fixture);
  errno_shim_fail (ERRNO_SHIM_RECEIVE, 0, 0);
  errno_shim_fail (ERRNO_SHIM_DISCARD, 0, 0);

  sum_losses (fixture, &by_buffer, &by_recording);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA), ==, without_memory != NULL ? 0 : N);
  g_assert_cmpuint (by_recording, ==, without_memory != NULL ? N : 0);
  g_assert_cmpuint (by_buffer, ==, 0);
}

typedef struct
{
  int  fd;
  gint is_over;
} Flood;

static gpointer
flood_in_thread (gpointer data)
{
  static const guint8 payload[1000];
  Flood *flood = data;

  while (!g_atomic_int_get (&flood->is_over))
    send (flood->fd, payload, sizeof payload, 0);

  return NULL;
}

/* A flood that goes on ends nothing later: what comes after the stop is not let in, and is no loss. */
static void
test_stop_in_flood (Fixture       *fixture,
                    gconstpointer  data)
{
  Flood flood = { 0 };
  GThread *thread;
  const gsize room = 2 * (gsize) TIN_DATAGRAM_BUFFER_SIZE + TIN_DATAGRAM_BATCH * 1000;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0");
  flood.fd = peer_connect_datagram (fixture_get_port (fixture));
  fixture_hold_engine (fixture);
  tin_channel_stop (fixture->channel);
  thread = g_thread_new ("flood", flood_in_thread, &flood);
  fixture_release_engine (fixture);
  fixture_stop (fixture);
  g_atomic_int_set (&flood.is_over, TRUE);
  g_thread_join (thread);

  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), <=, room);
  close (flood.fd);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, uri, function) \
  g_test_add ("/udp-loss/" path, Fixture, uri, fixture_set_up, function, fixture_tear_down)
  ADD ("of-the-system-is-counted", "udp-listen://127.0.0.1:0", test_dropped);
  ADD ("of-a-small-buffer-is-counted", "udp-listen://127.0.0.1:0?receive-buffer=8192", test_dropped);
  ADD ("of-large-ones-is-counted-while-they-come", "udp-listen://127.0.0.1:0?receive-buffer=65536", test_few);
  ADD ("of-a-flood-is-counted", "udp-listen://127.0.0.1:0", test_flood);
  ADD ("of-a-flood-that-is-answered-is-counted", "udp-listen://127.0.0.1:0?reply=echo", test_flood);
  ADD ("of-an-overload-is-counted", "udp-listen://127.0.0.1:0?receive-buffer=8192", test_overload);
  ADD ("of-what-was-too-late-to-be-sent-is-counted", NULL, test_unsent);
  ADD ("by-a-slow-disk-is-told-from-that-of-the-system", NULL, test_reasons);
  ADD ("by-a-slow-disk-is-told-from-that-of-the-system-at-the-end", "stop", test_reasons);
  ADD ("by-a-slow-disk-is-counted", NULL, test_slow_disk);
  ADD ("by-a-slow-disk-is-counted-at-the-end", NULL, test_stop_with_slow_disk);
  ADD ("is-counted-behind-a-refusal", NULL, test_stop_when_refused);
  ADD ("is-none-where-the-disk-is-back", NULL, test_stop_with_room_again);
  ADD ("is-none-where-memory-is-short-for-a-moment", GINT_TO_POINTER (3), test_stop_without_memory);
  ADD ("for-want-of-memory-is-counted-at-the-end", GINT_TO_POINTER (G_MAXINT), test_stop_without_memory);
  ADD ("is-none-behind-other-errors", NULL, test_stop_behind_errors);
  ADD ("for-want-of-memory-is-counted-behind-other-errors", GINT_TO_POINTER (TRUE), test_stop_behind_errors);
  ADD ("of-a-flood-that-goes-on-ends-with-the-session", NULL, test_stop_in_flood);

  return g_test_run ();
}
