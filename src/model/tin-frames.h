/* tin-frames.h: the messages that a framing makes of a capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"
#include "codec/tin-framing.h"
#include "model/tin-frame-walk.h"

G_BEGIN_DECLS

#define TIN_FRAMES_MAX_LOOKS 100000 /* frames that a byte is looked for in */

#define TIN_TYPE_FRAMES (tin_frames_get_type ())

G_DECLARE_FINAL_TYPE (TinFrames, tin_frames, TIN, FRAMES, GObject)

/**
 * TinFrames:
 *
 * Frames have numbers, from 0 up, which they keep; they are ordered by the record that
 * completed them. As received both ways, which is the identity, a frame is a record and
 * its number the record's position. Any thread may read.
 *
 * Every other framing has a thread of its own make the frames; it takes news from
 * tin_frames_wake(), and gives news by a function. A message that is still coming is
 * no frame yet: tin_frames_dup_pending() has those. Whoever lists, finds or saves all that
 * was captured goes through the frames first, then through these.
 *
 * tin_frames_read() gives the bytes of both by pages, tin_frames_walk() the pieces that
 * they came in. What that costs depends on the page, not on the message.
 */

/**
 * TinFramesFunc:
 *
 * Called in the thread that makes the frames. It may only wake somebody up.
 */
typedef void (*TinFramesFunc) (gpointer user_data);

TinFrames        *tin_frames_new            (TinCapture         *capture,
                                             const TinFraming   *in,
                                             const TinFraming   *out);

TinCapture       *tin_frames_get_capture    (TinFrames          *self);

const TinFraming *tin_frames_get_framing    (TinFrames          *self,
                                             TinDirection        direction);

gboolean          tin_frames_is_identity    (TinFrames          *self);

guint64           tin_frames_get_first      (TinFrames          *self);

guint64           tin_frames_get_length     (TinFrames          *self);

guint64           tin_frames_get_done       (TinFrames          *self);

gboolean          tin_frames_get            (TinFrames          *self,
                                             guint64             number,
                                             TinFrame           *frame);

guint64           tin_frames_find           (TinFrames          *self,
                                             guint64             position);

gboolean          tin_frames_find_byte      (TinFrames          *self,
                                             guint64             position,
                                             guint32             offset,
                                             guint64            *number);

GBytes           *tin_frames_read           (TinFrames          *self,
                                             const TinFrame     *frame,
                                             guint32             offset,
                                             gsize               size,
                                             GError            **error);

gboolean          tin_frames_walk           (TinFrames          *self,
                                             const TinFrame     *frame,
                                             TinFrameWalk       *walk);

TinFrameStore    *tin_frames_get_store      (TinFrames          *self);

GArray           *tin_frames_dup_pending    (TinFrames          *self);

void              tin_frames_wake           (TinFrames          *self);

void              tin_frames_set_news_func  (TinFrames          *self,
                                             TinFramesFunc       func,
                                             gpointer            user_data);

G_END_DECLS
