/* tin-frame-walk.h: the pieces that the bytes of a message came in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"
#include "model/tin-frame-store.h"

G_BEGIN_DECLS

/**
 * TinFrameWalk:
 * @position: the record with this piece
 * @skip: where in its payload the piece begins, bytes
 * @size: bytes of the piece
 * @offset: of the piece in the message, bytes
 * @n_looks: records that were looked at so far
 *
 * Goes through the records of a frame, and passes over those between them: for each piece
 * it looks at %TIN_FRAME_MARK_INTERVAL records at most, however many there are of other
 * streams. What comes after those is private.
 */
typedef struct
{
  guint64        position;
  guint32        skip;
  guint32        size;
  guint32        offset;
  guint64        n_looks;

  TinCapture    *capture;      /* (unowned) */
  TinFrameStore *store;        /* (unowned) (nullable) */
  TinFrame       frame;
  guint64        next;
  guint64        limit;        /* the next piece lies before it, or is marked */
  guint32        connection;
  TinDirection   direction;
} TinFrameWalk;

gboolean  tin_frame_walk_begin (TinFrameWalk    *self,
                                TinCapture      *capture,
                                TinFrameStore   *store,
                                const TinFrame  *frame);

gboolean  tin_frame_walk_next  (TinFrameWalk    *self);

gboolean  tin_frame_walk_to    (TinFrameWalk    *self,
                                guint32          offset);

gboolean  tin_frame_contains   (TinCapture      *capture,
                                TinFrameStore   *store,
                                const TinFrame  *frame,
                                guint64          position,
                                guint32          offset);

gboolean  tin_frame_peek       (TinCapture      *capture,
                                TinFrameStore   *store,
                                const TinFrame  *frame,
                                TinIndexEntry   *entry);

GBytes   *tin_frame_read       (TinCapture      *capture,
                                TinFrameStore   *store,
                                const TinFrame  *frame,
                                guint32          offset,
                                gsize            size,
                                GError         **error);

G_END_DECLS
