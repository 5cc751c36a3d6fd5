/* tin-session-page-detail.c: how much room the detail pane takes from the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page-private.h"

static int
get_minimum_height (gpointer widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

static gboolean
shows_inspector (TinSessionPage *self)
{
  gboolean show_inspector;

  g_object_get (self->detail, "show-inspector", &show_inspector, NULL);

  return show_inspector;
}

static void
remember_detail_height (TinSessionPage *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self->detail));

  if (tin_session_page_detail_is_open (self) && height > 0)
    self->detail_height = CLAMP (height, 80, 2000);
}

/* All of the inspector is worth more than what the user has got used to without it, but not more than the log. */
static int
get_wanted_height (TinSessionPage *self)
{
  int natural;

  if (!shows_inspector (self))
    return self->detail_height;

  gtk_widget_measure (GTK_WIDGET (self->detail), GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);

  return MAX (self->detail_height, MIN (natural, gtk_widget_get_height (GTK_WIDGET (self->paned)) * 3 / 5));
}

/* Only its bar takes room from the log until there is a message to show; then it is as high as it was last. */
static void
place_detail (TinSessionPage *self)
{
  GtkWidget *log = gtk_paned_get_start_child (self->paned);
  GtkWidget *detail = GTK_WIDGET (self->detail);
  int height = gtk_widget_get_height (GTK_WIDGET (self->paned));
  int handle;

  if (height <= 0 || !gtk_widget_get_visible (detail))
    return;

  handle = get_minimum_height (self->paned) - get_minimum_height (log) - get_minimum_height (detail);

  if (tin_session_page_detail_is_open (self))
    gtk_paned_set_position (self->paned, MAX (height - handle - get_wanted_height (self), 0));
  else
    gtk_paned_set_position (self->paned, height);
}

/* GTK gives the keyboard to the GtkPaned around what is hidden. */
static void
detail_notify_visible_cb (TinSessionPage *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self->detail))
      && tin_session_page_has_focus_in (self, GTK_WIDGET (self->paned))
      && !tin_session_page_has_focus_in (self, GTK_WIDGET (self->log)))
    tin_session_page_give_focus (self);

  place_detail (self);
}

/* The height is still the one without it. */
static void
detail_notify_show_inspector_cb (TinSessionPage *self)
{
  if (shows_inspector (self))
    remember_detail_height (self);

  place_detail (self);
}

/* The bar alone cannot be drawn up: there is nothing below it. */
static void
paned_notify_position_cb (TinSessionPage *self)
{
  int max_position;

  if (tin_session_page_detail_is_open (self) || !gtk_widget_get_visible (GTK_WIDGET (self->detail)))
    return;

  g_object_get (self->paned, "max-position", &max_position, NULL);

  if (max_position > 0 && max_position < G_MAXINT && gtk_paned_get_position (self->paned) < max_position)
    gtk_paned_set_position (self->paned, max_position);
}

/* After the template and the settings are there. */
void
tin_session_page_add_detail (TinSessionPage *self)
{
  self->detail_height = g_settings_get_int (self->settings, "detail-height");
  g_settings_bind (self->settings, "show-detail", self->detail, "visible", G_SETTINGS_BIND_GET);
  g_settings_bind (self->settings, "show-inspector", self->detail, "show-inspector", G_SETTINGS_BIND_GET);

  g_signal_connect_object (self->detail, "notify::visible", G_CALLBACK (detail_notify_visible_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail, "notify::show-inspector", G_CALLBACK (detail_notify_show_inspector_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->paned, "notify::position", G_CALLBACK (paned_notify_position_cb),
                           self, G_CONNECT_SWAPPED);
}

gboolean
tin_session_page_detail_is_open (TinSessionPage *self)
{
  GtkWidget *detail = GTK_WIDGET (self->detail);

  return gtk_widget_get_visible (detail) && tin_detail_pane_get_message (self->detail) != NULL;
}

void
tin_session_page_show_message (TinSessionPage *self,
                               TinMessage     *message)
{
  gboolean was_open = tin_session_page_detail_is_open (self);

  if (!shows_inspector (self))
    remember_detail_height (self);

  tin_detail_pane_set_message (self->detail, message);
  tin_session_page_update_note (self);

  if (tin_session_page_detail_is_open (self) != was_open)
    place_detail (self);
}

void
tin_session_page_save_detail_height (TinSessionPage *self)
{
  if (!shows_inspector (self))
    remember_detail_height (self);

  g_settings_set_int (self->settings, "detail-height", self->detail_height);
}
