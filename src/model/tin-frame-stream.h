/* tin-frame-stream.h: the message that is coming in one direction of a connection.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-scan.h"
#include "codec/tin-framer.h"
#include "model/tin-frame-store.h"

G_BEGIN_DECLS

/**
 * TinFrameStreams:
 * @framing: of the direction
 * @store: (unowned): for the frames
 * @coming: (element-type TinFrameStream): those in which a message is coming, the one whose
 *   bytes are oldest first
 *
 * The streams of all connections in one direction.
 */
typedef struct
{
  TinFraming     framing;
  TinFrameStore *store;
  GQueue         coming;
} TinFrameStreams;

/**
 * TinFrameStream:
 * @streams: which it is one of
 * @framer: finds the end of the message
 * @link: in the queue of @streams while a message is coming
 * @is_pending: whether one is
 * @first: the record with the first byte of that message
 * @last: the record with its last byte so far
 * @offset: of its first byte in the first record's payload
 * @marked: the record that has the last mark, or the first
 * @trail: (owned) (nullable): the marks, if there are any
 *
 * One direction of a connection.
 */
typedef struct
{
  TinFrameStreams *streams;
  TinFramer        framer;
  GList            link;
  gboolean         is_pending;
  guint64          first;
  guint64          last;
  guint32          offset;
  guint64          marked;
  TinFrameTrail   *trail;
} TinFrameStream;

void   tin_frame_streams_init         (TinFrameStreams   *self,
                                       const TinFraming  *framing,
                                       TinFrameStore     *store);

void   tin_frame_streams_end          (TinFrameStreams   *self,
                                       guint64            last,
                                       guint              n_left);

void   tin_frame_streams_end_idle     (TinFrameStreams   *self,
                                       guint64            last,
                                       gint64             time_us);

gint64 tin_frame_streams_get_deadline (TinFrameStreams   *self);

void   tin_frame_stream_init          (TinFrameStream    *self,
                                       TinFrameStreams   *streams);

void   tin_frame_stream_clear         (TinFrameStream    *self);

void   tin_frame_stream_get_coming    (const TinFrameStream *self,
                                       TinFrame             *frame);

void   tin_frame_stream_take          (TinFrameStream    *self,
                                       const TinScanItem *items,
                                       guint              n_items);

void   tin_frame_stream_take_datagram (TinFrameStream    *self,
                                       const TinScanItem *item);

void   tin_frame_stream_end           (TinFrameStream    *self,
                                       guint64            last);

G_END_DECLS
