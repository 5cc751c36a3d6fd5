/* tin-settings-row.h: a combo row that shows and sets an enumerated setting.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void tin_settings_row_bind (AdwComboRow *row,
                            GSettings   *settings,
                            const char  *key);

G_END_DECLS
