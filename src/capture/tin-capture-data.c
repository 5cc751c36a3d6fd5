/* tin-capture-data.c: how what is received and sent becomes packets.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-capture.h"

#include "capture/tin-capture-blocks.h"
#include "capture/tin-capture-private.h"

#include <string.h>

#define RULE_PREFIX "rule: "
#define DATA_ROOM   (2 * (TIN_PCAPNG_PACKET_HEAD + TIN_PACKET_MAX_HEADER_SIZE + 32) + TIN_PCAPNG_OPTIONS_ROOM)

/* A one-way stream is acknowledged now and then, long before a reader takes the window for full. */
#define ACKNOWLEDGE_AFTER (256 * 1024 * 1024) /* bytes */

/* The datagram of the largest size, RFC 768 and RFC 8200. */
#define MAX_DATAGRAM_IPV4 65507 /* bytes */
#define MAX_DATAGRAM_IPV6 65527 /* bytes */

static gsize
get_payload_limit (const TinFlow *flow)
{
  if (flow->transport == TIN_TRANSPORT_TCP)
    return TIN_CAPTURE_MAX_PAYLOAD;
  return tin_packet_get_family (flow) == TIN_FAMILY_IPV6 ? MAX_DATAGRAM_IPV6 : MAX_DATAGRAM_IPV4;
}

static void
count_unacknowledged (TinCaptureBlocks       *blocks,
                      TinDirection            direction,
                      gsize                   size)
{
  TinFlow *flow = blocks->flow;
  gboolean in = direction == TIN_DIRECTION_IN;
  guint32 *ahead = in ? &flow->unacknowledged_in : &flow->unacknowledged_out;
  guint32 *behind = in ? &flow->unacknowledged_out : &flow->unacknowledged_in;

  *behind = 0;
  *ahead += size;
  if (G_LIKELY (*ahead < ACKNOWLEDGE_AFTER))
    return;
  *ahead = 0;
  tin_capture_blocks_put_segment (blocks, tin_capture_reverse (direction), TIN_TCP_ACK);
}

/* What a record with data says. */
typedef struct
{
  TinDirection  direction;
  TinBy         by;
  gsize         size;
  gsize         missing;
  const char   *comment;  /* (nullable) */
} Content;

/* Puts headers before, and the rest behind, a payload that is in its place. */
static void
finish_data (TinCapture    *self,
             TinFlow       *flow,
             guint8        *start,
             const Content *content)
{
  const TinDirection direction = content->direction;
  const gsize size = content->size;
  TinIndexEntry entry = {
    .event = TIN_EVENT_DATA,
    .direction = direction,
    .by = content->by,
    .connection = flow->connection,
    .size = size,
  };
  TinCaptureBlocks blocks;
  guint8 *packet;
  gsize packet_size;

  tin_capture_blocks_begin (&blocks, self, flow, start, content->comment, NULL);
  blocks.missing = content->missing;
  packet = tin_capture_blocks_get_packet (&blocks);
  if (flow->transport == TIN_TRANSPORT_TCP)
    packet_size = tin_packet_write_tcp (flow, direction, TIN_TCP_PSH | TIN_TCP_ACK, packet, size, blocks.sum);
  else
    packet_size = tin_packet_write_udp (flow, direction, packet, size, content->missing, blocks.sum);
  tin_capture_blocks_end_packet (&blocks, packet_size, direction);
  *tin_capture_get_sequence (flow, direction) += size;
  if (flow->transport == TIN_TRANSPORT_TCP)
    count_unacknowledged (&blocks, direction, size);
  tin_ring_append (self->ring, blocks.at - start, blocks.time_ns, &entry);
}

/* Returns: FALSE if there is no room */
static gboolean
put_data (TinCapture    *self,
          TinFlow       *flow,
          const guint8  *data,
          const Content *content,
          gboolean       must)
{
  gsize header_size = TIN_PCAPNG_PACKET_HEAD + tin_packet_get_header_size (flow);
  guint8 *start = tin_ring_prepare (self->ring, DATA_ROOM + content->size, must);

  if (G_UNLIKELY (start == NULL))
    return FALSE;

  memcpy (start + header_size, data, content->size);
  finish_data (self, flow, start, content);
  return TRUE;
}

