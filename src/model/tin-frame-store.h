/* tin-frame-store.h: sixteen bytes a frame, written by one thread and read by any.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-frame.h"

G_BEGIN_DECLS

typedef struct _TinFrameStore TinFrameStore;

TinFrameStore *tin_frame_store_new         (void);

TinFrameStore *tin_frame_store_ref         (TinFrameStore   *self);

void           tin_frame_store_unref       (TinFrameStore   *self);

gboolean       tin_frame_store_append      (TinFrameStore   *self,
                                            const TinFrame  *frame);

gboolean       tin_frame_store_get         (TinFrameStore   *self,
                                            guint64          number,
                                            TinFrame        *frame);

guint64        tin_frame_store_get_first   (TinFrameStore   *self);

guint64        tin_frame_store_get_length  (TinFrameStore   *self);

guint64        tin_frame_store_find        (TinFrameStore   *self,
                                            guint64          position);

gboolean       tin_frame_store_find_mark   (TinFrameStore   *self,
                                            guint64          number,
                                            guint32          offset,
                                            TinFrameMark    *mark);

void           tin_frame_store_drop_before (TinFrameStore   *self,
                                            guint64          number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinFrameStore, tin_frame_store_unref)

G_END_DECLS
