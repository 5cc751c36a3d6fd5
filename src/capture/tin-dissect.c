/* tin-dissect.c: what a captured frame of any link carries.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The link types are those of tcpdump.org/linktypes.html. Nothing is believed.
 */

#include "capture/tin-dissect.h"

#include <string.h>

#define LINK_NULL          0
#define LINK_ETHERNET      1
#define LINK_RAW_BSD       12
#define LINK_RAW_OPENBSD   14
#define LINK_RAW           101
#define LINK_LOOP          108
#define LINK_LINUX_SLL     113
#define LINK_IPV4          228
#define LINK_IPV6          229
#define LINK_LINUX_SLL2    276

#define ETHERTYPE_IPV4     0x0800
#define ETHERTYPE_IPV6     0x86dd
#define MAX_TAGS           4  /* of VLANs, one in another */
#define MAX_EXTENSIONS     8  /* headers of IPv6 before what is carried */

#define SLL_BROADCAST      1
#define SLL_OUTGOING       4

#define PROTOCOL_HOP_BY_HOP  0
#define PROTOCOL_ROUTING     43
#define PROTOCOL_DESTINATION 60

static inline guint16
get16 (const guint8 *at)
{
  return at[0] << 8 | at[1];
}

static inline guint32
get32 (const guint8 *at)
{
  return (guint32) get16 (at) << 16 | get16 (at + 2);
}

static gboolean
is_ip (guint16 ethertype)
{
  return ethertype == ETHERTYPE_IPV4 || ethertype == ETHERTYPE_IPV6;
}

static gboolean
is_vlan_tag (guint16 ethertype)
{
  return ethertype == 0x8100 || ethertype == 0x88a8 || ethertype == 0x9100 || ethertype == 0x9200;
}

/* Behind an EtherType at @offset, and behind the VLAN tags (IEEE 802.1Q) that follow it. */
static gboolean
skip_ethertype (const TinFilePacket *packet,
                gsize                type_offset,
                gsize               *offset)
{
  for (guint i = 0; i <= MAX_TAGS; i++)
    {
      guint16 type;

      if (packet->size < type_offset + 2)
        return FALSE;
      type = get16 (packet->data + type_offset);
      if (is_ip (type))
        {
          *offset = type_offset + 2;
          return TRUE;
        }
      if (!is_vlan_tag (type))
        return FALSE;
      type_offset += 4;
    }
  return FALSE;
}

/* Of a packet that is long enough. */
static guint
get_cooked_kind (const TinFilePacket *packet)
{
  return packet->link_type == LINK_LINUX_SLL ? get16 (packet->data) : packet->data[10];
}

/* Linux cooked capture, version 1 and 2. VLAN tags may follow in either. */
static gboolean
skip_cooked (const TinFilePacket *packet,
             gsize               *offset,
             TinDirection        *direction)
{
  gboolean first = packet->link_type == LINK_LINUX_SLL;
  gsize size = first ? 16 : 20;
  guint kind;
  guint16 type;

  if (packet->size < size)
    return FALSE;
  kind = get_cooked_kind (packet);
  if (kind == SLL_OUTGOING)
    *direction = TIN_DIRECTION_OUT;

  if (first)
    return skip_ethertype (packet, 14, offset);
  type = get16 (packet->data);
  *offset = size;
  if (is_ip (type))
    return TRUE;
  return is_vlan_tag (type) && packet->size > size + 4 && skip_ethertype (packet, size + 2, offset);
}

/* Four bytes of address family in the order of the computer that captured, or (LOOP) of the network.
 * The families differ between systems; what IP header follows says more. */
static gboolean
skip_family (const TinFilePacket *packet,
             gsize               *offset)
{
  *offset = 4;
  return packet->size > 4 && (packet->data[4] >> 4 == 4 || packet->data[4] >> 4 == 6);
}

