/* tin-capture-blocks.c: the blocks of one record while they are written.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A record may be several packets: an opened connection is a handshake. What
 * headers cannot say stands in comments: "connection 17", "connection 17 closed
 * by peer", a reason, "rule: " before a reason for what a rule sent, and the zone of
 * link-local addresses.
 */

#include "capture/tin-capture-blocks.h"

#include "capture/tin-capture-private.h"

static void
add_comment (TinCaptureBlocks *self,
             const char       *comment)
{
  if (comment == NULL || self->n_comments == TIN_PCAPNG_MAX_COMMENTS)
    return;

  self->comments[self->n_comments++] = comment;
  self->comments[self->n_comments] = NULL;
}

/**
 * tin_capture_blocks_begin:
 * @self: (out caller-allocates): no blocks yet
 * @capture: which has the time
 * @flow: the conversation
 * @start: where the first block goes, with room for all
 * @what: (nullable): the first comment of the first packet; must live on until that is ended
 * @why: (nullable): another one
 */
void
tin_capture_blocks_begin (TinCaptureBlocks *self,
                          TinCapture       *capture,
                          TinFlow          *flow,
                          guint8           *start,
                          const char       *what,
                          const char       *why)
{
  guint32 scope = flow->peer.scope != 0 ? flow->peer.scope : flow->local.scope;

  self->flow = flow;
  self->sum = tin_ring_is_saving (capture->ring);
  self->time_ns = tin_capture_take_time_ns (capture);
  self->missing = 0;
  self->at = start;
  self->n_comments = 0;
  self->comments[0] = NULL;
  add_comment (self, what);
  add_comment (self, why);
  if (G_UNLIKELY (scope != 0))
    {
      g_snprintf (self->zone, sizeof self->zone, "zone %u", scope);
      add_comment (self, self->zone);
    }
}

/**
 * tin_capture_blocks_get_packet:
 * @self: blocks
 *
 * Returns: where the next packet begins, behind the head of its block
 */
guint8 *
tin_capture_blocks_get_packet (TinCaptureBlocks *self)
{
  return self->at + TIN_PCAPNG_PACKET_HEAD;
}

/**
 * tin_capture_blocks_end_packet:
 * @self: blocks
 * @packet_size: of the packet that is in its place, bytes
 * @direction: of the packet
 *
 * Makes it a block, with the comments so far.
 */
void
tin_capture_blocks_end_packet (TinCaptureBlocks *self,
                               gsize             packet_size,
                               TinDirection      direction)
{
  self->at += tin_pcapng_finish_packet (self->at, self->time_ns, packet_size, self->missing, direction,
                                        self->comments);
  self->n_comments = 0;
  self->comments[0] = NULL;
}

/**
 * tin_capture_blocks_put_segment:
 * @self: blocks
 * @direction: which end sends
 * @flags: as for tin_packet_write_tcp()
 *
 * Adds a segment without data (RFC 9293 section 3.1).
 */
void
tin_capture_blocks_put_segment (TinCaptureBlocks *self,
                                TinDirection      direction,
                                TinTcpFlags       flags)
{
  guint8 *packet = tin_capture_blocks_get_packet (self);

  tin_capture_blocks_end_packet (self, tin_packet_write_tcp (self->flow, direction, flags, packet, 0, self->sum),
                                 direction);
  if (flags & (TIN_TCP_SYN | TIN_TCP_FIN))
    ++*tin_capture_get_sequence (self->flow, direction);
}
