/* tin-frame.h: one message as a framing cut it: which bytes of which records.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"

G_BEGIN_DECLS

/**
 * TinFrameFlags:
 * @TIN_FRAME_EVENT: no data: a record that says what happened
 * @TIN_FRAME_UNFINISHED: its end has not come, or never came
 * @TIN_FRAME_SPLIT: cut at the maximum: the next of its stream goes on with it
 * @TIN_FRAME_REST: goes on with the one before of its stream
 * @TIN_FRAME_INVALID: its length prefix cannot be true
 */
typedef enum
{
  TIN_FRAME_EVENT = 1 << 0,
  TIN_FRAME_UNFINISHED = 1 << 1,
  TIN_FRAME_SPLIT = 1 << 2,
  TIN_FRAME_REST = 1 << 3,
  TIN_FRAME_INVALID = 1 << 4,
} TinFrameFlags;

/**
 * TinFrame:
 * @first: the record with its first byte
 * @last: the record that completed it, or the last one before that was noticed
 * @offset: of its first byte in the payload of @first, bytes
 * @size: bytes, those of all its records; what #TinRecord says for an event
 * @flags: of #TinFrameFlags
 *
 * Its bytes are those of the records from @first to @last with data of the same
 * connection and direction, from @offset on.
 */
typedef struct
{
  guint64 first;
  guint64 last;
  guint32 offset;
  guint32 size;
  guint   flags;
} TinFrame;

/**
 * TinFrameWalk:
 * @position: the record with this piece
 * @skip: where in its payload the piece begins, bytes
 * @size: bytes of the piece
 * @offset: of the piece in the message, bytes
 *
 * Goes through the records of a frame. What comes after those is private.
 */
typedef struct
{
  guint64       position;
  guint32       skip;
  guint32       size;
  guint32       offset;

  TinCapture   *capture;      /* (unowned) */
  TinFrame      frame;
  guint64       next;
  guint32       connection;
  TinDirection  direction;
} TinFrameWalk;

gboolean  tin_frame_equal      (const TinFrame  *a,
                                const TinFrame  *b);

gboolean  tin_frame_walk_begin (TinFrameWalk    *self,
                                TinCapture      *capture,
                                const TinFrame  *frame);

gboolean  tin_frame_walk_next  (TinFrameWalk    *self);

GBytes   *tin_frame_read       (TinCapture      *capture,
                                const TinFrame  *frame,
                                guint32          offset,
                                gsize            size,
                                GError         **error);

G_END_DECLS
