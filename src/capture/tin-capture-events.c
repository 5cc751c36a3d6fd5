/* tin-capture-events.c: how what happens in a session becomes packets and journal entries.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-capture.h"

#include "capture/tin-capture-blocks.h"
#include "capture/tin-capture-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define EVENT_ROOM (4 * (TIN_PCAPNG_PACKET_HEAD + TIN_PACKET_UNREACHABLE_SIZE + 32) + \
                    TIN_PCAPNG_OPTIONS_ROOM + TIN_PCAPNG_JOURNAL_ROOM)

/* A FIN, once a direction; what comes after it is a bare acknowledgement. */
static void
put_fin (TinCaptureBlocks       *blocks,
         TinDirection            direction)
{
  TinFlow *flow = blocks->flow;
  gboolean in = direction == TIN_DIRECTION_IN;
  gboolean finished = in ? flow->finished_in : flow->finished_out;

  tin_capture_blocks_put_segment (blocks, direction, finished ? TIN_TCP_ACK : TIN_TCP_FIN | TIN_TCP_ACK);
  if (in)
    flow->finished_in = TRUE;
  else
    flow->finished_out = TRUE;
}

static void
put_opened (TinCaptureBlocks       *blocks,
            TinDirection            opener)
{
  tin_capture_blocks_put_segment (blocks, opener, TIN_TCP_SYN);
  tin_capture_blocks_put_segment (blocks, tin_capture_reverse (opener), TIN_TCP_SYN | TIN_TCP_ACK);
  tin_capture_blocks_put_segment (blocks, opener, TIN_TCP_ACK);
  blocks->flow->opened = TRUE;
}

static void
put_closed (TinCaptureBlocks       *blocks,
            TinDirection            first)
{
  TinFlow *flow = blocks->flow;
  TinDirection last = first;

  if (!(first == TIN_DIRECTION_IN ? flow->finished_in : flow->finished_out))
    put_fin (blocks, first);
  if (!(first == TIN_DIRECTION_IN ? flow->finished_out : flow->finished_in))
    {
      last = tin_capture_reverse (first);
      put_fin (blocks, last);
    }
  tin_capture_blocks_put_segment (blocks, tin_capture_reverse (last), TIN_TCP_ACK);
}

/* A connection that was never there: the SYN that nobody let in. */
static void
put_attempt (TinCaptureBlocks *blocks)
{
  tin_capture_blocks_put_segment (blocks, TIN_DIRECTION_OUT, TIN_TCP_SYN);
}

static void
put_tcp_event (TinCaptureBlocks          *blocks,
               const TinRecord           *record,
               TinDirection               direction)
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
      tin_capture_blocks_put_segment (blocks, direction, TIN_TCP_RST | TIN_TCP_ACK);
      break;
    case TIN_EVENT_REFUSED:
      put_attempt (blocks);
      tin_capture_blocks_put_segment (blocks, TIN_DIRECTION_IN, TIN_TCP_RST | TIN_TCP_ACK);
      break;
    default:
      put_attempt (blocks);
      blocks->at += tin_pcapng_write_journal (blocks->at, record);
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
          char           buffer[TIN_CAPTURE_COMMENT_SIZE])
{
  const char *nick = tin_by_get_nick (by);

  if (event == TIN_EVENT_OPENED)
    g_snprintf (buffer, TIN_CAPTURE_COMMENT_SIZE, "connection %u", flow->connection);
  else if (nick == NULL)
    g_snprintf (buffer, TIN_CAPTURE_COMMENT_SIZE, "connection %u %s", flow->connection, tin_event_get_nick (event));
  else
    g_snprintf (buffer, TIN_CAPTURE_COMMENT_SIZE, "connection %u %s by %s", flow->connection,
                tin_event_get_nick (event), nick);
  return buffer;
}

