/* pace.c: the pace of a sender, on a schedule of its own.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pace.h"

#include <errno.h>

#define NSEC_PER_SEC 1000000000

static gint64
get_ns (const struct timespec *time)
{
  return (gint64) time->tv_sec * NSEC_PER_SEC + time->tv_nsec;
}

/**
 * pace_init:
 * @self: a pace
 * @interval_us: microseconds from one tick to the next
 *
 * Begins now: the first tick is one interval later.
 */
void
pace_init (Pace   *self,
           gint64  interval_us)
{
  clock_gettime (CLOCK_MONOTONIC, &self->next);
  self->interval = interval_us * 1000;
}

/**
 * pace_wait:
 * @self: a pace
 *
 * Sleeps until the next tick. Ticks are where the schedule has them, however long what is done at one takes; one that
 * has passed already is left out, so that who counts by the clock does more at the next.
 */
void
pace_wait (Pace *self)
{
  struct timespec now;
  gint64 next;

  clock_gettime (CLOCK_MONOTONIC, &now);
  next = get_ns (&self->next);
  next += (MAX (get_ns (&now) - next, 0) / self->interval + 1) * self->interval;
  self->next.tv_sec = next / NSEC_PER_SEC;
  self->next.tv_nsec = next % NSEC_PER_SEC;

  while (clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &self->next, NULL) == EINTR)
    continue;
}
