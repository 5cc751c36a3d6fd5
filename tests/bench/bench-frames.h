/* bench-frames.h: what a frame clock says of a window: frames a second, and the gaps between them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "bench-histogram.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BenchFrames:
 *
 * From one after-paint to the next, nanoseconds.
 */
typedef struct
{
  GdkFrameClock  *clock;    /* (unowned) (nullable) while it watches */
  gulong          handler;
  gint64          first;    /* 0 before the first frame */
  gint64          last;
  guint           n_frames;
  gint64          longest;  /* gap */
  BenchHistogram  gaps;
} BenchFrames;

void   bench_frames_begin   (BenchFrames *self,
                             GtkWidget   *widget);

void   bench_frames_end     (BenchFrames *self);

double bench_frames_get_fps (BenchFrames *self);

G_END_DECLS
