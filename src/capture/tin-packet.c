/* tin-packet.c: the IP, TCP, UDP and ICMP headers that a capture puts before what was said.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-packet.h"

#include "capture/tin-checksum.h"

#include <string.h>

#define IPV4_HEADER_SIZE TIN_PACKET_IPV4_HEADER_SIZE
#define IPV6_HEADER_SIZE TIN_PACKET_IPV6_HEADER_SIZE
#define TCP_HEADER_SIZE  TIN_PACKET_TCP_HEADER_SIZE
#define UDP_HEADER_SIZE  TIN_PACKET_UDP_HEADER_SIZE
#define ICMP_HEADER_SIZE 8
#define HOP_LIMIT        64

/* What a SYN offers: the largest segment, and a window of 1 GiB (RFC 7323) that no
 * reader takes for full. */
static const guint8 syn_options[8] = { 2, 4, 65495 >> 8, 65495 & 0xff, 1, 3, 3, 14 };

/* Where a packet comes from and goes to. */
typedef struct
{
  TinFamily         family;
  const TinAddress *source;
  const TinAddress *destination;
  guint64           sum;          /* of both addresses, for checksums */
} Route;

/* Both return the word as it stands in memory, which is how it counts in a checksum: to
 * read back in larger words what was just written in small ones would stall the processor. */
static inline guint16
put16 (guint8  *at,
       guint16  value)
{
  value = GUINT16_TO_BE (value);
  memcpy (at, &value, sizeof value);
  return value;
}

static inline guint32
put32 (guint8  *at,
       guint32  value)
{
  value = GUINT32_TO_BE (value);
  memcpy (at, &value, sizeof value);
  return value;
}

static inline guint64
load32 (const guint8 *bytes)
{
  guint32 word;

  memcpy (&word, bytes, sizeof word);
  return word;
}

/* The sum of both addresses, of a size that no carry can leave. */
static inline guint64
sum_addresses (const Route *route)
{
  guint64 sum = load32 (route->source->bytes) + load32 (route->destination->bytes);

  if (route->family == TIN_FAMILY_IPV6)
    for (guint i = 4; i < 16; i += 4)
      sum += load32 (route->source->bytes + i) + load32 (route->destination->bytes + i);
  return sum;
}

static Route
get_route (const TinFlow *flow,
           TinDirection   direction)
{
  static const TinAddress unknown;
  Route route = { tin_packet_get_family (flow), &flow->local, &flow->peer, 0 };

  /* An end that nobody knows, or of another family, is 0.0.0.0 or ::, port 0. */
  if (route.source->family != route.family)
    route.source = &unknown;
  if (route.destination->family != route.family)
    route.destination = &unknown;

  if (direction == TIN_DIRECTION_IN)
    {
      const TinAddress *swap = route.source;

      route.source = route.destination;
      route.destination = swap;
    }
  route.sum = sum_addresses (&route);
  return route;
}

static gsize
write_ip (const Route *route,
          guint8      *packet,
          guint8       protocol,
          gsize        payload_size)
{
  guint64 sum;
  guint16 checksum;

  if (route->family == TIN_FAMILY_IPV6)
    {
      put32 (packet, 0x60000000);
      put16 (packet + 4, payload_size);
      packet[6] = protocol;
      packet[7] = HOP_LIMIT;
      memcpy (packet + 8, route->source->bytes, 16);
      memcpy (packet + 24, route->destination->bytes, 16);
      return IPV6_HEADER_SIZE;
    }

  sum = route->sum;
  sum += put32 (packet, 0x45000000 | (IPV4_HEADER_SIZE + payload_size));
  sum += put32 (packet + 4, 0x00004000); /* do not fragment */
  sum += put32 (packet + 8, HOP_LIMIT << 24 | protocol << 16);
  memcpy (packet + 12, route->source->bytes, 4);
  memcpy (packet + 16, route->destination->bytes, 4);
  checksum = tin_checksum_finish (sum);
  memcpy (packet + 10, &checksum, sizeof checksum);
  return IPV4_HEADER_SIZE;
}

/* Over the pseudo-header (RFC 9293 section 3.1, RFC 8200 section 8.1), what is
 * in @sum already, and the @n bytes at @data of a segment or datagram of @size. */
static guint16
sum_transport (const Route  *route,
               guint8        protocol,
               gsize         size,
               guint64       sum,
               const guint8 *data,
               gsize         n)
{
  sum += route->sum;
  sum += (guint64) GUINT32_TO_BE (size) + GUINT32_TO_BE (protocol);
  return tin_checksum_finish (tin_checksum_add (sum, data, n));
}

/**
 * tin_packet_write_tcp:
 * @flow: a conversation; not changed
 * @direction: which end sends
 * @flags: of the segment (RFC 9293 section 3.1); with %TIN_TCP_SYN go options, and no payload
 * @packet: where the IP header begins; the payload stands behind the headers already
 * @payload_size: bytes, at most %TIN_CAPTURE_MAX_PAYLOAD
 * @sum: whether to fill in the TCP checksum
 *
 * Returns: size of the packet with its payload
 */
