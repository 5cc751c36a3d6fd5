/* tin-log-view-input.c: what keys and presses do in the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-log-view-private.h"

#include "ui/tin-context-menu.h"
#include "ui/tin-tab-key.h"

/* Rows move under the pointer while they are followed: a press holds the view still. */
static void
click_pressed_cb (TinLogView      *self,
                  int              n_press,
                  double           x,
                  double           y,
                  GtkGestureClick *gesture)
{
  GtkWidget *view = GTK_WIDGET (self->column_view);
  guint position = tin_log_cells_find_position (gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT));
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));
  double menu_x, menu_y;

  if (position == GTK_INVALID_LIST_POSITION)
    return;

  if (tin_follow_bin_overflows (self->follow_bin))
    tin_log_view_set_follow (self, FALSE);

  if (event == NULL || !gdk_event_triggers_context_menu (event))
    return;

  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->rows), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->rows), position, TRUE);

  /* Where the focus returns to when the menu closes. */
  tin_log_view_focus (self);
  gtk_widget_translate_coordinates (view, GTK_WIDGET (self), x, y, &menu_x, &menu_y);
  tin_context_menu_popup (self->popover, menu_x, menu_y);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

/* End is handled here as well as by the list, because rows that come in the same frame would leave it short. */
static gboolean
key_pressed_cb (TinLogView      *self,
                guint            key,
                guint            code,
                GdkModifierType  modifiers)
{
  if (tin_tab_key_leave (GTK_WIDGET (self->column_view), key, modifiers))
    return GDK_EVENT_STOP;

  switch (key)
    {
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      tin_log_view_go_to_newest (self);
      return GDK_EVENT_PROPAGATE;

    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      if (tin_follow_bin_overflows (self->follow_bin))
        tin_log_view_set_follow (self, FALSE);

      return GDK_EVENT_PROPAGATE;

    case GDK_KEY_Escape:
      if (self->selected == NULL)
        return GDK_EVENT_PROPAGATE;

      gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->rows));
      return GDK_EVENT_STOP;

    case GDK_KEY_Menu:
      tin_context_menu_popup (self->popover, -1, -1);
      return GDK_EVENT_STOP;

    case GDK_KEY_F10:
      if ((modifiers & GDK_SHIFT_MASK) == 0)
        return GDK_EVENT_PROPAGATE;

      tin_context_menu_popup (self->popover, -1, -1);
      return GDK_EVENT_STOP;

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

void
tin_log_view_bind_input (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, click_pressed_cb);
}
