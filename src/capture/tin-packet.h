/* tin-packet.h: the IP, TCP, UDP and ICMP headers that a capture puts before what was said.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-flow.h"

G_BEGIN_DECLS

#define TIN_PACKET_IPV4_HEADER_SIZE 20 /* bytes */
#define TIN_PACKET_IPV6_HEADER_SIZE 40 /* bytes */
#define TIN_PACKET_TCP_HEADER_SIZE  20 /* bytes */
#define TIN_PACKET_UDP_HEADER_SIZE  8  /* bytes */
#define TIN_PACKET_MAX_HEADER_SIZE  68 /* bytes: IPv6, TCP with the options of a SYN */
#define TIN_PACKET_UNREACHABLE_SIZE 96 /* bytes: IPv6, ICMPv6, IPv6, UDP */

/* What the IP header names: the numbers that IANA assigned. */
typedef enum
{
  TIN_PROTOCOL_ICMP = 1,
  TIN_PROTOCOL_TCP = 6,
  TIN_PROTOCOL_UDP = 17,
  TIN_PROTOCOL_ICMPV6 = 58,
} TinProtocol;

typedef enum
{
  TIN_TCP_FIN = 0x01,
  TIN_TCP_SYN = 0x02,
  TIN_TCP_RST = 0x04,
  TIN_TCP_PSH = 0x08,
  TIN_TCP_ACK = 0x10,
} TinTcpFlags;

/* Returns: of which family the packets of a conversation are: the peer's, else that of this end, else IPv4 */
static inline TinFamily
tin_packet_get_family (const TinFlow *flow)
{
  if (tin_address_is_set (&flow->peer))
    return flow->peer.family;
  if (tin_address_is_set (&flow->local))
    return flow->local.family;
  return TIN_FAMILY_IPV4;
}

/* Returns: how many bytes come before the payload in a packet with data */
static inline gsize
tin_packet_get_header_size (const TinFlow *flow)
{
  gboolean is_v6 = tin_packet_get_family (flow) == TIN_FAMILY_IPV6;

  return (is_v6 ? TIN_PACKET_IPV6_HEADER_SIZE : TIN_PACKET_IPV4_HEADER_SIZE) +
         (flow->transport == TIN_TRANSPORT_TCP ? TIN_PACKET_TCP_HEADER_SIZE : TIN_PACKET_UDP_HEADER_SIZE);
}

gsize     tin_packet_write_tcp       (const TinFlow *flow,
                                      TinDirection   direction,
                                      TinTcpFlags    flags,
                                      guint8        *packet,
                                      gsize          payload_size,
                                      gboolean       sum);

gsize     tin_packet_write_udp       (const TinFlow *flow,
                                      TinDirection   direction,
                                      guint8        *packet,
                                      gsize          payload_size,
                                      gsize          missing,
                                      gboolean       sum);

gsize     tin_packet_write_unreachable (const TinFlow *flow,
                                        TinDirection   direction,
                                        guint8        *packet,
                                        gsize          payload_size);

G_END_DECLS
