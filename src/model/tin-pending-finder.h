/* tin-pending-finder.h: runs a query over messages that are still coming, off the caller's thread.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-finder.h"

G_BEGIN_DECLS

/**
 * TinPendingFinder:
 *
 * The part of a #TinFinder that looks at what has no number yet. Each message is looked at again when more of it has
 * come: text and bytes in what came alone, a regular expression in all of it. A thread does so while there is something
 * to look at, and rests for as long as it worked, so that a message that grows and grows takes half a processor at
 * most. Any thread may ask.
 */
typedef struct _TinPendingFinder TinPendingFinder;

TinPendingFinder *tin_pending_finder_new           (TinFrames        *frames,
                                                    TinQuery         *query);

void              tin_pending_finder_end           (TinPendingFinder *self);

void              tin_pending_finder_set_news_func (TinPendingFinder *self,
                                                    TinFinderFunc     func,
                                                    gpointer          user_data);

void              tin_pending_finder_continue      (TinPendingFinder *self);

gboolean          tin_pending_finder_is_busy       (TinPendingFinder *self);

GArray           *tin_pending_finder_dup_found     (TinPendingFinder *self,
                                                    guint64          *end);

void              tin_pending_finder_add_doubts    (TinPendingFinder *self,
                                                    TinFinderDoubts  *doubts);

G_END_DECLS
