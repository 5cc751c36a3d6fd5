/* tin-index.h: fewer than sixteen bytes a record: where it is, when and what it is.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-index-entry.h"
#include "capture/tin-totals.h"

G_BEGIN_DECLS

typedef struct _TinIndex TinIndex;

TinIndex *tin_index_new    (void);

void      tin_index_free   (TinIndex            *self);

gboolean  tin_index_append (TinIndex            *self,
                            const TinIndexEntry *entry);

gboolean  tin_index_get    (TinIndex            *self,
                            guint64              position,
                            TinIndexEntry       *entry);

guint     tin_index_get_many (TinIndex           *self,
                              guint64             position,
                              TinIndexEntry      *entries,
                              guint               n_entries);

guint64   tin_index_get_first  (TinIndex        *self);

guint64   tin_index_get_length (TinIndex        *self);

void      tin_index_drop_before (TinIndex       *self,
                                 guint64         position);

guint64   tin_index_get_gone     (TinIndex      *self,
                                  TinTotals     *totals);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinIndex, tin_index_free)

G_END_DECLS
