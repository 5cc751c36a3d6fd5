/* test-rest.c: what the system has received when a connection ends is recorded, or counted to the byte.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include "capture/tin-totals.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define N_MANY     48            /* links whose rests are some times what a small ring holds */
#define SMALL_RING (2 * 1024 * 1024) /* bytes */
#define DRAIN_TIME (600 * 1000)  /* µs: more than a link that is closed waits for its peer */

/* How it ends while the ring is full. */
typedef enum
{
  END_DISCONNECT,
  END_STOP,
  END_RESET_BY_PEER,
} End;

static void
assert_counted (Fixture *fixture,
                guint64  n_lost)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  TinTotals totals = { 0 };

  for (guint64 i = 0; i < tin_capture_get_published (fixture->capture); i++)
    {
      TinIndexEntry entry;

      g_assert_true (tin_capture_peek (fixture->capture, i, &entry));
      tin_totals_add (&totals, &entry);
    }

  g_assert_cmpuint (totals.unread, ==, n_lost);
  g_assert_cmpuint (totals.dropped, ==, 0);
  g_assert_true (fixture_find (fixture, TIN_EVENT_DROPPED, &record));
  g_assert_cmpint (record.loss, ==, TIN_LOSS_UNREAD);
  g_assert_cmpint (record.direction, ==, TIN_DIRECTION_IN);
  g_assert_cmpuint (record.connection, ==, 1);
  g_assert_nonnull (record.reason);
}

static void
end_while_full (Fixture *fixture,
                End      end,
                int      peer)
{
  switch (end)
    {
    case END_DISCONNECT:
      tin_channel_disconnect (fixture->channel, 1);
      wait_until (fixture, fixture_get_n_links (fixture) == 0);
      break;

    case END_RESET_BY_PEER:
      peer_reset (peer);
      G_GNUC_FALLTHROUGH;

    case END_STOP:
    default:
      tin_channel_stop (fixture->channel);
      sample_until (fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
      break;
    }
}

/* The disk hangs for as long as the connection lives, so that there is no room for what is left. */
static void
check_full (Fixture    *fixture,
            const char *uri,
            End         end)
{
  guint64 sent, recorded;
  int peer;

  fixture_use_slow_disk (fixture);
  peer = fixture_serve_one (fixture, uri);
  tin_faulty_sink_hold (fixture->disk);
  sent = fixture_fill_ring (fixture, peer);
  end_while_full (fixture, end, peer);
  tin_faulty_sink_release (fixture->disk);
  if (end == END_DISCONNECT)
    fixture_stop (fixture);
  g_assert_true (tin_capture_flush (fixture->capture, G_MAXINT));

  recorded = fixture_count_bytes (fixture, TIN_DIRECTION_IN);
  g_assert_cmpuint (recorded, <, sent);
  g_assert_cmpuint (recorded + fixture_sum_dropped (fixture), ==, sent);
  assert_counted (fixture, sent - recorded);
  if (end != END_RESET_BY_PEER)
    close (peer);
}

static void
test_full (Fixture       *fixture,
           gconstpointer  end)
{
  check_full (fixture, "tcp-listen://127.0.0.1:0?receive-buffer=262144", GPOINTER_TO_INT (end));
}

static void
test_full_reset (Fixture       *fixture,
                 gconstpointer  end)
{
  check_full (fixture, "tcp-listen://127.0.0.1:0?receive-buffer=262144&reset-on-close=1", GPOINTER_TO_INT (end));
}

/* Of the only link, with all that is told of it. */
static void
await_end (Fixture *fixture)
{
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
  fixture_await_turns (fixture);
}

/* Whatever came is read: nothing is lost where there is room for it. */
static void
assert_all_recorded (Fixture *fixture)
{
  await_end (fixture);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DROPPED), ==, 0);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), ==, 2 * PEER_STEP);
}

/* It comes when the time for the peer is as good as over. */
static void
test_late (Fixture       *fixture,
           gconstpointer  data)
{
  int peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0?receive-buffer=262144");
  gint64 over;

  tin_channel_disconnect (fixture->channel, 1);
  peer_expect_end (peer);
  over = g_get_monotonic_time () + DRAIN_TIME;
  fixture_hold_engine (fixture);
  fixture_push_step (peer);
  fixture_push_step (peer);
  sample_until (g_get_monotonic_time () > over);
  fixture_release_engine (fixture);

  assert_all_recorded (fixture);
  close (peer);
}

static void
test_reset (Fixture       *fixture,
            gconstpointer  data)
{
  int peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0?receive-buffer=262144&reset-on-close=1");

  fixture_hold_engine (fixture);
  fixture_push_step (peer);
  fixture_push_step (peer);
  tin_channel_disconnect (fixture->channel, 1);
  fixture_release_engine (fixture);

  assert_all_recorded (fixture);
  close (peer);
}

static void
get_totals (TinCapture *capture,
            TinTotals  *totals)
{
  guint64 first = tin_capture_get_gone (capture, totals);

  for (guint64 i = first; i < tin_capture_get_published (capture); i++)
    {
      TinIndexEntry entry;

      g_assert_true (tin_capture_peek (capture, i, &entry));
      tin_totals_add (totals, &entry);
    }
}

/* All end at once, with two steps unread each. */
static TinTotals
end_many (Fixture    *fixture,
          const char *uri)
{
  static const guint8 steps[2 * PEER_STEP];
  int peers[N_MANY];
  TinTotals totals = { 0 };

  fixture_serve (fixture, uri);
  for (guint i = 0; i < N_MANY; i++)
    peers[i] = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == N_MANY);

  fixture_hold_engine (fixture);
  for (guint i = 0; i < N_MANY; i++)
    peer_send_all (peers[i], steps, sizeof steps);
  for (guint i = 0; i < N_MANY; i++)
    sample_until (peer_get_acknowledged (peers[i], sizeof steps) == sizeof steps);
  tin_channel_stop (fixture->channel);
  fixture_release_engine (fixture);
  sample_until (fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);

  get_totals (fixture->capture, &totals);
  for (guint i = 0; i < N_MANY; i++)
    close (peers[i]);

  return totals;
}

