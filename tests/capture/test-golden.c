/* test-golden.c: the mapping of events to capture files, frozen byte for byte.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * With TINCAN_UPDATE_GOLDEN=1 the files are written instead of compared. A
 * change of theirs is a change of the contract with other programs.
 */

#include "capture-fixture.h"

#include <string.h>

typedef struct
{
  const char *name;
  void      (*append) (TinCapture *capture);
} Scenario;

static TinFlow
make_flow (TinCapture   *capture,
           TinTransport  transport,
           const char   *local_host,
           guint16       local_port,
           const char   *peer_host,
           guint16       peer_port)
{
  TinAddress local = make_address (local_host, local_port);
  TinAddress peer = make_address (peer_host, peer_port);
  TinFlow flow;

  tin_flow_init (&flow, transport, tin_capture_take_connection (capture), &local, &peer);
  return flow;
}

static void
append_echo_server (TinCapture *capture)
{
  TinAddress local = make_address ("127.0.0.1", 8080);
  TinFlow server;
  TinFlow first = make_flow (capture, TIN_TRANSPORT_TCP, "127.0.0.1", 8080, "127.0.0.1", 40000);
  TinFlow second = make_flow (capture, TIN_TRANSPORT_TCP, "127.0.0.1", 8080, "127.0.0.1", 40000);

  tin_flow_init (&server, TIN_TRANSPORT_TCP, 0, &local, NULL);
  tin_capture_append_event (capture, &server, TIN_EVENT_LISTENING, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);

  append_opened (capture, &first, TIN_DIRECTION_IN);
  append_in (capture, &first, "first\n");
  append_out (capture, &first, TIN_BY_RULE, "first\n", "echo");
  tin_capture_append_event (capture, &first, TIN_EVENT_HALF_CLOSED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
  append_out (capture, &first, TIN_BY_LOCAL, "typed\n", NULL);
  tin_capture_append_event (capture, &first, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);

  /* The same pair of addresses again is another conversation. */
  append_opened (capture, &second, TIN_DIRECTION_IN);
  append_in (capture, &second, "bye");
  tin_capture_append_event (capture, &second, TIN_EVENT_RULE, TIN_DIRECTION_NONE, TIN_BY_RULE, 0,
                            "goodbye word");
  tin_capture_append_event (capture, &second, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE, TIN_BY_RULE, 0,
                            "goodbye word");
  tin_capture_append_event (capture, &server, TIN_EVENT_STOPPED, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);
}

static void
append_ipv6_client (TinCapture *capture)
{
  TinFlow flow = make_flow (capture, TIN_TRANSPORT_TCP, "::1", 50000, "::1", 9999);

  tin_capture_append_event (capture, &flow, TIN_EVENT_CONNECTING, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 0, NULL);
  append_opened (capture, &flow, TIN_DIRECTION_OUT);
  append_out (capture, &flow, TIN_BY_RULE, "This is from Client", "first message");
  append_in (capture, &flow, "Grüße\r\n");
  append_in (capture, &flow, "x");
  tin_capture_append_event (capture, &flow, TIN_EVENT_RESET, TIN_DIRECTION_IN, TIN_BY_PEER, 0,
                            "Connection reset by peer");
}

static void
append_tcp_failures (TinCapture *capture)
{
  TinFlow refused = make_flow (capture, TIN_TRANSPORT_TCP, "127.0.0.1", 50001, "127.0.0.1", 9);
  TinFlow timed_out = make_flow (capture, TIN_TRANSPORT_TCP, "0.0.0.0", 0, "192.0.2.1", 80);
  TinFlow cancelled = make_flow (capture, TIN_TRANSPORT_TCP, "0.0.0.0", 0, "192.0.2.1", 80);
  TinFlow broken = make_flow (capture, TIN_TRANSPORT_TCP, "10.0.0.1", 50002, "10.0.0.2", 80);

  tin_capture_append_event (capture, &refused, TIN_EVENT_REFUSED, TIN_DIRECTION_IN, TIN_BY_PEER, 0,
                            "Connection refused");
  tin_capture_append_event (capture, &timed_out, TIN_EVENT_ERROR, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 0,
                            "Timed out");
  tin_capture_append_event (capture, &cancelled, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);
  append_opened (capture, &broken, TIN_DIRECTION_OUT);
  tin_capture_append_event (capture, &broken, TIN_EVENT_ERROR, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0,
                            "No route\nto host");
  tin_capture_append_event (capture, &broken, TIN_EVENT_RESET, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 0, NULL);
  tin_capture_append_event (capture, NULL, TIN_EVENT_ERROR, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0,
                            "Port 80 is in use");
}

static void
append_udp (TinCapture *capture)
{
  TinFlow v4 = make_flow (capture, TIN_TRANSPORT_UDP, "127.0.0.1", 8080, "127.0.0.1", 40001);
  TinFlow v6 = make_flow (capture, TIN_TRANSPORT_UDP, "::1", 8080, "::1", 40002);

  tin_capture_append_event (capture, &v4, TIN_EVENT_OPENED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
  append_in (capture, &v4, "Hello server, from UDP client!");
  append_out (capture, &v4, TIN_BY_RULE, "Hello server, from UDP client!", "echo");
  append_in (capture, &v4, "");
  tin_capture_append_event (capture, &v6, TIN_EVENT_OPENED, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 0, NULL);
  append_out (capture, &v6, TIN_BY_LOCAL, "odd", NULL);
  tin_capture_append_event (capture, &v4, TIN_EVENT_REFUSED, TIN_DIRECTION_IN, TIN_BY_PEER, 30,
                            "Connection refused");
  tin_capture_append_event (capture, &v6, TIN_EVENT_REFUSED, TIN_DIRECTION_IN, TIN_BY_PEER, 3, NULL);
  tin_capture_append_event (capture, &v4, TIN_EVENT_DROPPED, TIN_DIRECTION_IN, TIN_BY_LOCAL, 42,
                            "42 datagrams came faster than they were read");
  tin_capture_append_event (capture, &v4, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, NULL);
}

static void
append_link_local (TinCapture *capture)
{
  TinFlow flow = make_flow (capture, TIN_TRANSPORT_TCP, "fe80::1", 7, "fe80::2", 40003);

  flow.local.scope = flow.peer.scope = 4000000;
  tin_capture_append_event (capture, &flow, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, "zone");
  append_opened (capture, &flow, TIN_DIRECTION_IN);
  append_in (capture, &flow, "ping");
  append_out (capture, &flow, TIN_BY_LOCAL, "pong", "a reason");
  tin_capture_append_event (capture, &flow, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE, TIN_BY_PEER, 0, NULL);
}

static const Scenario scenarios[] = {
  { "tcp-echo-server", append_echo_server },
  { "tcp-client-ipv6", append_ipv6_client },
  { "tcp-failures", append_tcp_failures },
  { "udp", append_udp },
  { "link-local", append_link_local },
};

static void
test_golden (gconstpointer data)
{
  const Scenario *scenario = data;
  g_autofree char *name = g_strconcat (scenario->name, ".pcapng", NULL);
  g_autofree char *golden = g_test_build_filename (G_TEST_DIST, "capture", "golden", name, NULL);
  g_autoptr (GBytes) actual = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL;
  gsize expected_size;

  actual = save_capture (scenario->append);
  if (g_getenv ("TINCAN_UPDATE_GOLDEN") != NULL)
    {
      g_file_set_contents (golden, g_bytes_get_data (actual, NULL), g_bytes_get_size (actual), &error);
      g_assert_no_error (error);
    }
  g_file_get_contents (golden, &expected, &expected_size, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (actual, NULL), g_bytes_get_size (actual), expected, expected_size);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *path = g_strconcat ("/golden/", scenarios[i].name, NULL);

      g_test_add_data_func (path, &scenarios[i], test_golden);
    }

  return g_test_run ();
}
