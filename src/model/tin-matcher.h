/* tin-matcher.h: asks a query about one frame after another.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-frames.h"
#include "model/tin-query.h"

G_BEGIN_DECLS

#define TIN_MATCHER_MAX_SIZE (64 * 1024 * 1024) /* bytes of a message that are looked at */

/**
 * TinMatcher:
 *
 * Belongs to one thread. It may read from the disk.
 */
typedef struct _TinMatcher TinMatcher;

TinMatcher *tin_matcher_new           (TinFrames     *frames,
                                       TinQuery      *query);

void        tin_matcher_free          (TinMatcher    *self);

gboolean    tin_matcher_run           (TinMatcher    *self,
                                       guint64        first,
                                       guint64        end,
                                       GArray        *found,
                                       const gint    *cancelled);

guint64     tin_matcher_get_n_unknown (TinMatcher    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinMatcher, tin_matcher_free)

G_END_DECLS
