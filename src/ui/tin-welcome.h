/* tin-welcome.h: the first page of a tab: what to do, and ready-made examples.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-profile-store.h"

G_BEGIN_DECLS

#define TIN_TYPE_WELCOME (tin_welcome_get_type ())

G_DECLARE_FINAL_TYPE (TinWelcome, tin_welcome, TIN, WELCOME, AdwBin)

void tin_welcome_set_profiles (TinWelcome      *self,
                               TinProfileStore *profiles);

G_END_DECLS
