/* test-problem.c: a failure in words.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-problem.h"

#include <errno.h>
#include <string.h>

typedef struct
{
  const char   *name;
  TinTransport  transport;
  TinRole       role;
  const char   *host;
  guint16       port;
  int           code;     /* of G_IO_ERROR */
  int           number;   /* errno, for what G_IO_ERROR has no code for */
  const char   *title;
  const char   *advice;   /* part of it */
} Case;

#define TCP TIN_TRANSPORT_TCP
#define UDP TIN_TRANSPORT_UDP
#define SERVER TIN_ROLE_SERVER
#define CLIENT TIN_ROLE_CLIENT

static const Case cases[] = {
  { "in-use", TCP, SERVER, "127.0.0.1", 8080, G_IO_ERROR_ADDRESS_IN_USE, 0,
    "TCP port 8080 on 127.0.0.1 is in use", "choose another port" },
  { "in-use-udp", UDP, SERVER, "::1", 8080, G_IO_ERROR_ADDRESS_IN_USE, 0,
    "UDP port 8080 on ::1 is in use", "choose another port" },
  { "privileged", TCP, SERVER, "127.0.0.1", 80, G_IO_ERROR_PERMISSION_DENIED, 0,
    "TCP port 80 on 127.0.0.1 is reserved for the system", "from 1024 up" },
  { "forbidden", TCP, CLIENT, "127.0.0.1", 80, G_IO_ERROR_PERMISSION_DENIED, 0,
    "The system does not allow to use TCP 127.0.0.1:80", "firewall" },
  { "foreign", TCP, SERVER, "192.0.2.77", 8080, G_IO_ERROR_FAILED, EADDRNOTAVAIL,
    "Nothing can listen on TCP port 8080 at 192.0.2.77, which is no address of this computer", "127.0.0.1" },
  { "unknown-host", TCP, CLIENT, "no.such.example", 8080, G_IO_ERROR_HOST_NOT_FOUND, 0,
    "TCP port 8080 is out of reach: no host is named no.such.example", "spelling" },
  { "refused", TCP, CLIENT, "127.0.0.1", 8080, G_IO_ERROR_CONNECTION_REFUSED, 0,
    "Nothing listens at TCP 127.0.0.1:8080", "Start the server first" },
  { "refused-udp", UDP, CLIENT, "127.0.0.1", 8080, G_IO_ERROR_CONNECTION_REFUSED, 0,
    "Server not running: nothing receives at UDP 127.0.0.1:8080", "Start the server first" },
  { "timeout", TCP, CLIENT, "192.0.2.77", 8080, G_IO_ERROR_TIMED_OUT, 0,
    "TCP 192.0.2.77:8080 did not answer within 15 seconds", "Preferences" },
  { "no-network", TCP, CLIENT, "192.0.2.77", 8080, G_IO_ERROR_NETWORK_UNREACHABLE, 0,
    "No network leads to TCP 192.0.2.77:8080", "route" },
  { "no-host", TCP, CLIENT, "192.0.2.77", 8080, G_IO_ERROR_HOST_UNREACHABLE, 0,
    "The computer at TCP 192.0.2.77:8080 cannot be reached", "switched off" },
  { "reset", TCP, CLIENT, "::1", 8080, G_IO_ERROR_CONNECTION_CLOSED, 0,
    "The connection to TCP [::1]:8080 was reset by the peer", "lost" },
  { "broken-pipe", TCP, CLIENT, "::1", 8080, G_IO_ERROR_BROKEN_PIPE, 0,
    "The connection to TCP [::1]:8080 was reset by the peer", "lost" },
  { "no-ipv6", TCP, SERVER, "::1", 8080, G_IO_ERROR_FAILED, EAFNOSUPPORT,
    "IPv6 is switched off on this computer, so TCP [::1]:8080 cannot be used", "IPv4" },
  { "no-scope", TCP, CLIENT, "fe80::1", 8080, G_IO_ERROR_INVALID_ARGUMENT, 0,
    "TCP [fe80::1]:8080 is a link-local address, which means nothing without its network interface", "interface" },
  { "no-such-zone", TCP, CLIENT, "fe80::1%eth77", 8080, G_IO_ERROR_INVALID_ARGUMENT, 0,
    "This computer has no network interface eth77, so TCP [fe80::1%eth77]:8080 cannot be used", NULL },
  { "too-many-files", TCP, CLIENT, "127.0.0.1", 8080, G_IO_ERROR_TOO_MANY_OPEN_FILES, 0,
    "Too many files and connections are open to use TCP 127.0.0.1:8080", "ulimit" },
  { "too-large", UDP, CLIENT, "127.0.0.1", 8080, G_IO_ERROR_MESSAGE_TOO_LARGE, 0,
    "The message does not fit into one datagram to UDP 127.0.0.1:8080", "65,507" },
  { "no-buffers", UDP, CLIENT, "127.0.0.1", 8080, G_IO_ERROR_FAILED, ENOBUFS,
    "The system has no memory left for network data of UDP 127.0.0.1:8080", "try again" },
  { "no-memory", UDP, CLIENT, "127.0.0.1", 8080, G_IO_ERROR_FAILED, ENOMEM,
    "The system has no memory left for network data of UDP 127.0.0.1:8080", "try again" },
  { "anything", TCP, CLIENT, "127.0.0.1", 8080, G_IO_ERROR_FAILED, EXDEV,
    "TCP 127.0.0.1:8080 cannot be used", "Invalid cross-device link" },
  { "anything-server", TCP, SERVER, "127.0.0.1", 8080, G_IO_ERROR_FAILED, EXDEV,
    "Nothing can listen on TCP 127.0.0.1:8080", "Invalid cross-device link" },
};

