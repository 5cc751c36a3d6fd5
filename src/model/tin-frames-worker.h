/* tin-frames-worker.h: the thread that makes frames while a capture grows.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-frames.h"
#include "model/tin-reframer.h"

G_BEGIN_DECLS

typedef struct _TinFramesWorker TinFramesWorker;

TinFramesWorker *tin_frames_worker_start         (TinReframer      *reframer,
                                                  TinCapture       *capture);

void             tin_frames_worker_end           (TinFramesWorker  *self);

guint64          tin_frames_worker_get_done      (TinFramesWorker  *self);

GArray          *tin_frames_worker_dup_pending   (TinFramesWorker  *self);

void             tin_frames_worker_wake          (TinFramesWorker  *self);

void             tin_frames_worker_set_news_func (TinFramesWorker  *self,
                                                  TinFramesFunc     func,
                                                  gpointer          user_data);

G_END_DECLS
