/* tin-tooltip.c: tooltips that change often.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-tooltip.h"

#define MAX_WIDTH 60 /* characters of a line */

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

static gboolean
query_cb (GtkWidget  *widget,
          int         x,
          int         y,
          gboolean    by_keyboard,
          GtkTooltip *tooltip,
          gpointer    user_data)
{
  GtkWidget *label = gtk_label_new (gtk_widget_get_tooltip_text (widget));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_WIDTH);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_tooltip_set_custom (tooltip, label);

  return TRUE;
}

/* Once, for tooltips of whole sentences: GTK would lay each out in one line, which may be wider than the window. */
void
tin_tooltip_wrap (gpointer widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_cb), NULL);
}
