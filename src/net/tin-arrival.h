/* tin-arrival.h: when a datagram came, by the clock of a capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinArrival:
 * @now_ns: by the clock of the capture, which nobody can set
 * @real_ns: at the same moment, by the clock that the kernel stamps with
 * @offset_ns: of the one from the other
 * @is_steady: whether nobody has set the kernel's clock since the moment before
 *
 * One moment of both clocks. All zero before the first.
 */
typedef struct
{
  gint64    now_ns;
  gint64    real_ns;
  gint64    offset_ns;
  gboolean  is_steady;
} TinArrival;

void   tin_arrival_set_moment (TinArrival       *self,
                               gint64            now_ns,
                               gint64            real_ns);

gint64 tin_arrival_get_time   (const TinArrival *self,
                               gint64            stamp_ns);

G_END_DECLS
