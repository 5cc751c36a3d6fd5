/* test-rest-ends.c: when a link that is read on after its end is done with, and what is said of what it leaves.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include "net/tin-engine-private.h"

#include <string.h>
#include <unistd.h>

#define N_MANY     640          /* links: more than finish in two turns */
#define DRAIN_TIME (600 * 1000) /* µs: more than a link waits for anything */

#define URI "tcp-listen://127.0.0.1:0?receive-buffer=262144&reset-on-close=1"

/* Holds the engine between two things that it does in one turn. */
typedef struct
{
  GMutex mutex;
  int    is_held;
} Gate;

static gboolean
gate_cb (gpointer data)
{
  Gate *gate = data;

  g_atomic_int_set (&gate->is_held, TRUE);
  g_mutex_lock (&gate->mutex);
  g_mutex_unlock (&gate->mutex);

  return G_SOURCE_REMOVE;
}

/* After what the engine has been asked for before. */
static void
gate_post (Gate    *gate,
           Fixture *fixture)
{
  g_mutex_init (&gate->mutex);
  g_mutex_lock (&gate->mutex);
  gate->is_held = FALSE;
  g_main_context_invoke (tin_engine_get_context (fixture->engine), gate_cb, gate);
}

static void
gate_await (Gate *gate)
{
  sample_until (g_atomic_int_get (&gate->is_held));
}

static void
gate_open (Gate *gate)
{
  g_mutex_unlock (&gate->mutex);
}

static void
await_end (Fixture *fixture)
{
  wait_until (fixture, fixture_get_n_links (fixture) == 0);
  fixture_await_turns (fixture);
}

static void
let_time_pass (void)
{
  gint64 over = g_get_monotonic_time () + DRAIN_TIME;

  sample_until (g_get_monotonic_time () > over);
}

/* The recording has taken something, if only that a message to the link came too late: then there is more time. */
static void
test_goes_on (Fixture       *fixture,
              gconstpointer  data)
{
  static Gate before, after;
  int peer = fixture_serve_one (fixture, URI);
  g_autofree char *reason = NULL;

  fixture_hold_engine (fixture);
  gate_post (&before, fixture);
  tin_channel_disconnect (fixture->channel, 1);
  fixture_send (fixture, 1, "late");
  gate_post (&after, fixture);
  fixture_release_engine (fixture);

  gate_await (&before);
  fixture_push_step (peer);
  fixture_push_step (peer);
  gate_open (&before);

  gate_await (&after);
  let_time_pass ();
  gate_open (&after);
  await_end (fixture);

  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), ==, 2 * PEER_STEP);
  g_assert_cmpuint (fixture_sum_dropped (fixture), ==, strlen ("late"));
  reason = fixture_dup_reason (fixture, TIN_EVENT_DROPPED);
  g_assert_cmpstr (reason, ==, "The connection ended before.");
  close (peer);
}

/* The peer resets just before we do: what it has not taken is not left unsent by our reset. */
static void
test_peer_was_first (Fixture       *fixture,
                     gconstpointer  data)
{
  static Gate before;
  g_autofree char *much = g_strnfill (1000 * 1000, 'x');
  g_autofree char *reason = NULL;
  int peer = fixture_serve_one (fixture, URI "&send-buffer=16384");

  fixture_send (fixture, 1, much);
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_OUT) > 0);
  fixture_hold_engine (fixture);
  gate_post (&before, fixture);
  tin_channel_disconnect (fixture->channel, 1);
  fixture_release_engine (fixture);

  gate_await (&before);
  fixture_push_step (peer);
  fixture_push_step (peer);
  peer_reset (peer);
  gate_open (&before);
  await_end (fixture);

  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN), ==, 2 * PEER_STEP);
  reason = fixture_dup_reason (fixture, TIN_EVENT_DROPPED);
  g_assert_cmpstr (reason, ==, "The connection ended before.");
}

/* There is room again in the very moment when the time is over. */
static void
test_remembers_why (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *reason = NULL;
  int peer;

  fixture_use_slow_disk (fixture);
  peer = fixture_serve_one (fixture, URI);
  tin_faulty_sink_hold (fixture->disk);
  fixture_fill_ring (fixture, peer);
  tin_channel_disconnect (fixture->channel, 1);
  fixture_await_turns (fixture);

  fixture_hold_engine (fixture);
  let_time_pass ();
  tin_faulty_sink_release (fixture->disk);
  sample_until (!fixture_is_full (fixture));
  fixture_release_engine (fixture);
  await_end (fixture);

  reason = fixture_dup_reason (fixture, TIN_EVENT_DROPPED);
  g_assert_nonnull (strstr (reason, "as its disk is slow."));
  close (peer);
}

/* How much a turn of the engine adds to the recording, at most. */
typedef struct
{
  TinCapture *capture;
  guint64     seen;
  int         most;  /* atomic */
} Turns;

static gboolean
turn_cb (gpointer data)
{
  Turns *turns = data;
  guint64 published = tin_capture_get_published (turns->capture);

  g_atomic_int_set (&turns->most, MAX (turns->most, (int) (published - turns->seen)));
  turns->seen = published;

  return G_SOURCE_CONTINUE;
}

/* Each turn, and nothing of before. */
static GSource *
watch_turns (Fixture *fixture,
             Turns   *turns)
{
  GSource *source = g_idle_source_new ();

  *turns = (Turns) { fixture->capture, tin_capture_get_published (fixture->capture), 0 };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, turn_cb, turns, NULL);
  g_source_attach (source, tin_engine_get_context (fixture->engine));

  return source;
}

/* Their time is over at once; each records what it leaves, and its end. The last two turns may be shown together, as the
 * end of all shows its own. */
static void
test_many_finish_in_turns (Fixture       *fixture,
                           gconstpointer  data)
{
  static Turns turns;
  g_autoptr (GSource) source = NULL;
  int peers[N_MANY];

  fixture_use_slow_disk (fixture);
  fixture_serve (fixture, URI);
  for (guint i = 0; i < N_MANY; i++)
    peers[i] = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == N_MANY);

  tin_faulty_sink_hold (fixture->disk);
  fixture_fill_ring (fixture, peers[0]);
  for (guint i = 1; i < N_MANY; i++)
    peer_send (peers[i], "x");
  for (guint i = 1; i < N_MANY; i++)
    sample_until (peer_get_acknowledged (peers[i], 1) == 1);

  source = watch_turns (fixture, &turns);
  tin_channel_stop (fixture->channel);
  fixture_hold_engine (fixture);
  let_time_pass ();
  fixture_release_engine (fixture);
  sample_until (fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);
  fixture_await_turns (fixture);
  g_source_destroy (source);
  tin_faulty_sink_release (fixture->disk);

  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_RESET), ==, N_MANY);
  g_assert_cmpint (g_atomic_int_get (&turns.most), >, 0);
  g_assert_cmpint (g_atomic_int_get (&turns.most), <, 2 * N_MANY);
  for (guint i = 0; i < N_MANY; i++)
    close (peers[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/rest-ends/" path, Fixture, NULL, fixture_set_up, function, fixture_stop_and_tear_down)
  ADD ("goes-on-while-the-recording-takes-something", test_goes_on);
  ADD ("leaves-what-the-peer-reset-to-the-peer", test_peer_was_first);
  ADD ("remembers-why-there-was-no-room", test_remembers_why);
  ADD ("of-many-are-told-in-turns", test_many_finish_in_turns);
#undef ADD

  return g_test_run ();
}
