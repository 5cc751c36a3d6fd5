/* tin-text-width.h: how wide lines of a text view are.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

int tin_text_width_measure (GtkTextView *view,
                            guint        n_characters);

G_END_DECLS
