/* test-message-target.c: where a message has to go to arrive as it did.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-target.h"

static const TinAddress server_address = { .family = TIN_FAMILY_IPV4, .port = 8080, .bytes = { 192, 168, 1, 9 } };
static const TinAddress any_address = { .family = TIN_FAMILY_IPV4, .port = 8080 };
static const TinAddress client_address = { .family = TIN_FAMILY_IPV4, .port = 40000, .bytes = { 127, 0, 0, 1 } };
static const TinAddress server6_address = { .family = TIN_FAMILY_IPV6, .port = 8080, .bytes = { 0xfd, [15] = 7 } };
static const TinAddress client6_address = { .family = TIN_FAMILY_IPV6, .port = 40000, .bytes = { [15] = 1 } };

static const struct
{
  TinRole           role;
  TinTransport      transport;
  TinDirection      direction;
  const TinAddress *local;
  const TinAddress *peer;
  const char       *uri;
} cases[] = {
  { TIN_ROLE_SERVER, TIN_TRANSPORT_TCP, TIN_DIRECTION_IN, &server_address, &client_address, "tcp://192.168.1.9:8080" },
  { TIN_ROLE_SERVER, TIN_TRANSPORT_TCP, TIN_DIRECTION_OUT, &server_address, &client_address,
    "tcp-listen://192.168.1.9:8080" },
  { TIN_ROLE_CLIENT, TIN_TRANSPORT_TCP, TIN_DIRECTION_OUT, &client_address, &server_address, "tcp://192.168.1.9:8080" },
  { TIN_ROLE_CLIENT, TIN_TRANSPORT_TCP, TIN_DIRECTION_IN, &client_address, &server_address,
    "tcp-listen://127.0.0.1:8080" },
  { TIN_ROLE_CLIENT, TIN_TRANSPORT_TCP, TIN_DIRECTION_OUT, &client6_address, &server6_address, "tcp://[fd00::7]:8080" },
  { TIN_ROLE_CLIENT, TIN_TRANSPORT_TCP, TIN_DIRECTION_IN, &client6_address, &server6_address,
    "tcp-listen://[::1]:8080" },
  { TIN_ROLE_SERVER, TIN_TRANSPORT_UDP, TIN_DIRECTION_IN, &any_address, &client_address, "udp://127.0.0.1:8080" },
  { TIN_ROLE_SERVER, TIN_TRANSPORT_UDP, TIN_DIRECTION_OUT, &server_address, &client_address, "udp://127.0.0.1:40000" },
};

static void
test_goes_where_it_went (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TinCapture) capture = tin_capture_new ("test", NULL, TIN_CAPTURE_DEFAULT_RING_SIZE);
      g_autoptr (TinMessage) message = NULL;
      g_autoptr (TinEndpoint) target = NULL;
      g_autofree char *uri = NULL;
      TinFlow flow;

      tin_flow_init (&flow, cases[i].transport, tin_capture_take_connection (capture), cases[i].local, cases[i].peer);
      tin_capture_append_event (capture, &flow, TIN_EVENT_OPENED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
      g_assert_true (tin_capture_append_data (capture, &flow, cases[i].direction, TIN_BY_LOCAL,
                                              (const guint8 *) "x", 1, NULL));
      tin_capture_publish (capture);

      message = tin_message_new (capture, 1, "UTF-8");
      target = tin_message_dup_target (message, cases[i].role);
      g_assert_nonnull (target);
      uri = tin_endpoint_to_short_uri (target);
      g_assert_cmpstr (uri, ==, cases[i].uri);
    }
}

static void
test_has_none_without_addresses (void)
{
  g_autoptr (TinCapture) capture = tin_capture_new ("test", NULL, TIN_CAPTURE_DEFAULT_RING_SIZE);
  g_autoptr (TinMessage) message = tin_message_new (capture, 12345, "UTF-8");

  g_assert_null (tin_message_dup_target (message, TIN_ROLE_CLIENT));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message-target/goes-where-it-went", test_goes_where_it_went);
  g_test_add_func ("/message-target/has-none-without-addresses", test_has_none_without_addresses);

  return g_test_run ();
}
