/* tin-extents.h: which file of a recording holds which piece of its stream.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-sink.h"

G_BEGIN_DECLS

typedef struct _TinExtents TinExtents;

TinExtents *tin_extents_new            (void);

void        tin_extents_free           (TinExtents  *self);

guint       tin_extents_get_n_segments (TinExtents  *self);

TinSink    *tin_extents_get_sink       (TinExtents  *self,
                                        guint        segment);

guint64     tin_extents_get_size       (TinExtents  *self);

void        tin_extents_begin_segment  (TinExtents  *self,
                                        TinSink     *sink,
                                        guint64      start);

void        tin_extents_append         (TinExtents  *self,
                                        guint64      start,
                                        guint64      size,
                                        guint64      file_offset);

void        tin_extents_append_note    (TinExtents  *self,
                                        guint64      start,
                                        guint64      end,
                                        gsize        size,
                                        guint64      file_offset);

TinSink    *tin_extents_drop_segment   (TinExtents  *self,
                                        guint64     *start);

TinSink    *tin_extents_find           (TinExtents  *self,
                                        guint64      offset,
                                        guint64     *file_offset,
                                        guint64     *available);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinExtents, tin_extents_free)

G_END_DECLS
