/* tin-pump.h: wakes a function in its own main context, from any thread, at most once a frame.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TIN_PUMP_INTERVAL       16000  /* microseconds between two turns: a frame at 60 Hz */
#define TIN_PUMP_WATCH_INTERVAL 500000 /* microseconds between two looks at what tells no news */

/**
 * TinPumpNext:
 * @TIN_PUMP_SLEEP: until somebody wakes it
 * @TIN_PUMP_WATCH: as well, but at most %TIN_PUMP_WATCH_INTERVAL
 * @TIN_PUMP_AGAIN: there is more to do already
 */
typedef enum
{
  TIN_PUMP_SLEEP,
  TIN_PUMP_WATCH,
  TIN_PUMP_AGAIN,
} TinPumpNext;

typedef struct _TinPump TinPump;

typedef TinPumpNext (*TinPumpFunc) (gpointer user_data);

TinPump *tin_pump_new  (TinPumpFunc func,
                        gpointer    user_data);

void     tin_pump_wake (gpointer    self);

void     tin_pump_free (TinPump    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinPump, tin_pump_free)

G_END_DECLS
