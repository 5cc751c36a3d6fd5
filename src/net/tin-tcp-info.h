/* tin-tcp-info.h: what the kernel knows about a TCP connection.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinTcpInfo:
 * @rtt_us: smoothed round-trip time in microseconds (RFC 6298), 0 before the first measurement
 * @rtt_deviation_us: how much it varies, in microseconds
 * @sent_again: segments that were sent more than once, since it is connected
 * @unsent: bytes that the socket took and that have not left yet
 * @unacknowledged: bytes that have left and that the peer's system has not acknowledged
 * @unread: bytes that came and that have not been read
 * @congestion_window: bytes that may be on the way unacknowledged, as the sender has found out
 * @peer_window: bytes that the peer's system says it has room for; -1 where the kernel does not tell (before 5.4)
 *
 * tcp(7): TCP_INFO, SIOCOUTQ, SIOCINQ.
 */
typedef struct
{
  guint32 rtt_us;
  guint32 rtt_deviation_us;
  guint32 sent_again;
  guint64 unsent;
  guint64 unacknowledged;
  guint64 unread;
  guint64 congestion_window;
  gint64  peer_window;
} TinTcpInfo;

gboolean tin_tcp_info_read (int         fd,
                            TinTcpInfo *info);

G_END_DECLS
