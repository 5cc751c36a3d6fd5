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

/* The closed popover that has the keyboard, or NULL. */
static GtkWidget *
find_closed (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);
  GtkWidget *popover = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;

  return popover != NULL && !gtk_widget_get_visible (popover) ? popover : NULL;
}

static gboolean
leave_closed_cb (gpointer data)
{
  GtkWidget *popover = find_closed (data);

  if (popover != NULL && !gtk_widget_grab_focus (gtk_widget_get_parent (popover)))
    gtk_window_set_focus (data, NULL);

  return G_SOURCE_REMOVE;
}

/* Not at once: GTK is in the middle of it. */
static void
notify_focus_widget_cb (GtkWindow *window)
{
  if (find_closed (window) != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, leave_closed_cb, g_object_ref (window), g_object_unref);
}

/* Has what a popover belongs to take the keyboard when that closes: GTK 4.8 leaves it in a menu that closes while a
 * submenu is shown, where no key does anything any more, not even a shortcut of @window. */
void
tin_popovers_keep_keyboard (GtkWindow *window)
{
  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (notify_focus_widget_cb), NULL);
}
