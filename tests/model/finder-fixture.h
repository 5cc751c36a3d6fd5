/* finder-fixture.h: a finder over a scene.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-finder.h"
#include "scene.h"

G_BEGIN_DECLS

typedef struct
{
  Scene      scene;
  TinFrames *frames;   /* (owned) */
  gint       n_news;   /* (atomic) */
} FinderFixture;

void       finder_set_up            (FinderFixture *fixture,
                                     gconstpointer  data);

void       finder_tear_down         (FinderFixture *fixture,
                                     gconstpointer  data);

void       finder_frame_as_received (FinderFixture *fixture);

void       finder_frame_lines       (FinderFixture *fixture,
                                     guint32        max_size);

TinFinder *finder_create            (FinderFixture *fixture,
                                     const char    *text);

void       finder_look_at_all       (FinderFixture *fixture,
                                     TinFinder     *finder);

char      *finder_dup_hits          (TinFinder     *finder);

void       finder_assert_doubts     (TinFinder     *finder,
                                     guint64        n_given_up,
                                     gboolean       is_stopped);

G_END_DECLS
