/* tin-option-group.h: preferences: the options of a profile, a generated row each.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-profile.h"

G_BEGIN_DECLS

#define TIN_TYPE_OPTION_GROUP (tin_option_group_get_type ())

G_DECLARE_FINAL_TYPE (TinOptionGroup, tin_option_group, TIN, OPTION_GROUP, AdwPreferencesGroup)

void tin_option_group_set_profile (TinOptionGroup *self,
                                   TinProfile     *profile);

void tin_option_group_show_option (TinOptionGroup *self,
                                   TinOption       option);

G_END_DECLS
