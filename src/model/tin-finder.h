/* tin-finder.h: runs a query over messages, off the caller's thread.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-frames.h"
#include "model/tin-query.h"

G_BEGIN_DECLS

#define TIN_TYPE_FINDER (tin_finder_get_type ())

G_DECLARE_FINAL_TYPE (TinFinder, tin_finder, TIN, FINDER, GObject)

/**
 * TinFinderFunc:
 *
 * Called in any thread when more was looked at. It may only wake somebody up.
 */
typedef void (*TinFinderFunc) (gpointer user_data);

/**
 * TinFinderDoubts:
 * @n_given_up: messages that took too many steps
 * @n_partly: messages whose first %TIN_QUERY_MAX_EXPRESSION_SIZE bytes alone a regular expression was asked about
 * @is_stopped: whether it took too many steps so often that nothing more is looked at
 *
 * Of what it is not known whether it matches, what is still coming as well.
 */
typedef struct
{
  guint64   n_given_up;
  guint64   n_partly;
  gboolean  is_stopped;
} TinFinderDoubts;

/**
 * TinFinder:
 *
 * Looks at frames in their order, in threads of its own that give way to all others, and keeps the numbers of those
 * that match. A hit has an index, from 0 up, which it keeps. What is still coming and has no number yet is looked at
 * again whenever more of it has come. Any thread may ask.
 */

TinFinder *tin_finder_new           (TinFrames      *frames,
                                     TinQuery       *query,
                                     guint64         first);

TinFrames *tin_finder_get_frames    (TinFinder      *self);

void       tin_finder_set_news_func (TinFinder      *self,
                                     TinFinderFunc   func,
                                     gpointer        user_data);

void       tin_finder_continue      (TinFinder      *self);

gboolean   tin_finder_is_busy       (TinFinder      *self);

guint64    tin_finder_get_end       (TinFinder      *self,
                                     guint64        *n_hits);

gboolean   tin_finder_get_hit       (TinFinder      *self,
                                     guint64         index,
                                     guint64        *number);

guint64    tin_finder_count_before  (TinFinder      *self,
                                     guint64         number);

gboolean   tin_finder_find_next     (TinFinder      *self,
                                     guint64         number,
                                     guint64        *hit);

gboolean   tin_finder_find_previous (TinFinder      *self,
                                     guint64         number,
                                     guint64        *hit);

GArray    *tin_finder_dup_pending   (TinFinder      *self,
                                     guint64         end);

void       tin_finder_get_doubts    (TinFinder       *self,
                                     TinFinderDoubts *doubts);

void       tin_finder_drop_before   (TinFinder      *self,
                                     guint64         number);

G_END_DECLS
