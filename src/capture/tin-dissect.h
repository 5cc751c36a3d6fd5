/* tin-dissect.h: what a captured frame of any link carries.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-packet-file.h"
#include "capture/tin-packet.h"

G_BEGIN_DECLS

/**
 * TinSegment:
 * @direction: which way it went, where the frame or the file says so
 * @sequence: of its first byte or SYN, TCP alone (RFC 9293 section 3.1)
 * @payload: what of it was captured
 * @size: bytes of @payload
 * @total: how many bytes it had, at least @size
 * @is_to_many: whether @destination is a group, or all computers of a network
 *
 * A TCP segment or a UDP datagram.
 */
typedef struct
{
  TinTransport  transport;
  TinDirection  direction;
  TinAddress    source;
  TinAddress    destination;
  guint32       sequence;
  guint32       acknowledged;
  TinTcpFlags   flags;
  const guint8 *payload;
  gsize         size;
  gsize         total;
  gboolean      is_to_many;
} TinSegment;

gboolean tin_dissect_find_ip (const TinFilePacket *packet,
                              gsize               *offset,
                              TinDirection        *direction);

gboolean tin_dissect         (const TinFilePacket *packet,
                              TinSegment          *segment);

G_END_DECLS
