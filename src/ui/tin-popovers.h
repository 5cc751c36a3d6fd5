/* tin-popovers.h: the popovers below a widget.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void tin_popovers_close         (GtkWidget *widget);
void tin_popovers_keep_keyboard (GtkWindow *window);

G_END_DECLS
