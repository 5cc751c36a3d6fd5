/* tin-sweep.h: goes through a row of frames and finds those that a query matches.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-matcher.h"

G_BEGIN_DECLS

/**
 * TinSweep:
 *
 * Belongs to one thread. It may read from the disk.
 */
typedef struct _TinSweep TinSweep;

TinSweep   *tin_sweep_new         (TinFrames  *frames,
                                   TinQuery   *query);

void        tin_sweep_free        (TinSweep   *self);

TinMatcher *tin_sweep_get_matcher (TinSweep   *self);

guint64     tin_sweep_run         (TinSweep   *self,
                                   guint64     first,
                                   guint64     end,
                                   GArray     *found,
                                   const gint *cancelled);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinSweep, tin_sweep_free)

G_END_DECLS
