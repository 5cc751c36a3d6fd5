/* tin-rates.c: how much comes and goes in a second.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-rates.h"

static void
raise_peak (TinRate       *peak,
            const TinRate *rate)
{
  peak->bytes_in = MAX (peak->bytes_in, rate->bytes_in);
  peak->bytes_out = MAX (peak->bytes_out, rate->bytes_out);
  peak->messages_in = MAX (peak->messages_in, rate->messages_in);
  peak->messages_out = MAX (peak->messages_out, rate->messages_out);
}

/* A clock that was set back begins a second as well. */
static void
begin_second (TinRates *self,
              gint64    second)
{
  raise_peak (&self->peak, &self->running);
  self->last = second == self->second + 1 ? self->running : (TinRate) { 0 };
  self->running = (TinRate) { 0 };
  self->second = second;
}

/**
 * tin_rates_add:
 * @self: all zero before the first record
 * @entry: of the next record of the session, each counted once
 *
 * Counts data; other events take no room on the wire that we know of.
 */
void
tin_rates_add (TinRates            *self,
               const TinIndexEntry *entry)
{
  gint64 second;

  if (entry->event != TIN_EVENT_DATA)
    return;

  second = entry->time_us / G_USEC_PER_SEC;
  if (second != self->second)
    begin_second (self, second);

  if (entry->direction == TIN_DIRECTION_IN)
    {
      self->running.bytes_in += entry->size;
      self->running.messages_in++;
    }
  else
    {
      self->running.bytes_out += entry->size;
      self->running.messages_out++;
    }
}

/**
 * tin_rates_get:
 * @self: what was counted
 * @now_us: the time in microseconds since 1970, by the clock of the records
 * @rate: (out caller-allocates): of the last second of the clock that is over
 */
void
tin_rates_get (const TinRates *self,
               gint64          now_us,
               TinRate        *rate)
{
  gint64 wanted = now_us / G_USEC_PER_SEC - 1;

  if (wanted == self->second)
    *rate = self->running;
  else if (wanted == self->second - 1)
    *rate = self->last;
  else
    *rate = (TinRate) { 0 };
}

/**
 * tin_rates_get_peak:
 * @self: what was counted
 * @peak: (out caller-allocates): the most in any second of the clock, each figure by itself
 *
 * The second that runs counts, too: it is a peak already if it is more than all before.
 */
void
tin_rates_get_peak (const TinRates *self,
                    TinRate        *peak)
{
  *peak = self->peak;
  raise_peak (peak, &self->running);
}
