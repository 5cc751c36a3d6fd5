/* tin-capture-blocks.h: the blocks of one record while they are written.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"
#include "capture/tin-packet.h"
#include "capture/tin-pcapng.h"

G_BEGIN_DECLS

#define TIN_CAPTURE_COMMENT_SIZE 64 /* bytes: "connection 4294967295 half-closed by local" */

/**
 * TinCaptureBlocks:
 * @sum: whether checksums are worth their time
 * @time_ns: of the record
 * @missing: bytes that the packets had behind those that are there
 * @at: where the next block goes
 * @comments: of the next packet
 */
typedef struct
{
  TinFlow     *flow;
  gboolean     sum;
  gint64       time_ns;
  gsize        missing;
  guint8      *at;
  const char  *comments[TIN_PCAPNG_MAX_COMMENTS + 1];
  guint        n_comments;
  char         zone[TIN_CAPTURE_COMMENT_SIZE];
} TinCaptureBlocks;

void     tin_capture_blocks_begin       (TinCaptureBlocks *self,
                                         TinCapture       *capture,
                                         TinFlow          *flow,
                                         guint8           *start,
                                         const char       *what,
                                         const char       *why);

guint8  *tin_capture_blocks_get_packet  (TinCaptureBlocks *self);

void     tin_capture_blocks_end_packet  (TinCaptureBlocks *self,
                                         gsize             packet_size,
                                         TinDirection      direction);

void     tin_capture_blocks_put_segment (TinCaptureBlocks *self,
                                         TinDirection      direction,
                                         TinTcpFlags       flags);

/* The next sequence number of what is sent in @direction. */
static inline guint32 *
tin_capture_get_sequence (TinFlow      *flow,
                          TinDirection  direction)
{
  return direction == TIN_DIRECTION_IN ? &flow->next_sequence_in : &flow->next_sequence_out;
}

static inline TinDirection
tin_capture_reverse (TinDirection direction)
{
  return direction == TIN_DIRECTION_IN ? TIN_DIRECTION_OUT : TIN_DIRECTION_IN;
}

G_END_DECLS
