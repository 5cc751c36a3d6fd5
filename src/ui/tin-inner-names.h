/* tin-inner-names.h: accessible names for the buttons inside of controls.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void tin_inner_names_set (GtkWidget *widget);

G_END_DECLS
