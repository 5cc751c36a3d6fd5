/* test-port-owner.c: who holds a port, and which is free.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fixture.h"

#include "net/tin-port-owner.h"

#include <sys/socket.h>
#include <unistd.h>

static void
test_finds_itself (gconstpointer data)
{
  TinTransport transport = GPOINTER_TO_INT (data);
  g_auto (TinPortOwner) owner = { 0 };
  guint port = 0;
  int holder = transport == TIN_TRANSPORT_TCP ? peer_listen (&port, 1) : peer_bind_datagram (&port);

  g_assert_true (tin_port_owner_find (transport, port, &owner));
  g_assert_cmpuint (owner.pid, ==, getpid ());
  g_assert_true (g_str_has_prefix (owner.program, "test-net-port"));
  close (holder);
}

static void
test_finds_nobody (void)
{
  g_auto (TinPortOwner) owner = { 0 };

  g_assert_false (tin_port_owner_find (TIN_TRANSPORT_TCP, peer_get_unused_port (SOCK_STREAM), &owner));
  g_assert_null (owner.program);
}

/* A connection from a port is not its owner. */
static void
test_ignores_connections (void)
{
  g_auto (TinPortOwner) owner = { 0 };
  guint port;
  int listener = peer_listen (&port, 1);
  int peer = peer_connect (port);
  int accepted = accept (listener, NULL, NULL);

  close (listener);
  g_assert_false (tin_port_owner_find (TIN_TRANSPORT_TCP, port, &owner));
  close (accepted);
  close (peer);
}

static void
test_finds_free (gconstpointer data)
{
  TinTransport transport = GPOINTER_TO_INT (data);
  guint port = 0;
  int holder = transport == TIN_TRANSPORT_TCP ? peer_listen (&port, 1) : peer_bind_datagram (&port);
  guint16 before = (guint16) (port - 1), found = tin_port_find_free (transport, "127.0.0.1", before);

  g_assert_cmpuint (found, !=, 0);
  g_assert_cmpuint (found, !=, port);
  g_assert_cmpuint (tin_port_find_free (transport, "localhost", 80), >=, 1024);
  g_assert_cmpuint (tin_port_find_free (transport, "0.0.0.0", 65535), >=, 1024);
  g_assert_cmpuint (tin_port_find_free (transport, "::", 1024), >, 1024);
  g_assert_cmpuint (tin_port_find_free (transport, "192.0.2.1", 1024), ==, 0);
  close (holder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/port-owner/finds-a-tcp-listener", GINT_TO_POINTER (TIN_TRANSPORT_TCP), test_finds_itself);
  g_test_add_data_func ("/port-owner/finds-a-udp-socket", GINT_TO_POINTER (TIN_TRANSPORT_UDP), test_finds_itself);
  g_test_add_func ("/port-owner/finds-nobody", test_finds_nobody);
  g_test_add_func ("/port-owner/ignores-connections", test_ignores_connections);
  g_test_add_data_func ("/port-owner/finds-a-free-tcp-port", GINT_TO_POINTER (TIN_TRANSPORT_TCP), test_finds_free);
  g_test_add_data_func ("/port-owner/finds-a-free-udp-port", GINT_TO_POINTER (TIN_TRANSPORT_UDP), test_finds_free);

  return g_test_run ();
}
