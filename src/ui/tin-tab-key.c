/* tin-tab-key.c: Tab leaves a list, however many rows it has.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-tab-key.h"

static gboolean
is_tab (guint           key,
        GdkModifierType modifiers)
{
  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;

  return key == GDK_KEY_Tab || key == GDK_KEY_KP_Tab || key == GDK_KEY_ISO_Left_Tab;
}

/* Lists of GTK go to the next row instead, a million times if need be; arrows do that.
 *
 * Returns: whether @key was Tab, with Shift or without, and is done with */
gboolean
tin_tab_key_leave (GtkWidget       *list,
                   guint            key,
                   GdkModifierType  modifiers)
{
  gboolean back = (modifiers & GDK_SHIFT_MASK) != 0 || key == GDK_KEY_ISO_Left_Tab;
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (list));

  g_return_val_if_fail (GTK_IS_WIDGET (list), FALSE);

  if (!is_tab (key, modifiers) || root == NULL)
    return FALSE;

  gtk_widget_set_can_focus (list, FALSE);
  gtk_widget_child_focus (root, back ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
  gtk_widget_set_can_focus (list, TRUE);
  gtk_window_set_focus_visible (GTK_WINDOW (root), TRUE);

  return TRUE;
}
