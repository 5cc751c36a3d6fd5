/* tin-hits.h: which of many numbers were found, a bit each.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TIN_HITS_CHUNK_SIZE 4096 /* numbers that are dropped together */

/**
 * TinHits:
 *
 * Numbers are looked at in their order; those found are hits, which have an index from 0 up. It costs a bit for each
 * number looked at where there are hits, and next to nothing where there are none. No thread is safe from another.
 */
typedef struct _TinHits TinHits;

TinHits *tin_hits_new         (guint64         first);

void     tin_hits_free        (TinHits        *self);

void     tin_hits_append      (TinHits        *self,
                               guint64         end,
                               const guint32  *offsets,
                               gsize           n_offsets);

guint64  tin_hits_get_end     (const TinHits  *self);

guint64  tin_hits_get_count   (const TinHits  *self);

gboolean tin_hits_get         (const TinHits  *self,
                               guint64         index,
                               guint64        *number);

guint64  tin_hits_count_before (const TinHits *self,
                                guint64        number);

void     tin_hits_drop_before (TinHits        *self,
                               guint64         number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinHits, tin_hits_free)

G_END_DECLS