G_STATIC_ASSERT (sizeof RULE_PREFIX + sizeof ((TinCaptureRule *) 0)->reason <= sizeof ((TinCaptureRule *) 0)->comment);

/* "rule: " and a reason; most answers are those of one rule. */
static const char *
describe_rule (TinCapture *self,
               const char *reason,
               char        buffer[TIN_PCAPNG_MAX_REASON + sizeof RULE_PREFIX])
{
  TinCaptureRule *last = &self->last_rule;
  char clean[TIN_PCAPNG_MAX_REASON];
  gsize size;

  if (reason == NULL)
    return "rule";
  if (*last->reason != '\0' && strcmp (last->reason, reason) == 0)
    return last->comment;

  size = g_snprintf (buffer, TIN_PCAPNG_MAX_REASON + sizeof RULE_PREFIX, RULE_PREFIX "%s",
                     tin_pcapng_clean_reason (reason, clean));
  if (g_strlcpy (last->reason, reason, sizeof last->reason) < sizeof last->reason && size < sizeof last->comment)
    memcpy (last->comment, buffer, size + 1);
  else
    *last->reason = '\0';
  return buffer;
}

/* The comment of a packet with data: nothing, a reason, or "rule: " and a reason. */
static const char *
describe_data (TinCapture *self,
               TinBy       by,
               const char *reason,
               char        buffer[TIN_PCAPNG_MAX_REASON + sizeof RULE_PREFIX])
{
  if (by == TIN_BY_RULE)
    return describe_rule (self, reason, buffer);
  return reason != NULL ? tin_pcapng_clean_reason (reason, buffer) : NULL;
}

/**
 * tin_capture_reserve:
 * @self: a capture
 * @flow: from whose peer something will be received
 * @size: bytes, at most %TIN_CAPTURE_MAX_PAYLOAD for TCP, 65,507 for UDP over
 *   IPv4 and 65,527 for UDP over IPv6
 *
 * Makes room behind reserved headers, so that data is received straight into
 * the capture. What is not committed costs nothing. The room is valid until the next call that appends,
 * once committed until the next tin_capture_publish().
 *
 * Returns: (nullable): where to put the payload, or %NULL when the ring is
 *   full; then the room function will be called, unless tin_capture_lacks_memory()
 */
guint8 *
tin_capture_reserve (TinCapture    *self,
                     const TinFlow *flow,
                     gsize          size)
{
  guint8 *start;

  g_return_val_if_fail (size <= get_payload_limit (flow), NULL);

  start = tin_ring_prepare (self->ring, DATA_ROOM + size, FALSE);
  if (G_UNLIKELY (start == NULL))
    return NULL;
  return start + TIN_PCAPNG_PACKET_HEAD + tin_packet_get_header_size (flow);
}

/**
 * tin_capture_commit:
 * @self: a capture
 * @flow: the one for which room was reserved last
 * @size: bytes that were received, at most as many as were reserved; 0 is a
 *   datagram without payload
 *
 * Makes what was received into the room of the last tin_capture_reserve() a
 * record. Nothing may have been appended between the two.
 */
void
tin_capture_commit (TinCapture *self,
                    TinFlow    *flow,
                    gsize       size)
{
  const Content content = { .direction = TIN_DIRECTION_IN, .by = TIN_BY_PEER, .size = size };
  guint8 *start = tin_ring_prepare (self->ring, DATA_ROOM + size, FALSE);

  g_return_if_fail (start != NULL);

  finish_data (self, flow, start, &content);
}

/**
 * tin_capture_append_data:
 * @self: a capture
 * @flow: to or from whose peer it went
 * @direction: %TIN_DIRECTION_OUT for what the socket took, %TIN_DIRECTION_IN for
 *   what was received elsewhere than into a reserved room
 * @by: who sent it
 * @data: the payload; may lie in a room of this capture
 * @size: bytes; more than a packet holds becomes several records for TCP, and
 *   is a mistake for UDP
 * @reason: (nullable): which rule answered, or why; one line of UTF-8
 *
 * Copies data into the capture. What was sent is never refused while memory
 * lasts, for it happened: ask tin_capture_has_room() before sending. What was received is.
 *
 * Returns: %FALSE when nothing was appended because the ring is full
 */
