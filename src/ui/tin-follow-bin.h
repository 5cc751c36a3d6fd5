/* tin-follow-bin.h: keeps a list scrolled to its end while rows arrive.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TIN_TYPE_FOLLOW_BIN (tin_follow_bin_get_type ())

G_DECLARE_FINAL_TYPE (TinFollowBin, tin_follow_bin, TIN, FOLLOW_BIN, AdwBin)

/**
 * TinFollowBin:
 *
 * Its child is a #GtkScrolledWindow with a #GtkColumnView. Property: follow
 * (boolean): whether the newest row stays in view; the user's scrolling changes it.
 */

gboolean   tin_follow_bin_get_follow (TinFollowBin *self);
void       tin_follow_bin_set_follow (TinFollowBin *self,
                                      gboolean      follow);

void       tin_follow_bin_set_kept   (TinFollowBin *self,
                                      guint         position);

gboolean   tin_follow_bin_overflows  (TinFollowBin *self);

GtkWidget *tin_follow_bin_get_list   (TinFollowBin *self);

G_END_DECLS
