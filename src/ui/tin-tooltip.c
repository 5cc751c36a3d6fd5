/* tin-tooltip.c: tooltips that change often.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-tooltip.h"

/* Where rows come and go, this is the way: GTK asks the display server where the pointer is, and waits for the answer,
 * whenever a tooltip is set, even to what it was. For two hundred rows that takes as long as several frames. */
void
tin_tooltip_set (gpointer    widget,
                 const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}
