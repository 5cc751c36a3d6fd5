/* tin-popovers.c: the popovers below a widget.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-popovers.h"

#define QUIT_KEY "tincan-quit" /* the name of a controller */

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

/* The popover that has the keyboard, or NULL. */
static GtkWidget *
find_popover (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;
}

/* The one that is closed. */
static GtkWidget *
find_closed (GtkWindow *window)
{
  GtkWidget *popover = find_popover (window);

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

static gboolean
quit_cb (GtkWidget *popover,
         GVariant  *arguments,
         gpointer   data)
{
  gtk_popover_popdown (GTK_POPOVER (popover));

  return gtk_widget_activate_action (popover, "app.quit", NULL);
}

/* No key of the application gets out of a popover. */
static void
add_quit_key (GtkWidget *popover)
{
  GtkShortcutTrigger *trigger = gtk_keyval_trigger_new (GDK_KEY_q, GDK_CONTROL_MASK);
  GtkShortcut *shortcut = gtk_shortcut_new (trigger, gtk_callback_action_new (quit_cb, NULL, NULL));
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_name (keys, QUIT_KEY);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
  gtk_widget_add_controller (popover, keys);
}

static gboolean
has_quit_key (GtkWidget *popover)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (popover);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_strcmp0 (gtk_event_controller_get_name (controller), QUIT_KEY) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Not at once: GTK is in the middle of it. */
static void
notify_focus_widget_cb (GtkWindow *window)
{
  GtkWidget *popover = find_popover (window);

  if (popover != NULL && !has_quit_key (popover))
    add_quit_key (popover);

  if (find_closed (window) != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, leave_closed_cb, g_object_ref (window), g_object_unref);
}

/* Has what a popover belongs to take the keyboard when that closes: GTK 4.8 leaves it in a menu that closes while a
 * submenu is shown, where no key does anything any more, not even a shortcut of @window. Ctrl+Q ends the program from
 * within any popover. */
void
tin_popovers_keep_keyboard (GtkWindow *window)
{
  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (notify_focus_widget_cb), NULL);
}
