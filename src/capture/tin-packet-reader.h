/* tin-packet-reader.h: what the headers of a captured packet say.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-address.h"
#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

/**
 * TinPacket:
 * @data: from the first byte of the IP header on
 * @size: how much of it is there, bytes
 * @total: how much there was, bytes
 */
typedef struct
{
  const guint8 *data;
  gsize         size;
  gsize         total;
} TinPacket;

/**
 * TinPacketHeaders:
 * @protocol: of the IP header
 * @transport: the transport of the payload, or of the datagram that was refused
 * @refused: whether the packet is a refusal, which quotes the datagram that it answers;
 *   who sent that is the one who is told
 * @payload_size: by account of the headers, bytes; more than is there if the packet was cut
 */
typedef struct
{
  guint8        protocol;
  TinTransport  transport;
  TinAddress    source;
  TinAddress    destination;
  gboolean      refused;
  gsize         payload_offset;
  gsize         payload_size;
} TinPacketHeaders;

gboolean tin_packet_parse (const TinPacket  *self,
                           TinPacketHeaders *headers);

G_END_DECLS
