/* tin-popovers.c: the popovers below a widget.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-popovers.h"

/* Closes every popover below @widget, before it goes: GTK 4.8 never frees one that is open when its button goes. */
void
tin_popovers_close (GtkWidget *widget)
{
  if (GTK_IS_POPOVER (widget))
    gtk_popover_popdown (GTK_POPOVER (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    tin_popovers_close (child);
}
