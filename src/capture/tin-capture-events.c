/* tin-capture-events.c: how what happens in a session becomes packets and journal entries.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A record may be several packets: an opened connection is a handshake. What
 * headers cannot say stands in comments: "connection 17", "connection 17 closed
 * by peer", a reason, "rule: " before a reason for what a rule sent, and the zone of
 * link-local addresses.
 */

#include "capture/tin-capture.h"

#include "capture/tin-capture-private.h"
#include "capture/tin-packet.h"
#include "capture/tin-pcapng.h"

#include <string.h>

#define RULE_PREFIX   "rule: "
#define COMMENT_SIZE  64 /* bytes: "connection 4294967295 half-closed by local" */
#define EVENT_ROOM    (4 * (TIN_PCAPNG_PACKET_HEAD + TIN_PACKET_UNREACHABLE_SIZE + 32) + \
                       TIN_PCAPNG_OPTIONS_ROOM + TIN_PCAPNG_JOURNAL_ROOM)
#define DATA_ROOM     (2 * (TIN_PCAPNG_PACKET_HEAD + TIN_PACKET_MAX_HEADER_SIZE + 32) + TIN_PCAPNG_OPTIONS_ROOM)

/* A one-way stream is acknowledged now and then, long before a reader takes the window for full. */
#define ACKNOWLEDGE_AFTER (256 * 1024 * 1024) /* bytes */

/* The datagram of the largest size, RFC 768 and RFC 8200. */
#define MAX_DATAGRAM_IPV4 65507 /* bytes */
#define MAX_DATAGRAM_IPV6 65527 /* bytes */

/* The blocks of one record while they are written. */
typedef struct
{
  TinFlow     *flow;
  gboolean     sum;
  gint64       time_ns;
  guint8      *start;
  guint8      *at;
  const char  *comments[TIN_PCAPNG_MAX_COMMENTS + 1]; /* of the next packet */
  guint        n_comments;
  char         zone[COMMENT_SIZE];
} Blocks;

static void
add_comment (Blocks     *blocks,
             const char *comment)
{
  if (comment != NULL && blocks->n_comments < TIN_PCAPNG_MAX_COMMENTS)
    blocks->comments[blocks->n_comments++] = comment;
}

static void
begin_blocks (Blocks     *blocks,
              TinCapture *self,
              TinFlow    *flow,
              guint8     *start,
              const char *what,
              const char *why)
{
  guint32 scope = flow->peer.scope != 0 ? flow->peer.scope : flow->local.scope;

  blocks->flow = flow;
  blocks->sum = tin_ring_is_saving (self->ring);
  blocks->time_ns = tin_capture_get_time_ns (self);
  blocks->start = start;
  blocks->at = start;
  blocks->n_comments = 0;
  memset (blocks->comments, 0, sizeof blocks->comments);
  add_comment (blocks, what);
  add_comment (blocks, why);
  if (G_UNLIKELY (scope != 0))
    {
      g_snprintf (blocks->zone, sizeof blocks->zone, "zone %u", scope);
      add_comment (blocks, blocks->zone);
    }
}

static guint8 *
get_packet (Blocks *blocks)
{
  return blocks->at + TIN_PCAPNG_PACKET_HEAD;
}

static void
end_packet (Blocks       *blocks,
            gsize         packet_size,
            TinDirection  direction)
{
  blocks->at += tin_pcapng_finish_packet (blocks->at, blocks->time_ns, packet_size, direction,
                                          blocks->n_comments > 0 ? blocks->comments : NULL);
  blocks->n_comments = 0;
  blocks->comments[0] = NULL;
}

static guint32 *
get_sequence (TinFlow      *flow,
              TinDirection  direction)
{
  return direction == TIN_DIRECTION_IN ? &flow->next_sequence_in : &flow->next_sequence_out;
}

