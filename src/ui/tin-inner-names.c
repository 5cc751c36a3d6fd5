/* tin-inner-names.c: accessible names for the buttons inside of controls.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-inner-names.h"

/* A drop-down list or a menu button has its name on the outside, and the keyboard on a button of its own inside, which
 * GTK calls "GtkToggleButton". All of those below @widget get the name of what they are in. */
void
tin_inner_names_set (GtkWidget *widget)
{
  GtkWidget *inner = gtk_widget_get_first_child (widget);

  if (inner != NULL && (GTK_IS_DROP_DOWN (widget) || GTK_IS_MENU_BUTTON (widget)))
    {
      gtk_accessible_update_relation (GTK_ACCESSIBLE (inner), GTK_ACCESSIBLE_RELATION_LABELLED_BY, widget, NULL, -1);
      return;
    }

  for (; inner != NULL; inner = gtk_widget_get_next_sibling (inner))
    tin_inner_names_set (inner);
}
