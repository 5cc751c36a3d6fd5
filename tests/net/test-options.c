/* test-options.c: what is asked for is what the sockets have, and what they have not is said.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "errno-shim.h"
#include "fixture.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_DESCRIPTORS 1024

/* What each option is in the kernel, and what it reads as. */
static const struct
{
  const char *parameter;
  int         level;
  int         name;
  int         value;
  gboolean    is_stream;
} numbers[] = {
  { "no-delay=0", IPPROTO_TCP, TCP_NODELAY, 0, TRUE },
  { "no-delay=1", IPPROTO_TCP, TCP_NODELAY, 1, TRUE },
  { "keep-alive=0", SOL_SOCKET, SO_KEEPALIVE, 0, TRUE },
  { "keep-alive=1", SOL_SOCKET, SO_KEEPALIVE, 1, TRUE },
  { "keep-alive=1", IPPROTO_TCP, TCP_KEEPIDLE, 30, TRUE },
  { "keep-alive-idle=77", IPPROTO_TCP, TCP_KEEPIDLE, 77, TRUE },
  { "keep-alive-interval=78", IPPROTO_TCP, TCP_KEEPINTVL, 78, TRUE },
  { "keep-alive-count=79", IPPROTO_TCP, TCP_KEEPCNT, 79, TRUE },
  { "send-buffer=32768", SOL_SOCKET, SO_SNDBUF, 65536, FALSE },
  { "receive-buffer=32768", SOL_SOCKET, SO_RCVBUF, 65536, FALSE },
  { "hop-limit=7", IPPROTO_IP, IP_TTL, 7, FALSE },
  { "dscp=46", IPPROTO_IP, IP_TOS, 46 << 2, FALSE },
};

/* What has no meaning for streams. */
static const struct
{
  const char *uri;
  int         level;
  int         name;
  int         value;
} datagram_numbers[] = {
  { "udp-listen://127.0.0.1:0?hop-limit=7", IPPROTO_IP, IP_MULTICAST_TTL, 7 },
  { "udp://127.0.0.1:9?hop-limit=7", IPPROTO_IP, IP_MULTICAST_TTL, 7 },
  { "udp://127.0.0.1:9", IPPROTO_IP, IP_MULTICAST_TTL, 1 },
  { "udp-listen://[::]:0?hop-limit=7", IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 7 },
  { "udp-listen://[::]:0?hop-limit=7", IPPROTO_IPV6, IPV6_UNICAST_HOPS, 7 },
  { "udp-listen://[::]:0?hop-limit=7", IPPROTO_IP, IP_MULTICAST_TTL, 7 },
  { "udp://[::1]:9?hop-limit=7", IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 7 },
};

static guint
get_own_port (int fd)
{
  struct sockaddr_in address;
  socklen_t size = sizeof address;

  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &size), ==, 0);

  return ntohs (address.sin_port);
}

static int
get_option (int fd,
            int level,
            int name)
{
  int value = -1;
  socklen_t size = sizeof value;

  g_assert_cmpint (getsockopt (fd, level, name, &value, &size), ==, 0);

  return value;
}

/* What was accepted has what the listener was given. */
static void
test_accepted (Fixture       *fixture,
               gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *uri = g_strdup_printf ("tcp-listen://127.0.0.1:0?%s", numbers[i].parameter);
      int peer;

      g_test_message ("%s", uri);
      fixture_serve (fixture, uri);
      peer = peer_connect (fixture_get_port (fixture));
      wait_until (fixture, fixture_get_n_links (fixture) == 1);

      g_assert_cmpint (get_option (peer_find_socket (fixture_get_port (fixture), get_own_port (peer)), numbers[i].level,
                                   numbers[i].name), ==, numbers[i].value);
      close (peer);
      fixture_stop_and_forget (fixture);
    }

  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 0);
}

static void
test_connected (Fixture       *fixture,
                gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      guint port = 0;
      int listener = peer_listen (&port, 1);
      int peer;
      g_autofree char *uri = g_strdup_printf ("tcp://127.0.0.1:%u?%s", port, numbers[i].parameter);

      g_test_message ("%s", uri);
      fixture_open (fixture, uri);
      peer = accept (listener, NULL, NULL);
      wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_OPEN);

      g_assert_cmpint (get_option (peer_find_socket (fixture_get_port (fixture), port), numbers[i].level, numbers[i].name),
                       ==, numbers[i].value);
      close (peer);
      close (listener);
      fixture_stop_and_forget (fixture);
    }

  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 0);
}