static TinDirection
reverse (TinDirection direction)
{
  return direction == TIN_DIRECTION_IN ? TIN_DIRECTION_OUT : TIN_DIRECTION_IN;
}

/* A segment without data. */
static void
put_segment (Blocks       *blocks,
             TinDirection  direction,
             TinTcpFlags   flags)
{
  end_packet (blocks,
              tin_packet_write_tcp (blocks->flow, direction, flags, get_packet (blocks), 0, blocks->sum),
              direction);
  if (flags & (TIN_TCP_SYN | TIN_TCP_FIN))
    ++*get_sequence (blocks->flow, direction);
}

/* A FIN, once a direction; what comes after it is a bare acknowledgement. */
static void
put_fin (Blocks       *blocks,
         TinDirection  direction)
{
  TinFlow *flow = blocks->flow;
  gboolean in = direction == TIN_DIRECTION_IN;
  gboolean finished = in ? flow->finished_in : flow->finished_out;

  put_segment (blocks, direction, finished ? TIN_TCP_ACK : TIN_TCP_FIN | TIN_TCP_ACK);
  if (in)
    flow->finished_in = TRUE;
  else
    flow->finished_out = TRUE;
}

static void
put_opened (Blocks       *blocks,
            TinDirection  opener)
{
  put_segment (blocks, opener, TIN_TCP_SYN);
  put_segment (blocks, reverse (opener), TIN_TCP_SYN | TIN_TCP_ACK);
  put_segment (blocks, opener, TIN_TCP_ACK);
  blocks->flow->opened = TRUE;
}

static void
put_closed (Blocks       *blocks,
            TinDirection  first)
{
  TinFlow *flow = blocks->flow;
  TinDirection last = first;

  if (!(first == TIN_DIRECTION_IN ? flow->finished_in : flow->finished_out))
    put_fin (blocks, first);
  if (!(first == TIN_DIRECTION_IN ? flow->finished_out : flow->finished_in))
    {
      last = reverse (first);
      put_fin (blocks, last);
    }
  put_segment (blocks, reverse (last), TIN_TCP_ACK);
}

/* A connection that was never there: the SYN that nobody let in. */
static void
put_attempt (Blocks *blocks)
{
  put_segment (blocks, TIN_DIRECTION_OUT, TIN_TCP_SYN);
}

static void
put_journal (Blocks          *blocks,
             const TinRecord *record)
{
  blocks->at += tin_pcapng_write_journal (blocks->at, record);
}

static void
put_tcp_event (Blocks          *blocks,
               const TinRecord *record,
               TinDirection     direction)
{
  switch (record->event)
    {
    case TIN_EVENT_OPENED:
      put_opened (blocks, direction);
      break;
    case TIN_EVENT_HALF_CLOSED:
      put_fin (blocks, direction);
      break;
    case TIN_EVENT_CLOSED:
      put_closed (blocks, direction);
      break;
    case TIN_EVENT_RESET:
      put_segment (blocks, direction, TIN_TCP_RST | TIN_TCP_ACK);
      break;
    case TIN_EVENT_REFUSED:
      put_attempt (blocks);
      put_segment (blocks, TIN_DIRECTION_IN, TIN_TCP_RST | TIN_TCP_ACK);
      break;
    default:
      put_attempt (blocks);
      put_journal (blocks, record);
      break;
    }
}

/* Whether an event of a TCP connection is a packet at all. */
static gboolean
is_segment (const TinFlow *flow,
            TinEvent       event)
{
  if (flow->transport != TIN_TRANSPORT_TCP || flow->connection == 0 || !tin_address_is_set (&flow->peer))
    return FALSE;

  switch (event)
    {
    case TIN_EVENT_OPENED:
    case TIN_EVENT_REFUSED:
    case TIN_EVENT_ERROR:
      return !flow->opened;
    case TIN_EVENT_HALF_CLOSED:
    case TIN_EVENT_CLOSED:
    case TIN_EVENT_RESET:
      return flow->opened;
    default:
      return FALSE;
    }
}

