/* test-stalled.c: a window that stands still holds up nothing, costs no memory and hides no loss.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"
#include "datagram-flood.h"
#include "pace.h"
#include "resident.h"
#include "tin-faulty-sink.h"

#include "capture/tin-file-sink.h"
#include "capture/tin-ring.h"
#include "model/tin-session-object.h"

#include <unistd.h>

#define LOOK_INTERVAL 1000                           /* µs: no main context may run that could wait */
#define MIB           (1024 * 1024)
#define RING_SIZE     (2 * TIN_RING_CHUNK_SIZE)      /* bytes */
#define BOUND         (2 * RING_SIZE + 24 * MIB)     /* bytes: stacks, the index, what a sanitizer keeps */
#define STREAM_SIZE   (48 * MIB)                     /* bytes of each peer, far more than that */
#define N_PEERS       2
#define N_DATAGRAMS   300000

/* Its main context is not iterated before a test says so. */
typedef struct
{
  Bench          bench;
  TinFaultySink *disk;     /* (owned) */
  TinSession    *session;  /* (owned) */
  GSocket       *peers[N_PEERS];
  gsize          resident; /* bytes, before anything came */
} Stall;

/* A recording with as small a ring as there is, on a disk that can be held. */
static void
set_up (Stall         *self,
        gconstpointer  uri)
{
  g_autoptr (TinSink) file = NULL;
  g_autoptr (TinCapture) capture = NULL;

  bench_set_up (&self->bench, NULL);
  file = tin_file_sink_new (self->bench.folder, "stalled.pcapng");
  self->disk = TIN_FAULTY_SINK (tin_faulty_sink_new (file));
  capture = tin_capture_new ("stalled", TIN_SINK (self->disk), RING_SIZE);
  self->session = bench_create (&self->bench, uri);
  tin_capture_set_news_func (capture, tin_pump_wake, self->session->pump);
  tin_digest_set_capture (self->session->digest, capture);

  g_assert_true (tin_session_start (self->session, NULL));
  wait_for_state (self->session, TIN_SESSION_OPEN);
}

static void
tear_down (Stall         *self,
           gconstpointer  uri)
{
  for (int i = 0; i < N_PEERS; i++)
    g_clear_object (&self->peers[i]);
  bench_finish (self->session);
  g_object_unref (self->disk);
  bench_tear_down (&self->bench, NULL);
}

static gpointer
send_thread (gpointer data)
{
  GSocket *peer = data;
  g_autofree char *text = g_strnfill (65536, 'x');

  for (gsize sent = 0; sent < STREAM_SIZE;)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_socket_send (peer, text, MIN (65536, STREAM_SIZE - sent), NULL, &error);

      g_assert_no_error (error);
      sent += (gsize) n;
    }

  return NULL;
}

static void
connect_peers (Stall *self)
{
  for (int i = 0; i < N_PEERS; i++)
    {
      self->peers[i] = socket_new (G_SOCKET_TYPE_STREAM);
      socket_connect (self->peers[i], tin_session_get_port (self->session));
    }
  wait_for_open (self->session, N_PEERS);
  self->resident = resident_get ();
}

static void
assert_within (Stall *self)
{
  gsize resident = resident_get ();

  g_assert_cmpuint (resident - MIN (resident, self->resident), <=, BOUND);
}

static gboolean
is_full (Stall *self)
{
  g_auto (TinCaptureHealth) health = { 0 };

  tin_capture_get_health (tin_session_get_capture (self->session), &health);

  return health.is_full;
}

/* The senders run dry although nobody looks, and then all of it is there. */
static void
test_stream (Stall         *self,
             gconstpointer  uri)
{
  GThread *senders[N_PEERS];

  connect_peers (self);
  for (int i = 0; i < N_PEERS; i++)
    senders[i] = g_thread_new ("sender", send_thread, self->peers[i]);
  for (int i = 0; i < N_PEERS; i++)
    g_thread_join (senders[i]);
  assert_within (self);
  g_assert_cmpuint (tin_session_get_totals (self->session)->bytes_in, ==, 0);

  wait_until (tin_session_get_totals (self->session)->bytes_in == (guint64) N_PEERS * STREAM_SIZE);
  g_assert_cmpuint (tin_session_get_totals (self->session)->dropped, ==, 0);
  assert_within (self);
}