/* What many leave is more than the ring holds, but not more than it takes turn by turn. */
static void
test_many (Fixture       *fixture,
           gconstpointer  uri)
{
  TinTotals totals;

  g_assert_finalize_object (fixture->capture);
  fixture->capture = tin_capture_new ("small", NULL, SMALL_RING);
  tin_capture_set_news_func (fixture->capture, fixture_news_cb, NULL);
  totals = end_many (fixture, uri);

  g_assert_cmpuint (totals.unread, ==, 0);
  g_assert_cmpuint (totals.bytes_in, ==, N_MANY * 2 * PEER_STEP);
}

/* A disk that hangs holds up none of them for long, and each byte is accounted for. */
static void
test_many_without_room (Fixture       *fixture,
                        gconstpointer  uri)
{
  TinTotals totals;

  fixture_use_slow_disk (fixture);
  tin_faulty_sink_hold (fixture->disk);
  totals = end_many (fixture, uri);
  tin_faulty_sink_release (fixture->disk);

  g_assert_cmpuint (totals.unread, >, 0);
  g_assert_cmpuint (totals.bytes_in + totals.unread, ==, N_MANY * 2 * PEER_STEP);
}

/* A peer that does not stop for anything. */
typedef struct
{
  int     fd;
  guint64 sent;
} Flood;

static gpointer
flood_in_thread (gpointer data)
{
  static const guint8 bytes[16384];
  Flood *flood = data;
  gssize size;

  while ((size = send (flood->fd, bytes, sizeof bytes, MSG_NOSIGNAL)) > 0)
    flood->sent += size;

  return NULL;
}

/* Up to the very moment of the end; what is acknowledged by the reset alone the peer does not count. */
static void
check_flood (Fixture *fixture,
             int      peer)
{
  Flood flood = { .fd = peer };
  guint64 known;
  GThread *thread;

  tin_faulty_sink_hold (fixture->disk);
  thread = g_thread_new ("flood", flood_in_thread, &flood);
  sample_until (fixture_is_full (fixture));
  tin_channel_disconnect (fixture->channel, 1);
  g_thread_join (thread);
  await_end (fixture);

  known = fixture_count_bytes (fixture, TIN_DIRECTION_IN) + fixture_sum_dropped (fixture);
  g_assert_cmpuint (known, >=, peer_get_acknowledged (flood.fd, flood.sent));
  g_assert_cmpuint (known, <=, flood.sent);
  tin_faulty_sink_release (fixture->disk);
  close (flood.fd);
}

static void
test_flood_without_end (Fixture       *fixture,
                        gconstpointer  uri)
{
  fixture_use_slow_disk (fixture);
  check_flood (fixture, fixture_serve_one (fixture, uri));
}

/* The system refuses what would have it take no more (socket(7), SO_LOCK_FILTER). */
static void
test_flood_without_filters (Fixture       *fixture,
                            gconstpointer  uri)
{
  struct sockaddr_in own;
  socklen_t size = sizeof own;
  int on = 1;
  int peer, fd;

  fixture_use_slow_disk (fixture);
  peer = fixture_serve_one (fixture, uri);
  g_assert_cmpint (getsockname (peer, (struct sockaddr *) &own, &size), ==, 0);
  fd = peer_find_socket (fixture_get_port (fixture), ntohs (own.sin_port));
  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_LOCK_FILTER, &on, sizeof on), ==, 0);
  check_flood (fixture, peer);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, function) \
  g_test_add ("/rest/" path, Fixture, data, fixture_set_up, function, fixture_stop_and_tear_down)
  ADD ("is-counted-when-disconnected-without-room", GINT_TO_POINTER (END_DISCONNECT), test_full);
  ADD ("is-counted-when-stopped-without-room", GINT_TO_POINTER (END_STOP), test_full);
  ADD ("is-counted-when-the-peer-resets-without-room", GINT_TO_POINTER (END_RESET_BY_PEER), test_full);
  ADD ("is-counted-when-reset-without-room", GINT_TO_POINTER (END_DISCONNECT), test_full_reset);
  ADD ("is-counted-when-stopped-by-reset-without-room", GINT_TO_POINTER (END_STOP), test_full_reset);
  ADD ("is-recorded-when-the-time-is-over", NULL, test_late);
  ADD ("is-recorded-when-reset", NULL, test_reset);
  ADD ("of-many-is-recorded-when-reset", "tcp-listen://127.0.0.1:0?receive-buffer=262144&reset-on-close=1", test_many);
  ADD ("of-many-is-recorded-when-stopped", "tcp-listen://127.0.0.1:0?receive-buffer=262144", test_many);
  ADD ("of-many-is-counted-without-room", "tcp-listen://127.0.0.1:0?receive-buffer=262144&reset-on-close=1",
       test_many_without_room);
  ADD ("of-a-flood-is-counted", "tcp-listen://127.0.0.1:0", test_flood_without_end);
  ADD ("of-a-flood-is-counted-when-reset", "tcp-listen://127.0.0.1:0?reset-on-close=1", test_flood_without_end);
  ADD ("of-a-flood-is-counted-when-reset-without-filters", "tcp-listen://127.0.0.1:0?reset-on-close=1",
       test_flood_without_filters);
#undef ADD

  return g_test_run ();
}
