/* test-udp-batch.c: several datagrams with one system call, and what becomes of those in its middle.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include "errno-shim.h"
#include "net/tin-engine-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define N 16

/* Holds the engine's thread, so that what is sent meanwhile is received together. */
static GMutex gate;

static gboolean
hold_cb (gpointer is_held)
{
  g_atomic_int_set ((int *) is_held, TRUE);
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);

  return G_SOURCE_REMOVE;
}

/* From here on it reads nothing. */
static void
hold_engine (Fixture *fixture)
{
  int is_held = FALSE;

  g_mutex_lock (&gate);
  g_main_context_invoke (tin_engine_get_context (fixture->engine), hold_cb, &is_held);
  sample_until (g_atomic_int_get (&is_held));
}

static int
serve_one (Fixture *fixture)
{
  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo");

  return peer_connect_datagram (fixture_get_port (fixture));
}

static void
send_numbers (int peer)
{
  for (int i = 0; i < N; i++)
    {
      char text[16];

      g_snprintf (text, sizeof text, "%d", i);
      peer_send (peer, text);
    }
}

static void
expect_numbers (int peer,
                int skipped)
{
  for (int i = 0; i < N; i++)
    {
      char text[16];

      g_snprintf (text, sizeof text, "%d", i);
      if (i != skipped)
        peer_expect (peer, text);
    }
}

static void
test_together (Fixture       *fixture,
               gconstpointer  data)
{
  int peer = serve_one (fixture);
  guint n_calls;

  hold_engine (fixture);
  send_numbers (peer);
  n_calls = errno_shim_get_n_calls (ERRNO_SHIM_SEND);
  g_mutex_unlock (&gate);
  expect_numbers (peer, -1);
  close (peer);
  fixture_stop (fixture);

  g_assert_cmpuint (errno_shim_get_n_calls (ERRNO_SHIM_SEND) - n_calls, ==, 1);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA), ==, 2 * N);
}

/* The socket is full in the middle: the rest waits until it is not, in the same order. */
static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  int peer = serve_one (fixture);

  hold_engine (fixture);
  send_numbers (peer);
  errno_shim_fail (ERRNO_SHIM_SEND, GPOINTER_TO_INT (data), 1);
  g_mutex_unlock (&gate);
  expect_numbers (peer, -1);
  close (peer);
  fixture_stop (fixture);

  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA), ==, 2 * N);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_ERROR), ==, 0);
  g_assert_cmpuint (fixture_get_queued (fixture), ==, 0);
}

/* One of them cannot be sent at all, the last: halves were sent before. The others are not held up by it. */
static void
test_impossible (Fixture       *fixture,
                 gconstpointer  data)
{
  int peer = serve_one (fixture);

  hold_engine (fixture);
  send_numbers (peer);
  errno_shim_fail (ERRNO_SHIM_SEND, EMSGSIZE, 1);
  g_mutex_unlock (&gate);
  expect_numbers (peer, N - 1);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_ERROR) == 1);
  peer_send (peer, "next");
  peer_expect (peer, "next");
  close (peer);
  fixture_stop (fixture);

  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA), ==, 2 * N + 1);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_ERROR), ==, 1);
}

/* Who refuses an answer is in the way of the next: that is sent even so, and the refusal is told once. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  int first = serve_one (fixture);
  int gone = peer_connect_datagram (fixture_get_port (fixture));
  int last = peer_connect_datagram (fixture_get_port (fixture));

  hold_engine (fixture);
  peer_send (first, "first");
  peer_send (gone, "gone");
  peer_send (last, "last");
  close (gone);
  g_mutex_unlock (&gate);
  peer_expect (first, "first");
  peer_expect (last, "last");
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_REFUSED) == 1);
  close (first);
  close (last);
  fixture_stop (fixture);

  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_REFUSED), ==, 1);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA), ==, 6);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_ERROR), ==, 0);
}

/* Answers of one turn go before the goodbye that ends the turn's peer. */
static void
test_goodbye (Fixture       *fixture,
              gconstpointer  data)
{
  int peer, other;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?reply=echo&goodbye=bye");
  peer = peer_connect_datagram (fixture_get_port (fixture));
  other = peer_connect_datagram (fixture_get_port (fixture));

  hold_engine (fixture);
  peer_send (peer, "one");
  peer_send (other, "two");
  peer_send (peer, "bye");
  peer_send (other, "three");
  g_mutex_unlock (&gate);
  peer_expect (peer, "one");
  peer_expect (peer, "bye");
  peer_expect (other, "two");
  peer_expect (other, "three");
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  close (peer);
  close (other);
  fixture_stop (fixture);

  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA), ==, 8);
}

