/* tin-log-view-focus.c: keeps the keyboard in a row of the log when that row goes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-log-view-private.h"

static GtkWidget *
get_focus (TinLogView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

/* Nobody has it, or a row that is gone, or what holds the rows has, or a row that GTK chose: the user did not go elsewhere meanwhile. */
static gboolean
is_still_here (TinLogView *self)
{
  GtkWidget *list = tin_follow_bin_get_list (self->follow_bin);
  GtkWidget *focus = get_focus (self);

  return focus == NULL || !gtk_widget_get_mapped (focus) || focus == list || gtk_widget_is_ancestor (focus, list)
         || (gtk_widget_is_ancestor (list, focus) && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)));
}

/* Of the list itself GTK makes the row of its own choice. */
static GtkWidget *
find_row (GtkWidget *list,
          guint      position)
{
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      guint found;

      if (tin_log_cells_find_message (row, &found) != NULL && found == position)
        return row;
    }

  return NULL;
}

/* Scrolls there, and gives it the keyboard. */
void
tin_log_view_focus_row (TinLogView *self,
                        guint       position)
{
  GtkWidget *list = tin_follow_bin_get_list (self->follow_bin);
  GtkWidget *row;

  gtk_widget_activate_action (list, "list.scroll-to-item", "u", position);
  row = find_row (list, position);
  gtk_widget_grab_focus (row != NULL ? row : list);
}

/* Many may have come in the same moment. */
static gboolean
is_before (TinMessage *message,
           TinMessage *other)
{
  gint64 time = tin_message_get_time_ns (message);
  gint64 other_time = tin_message_get_time_ns (other);

  return time != other_time ? time < other_time : tin_message_get_position (message) < tin_message_get_position (other);
}

/* The first row that is not before @gone, or the last; by halves. */
static guint
find_place (GListModel *rows,
            TinMessage *gone)
{
  guint low = 0;
  guint high = MAX (g_list_model_get_n_items (rows), 1) - 1;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      g_autoptr (TinMessage) message = g_list_model_get_item (rows, middle);

      if (message == NULL || is_before (message, gone))
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
give_focus (TinLogView *self,
            guint       n_rows)
{
  g_autoptr (TinMessage) gone = g_steal_pointer (&self->focused);
  guint row = find_place (G_LIST_MODEL (self->rows), gone);

  if (row + 1 < n_rows && !self->focus_follows)
    tin_log_view_set_follow (self, FALSE);

  tin_log_view_focus_row (self, row);
}

/* To the row of the same message, or that which came next. Where all rows are gone once more meanwhile it waits for
 * those that come then. */
static gboolean
return_focus (gpointer user_data)
{
  TinLogView *self = user_data;
  guint n_rows;

  if (is_still_here (self))
    tin_filling_list_fill (self->filling);
  else
    g_clear_object (&self->focused);

  self->focus_id = 0;
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  if (self->focused != NULL && n_rows > 0)
    give_focus (self, n_rows);

  return G_SOURCE_REMOVE;
}

/* Before the view makes other rows of the change: afterwards GTK gives the keyboard to the scroller around them. */
void
tin_log_view_keep_focus (TinLogView *self,
                         guint       position,
                         guint       removed)
{
  GtkWidget *focus = removed > 0 ? get_focus (self) : NULL;
  TinMessage *message = NULL;
  guint row;

  if (focus != NULL && gtk_widget_is_ancestor (focus, tin_follow_bin_get_list (self->follow_bin)))
    message = tin_log_cells_find_message (focus, &row);

  if (message != NULL && row >= position && row - position < removed)
    {
      g_set_object (&self->focused, message);
      self->focus_follows = tin_log_view_get_follow (self);
    }

  if (self->focused != NULL && self->focus_id == 0 && g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0)
    self->focus_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, return_focus, self, NULL);
}
