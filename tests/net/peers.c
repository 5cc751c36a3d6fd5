/* peers.c: bare peers: blocking sockets that do what they are told.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "peers.h"

#include <linux/sockios.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_DESCRIPTORS 1024

static struct sockaddr_in
loopback (guint port)
{
  return (struct sockaddr_in) { .sin_family = AF_INET, .sin_port = htons (port),
                                .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
}

static int
connect_socket (int   type,
                guint port)
{
  struct sockaddr_in address = loopback (port);
  int fd = socket (AF_INET, type | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);

  return fd;
}

static int
bind_socket (int    type,
             guint *port)
{
  struct sockaddr_in address = loopback (*port);
  socklen_t size = sizeof address;
  int fd = socket (AF_INET, type | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &size), ==, 0);
  *port = ntohs (address.sin_port);

  return fd;
}

int
peer_connect (guint port)
{
  return connect_socket (SOCK_STREAM, port);
}

int
peer_listen (guint *port,
             int    backlog)
{
  int fd;

  *port = 0;
  fd = bind_socket (SOCK_STREAM, port);
  g_assert_cmpint (listen (fd, backlog), ==, 0);

  return fd;
}

int
peer_bind_datagram (guint *port)
{
  *port = 0;

  return bind_socket (SOCK_DGRAM, port);
}

int
peer_connect_datagram (guint port)
{
  return connect_socket (SOCK_DGRAM, port);
}

void
peer_send_all (int           fd,
               const guint8 *data,
               gsize         size)
{
  while (size > 0)
    {
      gssize sent = send (fd, data, size, MSG_NOSIGNAL);

      g_assert_cmpint (sent, >, 0);
      data += sent;
      size -= sent;
    }
}

void
peer_send (int         fd,
           const char *text)
{
  peer_send_all (fd, (const guint8 *) text, strlen (text));
}

void
peer_expect (int         fd,
             const char *text)
{
  gsize size = strlen (text), received = 0;
  g_autofree char *buffer = g_malloc0 (size + 1);

  while (received < size)
    {
      gssize n = recv (fd, buffer + received, size - received, 0);

      g_assert_cmpint (n, >, 0);
      received += n;
    }

  g_assert_cmpstr (buffer, ==, text);
}

void
peer_expect_end (int fd)
{
  char buffer[1];

  g_assert_cmpint (recv (fd, buffer, sizeof buffer, 0), ==, 0);
}

void
peer_reset (int fd)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger), ==, 0);
  close (fd);
}

/* Of @sent bytes, those that our side's system told the peer it has (tcp(7)). */
guint64
peer_get_acknowledged (int     fd,
                       guint64 sent)
{
  int unacknowledged = 0;

  g_assert_cmpint (ioctl (fd, SIOCOUTQ, &unacknowledged), ==, 0);

  return sent - unacknowledged;
}

guint
peer_get_unused_port (int type)
{
  guint port = 0;

  close (bind_socket (type, &port));

  return port;
}

static gboolean
has_ports (int   fd,
           guint local_port,
           guint peer_port)
{
  struct sockaddr_in local = { 0 }, peer = { 0 }; /* ports of IPv6 are at the same place */
  socklen_t local_size = sizeof local, peer_size = sizeof peer;

  return getsockname (fd, (struct sockaddr *) &local, &local_size) == 0 && (local.sin_family == AF_INET || local.sin_family == AF_INET6) &&
         ntohs (local.sin_port) == local_port &&
         (peer_port == 0 ||
          (getpeername (fd, (struct sockaddr *) &peer, &peer_size) == 0 && ntohs (peer.sin_port) == peer_port));
}

/* The engine is in this process, so its sockets can be found by their ports. @peer_port: 0 for any, and for none */
int
peer_find_socket (guint local_port,
                  guint peer_port)
{
  for (int fd = 0; fd < MAX_DESCRIPTORS; fd++)
    if (has_ports (fd, local_port, peer_port))
      return fd;

  g_assert_not_reached ();
}
