/* tin-recent-button.h: a menu of recent addresses, one of which it puts into a profile.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-profile.h"

G_BEGIN_DECLS

#define TIN_TYPE_RECENT_BUTTON (tin_recent_button_get_type ())

G_DECLARE_FINAL_TYPE (TinRecentButton, tin_recent_button, TIN, RECENT_BUTTON, AdwBin)

void tin_recent_button_set_settings (TinRecentButton *self,
                                     GSettings       *settings);

void tin_recent_button_set_profile  (TinRecentButton *self,
                                     TinProfile      *profile);

void tin_recent_button_popup        (TinRecentButton *self);

G_END_DECLS
