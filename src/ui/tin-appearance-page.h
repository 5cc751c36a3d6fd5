/* tin-appearance-page.h: preferences: colors, times in the log, and the panes beside it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TIN_TYPE_APPEARANCE_PAGE (tin_appearance_page_get_type ())

G_DECLARE_FINAL_TYPE (TinAppearancePage, tin_appearance_page, TIN, APPEARANCE_PAGE, AdwPreferencesPage)

void tin_appearance_page_set_settings (TinAppearancePage *self,
                                       GSettings         *settings);

G_END_DECLS