gsize
tin_packet_write_tcp (const TinFlow *flow,
                      TinDirection   direction,
                      TinTcpFlags    flags,
                      guint8        *packet,
                      gsize          payload_size,
                      gboolean       sum)
{
  Route route = get_route (flow, direction);
  gboolean in = direction == TIN_DIRECTION_IN;
  gsize header_size = TCP_HEADER_SIZE + (flags & TIN_TCP_SYN ? sizeof syn_options : 0);
  gsize ip_size = write_ip (&route, packet, TIN_PROTOCOL_TCP, header_size + payload_size);
  guint8 *tcp = packet + ip_size;
  guint32 acknowledged = in ? flow->next_sequence_out : flow->next_sequence_in;
  guint64 header_sum = 0;
  guint16 checksum;

  header_sum += put16 (tcp, route.source->port);
  header_sum += put16 (tcp + 2, route.destination->port);
  header_sum += put32 (tcp + 4, in ? flow->next_sequence_in : flow->next_sequence_out);
  header_sum += put32 (tcp + 8, flags & TIN_TCP_ACK ? acknowledged : 0);
  header_sum += put16 (tcp + 12, (header_size / 4) << 12 | flags);
  header_sum += put16 (tcp + 14, 65535);
  put32 (tcp + 16, 0);
  if (flags & TIN_TCP_SYN)
    memcpy (tcp + TCP_HEADER_SIZE, syn_options, sizeof syn_options);

  if (sum)
    {
      checksum = sum_transport (&route, TIN_PROTOCOL_TCP, header_size + payload_size, header_sum,
                                tcp + TCP_HEADER_SIZE, header_size - TCP_HEADER_SIZE + payload_size);
      memcpy (tcp + 16, &checksum, sizeof checksum);
    }
  return ip_size + header_size + payload_size;
}

/**
 * tin_packet_write_udp:
 * @flow: a conversation
 * @direction: which end sends
 * @packet: where the IP header begins; the payload stands behind the headers already
 * @payload_size: bytes
 * @missing: bytes behind them that were cut off; with @payload_size at most 65,507 over IPv4 and 65,527 over IPv6
 * @sum: whether to fill in the UDP checksum, which nobody can if something is missing
 *
 * Returns: size of the packet with its payload
 */
gsize
tin_packet_write_udp (const TinFlow *flow,
                      TinDirection   direction,
                      guint8        *packet,
                      gsize          payload_size,
                      gsize          missing,
                      gboolean       sum)
{
  Route route = get_route (flow, direction);
  gsize size = UDP_HEADER_SIZE + payload_size;
  gsize ip_size = write_ip (&route, packet, TIN_PROTOCOL_UDP, size + missing);
  guint8 *udp = packet + ip_size;
  guint64 header_sum = 0;
  guint16 checksum;

  header_sum += put16 (udp, route.source->port);
  header_sum += put16 (udp + 2, route.destination->port);
  header_sum += put16 (udp + 4, size + missing);
  put16 (udp + 6, 0);

  if (sum && missing == 0)
    {
      checksum = sum_transport (&route, TIN_PROTOCOL_UDP, size, header_sum, udp + UDP_HEADER_SIZE, payload_size);
      if (checksum == 0)
        checksum = 0xffff; /* zero would mean that there is none (RFC 768) */
      memcpy (udp + 6, &checksum, sizeof checksum);
    }
  return ip_size + size;
}

/**
 * tin_packet_write_unreachable:
 * @flow: a UDP conversation
 * @direction: which end refuses, that is, sends the ICMP packet
 * @packet: room for %TIN_PACKET_UNREACHABLE_SIZE bytes
 * @payload_size: of the datagram that was refused, as far as known
 *
 * Writes "port unreachable" (RFC 792; RFC 4443 section 3.1) with the header of
 * the datagram that it answers, which is all that RFC 792 asks for.
 *
 * Returns: size of the packet
 */
gsize
tin_packet_write_unreachable (const TinFlow *flow,
                              TinDirection   direction,
                              guint8        *packet,
                              gsize          payload_size)
{
  Route route = get_route (flow, direction);
  gboolean v6 = route.family == TIN_FAMILY_IPV6;
  gsize ip_size = v6 ? IPV6_HEADER_SIZE : IPV4_HEADER_SIZE;
  guint8 *icmp = packet + ip_size;
  gsize limit = 65535 - UDP_HEADER_SIZE - (v6 ? 0 : IPV4_HEADER_SIZE);
  gsize quoted;
  guint16 checksum;

  quoted = tin_packet_write_udp (flow,
                                 direction == TIN_DIRECTION_IN ? TIN_DIRECTION_OUT : TIN_DIRECTION_IN,
                                 icmp + ICMP_HEADER_SIZE, MIN (payload_size, limit), 0, FALSE);
  quoted -= MIN (payload_size, limit);

  icmp[0] = v6 ? 1 : 3;
  icmp[1] = v6 ? 4 : 3;
  put16 (icmp + 2, 0);
  put32 (icmp + 4, 0);
  write_ip (&route, packet, v6 ? TIN_PROTOCOL_ICMPV6 : TIN_PROTOCOL_ICMP, ICMP_HEADER_SIZE + quoted);

  if (v6)
    checksum = sum_transport (&route, TIN_PROTOCOL_ICMPV6, ICMP_HEADER_SIZE + quoted, 0,
                              icmp, ICMP_HEADER_SIZE + quoted);
  else
    checksum = tin_checksum_finish (tin_checksum_add (0, icmp, ICMP_HEADER_SIZE + quoted));
  memcpy (icmp + 2, &checksum, sizeof checksum);
  return ip_size + ICMP_HEADER_SIZE + quoted;
}