static TinDirection
get_segment_direction (TinDirection direction,
                       TinBy        by)
{
  if (direction != TIN_DIRECTION_NONE)
    return direction;
  return by == TIN_BY_PEER ? TIN_DIRECTION_IN : TIN_DIRECTION_OUT;
}

static const char *
describe (const TinFlow *flow,
          TinEvent       event,
          TinBy          by,
          char           buffer[COMMENT_SIZE])
{
  const char *nick = tin_by_get_nick (by);

  if (event == TIN_EVENT_OPENED)
    g_snprintf (buffer, COMMENT_SIZE, "connection %u", flow->connection);
  else if (nick == NULL)
    g_snprintf (buffer, COMMENT_SIZE, "connection %u %s", flow->connection, tin_event_get_nick (event));
  else
    g_snprintf (buffer, COMMENT_SIZE, "connection %u %s by %s", flow->connection,
                tin_event_get_nick (event), nick);
  return buffer;
}

static gsize
get_payload_limit (const TinFlow *flow)
{
  if (flow->transport == TIN_TRANSPORT_TCP)
    return TIN_CAPTURE_MAX_PAYLOAD;
  return tin_packet_get_family (flow) == TIN_FAMILY_IPV6 ? MAX_DATAGRAM_IPV6 : MAX_DATAGRAM_IPV4;
}

static void
count_unacknowledged (Blocks       *blocks,
                      TinDirection  direction,
                      gsize         size)
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
  put_segment (blocks, reverse (direction), TIN_TCP_ACK);
}

/* Puts headers before, and the rest behind, a payload that is in its place. */
static void
finish_data (TinCapture   *self,
             TinFlow      *flow,
             guint8       *start,
             TinDirection  direction,
             TinBy         by,
             gsize         size,
             const char   *comment)
{
  TinIndexEntry entry = {
    .event = TIN_EVENT_DATA,
    .direction = direction,
    .by = by,
    .connection = flow->connection,
    .size = size,
  };
  Blocks blocks;
  gsize packet_size;

  begin_blocks (&blocks, self, flow, start, comment, NULL);
  if (flow->transport == TIN_TRANSPORT_TCP)
    packet_size = tin_packet_write_tcp (flow, direction, TIN_TCP_PSH | TIN_TCP_ACK,
                                        get_packet (&blocks), size, blocks.sum);
  else
    packet_size = tin_packet_write_udp (flow, direction, get_packet (&blocks), size, blocks.sum);
  end_packet (&blocks, packet_size, direction);
  *get_sequence (flow, direction) += size;
  if (flow->transport == TIN_TRANSPORT_TCP)
    count_unacknowledged (&blocks, direction, size);
  tin_ring_append (self->ring, blocks.at - start, blocks.time_ns, &entry);
}