static void
test_datagrams (Fixture       *fixture,
                gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *server = g_strdup_printf ("udp-listen://127.0.0.1:0?%s", numbers[i].parameter);
      g_autofree char *client = g_strdup_printf ("udp://127.0.0.1:9?%s", numbers[i].parameter);
      const char *uris[] = { server, client };

      for (guint j = 0; j < G_N_ELEMENTS (uris) && !numbers[i].is_stream; j++)
        {
          g_test_message ("%s", uris[j]);
          fixture_serve (fixture, uris[j]);
          g_assert_cmpint (get_option (peer_find_socket (fixture_get_port (fixture), 0), numbers[i].level, numbers[i].name),
                           ==, numbers[i].value);
          fixture_stop_and_forget (fixture);
        }
    }

  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 0);
}

/* How far packets go is the same for one peer and for a group. */
static void
test_groups (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (datagram_numbers); i++)
    {
      g_test_message ("%s", datagram_numbers[i].uri);
      fixture_open (fixture, datagram_numbers[i].uri);
      wait_until (fixture, fixture_get_state (fixture) != TIN_CHANNEL_OPENING);

      /* Else it is a machine without IPv6. */
      if (fixture_get_state (fixture) == TIN_CHANNEL_OPEN)
        g_assert_cmpint (get_option (peer_find_socket (fixture_get_port (fixture), 0), datagram_numbers[i].level,
                                     datagram_numbers[i].name), ==, datagram_numbers[i].value);
      else
        g_assert_nonnull (strchr (datagram_numbers[i].uri, '['));
      fixture_stop_and_forget (fixture);
    }
}

/* A socket that serves both kinds of addresses has the option for both. */
static void
test_both_families (Fixture       *fixture,
                    gconstpointer  data)
{
  int fd, peer;

  fixture_serve (fixture, "tcp-listen://[::]:0?hop-limit=9&dscp=10");
  if (fixture_get_state (fixture) != TIN_CHANNEL_OPEN)
    return; /* a machine without IPv6 */

  peer = peer_connect (fixture_get_port (fixture));
  wait_until (fixture, fixture_get_n_links (fixture) == 1);
  for (fd = 0; fd < MAX_DESCRIPTORS; fd++)
    {
      struct sockaddr_in6 address = { 0 };
      socklen_t size = sizeof address;

      if (fd != peer && getpeername (fd, (struct sockaddr *) &address, &size) == 0 &&
          address.sin6_family == AF_INET6 && ntohs (address.sin6_port) == get_own_port (peer))
        break;
    }

  g_assert_cmpint (get_option (fd, IPPROTO_IP, IP_TTL), ==, 9);
  g_assert_cmpint (get_option (fd, IPPROTO_IP, IP_TOS), ==, 10 << 2);
  g_assert_cmpint (get_option (fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS), ==, 9);
  close (peer);
}

/* No system gives half a gigabyte, so that what it gives is said, and what to turn. */
static void
test_less_is_said (Fixture       *fixture,
                   gconstpointer  data)
{
  static const struct
  {
    const char *uri;
    const char *names;
    const char *limit;
  } cases[] = {
    { "udp-listen://127.0.0.1:0?receive-buffer=536870912", "receive-buffer: 512.0\xC2\xA0MiB asked for, ", "sysctl net.core.rmem_max." },
    { "tcp-listen://127.0.0.1:0?send-buffer=536870912", "send-buffer: 512.0\xC2\xA0MiB asked for, ", "sysctl net.core.wmem_max." },
    { "tcp-listen://localhost:0?backlog=65535", "backlog: 65535 asked for, ", "sysctl net.core.somaxconn." },
    { "udp://127.0.0.1:9?receive-buffer=1", "receive-buffer: 1", "given by the system." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reason = NULL;

      g_test_message ("%s", cases[i].uri);
      fixture_serve (fixture, cases[i].uri);
      g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 1);
      reason = fixture_dup_reason (fixture, TIN_EVENT_NOTE);
      g_assert_true (g_str_has_prefix (reason, cases[i].names));
      g_assert_true (g_str_has_suffix (reason, cases[i].limit));

      fixture_stop (fixture);
      fixture_tear_down (fixture, NULL);
      memset (fixture, 0, sizeof *fixture);
      fixture_set_up (fixture, NULL);
    }
}

