/* tin-tooltip.h: tooltips that change often.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void tin_tooltip_set (gpointer    widget,
                      const char *text);

void tin_tooltip_wrap (gpointer widget);

G_END_DECLS