/* Nobody looks, and the disk hangs as well: then it is the peers that wait. */
static void
test_stream_with_slow_disk (Stall         *self,
                            gconstpointer  uri)
{
  GThread *senders[N_PEERS];
  guint64 published;
  Pace pace;

  connect_peers (self);
  tin_faulty_sink_hold (self->disk);
  for (int i = 0; i < N_PEERS; i++)
    senders[i] = g_thread_new ("sender", send_thread, self->peers[i]);
  pace_init (&pace, LOOK_INTERVAL);
  while (!is_full (self))
    pace_wait (&pace);

  published = tin_capture_get_published (tin_session_get_capture (self->session));
  g_assert_cmpuint (published, <, N_PEERS * STREAM_SIZE / TIN_CAPTURE_MAX_PAYLOAD);
  assert_within (self);

  tin_faulty_sink_release (self->disk);
  for (int i = 0; i < N_PEERS; i++)
    g_thread_join (senders[i]);
  assert_within (self);
  wait_until (tin_session_get_totals (self->session)->bytes_in == (guint64) N_PEERS * STREAM_SIZE);
  g_assert_cmpuint (tin_session_get_totals (self->session)->dropped, ==, 0);
}

/* More than anybody can take, into a small buffer. */
static void
flood (Stall    *self,
       gboolean  hold)
{
  g_autofree char *reason = NULL;
  TinLoss loss;
  const TinTotals *totals = tin_session_get_totals (self->session);
  int peer = datagram_flood_connect (tin_session_get_port (self->session));

  self->resident = resident_get ();
  if (hold)
    tin_faulty_sink_hold (self->disk);
  g_assert_true (datagram_flood_send_cut (peer, N_DATAGRAMS));
  close (peer);
  assert_within (self);
  g_assert_cmpuint (totals->messages_in, ==, 0);
  if (hold)
    tin_faulty_sink_release (self->disk);

  tin_session_stop (self->session);
  wait_for_state (self->session, TIN_SESSION_CLOSED);
  g_assert_cmpuint (totals->messages_in + totals->dropped, ==, N_DATAGRAMS);
  g_assert_cmpuint (totals->dropped, >, 0);
  g_assert_cmpuint (totals->losses[TIN_LOSS_RECEIVE_BUFFER] + totals->losses[TIN_LOSS_RECORDING], ==, totals->dropped);
  loss = totals->losses[TIN_LOSS_RECORDING] > 0 ? TIN_LOSS_RECORDING : TIN_LOSS_RECEIVE_BUFFER;
  reason = tin_session_dup_loss_reason (self->session, loss);
  g_assert_nonnull (reason);
}

static void
test_datagrams (Stall         *self,
                gconstpointer  uri)
{
  flood (self, FALSE);
}

static void
test_datagrams_with_slow_disk (Stall         *self,
                               gconstpointer  uri)
{
  flood (self, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, uri, function) g_test_add ("/stalled/" path, Stall, uri, set_up, function, tear_down)
  ADD ("holds-up-no-peer", "tcp-listen://127.0.0.1:0", test_stream);
  ADD ("holds-up-no-peer-but-the-disk-does", "tcp-listen://127.0.0.1:0", test_stream_with_slow_disk);
  ADD ("hides-no-lost-datagram", "udp-listen://127.0.0.1:0?receive-buffer=8192", test_datagrams);
  ADD ("hides-none-with-a-slow-disk", "udp-listen://127.0.0.1:0?receive-buffer=8192", test_datagrams_with_slow_disk);
#undef ADD

  return g_test_run ();
}
