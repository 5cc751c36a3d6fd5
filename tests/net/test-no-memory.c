/* test-no-memory.c: the recording gets no memory, and then it does.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "errno-shim.h"
#include "fixture.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Twice what the first chunk of the ring holds. */
#define ENOUGH (2 * 1024 * 1024) /* bytes */

/* The recording gets no memory for a while: what waits in the kernel meanwhile is read when it does. */
static void
test_stream_without_memory (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autofree guint8 *bytes = g_malloc0 (ENOUGH);
  guint n_calls = errno_shim_get_n_calls (ERRNO_SHIM_CHUNK);
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0");
  peer = peer_connect (fixture_get_port (fixture));
  errno_shim_fail (ERRNO_SHIM_CHUNK, ENOMEM, 2);
  peer_send_all (peer, bytes, ENOUGH);
  wait_until (fixture, fixture_count_bytes (fixture, TIN_DIRECTION_IN) == ENOUGH);
  g_assert_cmpuint (errno_shim_get_n_calls (ERRNO_SHIM_CHUNK) - n_calls, >, 3);
  close (peer);
}

/* The cause is told as it is: no disk has anything to do with it. Returns: how often */
static guint
assert_memory_blamed (Fixture *fixture,
                      TinLoss  loss)
{
  guint n_told = 0;

  for (guint64 i = 0; i < tin_capture_get_published (fixture->capture); i++)
    {
      g_auto (TinRecord) record = TIN_RECORD_INIT;

      g_assert_true (tin_capture_read (fixture->capture, i, 0, &record, NULL));
      if (record.event != TIN_EVENT_DROPPED || record.loss != loss)
        continue;

      n_told++;
      g_assert_nonnull (strstr (record.reason, "memory was short"));
    }

  return n_told;
}

/* There is none till the end: what the ring has left is too little for a read, but enough to tell of it. */
static void
test_end_without_memory (Fixture       *fixture,
                         gconstpointer  data)
{
  static const guint8 bytes[4096];
  guint n_calls;
  gsize sent = 0;
  int peer;

  fixture_serve (fixture, "tcp-listen://127.0.0.1:0");
  peer = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  n_calls = errno_shim_get_n_calls (ERRNO_SHIM_CHUNK);
  errno_shim_fail (ERRNO_SHIM_CHUNK, ENOMEM, G_MAXINT);
  while (errno_shim_get_n_calls (ERRNO_SHIM_CHUNK) == n_calls)
    {
      peer_send_all (peer, bytes, sizeof bytes);
      sent += sizeof bytes;
      sample_until (fixture_count_bytes (fixture, TIN_DIRECTION_IN) == sent ||
                    errno_shim_get_n_calls (ERRNO_SHIM_CHUNK) > n_calls);
    }

  fixture_stop (fixture);
  errno_shim_fail (ERRNO_SHIM_CHUNK, 0, 0);
  g_assert_cmpuint (assert_memory_blamed (fixture, TIN_LOSS_UNREAD), ==, 1);
  g_assert_cmpuint (fixture_count_bytes (fixture, TIN_DIRECTION_IN) + fixture_sum_dropped (fixture), ==, sent);
  close (peer);
}

/* Likewise; what was read in vain is counted. */
static void
test_datagrams_without_memory (Fixture       *fixture,
                               gconstpointer  data)
{
  enum { SIZE = 1024 };
  guint n_calls = errno_shim_get_n_calls (ERRNO_SHIM_CHUNK);
  guint8 bytes[SIZE] = { 0 };
  int peer;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0");
  peer = peer_connect_datagram (fixture_get_port (fixture));
  errno_shim_fail (ERRNO_SHIM_CHUNK, ENOMEM, G_MAXINT);
  for (guint i = 0; i < ENOUGH / SIZE; i++)
    g_assert_cmpint (send (peer, bytes, SIZE, 0), ==, SIZE);
  sample_until (errno_shim_get_n_calls (ERRNO_SHIM_CHUNK) - n_calls > 4);
  errno_shim_fail (ERRNO_SHIM_CHUNK, 0, 0);

  wait_until (fixture, fixture_count (fixture, TIN_EVENT_DATA) + fixture_sum_dropped (fixture) == ENOUGH / SIZE);
  assert_memory_blamed (fixture, TIN_LOSS_RECORDING);
  close (peer);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/no-memory/reads-a-stream-when-there-is-some-again", Fixture, NULL, fixture_set_up,
              test_stream_without_memory, fixture_tear_down);
  g_test_add ("/no-memory/tells-what-ends-unread-for-want-of-it", Fixture, NULL, fixture_set_up,
              test_end_without_memory, fixture_stop_and_tear_down);
  g_test_add ("/no-memory/reads-datagrams-when-there-is-some-again", Fixture, NULL, fixture_set_up,
              test_datagrams_without_memory, fixture_tear_down);

  return g_test_run ();
}
