/* tin-tab-key.h: Tab leaves a list, however many rows it has.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean tin_tab_key_leave (GtkWidget       *list,
                            guint            key,
                            GdkModifierType  modifiers);

G_END_DECLS
