/* pane-support.c: a detail pane on screen.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pane-support.h"

void
pane_set_up (PaneFixture   *fixture,
             gconstpointer  data)
{
  log_feed_init (&fixture->feed);
  fixture->pane = g_object_new (TIN_TYPE_DETAIL_PANE, NULL);
  fixture->window = ui_show (fixture->pane, 900, 300);
}

void
pane_tear_down (PaneFixture   *fixture,
                gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->pane), (gpointer *) &fixture->pane);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_settle ();
  g_assert_null (fixture->pane);
  log_feed_clear (&fixture->feed);
}

/* Wherever in the pane it is. */
GtkWidget *
pane_find_part (PaneFixture *fixture,
                const char  *id)
{
  static const char *const owners[] = { "views", "pager", "find", "inspector" };
  GObject *found = gtk_widget_get_template_child (GTK_WIDGET (fixture->pane), TIN_TYPE_DETAIL_PANE, id);

  for (guint i = 0; found == NULL && i < G_N_ELEMENTS (owners); i++)
    {
      GtkWidget *owner = ui_find_template_child (fixture->pane, owners[i]);

      found = gtk_widget_get_template_child (owner, G_OBJECT_TYPE (owner), id);
    }

  g_assert_nonnull (found);

  return GTK_WIDGET (found);
}

char *
pane_get_text (PaneFixture *fixture,
               const char  *id)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (pane_find_part (fixture, id)));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

const char *
pane_get_label (PaneFixture *fixture,
                const char  *id)
{
  return gtk_label_get_text (GTK_LABEL (pane_find_part (fixture, id)));
}

void
pane_show_last (PaneFixture *fixture)
{
  GListModel *messages = G_LIST_MODEL (fixture->feed.messages);
  g_autoptr (TinMessage) message = NULL;

  log_feed_show (&fixture->feed);
  message = g_list_model_get_item (messages, g_list_model_get_n_items (messages) - 1);
  tin_detail_pane_set_message (fixture->pane, message);
  ui_draw (fixture->window);
}

void
pane_assert_text (PaneFixture *fixture,
                  const char  *id,
                  const char  *expected)
{
  g_autofree char *text = pane_get_text (fixture, id);

  g_assert_cmpstr (text, ==, expected);
}

void
pane_show_bytes (PaneFixture *fixture,
                 const void  *data,
                 gsize        size)
{
  g_autoptr (GBytes) payload = g_bytes_new (data, size);

  tin_detail_pane_set_payload (fixture->pane, payload);
  ui_draw (fixture->window);
}
