/* tin-indexer.h: makes the index of a recording anew from its blocks.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-index.h"

G_BEGIN_DECLS

/**
 * TinIndexed:
 * @TIN_INDEXED_RECORD: a record begins here
 * @TIN_INDEXED_MORE: the block belongs to the record before it, or to none
 * @TIN_INDEXED_DAMAGED: it says nothing, or nonsense
 */
typedef enum
{
  TIN_INDEXED_RECORD,
  TIN_INDEXED_MORE,
  TIN_INDEXED_DAMAGED,
} TinIndexed;

#define TIN_INDEXER_MAX_OPEN 65536u /* connections at a time: no session has so many */

typedef struct _TinIndexer TinIndexer;

TinIndexer *tin_indexer_new            (void);

void        tin_indexer_free           (TinIndexer     *self);

guint64     tin_indexer_get_n_unplaced (TinIndexer     *self);

TinIndexed  tin_indexer_take           (TinIndexer     *self,
                                        const guint8   *block,
                                        gsize           size,
                                        TinIndexEntry  *entry,
                                        gint64         *time_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinIndexer, tin_indexer_free)

G_END_DECLS
