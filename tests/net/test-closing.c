/* test-closing.c: connections that we end by ourselves, or not yet: timeouts, a limit, resets.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include "net/tin-udp-port.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

static void
test_idle_peer_is_closed (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autofree char *reason = NULL;
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?idle-timeout=1");
  peer = peer_connect (fixture_get_port (fixture));
  peer_expect_end (peer);
  close (peer);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  reason = fixture_dup_reason (fixture, TIN_EVENT_CLOSED);
  g_assert_cmpstr (reason, ==, "Nothing was sent or received for as long as the idle timeout allows.");
  g_assert_cmpint (fixture_get_state (fixture), ==, TIN_CHANNEL_OPEN);
}

static void
test_idle_sender_is_forgotten (Fixture       *fixture,
                               gconstpointer  data)
{
  int peer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?idle-timeout=1");
  peer = peer_connect_datagram (fixture_get_port (fixture));
  peer_send (peer, "hello");
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  g_assert_cmpuint (fixture_get_n_links (fixture), ==, 0);

  peer_send (peer, "again");
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_OPENED) == 2);
  close (peer);
}

static void
test_senders_are_forgotten_some_time (Fixture       *fixture,
                                      gconstpointer  data)
{
  static const struct
  {
    const char *uri;
    guint       seconds;
  } cases[] = {
    { "udp-listen://127.0.0.1:0", 3600 },
    { "udp-listen://127.0.0.1:0?idle-timeout=0", 3600 },
    { "udp-listen://127.0.0.1:0?idle-timeout=5", 5 },
    { "udp-listen://127.0.0.1:0?idle-timeout=86400", 86400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture_serve (fixture, cases[i].uri);
      g_assert_cmpuint (tin_udp_peer_get_idle_timeout (tin_channel_get_endpoint (fixture->channel)), ==, cases[i].seconds);
      fixture_stop_and_forget (fixture);
    }
}

/* We have finished, and the peer never does. */
static void
test_half_open_is_closed (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autofree char *reason = NULL;
  int peer;

  peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0?half-open-timeout=1");
  tin_channel_finish_sending (fixture->channel, 0);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  reason = fixture_dup_reason (fixture, TIN_EVENT_CLOSED);
  g_assert_cmpstr (reason, ==, "Only one side had finished for as long as the half-open timeout allows.");
  close (peer);
}

static void
test_own_limit (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *reason = NULL;
  int first, second;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0?max-connections=1&reply=echo");
  first = peer_connect (fixture_get_port (fixture));
  peer_send (first, "1");
  peer_expect (first, "1");

  second = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_NOTE) == 1);
  reason = fixture_dup_reason (fixture, TIN_EVENT_NOTE);
  g_assert_cmpstr (reason, ==, "The limit of 1 connection is reached: further ones wait until it ends.");
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_OPENED), ==, 1);

  close (first);
  peer_send (second, "2");
  peer_expect (second, "2");
  close (second);
}

/* What the kernel has taken arrives, and then no end but a reset. */
static void
test_reset_on_close (Fixture       *fixture,
                     gconstpointer  data)
{
  char byte;
  int peer;

  peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0?reset-on-close=1");
  fixture_send (fixture, 0, "last words");
  peer_expect (peer, "last words");
  tin_channel_disconnect (fixture->channel, 0);

  g_assert_cmpint (recv (peer, &byte, 1, 0), ==, -1);
  g_assert_cmpint (errno, ==, ECONNRESET);
  close (peer);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_RESET) == 1);
  assert_story (fixture, "listeninglocal opened#1<peer data#1>last words reset#1local");
}

static void
send_with_receipt (Fixture    *fixture,
                   GBytes     *bytes,
                   TinReceipt *receipt)
{
  g_autoptr (GError) error = NULL;

  tin_channel_send_with_receipt (fixture->channel, 1, bytes, receipt, &error);
  g_assert_no_error (error);
}

/* A reset with messages that are sent in part, that wait, and that are asked for behind it: receipts have all of each,
 * and say the same as the record. @data: the session stops, not just the one connection */
static void
test_reset_with_receipts (Fixture       *fixture,
                          gconstpointer  data)
{
  const gsize sizes[] = { 300000, 200000, 100000, 7 };
  TinReceipt *receipts[G_N_ELEMENTS (sizes)];
  gsize taken = 0, lost = 0;
  int peer;

  peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0?reset-on-close=1&send-buffer=16384");

  fixture_hold_engine (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (sizes[i]), sizes[i]);

      if (i == 2)
        (data != NULL ? tin_channel_stop (fixture->channel) : tin_channel_disconnect (fixture->channel, 1));
      receipts[i] = tin_receipt_new ();
      send_with_receipt (fixture, bytes, receipts[i]);
    }
  fixture_release_engine (fixture);
  wait_until (fixture, fixture_count (fixture, TIN_EVENT_RESET) == 1);
  fixture_stop (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      /* The last that a link does is to forget what waits, when others see that it has gone. */
      sample_until (tin_receipt_get_taken (receipts[i]) + tin_receipt_get_lost (receipts[i]) == sizes[i]);
      taken += tin_receipt_get_taken (receipts[i]);
      lost += tin_receipt_get_lost (receipts[i]);
      tin_receipt_unref (receipts[i]);
    }
  g_assert_cmpuint (taken, >, 0);
  g_assert_cmpuint (lost, >=, 100007);
  g_assert_cmpuint (taken, ==, fixture_count_bytes (fixture, TIN_DIRECTION_OUT));
  g_assert_cmpuint (lost, ==, fixture_sum_dropped (fixture));
  close (peer);
}

/* A peer that ends by itself is not answered with a reset. */
static void
test_reset_leaves_a_farewell_alone (Fixture       *fixture,
                                    gconstpointer  data)
{
  int peer;

  peer = fixture_serve_one (fixture, "tcp-listen://127.0.0.1:0?reset-on-close=1");
  shutdown (peer, SHUT_WR);
  peer_expect_end (peer);
  close (peer);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_CLOSED) == 1);
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_RESET), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void        (*func) (Fixture *, gconstpointer);
    const char *data;
  } tests[] = {
    { "/closing/closes-an-idle-connection", test_idle_peer_is_closed },
    { "/closing/forgets-an-idle-sender", test_idle_sender_is_forgotten },
    { "/closing/forgets-senders-some-time", test_senders_are_forgotten_some_time },
    { "/closing/closes-a-half-open-connection", test_half_open_is_closed },
    { "/closing/accepts-no-more-than-its-own-limit", test_own_limit },
    { "/closing/resets-on-close", test_reset_on_close },
    { "/closing/resets-and-tells-receipts", test_reset_with_receipts },
    { "/closing/resets-at-the-end-and-tells-receipts", test_reset_with_receipts, "stop" },
    { "/closing/answers-a-farewell-with-one", test_reset_leaves_a_farewell_alone },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].data, fixture_set_up, tests[i].func, fixture_stop_and_tear_down);

  return g_test_run ();
}
