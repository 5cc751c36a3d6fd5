/* tin-scroll-place.h: where a list is to be scrolled to when it has been laid out again.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TIN_TYPE_SCROLL_PLACE (tin_scroll_place_get_type ())

G_DECLARE_FINAL_TYPE (TinScrollPlace, tin_scroll_place, TIN, SCROLL_PLACE, GObject)

TinScrollPlace *tin_scroll_place_new  (GtkScrolledWindow *scroller);

void            tin_scroll_place_keep (TinScrollPlace    *self);

void            tin_scroll_place_top  (TinScrollPlace    *self);

G_END_DECLS