gboolean
tin_capture_append_data (TinCapture   *self,
                         TinFlow      *flow,
                         TinDirection  direction,
                         TinBy         by,
                         const guint8 *data,
                         gsize         size,
                         const char   *reason)
{
  gboolean must = direction == TIN_DIRECTION_OUT;
  char buffer[TIN_PCAPNG_MAX_REASON + sizeof RULE_PREFIX];
  Content content = { .direction = direction, .by = by, .comment = describe_data (self, by, reason, buffer) };
  gsize limit = get_payload_limit (flow);

  g_return_val_if_fail (direction != TIN_DIRECTION_NONE, FALSE);
  g_return_val_if_fail (flow->transport == TIN_TRANSPORT_TCP || size <= limit, FALSE);

  do
    {
      content.size = MIN (size, limit);
      if (G_UNLIKELY (!put_data (self, flow, data, &content, must)))
        {
          if (!must)
            return FALSE;
          tin_ring_lose (self->ring, size);
          *tin_capture_get_sequence (flow, direction) += size;
          return TRUE;
        }
      must = TRUE;
      data += content.size;
      size -= content.size;
    }
  while (size > 0);
  return TRUE;
}

/* "to 239.1.2.3:5353 on eth0", or either half of it. */
static const char *
describe_delivery (const TinDelivery *delivery,
                   char               buffer[TIN_PCAPNG_MAX_REASON])
{
  char clean[TIN_PCAPNG_MAX_REASON];
  char address[TIN_ADDRESS_STRING_SIZE] = "";
  const char *interface = delivery->interface;
  gsize used = 0;

  if (delivery->group == NULL && interface == NULL)
    return NULL;

  if (delivery->group != NULL)
    {
      TinAddress plain = *delivery->group;

      plain.scope = 0;
      used = g_snprintf (buffer, TIN_PCAPNG_MAX_REASON, TIN_PCAPNG_GROUP "%s", tin_address_format (&plain, address));
    }
  if (interface != NULL)
    g_snprintf (buffer + used, TIN_PCAPNG_MAX_REASON - used, "%s" TIN_PCAPNG_ON "%.*s", used > 0 ? " " : "",
                TIN_PCAPNG_MAX_INTERFACE, tin_pcapng_clean_reason (interface, clean));

  return buffer;
}

/**
 * tin_capture_append_datagram:
 * @self: a capture
 * @flow: to or from whose peer it went
 * @direction: as for tin_capture_append_data()
 * @data: the payload
 * @size: bytes
 * @delivery: what else is known of it
 *
 * Like tin_capture_append_data(), for a datagram that no rule sent.
 *
 * Returns: %FALSE when nothing was appended because the ring is full
 */
gboolean
tin_capture_append_datagram (TinCapture        *self,
                             TinFlow           *flow,
                             TinDirection       direction,
                             const guint8      *data,
                             gsize              size,
                             const TinDelivery *delivery)
{
  char buffer[TIN_PCAPNG_MAX_REASON];
  gsize limit = get_payload_limit (flow);
  const Content content = {
    .direction = direction,
    .by = direction == TIN_DIRECTION_IN ? TIN_BY_PEER : TIN_BY_LOCAL,
    .size = size,
    .missing = MIN (delivery->missing, limit - MIN (size, limit)),
    .comment = describe_delivery (delivery, buffer),
  };

  g_return_val_if_fail (flow->transport == TIN_TRANSPORT_UDP && size <= limit, FALSE);

  if (put_data (self, flow, data, &content, direction == TIN_DIRECTION_OUT))
    return TRUE;

  if (direction == TIN_DIRECTION_OUT)
    tin_ring_lose (self->ring, size);
  return FALSE;
}