static void
test_to_all (Fixture       *fixture,
             gconstpointer  data)
{
  int peers[N];
  guint n_calls;

  peers[0] = serve_one (fixture);
  for (int i = 1; i < N; i++)
    peers[i] = peer_connect_datagram (fixture_get_port (fixture));
  for (int i = 0; i < N; i++)
    {
      peer_send (peers[i], "here");
      peer_expect (peers[i], "here");
    }
  wait_until (fixture, fixture_get_n_links (fixture) == N);

  n_calls = errno_shim_get_n_calls (ERRNO_SHIM_SEND);
  fixture_send (fixture, 0, "to all");
  for (int i = 0; i < N; i++)
    {
      peer_expect (peers[i], "to all");
      close (peers[i]);
    }
  fixture_stop (fixture);

  g_assert_cmpuint (errno_shim_get_n_calls (ERRNO_SHIM_SEND) - n_calls, ==, 1);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_DATA), ==, 3 * N);
}

static gboolean
refuse_cb (gpointer user_data)
{
  errno_shim_fail (ERRNO_SHIM_SEND, EMSGSIZE, 1);

  return G_SOURCE_REMOVE;
}

/* The second of three datagrams is refused. */
static void
test_receipts (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const texts[] = { "1", "22", "333" };
  TinReceipt *receipts[G_N_ELEMENTS (texts)];
  int peer = serve_one (fixture);

  peer_send (peer, "here");
  peer_expect (peer, "here");
  hold_engine (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));

      if (i == 1)
        g_main_context_invoke (tin_engine_get_context (fixture->engine), refuse_cb, NULL);
      receipts[i] = tin_receipt_new ();
      g_assert_true (tin_channel_send_with_receipt (fixture->channel, 1, bytes, receipts[i], NULL));
    }
  g_mutex_unlock (&gate);
  peer_expect (peer, "1");
  peer_expect (peer, "333");
  fixture_stop (fixture);

  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_ERROR), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_cmpuint (tin_receipt_get_taken (receipts[i]), ==, i == 1 ? 0 : strlen (texts[i]));
      g_assert_cmpuint (tin_receipt_get_lost (receipts[i]), ==, i == 1 ? strlen (texts[i]) : 0);
      tin_receipt_unref (receipts[i]);
    }
  close (peer);
}

#define ADD(path, data, function) \
  g_test_add ("/udp-batch/" path, Fixture, data, fixture_set_up, function, fixture_tear_down)

/* Who is gone refuses what is sent to all, and so many refusals are in the way of the next datagram; it is sent even so. */
static void
test_many_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  enum { N_LEAVERS = 200 };
  int peers[N_LEAVERS], stayer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0");
  for (int i = 0; i < N_LEAVERS; i++)
    {
      peers[i] = peer_connect_datagram (fixture_get_port (fixture));
      peer_send (peers[i], "hello");
    }
  wait_until (fixture, fixture_get_n_links (fixture) == N_LEAVERS);
  stayer = peer_connect_datagram (fixture_get_port (fixture));
  peer_send (stayer, "hello");
  wait_until (fixture, fixture_get_n_links (fixture) == N_LEAVERS + 1);
  for (int i = 0; i < N_LEAVERS; i++)
    close (peers[i]);

  hold_engine (fixture);
  fixture_send (fixture, 0, "to all");
  fixture_send (fixture, N_LEAVERS + 1, "to you");
  g_mutex_unlock (&gate);
  peer_expect (stayer, "to all");
  peer_expect (stayer, "to you");
  close (stayer);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_REFUSED) == N_LEAVERS);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_ERROR), ==, 0);
  fixture_stop (fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("answers-together-what-came-together", NULL, test_together);
  ADD ("waits-in-the-middle-for-a-full-socket", GINT_TO_POINTER (EAGAIN), test_full);
  ADD ("waits-in-the-middle-for-memory", GINT_TO_POINTER (ENOBUFS), test_full);
  ADD ("goes-on-behind-what-cannot-be-sent", NULL, test_impossible);
  ADD ("goes-on-behind-a-refusal", NULL, test_refused);
  ADD ("goes-on-behind-many-refusals", NULL, test_many_refused);
  ADD ("tells-receipts-what-was-refused", NULL, test_receipts);
  ADD ("says-goodbye-behind-the-answers", NULL, test_goodbye);
  ADD ("sends-to-all-at-once", NULL, test_to_all);

  return g_test_run ();
}
