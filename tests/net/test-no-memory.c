/* test-no-memory.c: the recording gets no memory, and then it does.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "errno-shim.h"
#include "fixture.h"

#include <errno.h>
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
  close (peer);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/no-memory/reads-a-stream-when-there-is-some-again", Fixture, NULL, fixture_set_up,
              test_stream_without_memory, fixture_tear_down);
  g_test_add ("/no-memory/reads-datagrams-when-there-is-some-again", Fixture, NULL, fixture_set_up,
              test_datagrams_without_memory, fixture_tear_down);

  return g_test_run ();
}
