/* tin-context-menu.h: a menu where the pointer is.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *tin_context_menu_new   (GtkWidget  *owner,
                                   GMenuModel *menu);

void       tin_context_menu_popup (GtkWidget  *self,
                                   double      x,
                                   double      y);

G_END_DECLS
