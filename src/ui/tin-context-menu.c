/* tin-context-menu.c: a menu where the pointer is.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-context-menu.h"

/* Where the menu stands when the keyboard asks for it and no row has the focus, in pixels. */
#define KEYBOARD_X 24
#define KEYBOARD_Y 48

#define MAX_ROW_HEIGHT 96 /* pixels; what is higher is all of the list */

/* A child of @owner, which unparents it when it is disposed. */
GtkWidget *
tin_context_menu_new (GtkWidget  *owner,
                      GMenuModel *menu)
{
  GtkWidget *self = gtk_popover_menu_new_from_model (menu);

  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_widget_set_halign (self, GTK_ALIGN_START);
  gtk_widget_set_parent (self, owner);

  return self;
}

/* Below the row that has the focus. */
static GdkRectangle
find_place (GtkWidget *owner)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (owner));
  GdkRectangle at = { KEYBOARD_X, KEYBOARD_Y, 1, 1 };
  graphene_rect_t bounds;

  if (focus != NULL && gtk_widget_is_ancestor (focus, owner) && gtk_widget_compute_bounds (focus, owner, &bounds)
      && bounds.size.height <= MAX_ROW_HEIGHT)
    at.y = (int) (bounds.origin.y + bounds.size.height);

  return at;
}

/* At a place in its owner; negative numbers mean that it was no pointer that asked. */
void
tin_context_menu_popup (GtkWidget *self,
                        double     x,
                        double     y)
{
  GdkRectangle at = { (int) x, (int) y, 1, 1 };

  if (x < 0 || y < 0)
    at = find_place (gtk_widget_get_parent (self));

  gtk_popover_set_pointing_to (GTK_POPOVER (self), &at);
  gtk_popover_popup (GTK_POPOVER (self));
}
