/* tin-text-width.c: how wide lines of a text view are.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-text-width.h"

/* More than one: a character is no whole number of pixels wide. */
#define SAMPLE      "0000000000"
#define SAMPLE_SIZE ((int) sizeof (SAMPLE) - 1)

/* How wide a monospaced view is with so many characters a line, in pixels, its margins included. */
int
tin_text_width_measure (GtkTextView *view,
                        guint        n_characters)
{
  g_autoptr (PangoLayout) layout = NULL;
  int width;

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), 0);

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (view), SAMPLE);
  pango_layout_get_pixel_size (layout, &width, NULL);

  return (width * (int) n_characters + SAMPLE_SIZE - 1) / SAMPLE_SIZE + gtk_text_view_get_left_margin (view)
         + gtk_text_view_get_right_margin (view);
}
