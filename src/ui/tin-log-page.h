/* tin-log-page.h: preferences: times in the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TIN_TYPE_LOG_PAGE (tin_log_page_get_type ())

G_DECLARE_FINAL_TYPE (TinLogPage, tin_log_page, TIN, LOG_PAGE, AdwPreferencesPage)

void tin_log_page_set_settings (TinLogPage *self,
                                GSettings  *settings);

G_END_DECLS
