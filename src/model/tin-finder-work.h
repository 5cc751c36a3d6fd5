/* tin-finder-work.h: the threads of a finder, and what it shares with them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-finder.h"
#include "model/tin-hits.h"

G_BEGIN_DECLS

/**
 * TinFinderWork:
 * @claimed: frames before have a thread that looks at them
 * @target: frames before may be looked at
 * @limit: frames from there on are not, as it was too much
 * @n_threads: that are running
 *
 * Private to #TinFinder: what it shares with the threads that look at frames, which may outlive it by the time that a
 * message takes. Slices are claimed in their order, and what was found in them is added in their order.
 */
typedef struct
{
  gatomicrefcount  n_references;
  TinFrames       *frames;       /* (owned) */
  TinQuery        *query;        /* (owned) */
  gint             cancelled;    /* (atomic) */

  GMutex           lock;         /* of all that follows */
  GCond            changed;
  TinHits         *hits;         /* (owned) */
  guint64          claimed;
  guint64          target;
  guint64          limit;
  guint64          n_given_up;
  guint64          n_partly;
  guint            n_threads;
  TinFinderFunc    func;         /* (nullable) */
  gpointer         user_data;
} TinFinderWork;

TinFinderWork *tin_finder_work_new      (TinFrames     *frames,
                                         TinQuery      *query,
                                         guint64        first);

void           tin_finder_work_end      (TinFinderWork *self);

void           tin_finder_work_continue (TinFinderWork *self);

G_END_DECLS
