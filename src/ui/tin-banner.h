/* tin-banner.h: a notice above the content, in place of AdwBanner, which libadwaita 1.2 lacks.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TIN_TYPE_BANNER (tin_banner_get_type ())

G_DECLARE_FINAL_TYPE (TinBanner, tin_banner, TIN, BANNER, AdwBin)

/**
 * TinBanner:
 *
 * Children of type "button" in a .ui stand beside the text. Properties:
 * kind (string): "error", "warning" or "info"; closable (boolean).
 *
 * What the user closed stays closed until it is shown with other words.
 */

void     tin_banner_show         (TinBanner  *self,
                                  const char *title,
                                  const char *advice);

void     tin_banner_hide         (TinBanner  *self);

gboolean tin_banner_is_revealed  (TinBanner  *self);

const char *tin_banner_get_title (TinBanner  *self);

void     tin_banner_add_button   (TinBanner  *self,
                                  GtkWidget  *button);

G_END_DECLS
