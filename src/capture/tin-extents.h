/* tin-extents.h: which file of a recording holds which piece of its stream.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-sink.h"

G_BEGIN_DECLS

typedef struct _TinExtents TinExtents;

/**
 * TinFileSegment:
 * @number: from 0 up, with those that were dropped
 * @sink: its file
 * @start: where it begins in the stream, bytes
 * @end: where the next one begins, %G_MAXUINT64 while there is none
 *
 * One file of a recording.
 */
typedef struct
{
  guint64  number;
  TinSink *sink;    /* (owned) (nullable) */
  guint64  start;
  guint64  end;
} TinFileSegment;

#define TIN_FILE_SEGMENT_INIT { 0, NULL, 0, G_MAXUINT64 }

void        tin_file_segment_clear     (TinFileSegment *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinFileSegment, tin_file_segment_clear)

TinExtents *tin_extents_new            (void);

void        tin_extents_free           (TinExtents     *self);

guint       tin_extents_get_n_segments (TinExtents     *self);

TinSink    *tin_extents_get_sink       (TinExtents     *self,
                                        guint           segment);

guint64     tin_extents_get_size       (TinExtents     *self);

gboolean    tin_extents_get_segment    (TinExtents     *self,
                                        guint64         number,
                                        TinFileSegment *segment);

void        tin_extents_set_index_size (TinExtents     *self,
                                        guint64         number,
                                        guint64         size);

void        tin_extents_begin_segment  (TinExtents     *self,
                                        TinSink        *sink,
                                        guint64         start);

void        tin_extents_append         (TinExtents     *self,
                                        guint64         start,
                                        guint64         size,
                                        guint64         file_offset);

void        tin_extents_append_note    (TinExtents     *self,
                                        guint64         start,
                                        guint64         end,
                                        gsize           size,
                                        guint64         file_offset);

TinSink    *tin_extents_drop_segment   (TinExtents     *self,
                                        guint64        *start);

TinSink    *tin_extents_find           (TinExtents     *self,
                                        guint64         offset,
                                        guint64        *file_offset,
                                        guint64        *available);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinExtents, tin_extents_free)

G_END_DECLS
