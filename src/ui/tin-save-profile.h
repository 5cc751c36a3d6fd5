/* tin-save-profile.h: asks for a name and saves a profile under it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-profile-store.h"

G_BEGIN_DECLS

#define TIN_TYPE_SAVE_PROFILE (tin_save_profile_get_type ())

G_DECLARE_FINAL_TYPE (TinSaveProfile, tin_save_profile, TIN, SAVE_PROFILE, AdwMessageDialog)

GtkWidget *tin_save_profile_new (GtkWindow       *parent,
                                 TinProfile      *profile,
                                 TinProfileStore *store);

G_END_DECLS
