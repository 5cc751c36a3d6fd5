/* datagram-flood.c: datagrams, so many and no more, at an even pace or as fast as the system takes them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "datagram-flood.h"

#include "pace.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>

#define TICK_US   1000 /* between two bursts */
#define MAX_BURST 1024 /* datagrams of one system call, UIO_MAXIOV */
#define CUT_BURST 64   /* datagrams that the kernel cuts out of one write: UDP_MAX_SEGMENTS of Linux before 6.9 */

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

/**
 * datagram_flood_connect:
 * @port: on 127.0.0.1
 *
 * Returns: a datagram socket, or -1 with errno
 */
int
datagram_flood_connect (guint port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((guint16) port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  return fd >= 0 && connect (fd, (struct sockaddr *) &address, sizeof address) == 0 ? fd : -1;
}

/* Many at once (sendmmsg(2)), or the system calls are all that one processor has time for. */
static gboolean
send_burst (int     fd,
            guint64 n_datagrams)
{
  static guint8 payload[DATAGRAM_FLOOD_SIZE];
  static struct iovec vector = { payload, sizeof payload };
  struct mmsghdr headers[MAX_BURST] = { 0 };

  for (guint64 i = 0; i < MIN (n_datagrams, MAX_BURST); i++)
    headers[i].msg_hdr = (struct msghdr) { .msg_iov = &vector, .msg_iovlen = 1 };

  while (n_datagrams > 0)
    {
      int n_sent = sendmmsg (fd, headers, (guint) MIN (n_datagrams, MAX_BURST), 0);

      if (n_sent <= 0 && errno != EINTR)
        return FALSE;
      n_datagrams -= (guint64) MAX (n_sent, 0);
    }

  return TRUE;
}

/**
 * datagram_flood_send:
 * @fd: a connected datagram socket
 * @n_datagrams: how many
 * @rate: datagrams a second, 0 for as many as go
 *
 * Returns: whether the system took them all
 */
gboolean
datagram_flood_send (int     fd,
                     guint64 n_datagrams,
                     guint   rate)
{
  const gint64 start = g_get_monotonic_time ();
  guint64 n_sent = 0;
  Pace pace;

  if (rate == 0)
    return send_burst (fd, n_datagrams);

  pace_init (&pace, TICK_US);

  while (n_sent < n_datagrams)
    {
      guint64 due = (guint64) (g_get_monotonic_time () - start + TICK_US) * rate / G_USEC_PER_SEC;
      guint64 n = MIN (due, n_datagrams) - MIN (n_sent, due);

      if (!send_burst (fd, n))
        return FALSE;
      n_sent += n;
      if (n < MAX_BURST)
        pace_wait (&pace);
    }

  return TRUE;
}

/**
 * datagram_flood_send_cut:
 * @fd: a connected datagram socket
 * @n_datagrams: how many
 *
 * Writes many datagrams as one, for the kernel to cut (udp(7), UDP_SEGMENT): far more of them in a second
 * than anybody could receive one by one. Where it cannot, they are sent as fast as they can be otherwise.
 *
 * Returns: whether the system took them all
 */
gboolean
datagram_flood_send_cut (int     fd,
                         guint64 n_datagrams)
{
  static guint8 payload[CUT_BURST * DATAGRAM_FLOOD_SIZE];
  int size = DATAGRAM_FLOOD_SIZE;

  if (setsockopt (fd, IPPROTO_UDP, UDP_SEGMENT, &size, sizeof size) != 0)
    return send_burst (fd, n_datagrams);

  while (n_datagrams > 0)
    {
      guint64 n = MIN (n_datagrams, CUT_BURST);

      if (send (fd, payload, n * DATAGRAM_FLOOD_SIZE, 0) >= 0)
        n_datagrams -= n;
      else if (errno != EINTR)
        return FALSE;
    }

  return TRUE;
}
