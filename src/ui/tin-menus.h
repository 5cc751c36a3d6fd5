/* tin-menus.h: the parts of the main menu that are known only when it runs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-profile-store.h"

G_BEGIN_DECLS

void tin_menus_fill_examples (GMenu           *menu);

void tin_menus_fill_profiles (GMenu           *menu,
                              TinProfileStore *profiles);

G_END_DECLS
