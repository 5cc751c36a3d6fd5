/* pace.h: the pace of a sender, on a schedule of its own.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <time.h>

G_BEGIN_DECLS

/* For a thread that does something so often a second, never to wait for what another one does. */
typedef struct
{
  struct timespec next;      /* of CLOCK_MONOTONIC */
  gint64          interval;  /* nanoseconds */
} Pace;

void pace_init (Pace   *self,
                gint64  interval_us);

void pace_wait (Pace   *self);

G_END_DECLS
