/* tin-session-page-chart.c: the chart of the page, and the messages of a range of it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-session-page-private.h"

/* The query is where the user sees, changes and removes it. */
static void
chart_range_selected_cb (TinSessionPage *self,
                         gint64          from,
                         gint64          to)
{
  TinSearch *search = tin_session_get_search (self->session);
  const char *before = tin_search_get_text (search);
  g_autofree char *text = tin_chart_set_range (before != NULL ? before : "", from, to,
                                               tin_session_get_series (self->session));
  GAction *find = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "find");

  if (find != NULL && from < to)
    g_action_activate (find, NULL);
  if (from < to)
    g_object_set (search, "filter", TRUE, NULL);
  tin_search_set_text (search, text);
}

static void
search_notify_text_cb (TinSessionPage *self)
{
  const char *text = tin_search_get_text (tin_session_get_search (self->session));

  tin_chart_follow (self->chart, text != NULL ? text : "", tin_session_get_series (self->session));
}

static void
chart_setting_changed_cb (TinSessionPage *self)
{
  gboolean show = g_settings_get_boolean (self->settings, "show-chart");

  if (!show && tin_session_page_has_focus_in (self, GTK_WIDGET (self->chart)))
    tin_session_page_give_focus (self);

  gtk_widget_set_visible (GTK_WIDGET (self->chart), show);
}

/* After the session and the settings are there. */
void
tin_session_page_add_chart (TinSessionPage *self)
{
  g_autoptr (GAction) action = g_settings_create_action (self->settings, "show-chart");

  g_action_map_add_action (G_ACTION_MAP (self->actions), action);
  tin_chart_set_session (self->chart, self->session);
  g_signal_connect_object (self->chart, "range-selected", G_CALLBACK (chart_range_selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tin_session_get_search (self->session), "notify::text", G_CALLBACK (search_notify_text_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::show-chart", G_CALLBACK (chart_setting_changed_cb), self,
                           G_CONNECT_SWAPPED);
  chart_setting_changed_cb (self);
}
