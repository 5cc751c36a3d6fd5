/* log-view-support.c: a message log on screen.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-view-support.h"

void
log_view_set_up (LogViewFixture *fixture,
                 gconstpointer   data)
{
  GtkWidget *scroller;

  log_feed_init (&fixture->feed);
  fixture->settings = g_settings_new (TIN_APPLICATION_ID);
  g_settings_reset (fixture->settings, "time-format");
  g_settings_reset (fixture->settings, "log-columns");
  g_settings_reset (fixture->settings, "log-column-widths");
  g_settings_reset (fixture->settings, "time-decimals");

  fixture->log = g_object_new (TIN_TYPE_LOG_VIEW, NULL);
  tin_log_view_set_settings (fixture->log, fixture->settings);
  tin_log_view_set_messages (fixture->log, fixture->feed.messages);
  fixture->window = ui_show (fixture->log, 800, 400);

  scroller = ui_find (fixture->log, GTK_TYPE_SCROLLED_WINDOW, NULL);
  fixture->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

void
log_view_tear_down (LogViewFixture *fixture,
                    gconstpointer   data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->log), (gpointer *) &fixture->log);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_settle ();
  g_assert_null (fixture->log);
  g_assert_finalize_object (fixture->settings);
  log_feed_clear (&fixture->feed);
}

GtkInscription *
log_view_find_cell (gpointer    root,
                    const char *text)
{
  if (GTK_IS_INSCRIPTION (root) && g_strcmp0 (gtk_inscription_get_text (root), text) == 0)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkInscription *found = log_view_find_cell (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

double
log_view_get_gap (LogViewFixture *fixture)
{
  return gtk_adjustment_get_upper (fixture->adjustment) - gtk_adjustment_get_page_size (fixture->adjustment)
         - gtk_adjustment_get_value (fixture->adjustment);
}

/* The first rows come in several frames. */
static gboolean
is_filled (gpointer data)
{
  LogViewFixture *fixture = data;
  g_autoptr (GListModel) shown = NULL;

  g_object_get (tin_log_view_get_rows (fixture->log), "model", &shown, NULL);

  return g_list_model_get_n_items (shown) == g_list_model_get_n_items (G_LIST_MODEL (fixture->feed.messages));
}

/* What was fed, on screen. */
void
log_view_draw (LogViewFixture *fixture)
{
  log_feed_show (&fixture->feed);
  ui_wait_until (is_filled, fixture);
  ui_draw (fixture->window);
}

void
log_view_add_many (LogViewFixture *fixture,
                   guint           n_messages)
{
  log_feed_add_many (&fixture->feed, n_messages);
  log_view_draw (fixture);
}

GtkRevealer *
log_view_get_revealer (LogViewFixture *fixture)
{
  return GTK_REVEALER (ui_find_template_child (fixture->log, "newest_revealer"));
}

const char *
log_view_get_newest_label (LogViewFixture *fixture)
{
  return adw_button_content_get_label (ADW_BUTTON_CONTENT (ui_find_template_child (fixture->log, "newest_content")));
}

void
log_view_select_row (LogViewFixture *fixture,
                     guint           position,
                     gboolean        alone)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (tin_log_view_get_rows (fixture->log)), position, alone);
}