/* The comment of a packet with data: nothing, a reason, or "rule: " and a reason. */
static const char *
describe_data (TinBy       by,
               const char *reason,
               char        buffer[TIN_PCAPNG_MAX_REASON + sizeof RULE_PREFIX])
{
  char clean[TIN_PCAPNG_MAX_REASON];
  gsize prefix_size = by == TIN_BY_RULE ? strlen (RULE_PREFIX) : 0;

  if (reason == NULL)
    return by == TIN_BY_RULE ? "rule" : NULL;

  reason = tin_pcapng_clean_reason (reason, clean);
  memcpy (buffer, RULE_PREFIX, prefix_size);
  memcpy (buffer + prefix_size, reason, strlen (reason) + 1);
  return buffer;
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
 *   full; then the room function will be called
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
  guint8 *start = tin_ring_prepare (self->ring, DATA_ROOM + size, FALSE);

  g_return_if_fail (start != NULL);

  finish_data (self, flow, start, TIN_DIRECTION_IN, TIN_BY_PEER, size, NULL);
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
  gsize header_size = TIN_PCAPNG_PACKET_HEAD + tin_packet_get_header_size (flow);
  gboolean must = direction == TIN_DIRECTION_OUT;
  char buffer[TIN_PCAPNG_MAX_REASON + sizeof RULE_PREFIX];
  const char *comment = describe_data (by, reason, buffer);
  gsize limit = get_payload_limit (flow);

  g_return_val_if_fail (direction != TIN_DIRECTION_NONE, FALSE);
  g_return_val_if_fail (flow->transport == TIN_TRANSPORT_TCP || size <= limit, FALSE);

  do
    {
      gsize piece = MIN (size, limit);
      guint8 *start = tin_ring_prepare (self->ring, DATA_ROOM + piece, must);

      if (G_UNLIKELY (start == NULL))
        {
          if (!must)
            return FALSE;
          tin_ring_lose (self->ring, size);
          *get_sequence (flow, direction) += size;
          return TRUE;
        }
      memcpy (start + header_size, data, piece);
      finish_data (self, flow, start, direction, by, piece, comment);
      must = TRUE;
      data += piece;
      size -= piece;
    }
  while (size > 0);
  return TRUE;
}

/**
 * tin_capture_append_event:
 * @self: a capture
 * @flow: (nullable): the conversation that it is about, one with connection 0
 *   for the session itself, or %NULL when no address is known
 * @event: what happened; data has functions of its own
 * @direction: %TIN_DIRECTION_IN for what came from the peer: an accepted
 *   connection, the peer's end or reset; may be %TIN_DIRECTION_NONE
 * @by: who did it
 * @size: as in #TinRecord
 * @reason: (nullable): why, one line of UTF-8; what is too long or no text is mended
 *
 * Adds what is not data. Events go in even when the ring is full, up to twice
 * its size; when memory itself is at its end they are counted as unsaved.
 */
void
tin_capture_append_event (TinCapture   *self,
                          TinFlow      *flow,
                          TinEvent      event,
                          TinDirection  direction,
                          TinBy         by,
                          guint32       size,
                          const char   *reason)
{
  TinIndexEntry entry = { .event = event, .direction = direction, .by = by, .size = size };
  TinFlow nowhere = { 0 };
  TinRecord record = { .event = event, .direction = direction, .by = by, .size = size };
  char clean[TIN_PCAPNG_MAX_REASON];
  char comment[COMMENT_SIZE];
  Blocks blocks;
  guint8 *start;

  g_return_if_fail ((guint) event < TIN_N_EVENTS && event != TIN_EVENT_DATA);

  start = tin_ring_prepare (self->ring, EVENT_ROOM, TRUE);
  if (G_UNLIKELY (start == NULL))
    {
      tin_ring_lose (self->ring, 0);
      return;
    }
  if (flow == NULL)
    flow = &nowhere;
  if (reason != NULL)
    reason = tin_pcapng_clean_reason (reason, clean);

  begin_blocks (&blocks, self, flow, start, describe (flow, event, by, comment), reason);
  entry.connection = record.connection = flow->connection;
  record.transport = flow->transport;
  record.time_ns = blocks.time_ns;
  record.local = flow->local;
  record.peer = flow->peer;
  record.reason = (char *) reason;

  if (is_segment (flow, event))
    put_tcp_event (&blocks, &record, get_segment_direction (direction, by));
  else if (event == TIN_EVENT_REFUSED && flow->transport == TIN_TRANSPORT_UDP && flow->connection != 0)
    {
      direction = direction == TIN_DIRECTION_OUT ? direction : TIN_DIRECTION_IN;
      end_packet (&blocks, tin_packet_write_unreachable (flow, direction, get_packet (&blocks), size),
                  direction);
    }
  else
    put_journal (&blocks, &record);

  tin_ring_append (self->ring, blocks.at - start, blocks.time_ns, &entry);
}