/* What is asked for without being told to is no matter for a note, but is said where the socket is. @data: the endpoint */
static void
test_less_than_preset_is_said (Fixture       *fixture,
                               gconstpointer  data)
{
  const TinEvent event = g_str_has_prefix (data, "udp-listen") ? TIN_EVENT_LISTENING : TIN_EVENT_OPENED;
  g_autofree char *reason = NULL;

  /* Then the buffer is what sysctl net.core.rmem_default says, which no system has at 4 MiB. */
  errno_shim_fail (ERRNO_SHIM_BUFFER, EPERM, 1);
  fixture_serve (fixture, data);

  reason = fixture_dup_reason (fixture, event);
  g_assert_nonnull (reason);
  g_assert_true (g_str_has_prefix (reason, "receive-buffer: 4.0\xC2\xA0MiB asked for, "));
  g_assert_true (g_str_has_suffix (reason, " given. The limit of the system is sysctl net.core.rmem_max."));
  g_assert_cmpuint (fixture_count (fixture, TIN_EVENT_NOTE), ==, 0);
}

/* An option that cannot be had is no reason to go on without. */
static void
test_refusal_is_said (Fixture       *fixture,
                      gconstpointer  data)
{
  static const struct
  {
    const char    *uri;
    ErrnoShimCall  call;
    int            error_number;
    const char    *reason;
  } cases[] = {
    { "tcp-listen://127.0.0.1:0?dscp=1", ERRNO_SHIM_DSCP, EACCES, "The system refuses the option dscp: Permission denied." },
    { "tcp://127.0.0.1:9?dscp=1", ERRNO_SHIM_DSCP, EACCES, "The system refuses the option dscp: Permission denied." },
    { "udp://127.0.0.1:9?dscp=1", ERRNO_SHIM_DSCP, EACCES, "The system refuses the option dscp: Permission denied." },
    { "tcp://127.0.0.1:9?interface=lo", ERRNO_SHIM_INTERFACE, EPERM,
      "You are not allowed to use the network interface lo alone: before Linux 5.7 that needs the capability CAP_NET_RAW." },
    { "udp-listen://127.0.0.1:0?interface=nonesuch0", ERRNO_SHIM_INTERFACE, 0,
      "This computer has no network interface nonesuch0." },
    { "tcp://127.0.0.1:9?source-address=192.0.2.1", ERRNO_SHIM_DSCP, 0,
      "Nothing can be sent from 192.0.2.1:0: this computer does not have that address." },
    { "udp://127.0.0.1:9?source-address=192.0.2.1&source-port=5", ERRNO_SHIM_DSCP, 0,
      "Nothing can be sent from 192.0.2.1:5: this computer does not have that address." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reason = NULL;

      g_test_message ("%s", cases[i].uri);
      if (cases[i].error_number != 0)
        errno_shim_fail (cases[i].call, cases[i].error_number, 1);
      fixture_open (fixture, cases[i].uri);
      wait_until (fixture, fixture_get_state (fixture) == TIN_CHANNEL_CLOSED);

      g_assert_true (fixture_has_error (fixture, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED));
      reason = fixture_dup_reason (fixture, TIN_EVENT_ERROR);
      g_assert_cmpstr (reason, ==, cases[i].reason);

      fixture_tear_down (fixture, NULL);
      memset (fixture, 0, sizeof *fixture);
      fixture_set_up (fixture, NULL);
    }
}

static void
test_interface (Fixture       *fixture,
                gconstpointer  data)
{
  char name[16] = "";
  socklen_t size = sizeof name;

  fixture_serve (fixture, "udp-listen://127.0.0.1:0?interface=lo");
  g_assert_cmpint (fixture_get_state (fixture), ==, TIN_CHANNEL_OPEN);
  g_assert_cmpint (getsockopt (peer_find_socket (fixture_get_port (fixture), 0), SOL_SOCKET, SO_BINDTODEVICE, name, &size), ==, 0);
  g_assert_cmpstr (name, ==, "lo");
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
    { "/options/accepted-sockets-have-them", test_accepted },
    { "/options/connected-sockets-have-them", test_connected },
    { "/options/datagram-sockets-have-them", test_datagrams },
    { "/options/go-as-far-to-a-group", test_groups },
    { "/options/sockets-of-both-families-have-them-twice", test_both_families },
    { "/options/says-what-was-given-instead", test_less_is_said },
    { "/options/says-what-a-server-has-of-the-preset", test_less_than_preset_is_said, "udp-listen://127.0.0.1:0" },
    { "/options/says-what-a-client-has-of-the-preset", test_less_than_preset_is_said, "udp://127.0.0.1:9" },
    { "/options/says-what-was-refused", test_refusal_is_said },
    { "/options/binds-to-an-interface", test_interface },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].data, fixture_set_up, tests[i].func, fixture_stop_and_tear_down);

  return g_test_run ();
}
