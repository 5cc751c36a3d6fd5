/* tin-frame-trail.h: where the bytes of a message that is coming are.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The piece that lies so many records after the last mark, or more, is marked itself:
 * whoever looks for a piece looks at fewer records than these. */
#define TIN_FRAME_MARK_INTERVAL 256

/**
 * TinFrameMark:
 * @offset: in the message, of the first byte that the record has of it
 * @distance: of the record, from the one with the first byte of the message
 */
typedef struct
{
  guint32 offset;
  guint32 distance;
} TinFrameMark;

typedef struct _TinFrameTrail TinFrameTrail;

TinFrameTrail *tin_frame_trail_new        (void);

TinFrameTrail *tin_frame_trail_ref        (TinFrameTrail      *self);

void           tin_frame_trail_unref      (TinFrameTrail      *self);

void           tin_frame_trail_append     (TinFrameTrail      *self,
                                           const TinFrameMark *mark);

guint          tin_frame_trail_get_length (TinFrameTrail      *self);

void           tin_frame_trail_get        (TinFrameTrail      *self,
                                           guint               index,
                                           TinFrameMark       *mark);

gboolean       tin_frame_trail_find       (TinFrameTrail      *self,
                                           guint32             offset,
                                           TinFrameMark       *mark);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinFrameTrail, tin_frame_trail_unref)

G_END_DECLS
