/* bench-frames.c: what a frame clock says of a window: frames a second, and the gaps between them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-frames.h"

#include "bench-process.h"
#include "bench-results.h"

#include <time.h>

static void
after_paint_cb (GdkFrameClock *clock,
                BenchFrames   *self)
{
  gint64 now = bench_get_time_ns ();
  gint64 work = bench_frames_get_work_ns ();

  if (self->first == 0)
    {
      self->first = now;
    }
  else
    {
      self->n_frames++;
      self->longest = MAX (self->longest, now - self->last);
      self->longest_work = MAX (self->longest_work, work - self->last_work);
      bench_histogram_add (&self->gaps, now - self->last);
    }

  self->last = now;
  self->last_work = work;
}

/* Watches the window of @widget, which is on screen, until bench_frames_end(). */
void
bench_frames_begin (BenchFrames *self,
                    GtkWidget   *widget)
{
  *self = (BenchFrames) { .clock = gtk_widget_get_frame_clock (widget) };
  bench_histogram_clear (&self->gaps);
  self->handler = g_signal_connect (self->clock, "after-paint", G_CALLBACK (after_paint_cb), self);
  gdk_frame_clock_begin_updating (self->clock);
}

void
bench_frames_end (BenchFrames *self)
{
  gdk_frame_clock_end_updating (self->clock);
  g_signal_handler_disconnect (self->clock, self->handler);
  self->clock = NULL;
}

/* Returns: frames a second between the first and the last one */
double
bench_frames_get_fps (BenchFrames *self)
{
  return self->n_frames > 0 ? self->n_frames * 1e9 / (double) (self->last - self->first) : 0;
}

/* For the table of all benchmarks, if there was more than one frame; @name is of the load. */
void
bench_frames_keep (BenchFrames *self,
                   const char  *name)
{
  const struct
  {
    const char *what;
    double      ms;
  } gaps[] = {
    { "median", bench_histogram_get (&self->gaps, 0.5) / 1e6 },
    { "p99", bench_histogram_get (&self->gaps, 0.99) / 1e6 },
    { "worst", (double) self->longest / 1e6 },
    { "most work of the window's thread", (double) self->longest_work / 1e6 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (gaps) && self->n_frames > 0; i++)
    {
      g_autofree char *measure = g_strdup_printf ("%s: ms between frames, %s", name, gaps[i].what);

      bench_results_add (measure, gaps[i].ms, NULL);
    }
}

/* Returns: processor time of the calling thread so far */
gint64
bench_frames_get_work_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}