static void
test_explains (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (c->transport, c->role, c->host, c->port);
  g_autoptr (GError) cause = g_error_new_literal (G_IO_ERROR, c->code, g_strerror (c->number));
  TinProblem *problem = tin_problem_new (cause, endpoint);

  g_assert_cmpstr (tin_problem_get_title (problem), ==, c->title);
  g_assert_error (tin_problem_get_cause (problem), G_IO_ERROR, c->code);

  if (c->advice != NULL)
    g_assert_nonnull (strstr (tin_problem_get_advice (problem), c->advice));

  g_assert_finalize_object (problem);
}

static void
test_offers_a_free_port (void)
{
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (TCP, SERVER, "127.0.0.1", 80);
  g_autoptr (GError) cause = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "");
  g_autoptr (TinProblem) problem = tin_problem_new (cause, endpoint);

  g_assert_cmpuint (tin_problem_get_free_port (problem), >=, 1024);
}

static void
test_tells_who_holds_a_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (TCP, SERVER, "0.0.0.0", port);
  g_autoptr (GError) cause = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE, "");
  g_autoptr (TinProblem) problem = tin_problem_new (cause, endpoint);

  g_assert_true (g_str_has_prefix (tin_problem_get_advice (problem), "test-model-prob"));
}

static void
test_explains_a_name_server_that_is_silent (void)
{
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (TCP, CLIENT, "some.example", 80);
  g_autoptr (GError) silent = g_error_new_literal (G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, "");
  g_autoptr (GError) unknown = g_error_new_literal (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "");
  g_autoptr (TinProblem) one = tin_problem_new (silent, endpoint);
  g_autoptr (TinProblem) two = tin_problem_new (unknown, endpoint);

  g_assert_cmpstr (tin_problem_get_title (one), ==,
                   "TCP port 80 is out of reach: the address of some.example cannot be looked up now");
  g_assert_cmpstr (tin_problem_get_title (two), ==, "TCP port 80 is out of reach: no host is named some.example");
}

static void
test_knows_a_lost_connection (void)
{
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (TCP, CLIENT, "127.0.0.1", 8080);
  g_autoptr (GError) cause = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "");
  g_autoptr (TinProblem) problem = tin_problem_new_while_open (cause, endpoint);

  g_assert_cmpstr (tin_problem_get_title (problem), ==,
                   "The connection to TCP 127.0.0.1:8080 was lost: the peer answers no longer");
}

static void
note_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
test_asks_on_a_thread (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (TCP, SERVER, "0.0.0.0", port);
  g_autoptr (GError) cause = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE, "");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TinProblem) problem = NULL;
  g_autoptr (GError) error = NULL;

  tin_problem_new_async (cause, endpoint, FALSE, NULL, note_result_cb, &result);
  g_assert_null (result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  problem = tin_problem_new_finish (result, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (tin_problem_get_advice (problem), "test-model-prob"));
  g_assert_cmpuint (tin_problem_get_free_port (problem), !=, 0);
}

static void
test_gives_up_when_cancelled (void)
{
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (TCP, CLIENT, "127.0.0.1", 8080);
  g_autoptr (GError) cause = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tin_problem_new_async (cause, endpoint, FALSE, cancellable, note_result_cb, &result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (tin_problem_new_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/problem/explains/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_explains);
    }

  g_test_add_func ("/problem/offers-a-free-port", test_offers_a_free_port);
  g_test_add_func ("/problem/tells-who-holds-a-port", test_tells_who_holds_a_port);
  g_test_add_func ("/problem/knows-a-lost-connection", test_knows_a_lost_connection);
  g_test_add_func ("/problem/explains-a-name-server-that-is-silent", test_explains_a_name_server_that_is_silent);

  g_test_add_func ("/problem/asks-on-a-thread", test_asks_on_a_thread);
  g_test_add_func ("/problem/gives-up-when-cancelled", test_gives_up_when_cancelled);

  return g_test_run ();
}
