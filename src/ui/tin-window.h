/* tin-window.h: a window with sessions in tabs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-application.h"
#include "ui/tin-tab.h"

G_BEGIN_DECLS

#define TIN_TYPE_WINDOW (tin_window_get_type ())

G_DECLARE_FINAL_TYPE (TinWindow, tin_window, TIN, WINDOW, AdwApplicationWindow)

TinWindow  *tin_window_new             (TinApplication *application);

TinTab     *tin_window_add_tab         (TinWindow      *self,
                                        TinProfile     *profile);

gboolean    tin_window_open_file       (TinWindow      *self,
                                        GFile          *file,
                                        GError        **error);

TinTab     *tin_window_get_free_tab    (TinWindow      *self);

TinTab     *tin_window_get_current_tab (TinWindow      *self);

AdwTabView *tin_window_get_tab_view    (TinWindow      *self);

TinProfileStore *tin_window_get_profiles (TinWindow     *self);

void        tin_window_show_toast      (TinWindow      *self,
                                        AdwToast       *toast);

void        tin_window_show_text       (TinWindow      *self,
                                        const char     *text);

void        tin_window_show_recovered  (TinWindow      *self,
                                        GPtrArray      *recovered);

G_END_DECLS
