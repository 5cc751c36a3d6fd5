/* tin-packet-reader.c: what the headers of a captured packet say.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing is believed: a file may have been cut, damaged or made up.
 */

#include "capture/tin-packet-reader.h"

#include "capture/tin-packet.h"

#include <string.h>

static guint16
get16 (const guint8 *at)
{
  return at[0] << 8 | at[1];
}

/* Returns the size of the IP header, 0 if it is none. */
static gsize
parse_ip (const TinPacket  *packet,
          TinPacketHeaders *headers)
{
  const guint8 *data = packet->data;
  gsize size;

  memset (headers, 0, sizeof *headers);
  if (packet->size >= 20 && data[0] >> 4 == 4)
    {
      size = (data[0] & 0xf) * 4;
      if (size < 20 || packet->size < size)
        return 0;
      headers->protocol = data[9];
      headers->source.family = headers->destination.family = TIN_FAMILY_IPV4;
      memcpy (headers->source.bytes, data + 12, 4);
      memcpy (headers->destination.bytes, data + 16, 4);
      return size;
    }

  if (packet->size >= 40 && data[0] >> 4 == 6)
    {
      headers->protocol = data[6];
      headers->source.family = headers->destination.family = TIN_FAMILY_IPV6;
      memcpy (headers->source.bytes, data + 8, 16);
      memcpy (headers->destination.bytes, data + 24, 16);
      return 40;
    }
  return 0;
}

static gboolean
parse_ports (const TinPacket  *packet,
             gsize             offset,
             TinPacketHeaders *headers)
{
  const guint8 *transport = packet->data + offset;
  gsize available = packet->size - offset;
  gsize size;

  if (headers->protocol == TIN_PROTOCOL_UDP)
    size = 8;
  else if (headers->protocol == TIN_PROTOCOL_TCP && available >= 20)
    size = (transport[12] >> 4) * 4;
  else
    return FALSE;
  if (available < size || size < 8 || (headers->protocol == TIN_PROTOCOL_TCP && size < 20))
    return FALSE;

  headers->source.port = get16 (transport);
  headers->destination.port = get16 (transport + 2);
  headers->payload_offset = offset + size;
  headers->payload_size = packet->total - headers->payload_offset;
  return TRUE;
}

/* A refusal quotes the datagram that it answers: who sent it is the one who is told. */
static gboolean
parse_unreachable (const TinPacket  *packet,
                   gsize             offset,
                   TinPacketHeaders *headers)
{
  TinPacket quoted = { packet->data + offset + 8, 0, 0 };
  TinPacketHeaders inner;
  gsize inner_offset;

  if (packet->size < offset + 8)
    return FALSE;
  quoted.size = packet->size - offset - 8;
  quoted.total = quoted.size;
  inner_offset = parse_ip (&quoted, &inner);
  if (inner_offset == 0 || inner.protocol != TIN_PROTOCOL_UDP || quoted.size < inner_offset + 8)
    return FALSE;

  headers->refused = TRUE;
  headers->destination.port = get16 (quoted.data + inner_offset);
  headers->source.port = get16 (quoted.data + inner_offset + 2);
  headers->payload_size = get16 (quoted.data + inner_offset + 4);
  headers->payload_size -= MIN (headers->payload_size, 8);
  return TRUE;
}

/**
 * tin_packet_parse:
 * @self: a packet, as far as it is there
 * @headers: (out caller-allocates): what they say
 *
 * Reads IPv4 or IPv6 (RFC 791 and 8200), and TCP, UDP or a refusal in ICMP in it
 * (RFC 9293, 768, 792 and 4443). Nothing outside of the packet is touched, whatever it says.
 *
 * Returns: %FALSE when it is something else, or cut in the middle of a header
 */
gboolean
tin_packet_parse (const TinPacket  *self,
                  TinPacketHeaders *headers)
{
  gsize offset = parse_ip (self, headers);

  if (offset == 0)
    return FALSE;

  headers->transport = headers->protocol == TIN_PROTOCOL_TCP ? TIN_TRANSPORT_TCP : TIN_TRANSPORT_UDP;
  if (headers->protocol == TIN_PROTOCOL_ICMP || headers->protocol == TIN_PROTOCOL_ICMPV6)
    return parse_unreachable (self, offset, headers);
  return parse_ports (self, offset, headers);
}
