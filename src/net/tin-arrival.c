/* tin-arrival.c: when a datagram came, by the clock of a capture.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernel stamps a datagram with the time of day (socket(7), SO_TIMESTAMPNS), which people and programs
 * set. Only how long ago that was is believed, and not even that if the clock was set in between.
 */

#include "net/tin-arrival.h"

#define TOLERANCE (10 * G_GINT64_CONSTANT (1000000)) /* ns that may pass while two clocks are read */

/**
 * tin_arrival_set_moment:
 * @self: the moment before, or all zero
 * @now_ns: by the clock of the capture
 * @real_ns: by the kernel's clock, CLOCK_REALTIME
 *
 * Begins another moment. Both clocks run alike, whoever corrects their pace: what they are apart changes
 * only when one is set.
 */
void
tin_arrival_set_moment (TinArrival *self,
                        gint64      now_ns,
                        gint64      real_ns)
{
  gint64 offset_ns = real_ns - now_ns;

  self->is_steady = self->now_ns == 0 || ABS (offset_ns - self->offset_ns) <= TOLERANCE;
  self->now_ns = now_ns;
  self->real_ns = real_ns;
  self->offset_ns = offset_ns;
}

/**
 * tin_arrival_get_time:
 * @self: a moment
 * @stamp_ns: of a datagram that had come by then, by the kernel's clock; 0 for none
 *
 * Returns: when it came, by the clock of the capture; the moment itself for a stamp that cannot be believed
 */
gint64
tin_arrival_get_time (const TinArrival *self,
                      gint64            stamp_ns)
{
  if (stamp_ns == 0 || stamp_ns > self->real_ns || !self->is_steady)
    return self->now_ns;

  return self->now_ns - (self->real_ns - stamp_ns);
}
