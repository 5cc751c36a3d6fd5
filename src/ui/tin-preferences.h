/* tin-preferences.h: the settings of a session's profile and of the program.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-workbench.h"

G_BEGIN_DECLS

#define TIN_TYPE_PREFERENCES (tin_preferences_get_type ())

G_DECLARE_FINAL_TYPE (TinPreferences, tin_preferences, TIN, PREFERENCES, AdwWindow)

GtkWidget *tin_preferences_new (GtkWindow    *parent,
                                TinSession   *session,
                                TinWorkbench *workbench,
                                GSettings    *settings);

void       tin_preferences_show_page (TinPreferences *self,
                                      const char     *page);

void       tin_preferences_show_problem (TinPreferences *self);

G_END_DECLS
