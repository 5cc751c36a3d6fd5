/* tin-rates.h: how much comes and goes in a second.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-index.h"

G_BEGIN_DECLS

/**
 * TinRate:
 *
 * Bytes of payload and reads or writes in one second of the clock.
 */
typedef struct
{
  guint64 bytes_in;
  guint64 bytes_out;
  guint64 messages_in;
  guint64 messages_out;
} TinRate;

/**
 * TinRates:
 * @second: that is being counted, in seconds since 1970
 * @running: what came and went in it so far
 * @last: the same of the second before
 * @peak: the most of each in any second that is over
 *
 * All zero before the first record.
 */
typedef struct
{
  gint64  second;
  TinRate running;
  TinRate last;
  TinRate peak;
} TinRates;

void tin_rates_add      (TinRates            *self,
                         const TinIndexEntry *entry);

void tin_rates_get      (const TinRates      *self,
                         gint64               now_us,
                         TinRate             *rate);

void tin_rates_get_peak (const TinRates      *self,
                         TinRate             *peak);

G_END_DECLS
