/* frames-fixture.h: what a scene says, and the frames of it, in words.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-frames.h"
#include "scene.h"

G_BEGIN_DECLS

void       frames_play     (Scene      *scene,
                            const char *script);

TinFrames *frames_make     (Scene      *scene,
                            const char *in,
                            const char *out);

GArray    *frames_settle   (TinFrames  *frames,
                            guint       n_pending);

char      *frames_describe (TinFrames  *frames,
                            guint       n_pending);

G_END_DECLS
