/* tin-recordings-page.h: preferences: what is recorded, how much of it is kept, and what it takes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TIN_TYPE_RECORDINGS_PAGE (tin_recordings_page_get_type ())

G_DECLARE_FINAL_TYPE (TinRecordingsPage, tin_recordings_page, TIN, RECORDINGS_PAGE, AdwPreferencesPage)

void tin_recordings_page_set_settings (TinRecordingsPage *self,
                                       GSettings         *settings,
                                       const char        *folder);

G_END_DECLS