/**
 * tin_dissect_find_ip:
 * @packet: from a file
 * @offset: (out): where the IP header is, bytes
 * @direction: (out): which way it went, if anything says so
 *
 * Knows Ethernet with VLAN tags, raw IP, Linux cooked capture 1 and 2, and the loopback of BSD.
 *
 * Returns: %FALSE when it is another link type or carries no IP
 */
gboolean
tin_dissect_find_ip (const TinFilePacket *packet,
                     gsize               *offset,
                     TinDirection        *direction)
{
  *offset = 0;
  *direction = packet->direction;
  switch (packet->link_type)
    {
    case LINK_ETHERNET:
      return skip_ethertype (packet, 12, offset);
    case LINK_RAW:
    case LINK_RAW_BSD:
    case LINK_RAW_OPENBSD:
    case LINK_IPV4:
    case LINK_IPV6:
      return packet->size > 0;
    case LINK_NULL:
    case LINK_LOOP:
      return skip_family (packet, offset);
    case LINK_LINUX_SLL:
    case LINK_LINUX_SLL2:
      return skip_cooked (packet, offset, direction);
    default:
      return FALSE;
    }
}

/* A piece of a packet: what is there, and how much there was. */
typedef struct
{
  const guint8 *data;
  gsize         size;
  gsize         total;
} Piece;

static gboolean
enter (Piece *piece,
       gsize  size)
{
  if (piece->size < size || piece->total < size)
    return FALSE;
  piece->data += size;
  piece->size -= size;
  piece->total -= size;
  return TRUE;
}

/* Links pad short frames; the header knows where the packet ends. 0 is what offloading to a
 * network card leaves there: then all is the packet. */
static gboolean
limit (Piece *piece,
       gsize  total)
{
  if (total > piece->total)
    return FALSE;
  if (total > 0)
    {
      piece->total = total;
      piece->size = MIN (piece->size, total);
    }
  return TRUE;
}

/* RFC 791. Fragments are not put together. */
static gboolean
enter_ipv4 (Piece      *piece,
            TinSegment *segment,
            guint8     *protocol)
{
  const guint8 *ip = piece->data;
  gsize size;

  if (piece->size < 20)
    return FALSE;
  size = (ip[0] & 0xf) * 4;
  if (size < 20 || !limit (piece, get16 (ip + 2)))
    return FALSE;
  if ((get16 (ip + 6) & 0x3fff) != 0)
    return FALSE;

  *protocol = ip[9];
  segment->source.family = segment->destination.family = TIN_FAMILY_IPV4;
  memcpy (segment->source.bytes, ip + 12, 4);
  memcpy (segment->destination.bytes, ip + 16, 4);
  return enter (piece, size);
}

/* RFC 8200. */
static gboolean
enter_ipv6 (Piece      *piece,
            TinSegment *segment,
            guint8     *protocol)
{
  const guint8 *ip = piece->data;
  gsize payload_size;

  if (piece->size < 40)
    return FALSE;
  payload_size = get16 (ip + 4);
  if (!limit (piece, payload_size > 0 ? payload_size + 40 : 0))
    return FALSE;

  *protocol = ip[6];
  segment->source.family = segment->destination.family = TIN_FAMILY_IPV6;
  memcpy (segment->source.bytes, ip + 8, 16);
  memcpy (segment->destination.bytes, ip + 24, 16);
  enter (piece, 40);

  for (guint i = 0; i < MAX_EXTENSIONS; i++)
    {
      guint8 next;

      if (*protocol != PROTOCOL_HOP_BY_HOP && *protocol != PROTOCOL_ROUTING && *protocol != PROTOCOL_DESTINATION)
        return TRUE;
      if (piece->size < 8)
        return FALSE;
      next = piece->data[0];
      if (!enter (piece, (piece->data[1] + 1) * 8))
        return FALSE;
      *protocol = next;
    }
  return FALSE;
}

