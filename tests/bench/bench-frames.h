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
 * From one after-paint to the next, nanoseconds. The window draws all the time while it is watched, so that a gap
 * never means that there was nothing to draw. On a machine with other work a gap may be spent waiting for a processor;
 * what is the window's own doing is its processor time.
 */
typedef struct
{
  GdkFrameClock  *clock;    /* (unowned) (nullable) while it watches */
  gulong          handler;
  gint64          first;    /* 0 before the first frame */
  gint64          last;
  guint           n_frames;
  gint64          longest;  /* gap */
  gint64          last_work;
  gint64          longest_work; /* processor time of this thread in one gap */
  BenchHistogram  gaps;
} BenchFrames;

void   bench_frames_begin   (BenchFrames *self,
                             GtkWidget   *widget);

void   bench_frames_end     (BenchFrames *self);

double bench_frames_get_fps (BenchFrames *self);

void   bench_frames_keep    (BenchFrames *self,
                             const char  *name);

gint64 bench_frames_get_work_ns (void);

G_END_DECLS