/* Returns: FALSE if there was no memory */
static gboolean
append_event (TinCapture   *self,
              TinFlow      *flow,
              TinEvent      event,
              TinDirection  direction,
              TinBy         by,
              guint32       size,
              TinLoss       loss,
              const char   *reason)
{
  TinIndexEntry entry = { .event = event, .direction = direction, .by = by, .size = size, .loss = loss };
  TinFlow nowhere = { 0 };
  TinRecord record = { .event = event, .direction = direction, .by = by, .size = size, .loss = loss };
  char clean[TIN_PCAPNG_MAX_REASON];
  char comment[TIN_CAPTURE_COMMENT_SIZE];
  TinCaptureBlocks blocks;
  guint8 *packet;
  guint8 *start;

  start = tin_ring_prepare (self->ring, EVENT_ROOM, TRUE);
  if (G_UNLIKELY (start == NULL))
    return FALSE;

  if (flow == NULL)
    flow = &nowhere;
  if (reason != NULL)
    reason = tin_pcapng_clean_reason (reason, clean);

  tin_capture_blocks_begin (&blocks, self, flow, start, describe (flow, event, by, comment), reason);
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
      packet = tin_capture_blocks_get_packet (&blocks);
      tin_capture_blocks_end_packet (&blocks, tin_packet_write_unreachable (flow, direction, packet, size), direction);
    }
  else
    blocks.at += tin_pcapng_write_journal (blocks.at, &record);

  tin_ring_append (self->ring, blocks.at - start, blocks.time_ns, &entry);

  return TRUE;
}

/* To be told later: each kind once, with what all of it comes to. */
static void
keep_loss (TinCapture          *self,
           const TinUntoldLoss *loss)
{
  for (gint i = 0; i < self->n_untold; i++)
    {
      TinUntoldLoss *kept = &self->untold[i];

      if (kept->transport == loss->transport && kept->direction == loss->direction && kept->by == loss->by &&
          kept->loss == loss->loss)
        {
          kept->size += loss->size;
          return;
        }
    }

  if (self->n_untold < TIN_CAPTURE_MAX_UNTOLD)
    self->untold[self->n_untold++] = *loss;
  else
    tin_ring_lose (self->ring, loss->size);
}

/* Records what was lost while there was no memory to say so, as far as there is now. */
void
tin_capture_tell_losses (TinCapture *self)
{
  while (G_UNLIKELY (self->n_untold > 0))
    {
      TinUntoldLoss *kept = &self->untold[self->n_untold - 1];
      TinFlow nowhere = { .transport = kept->transport };
      guint32 size = MIN (kept->size, G_MAXUINT32);

      if (!append_event (self, &nowhere, TIN_EVENT_DROPPED, kept->direction, kept->by, size, kept->loss,
                         _("It was recorded late, as memory was short.")))
        return;

      kept->size -= size;
      if (kept->size == 0)
        self->n_untold--;
    }
}

/* At the end, what could never be told is counted as unsaved. */
void
tin_capture_give_up_losses (TinCapture *self)
{
  gint n_untold = g_atomic_int_exchange (&self->n_untold, 0);

  for (gint i = 0; i < n_untold; i++)
    tin_ring_lose (self->ring, self->untold[i].size);
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
  g_return_if_fail ((guint) event < TIN_N_EVENTS && event != TIN_EVENT_DATA);

  if (!append_event (self, flow, event, direction, by, size, TIN_LOSS_UNKNOWN, reason))
    tin_ring_lose (self->ring, 0);
}

/**
 * tin_capture_append_loss:
 * @self: a capture
 * @flow: (nullable): as for tin_capture_append_event()
 * @direction: %TIN_DIRECTION_IN for what was never received, %TIN_DIRECTION_OUT for what was never sent
 * @by: who did it
 * @size: bytes of a stream or a number of datagrams
 * @loss: why, for programs
 * @reason: (nullable): why, for people
 *
 * Adds that something was dropped. What the system had received of a stream is a gap in its sequence, and so is what
 * another program did not capture. When memory itself is at its end, it is recorded with the next tin_capture_publish()
 * that finds some: once for all of the same transport, direction, @by and @loss, and without the conversation. What could
 * not be till tin_capture_end() is counted as unsaved.
 */
void
tin_capture_append_loss (TinCapture   *self,
                         TinFlow      *flow,
                         TinDirection  direction,
                         TinBy         by,
                         guint32       size,
                         TinLoss       loss,
                         const char   *reason)
{
  if (!append_event (self, flow, TIN_EVENT_DROPPED, direction, by, size, loss, reason))
    keep_loss (self, &(TinUntoldLoss) { flow != NULL ? flow->transport : TIN_TRANSPORT_TCP, direction, by, loss, size });

  if ((loss == TIN_LOSS_UNREAD || loss == TIN_LOSS_UNCAPTURED) && flow != NULL)
    *tin_capture_get_sequence (flow, direction) += size;
}