/* IPv4-mapped addresses do not travel; if they do, they are shown as what they are. */
static gboolean
enter_tcp (Piece      *piece,
           TinSegment *segment)
{
  const guint8 *tcp = piece->data;
  gsize size;

  if (piece->size < 20)
    return FALSE;
  size = (tcp[12] >> 4) * 4;
  if (size < 20)
    return FALSE;

  segment->transport = TIN_TRANSPORT_TCP;
  segment->source.port = get16 (tcp);
  segment->destination.port = get16 (tcp + 2);
  segment->sequence = get32 (tcp + 4);
  segment->acknowledged = get32 (tcp + 8);
  segment->flags = tcp[13];
  return enter (piece, size);
}

static gboolean
enter_udp (Piece      *piece,
           TinSegment *segment)
{
  const guint8 *udp = piece->data;
  gsize most = G_MAXUINT16 - (segment->source.family == TIN_FAMILY_IPV4 ? 20 : 0);
  gsize size;

  if (piece->size < 8)
    return FALSE;
  size = get16 (udp + 4);
  if ((size != 0 && size < 8) || !limit (piece, size) || piece->total > most)
    return FALSE;

  segment->transport = TIN_TRANSPORT_UDP;
  segment->source.port = get16 (udp);
  segment->destination.port = get16 (udp + 2);
  return enter (piece, 8);
}

/* Whether the link took it to all, which alone tells the broadcast address of a network; @packet carries IP. */
static gboolean
is_link_broadcast (const TinFilePacket *packet)
{
  static const guint8 all[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

  switch (packet->link_type)
    {
    case LINK_ETHERNET:
      return memcmp (packet->data, all, sizeof all) == 0;
    case LINK_LINUX_SLL:
    case LINK_LINUX_SLL2:
      return get_cooked_kind (packet) == SLL_BROADCAST;
    default:
      return FALSE;
    }
}

/* RFC 919; Linux has 127.255.255.255 be all of its loopback network. */
static gboolean
is_broadcast (const TinAddress *address)
{
  return address->family == TIN_FAMILY_IPV4 && (address->bytes[0] == 255 || address->bytes[0] == 127) &&
         address->bytes[1] == 255 && address->bytes[2] == 255 && address->bytes[3] == 255;
}

/**
 * tin_dissect:
 * @packet: from a file
 * @segment: (out caller-allocates): what it carries; @payload lies in the packet
 *
 * Finds TCP (RFC 9293) and UDP (RFC 768) in IPv4 and IPv6.
 *
 * Returns: %FALSE when it is anything else, a fragment, or cut in the middle of a header
 */
gboolean
tin_dissect (const TinFilePacket *packet,
             TinSegment          *segment)
{
  Piece piece = { packet->data, packet->size, packet->total };
  guint8 protocol = 0;
  gboolean found;
  gsize offset;

  memset (segment, 0, sizeof *segment);
  if (!tin_dissect_find_ip (packet, &offset, &segment->direction) || !enter (&piece, offset) || piece.size == 0)
    return FALSE;

  switch (piece.data[0] >> 4)
    {
    case 4:
      found = enter_ipv4 (&piece, segment, &protocol);
      break;
    case 6:
      found = enter_ipv6 (&piece, segment, &protocol);
      break;
    default:
      return FALSE;
    }
  if (!found)
    return FALSE;

  if (protocol == TIN_PROTOCOL_TCP)
    found = enter_tcp (&piece, segment);
  else if (protocol == TIN_PROTOCOL_UDP)
    found = enter_udp (&piece, segment);
  else
    return FALSE;

  segment->payload = piece.data;
  segment->size = piece.size;
  segment->total = piece.total;
  /* A link may give a stream to all as well, but it is for one. */
  segment->is_to_many = protocol == TIN_PROTOCOL_UDP &&
                        (tin_address_is_multicast (&segment->destination) || is_broadcast (&segment->destination) ||
                         is_link_broadcast (packet));
  return found;
}
