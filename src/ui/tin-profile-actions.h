/* tin-profile-actions.h: what a window does with saved profiles.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-window.h"

G_BEGIN_DECLS

/* Adds win.save-profile, win.open-profile (s) and win.remove-profile (s): the name of the profile. */
void tin_profile_actions_add (TinWindow *window);

G_END_DECLS
