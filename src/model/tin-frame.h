/* tin-frame.h: one message as a framing cut it: which bytes of which records.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-frame-trail.h"

G_BEGIN_DECLS

#define TIN_FRAME_NO_NUMBER G_MAXUINT64 /* of a message that is no frame yet */

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
 * @number: its own, %TIN_FRAME_NO_NUMBER for a message that is still coming
 * @trail: (unowned) (nullable): where the bytes of such a message are, if they are far apart
 *
 * Its bytes are those of the records from @first to @last with data of the same
 * connection and direction, from @offset on.
 */
typedef struct
{
  guint64        first;
  guint64        last;
  guint32        offset;
  guint32        size;
  guint          flags;
  guint64        number;
  TinFrameTrail *trail;
} TinFrame;

gboolean tin_frame_equal        (const TinFrame *a,
                                 const TinFrame *b);

GArray  *tin_frame_array_new    (void);

void     tin_frame_array_append (GArray         *frames,
                                 const TinFrame *frame);

G_END_DECLS
