/* tin-tcp-info.c: what the kernel knows about a TCP connection.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-tcp-info.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* Whether a kernel that filled @size bytes of the structure knows this field. */
#define HAS_FIELD(size, field) ((size) >= offsetof (struct tcp_info, field) + sizeof ((struct tcp_info *) NULL)->field)

/**
 * tin_tcp_info_read:
 * @fd: a TCP socket
 * @info: (out caller-allocates): what the kernel knows now
 *
 * Three system calls; nothing is waited for.
 *
 * Returns: %FALSE if @fd is no connected TCP socket
 */
gboolean
tin_tcp_info_read (int         fd,
                   TinTcpInfo *info)
{
  struct tcp_info known = { 0 };
  socklen_t size = sizeof known;
  int outgoing = 0;
  int incoming = 0;

  if (getsockopt (fd, IPPROTO_TCP, TCP_INFO, &known, &size) != 0 || ioctl (fd, SIOCOUTQ, &outgoing) != 0 ||
      ioctl (fd, SIOCINQ, &incoming) != 0)
    return FALSE;

  *info = (TinTcpInfo) {
    .rtt_us = known.tcpi_rtt,
    .rtt_deviation_us = known.tcpi_rttvar,
    .sent_again = known.tcpi_total_retrans,
    .unsent = MIN (known.tcpi_notsent_bytes, (guint) MAX (outgoing, 0)),
    .unread = MAX (incoming, 0),
    .congestion_window = (guint64) known.tcpi_snd_cwnd * known.tcpi_snd_mss,
    .peer_window = HAS_FIELD (size, tcpi_snd_wnd) ? (gint64) known.tcpi_snd_wnd : -1,
  };
  info->unacknowledged = (guint) MAX (outgoing, 0) - info->unsent;

  return TRUE;
}
