/* tin-log-view-follow.c: keeps the newest rows of the log in view, or counts those that come meanwhile.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-log-view-private.h"

#include <glib/gi18n-lib.h>

static void
update_newest_button (TinLogView *self)
{
  gboolean paused = tin_row_selection_get_frozen (self->rows);
  guint n_new = self->n_new + tin_row_selection_count_held_back (self->rows);
  g_autofree char *digits = g_strdup_printf ("%'u", n_new);
  g_autofree char *label = NULL;

  if (paused)
    /* Translators: on a button that resumes the log; %s rows are held back meanwhile. */
    label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Paused: %s new", "Paused: %s new", n_new), digits);
  else
    /* Translators: on a button that leads to the newest rows of the log. */
    label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s new", "%s new", n_new), digits);

  if (paused || n_new > 0)
    {
      adw_button_content_set_label (self->newest_content, label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->newest_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }

  gtk_revealer_set_reveal_child (self->newest_revealer,
                                 paused || (n_new > 0 && !tin_log_view_get_follow (self)));
}

/* What was still coming is replaced by what it became, and that is not new. A large change tells of its removal first. */
static void
count_new (TinLogView *self,
           guint       removed,
           guint       added)
{
  guint n_replaced;

  self->n_gone += removed;
  n_replaced = MIN (added, self->n_gone);
  self->n_new += added - n_replaced;

  if (added > 0)
    self->n_gone = 0;
}

static void
forget_new (TinLogView *self)
{
  self->n_new = 0;
  self->n_gone = 0;
}

static void
rows_items_changed_cb (TinLogView *self,
                       guint       position,
                       guint       removed,
                       guint       added)
{
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  gboolean replaced = removed > 0 && n_rows == added;

  tin_log_view_keep_focus (self, position, removed);
  gtk_widget_set_visible (self->placeholder, n_rows == 0);

  if (replaced)
    {
      forget_new (self);
      tin_log_view_set_follow (self, !self->is_old);
    }
  else if ((position > 0 || added > 0) && !tin_log_view_get_follow (self) && !self->is_old)
    {
      count_new (self, removed, added);
    }

  if (removed > 0)
    tin_log_view_update_selected (self);

  update_newest_button (self);
}

static void
rows_notify_frozen_cb (TinLogView *self)
{
  update_newest_button (self);
  tin_log_view_notify (self, PROP_PAUSED);
}

static void
follow_bin_notify_follow_cb (TinLogView *self)
{
  forget_new (self);
  update_newest_button (self);
  tin_log_view_notify (self, PROP_FOLLOW);
}

static void
newest_button_clicked_cb (TinLogView *self)
{
  tin_log_view_go_to_newest (self);
  tin_log_view_focus (self);
}

void
tin_log_view_bind_follow (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, follow_bin_notify_follow_cb);
  gtk_widget_class_bind_template_callback (widget_class, newest_button_clicked_cb);
}

void
tin_log_view_watch_rows (TinLogView *self)
{
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (rows_items_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "notify::frozen", G_CALLBACK (rows_notify_frozen_cb),
                           self, G_CONNECT_SWAPPED);
}

/* Ends a pause, and follows. */
void
tin_log_view_go_to_newest (TinLogView *self)
{
  tin_row_selection_set_frozen (self->rows, FALSE);
  tin_log_view_set_follow (self, TRUE);
}

/* The rows that come are no news but what is read from a file: the view begins at their
 * beginning, and stays there. */
void
tin_log_view_set_old (TinLogView *self)
{
  g_return_if_fail (TIN_IS_LOG_VIEW (self));

  self->is_old = TRUE;
  tin_log_view_set_follow (self, FALSE);
}

gboolean
tin_log_view_get_follow (TinLogView *self)
{
  g_return_val_if_fail (TIN_IS_LOG_VIEW (self), FALSE);

  return tin_follow_bin_get_follow (self->follow_bin);
}

void
tin_log_view_set_follow (TinLogView *self,
                         gboolean    follow)
{
  g_return_if_fail (TIN_IS_LOG_VIEW (self));

  tin_follow_bin_set_follow (self->follow_bin, follow);
}
