/* tin-show-whole.h: scrolls what has just appeared into view.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void tin_show_whole (GtkWidget *first,
                     GtkWidget *last);

G_END_DECLS
