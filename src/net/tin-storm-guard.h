/* tin-storm-guard.h: notices two programs that answer each other for ever.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TIN_STORM_COUNT  1000               /* identical datagrams in a row, within the window */
#define TIN_STORM_WINDOW G_USEC_PER_SEC     /* microseconds */
#define TIN_STORM_GAP    G_USEC_PER_SEC     /* microseconds of silence that end a storm */

typedef enum
{
  TIN_STORM_NONE,
  TIN_STORM_BEGINS,
  TIN_STORM_GOES_ON,
} TinStorm;

/**
 * TinStormGuard:
 *
 * Watches one peer on this host. Starts zeroed.
 */
typedef struct
{
  guint64   hash;
  gsize     size;
  guint     count;
  gint64    since;    /* monotonic, microseconds */
  gint64    latest;   /* monotonic, microseconds */
  gboolean  raging;
} TinStormGuard;

TinStorm tin_storm_guard_check (TinStormGuard *self,
                                const guint8  *data,
                                gsize          size,
                                gint64         now);

gboolean tin_storm_guard_is_over (const TinStormGuard *self,
                                  gint64               now);

void     tin_storm_guard_forget  (TinStormGuard       *self);

G_END_DECLS
