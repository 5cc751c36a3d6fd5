/* tin-matcher.h: asks a query about one frame after another.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-scan.h"
#include "model/tin-frames.h"
#include "model/tin-query.h"

G_BEGIN_DECLS

#define TIN_MATCHER_MAX_GIVEN_UP 100 /* messages; an expression that is so often too much is stopped */

/**
 * TinMatcherLook:
 * @query: what the query knows
 * @n_looked: bytes that were looked at
 * @is_decided: whether the others change nothing
 *
 * What is known of a message that is looked at page by page. It begins with zeros.
 */
typedef struct
{
  TinQueryLook  query;
  guint64       n_looked;
  gboolean      is_decided;
} TinMatcherLook;

/**
 * TinMatcher:
 *
 * Belongs to one thread. It may read from the disk.
 */
typedef struct _TinMatcher TinMatcher;

TinMatcher *tin_matcher_new             (TinFrames           *frames,
                                         TinQuery            *query);

void        tin_matcher_free            (TinMatcher          *self);

gboolean    tin_matcher_wants           (TinMatcher          *self,
                                         guint64              position,
                                         const TinIndexEntry *entry,
                                         guint64              size);

gboolean    tin_matcher_matches         (TinMatcher          *self,
                                         const TinFrame      *frame,
                                         const TinScanItem   *item,
                                         const gint          *cancelled);

TinMatch    tin_matcher_look_at_pending (TinMatcher          *self,
                                         const TinFrame      *frame,
                                         TinMatcherLook      *look,
                                         const gint          *cancelled);

guint64     tin_matcher_get_n_given_up  (TinMatcher          *self);

guint64     tin_matcher_get_n_partly    (TinMatcher          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinMatcher, tin_matcher_free)

G_END_DECLS
