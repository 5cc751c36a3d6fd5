/* tin-status-bar.h: totals, what was dropped, and where it is being saved.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-session.h"

G_BEGIN_DECLS

#define TIN_TYPE_STATUS_BAR (tin_status_bar_get_type ())

G_DECLARE_FINAL_TYPE (TinStatusBar, tin_status_bar, TIN, STATUS_BAR, AdwBin)

void tin_status_bar_set_session (TinStatusBar *self,
                                 TinSession   *session);

void tin_status_bar_show_framing (TinStatusBar *self);

void tin_status_bar_show_statistics (TinStatusBar *self);

void tin_status_bar_update (TinStatusBar *self,
                            TinSession   *session);

G_END_DECLS
