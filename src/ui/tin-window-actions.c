/* tin-window-actions.c: what can be done in a window, and the button that starts and stops.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-window-private.h"

#include "ui/tin-field.h"
#include "ui/tin-preferences.h"

#include <glib/gi18n-lib.h>

static void
set_action_enabled (TinWindow  *self,
                    const char *name,
                    gboolean    enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* What the one button says and does, in the words of a server or of a client. */
static const char *
get_button_label (TinSession *session)
{
  gboolean is_server = tin_profile_get_role (tin_session_get_profile (session)) == TIN_ROLE_SERVER;

  switch (tin_session_get_state (session))
    {
    case TIN_SESSION_CLOSED:
      return is_server ? _("_Start") : _("_Connect");
    case TIN_SESSION_OPENING:
      return _("_Cancel");
    case TIN_SESSION_OPEN:
      return is_server ? _("_Stop") : _("Dis_connect");
    case TIN_SESSION_CLOSING:
      return is_server ? _("Stopping…") : _("Disconnecting…");
    default:
      g_return_val_if_reached ("");
    }
}

static void
new_tab_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  tin_window_add_tab (user_data, NULL);
}

static void
close_tab_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  TinWindow *self = user_data;
  AdwTabPage *page = adw_tab_view_get_selected_page (self->tab_view);

  if (page != NULL)
    adw_tab_view_close_page (self->tab_view, page);
}

static void
reopen_tab_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  TinWindow *self = user_data;

  tin_closed_tabs_reopen (self->closed_tabs);
}

static void
start_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  TinTab *tab = tin_window_get_current_tab (user_data);

  if (tab != NULL)
    tin_tab_start (tab);
}

static void
stop_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TinSession *session = tin_window_get_session (user_data);

  if (session != NULL)
    tin_session_stop (session);
}

static void
focus_address_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  TinTab *tab = tin_window_get_current_tab (user_data);

  if (tab != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (tab));
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  TinWindow *self = user_data;
  TinSession *session = tin_window_get_session (self);

  if (session == NULL)
    return;

  if (self->preferences == NULL)
    g_set_weak_pointer (&self->preferences,
                        tin_preferences_new (GTK_WINDOW (self), session, self->workbench, self->settings));
  gtk_window_present (GTK_WINDOW (self->preferences));
}

/* Where what keeps the session from starting is set up. */
static void
show_problem_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  TinWindow *self = user_data;

  g_action_group_activate_action (G_ACTION_GROUP (self), "preferences", NULL);
  if (self->preferences != NULL)
    tin_preferences_show_problem (TIN_PREFERENCES (self->preferences));
}

static void
open_recovered_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  tin_window_open_recovered (user_data);
}

static const GActionEntry actions[] = {
  { .name = "open-recovered", .activate = open_recovered_action },
  { .name = "new-tab", .activate = new_tab_action },
  { .name = "close-tab", .activate = close_tab_action },
  { .name = "reopen-tab", .activate = reopen_tab_action },
  { .name = "start", .activate = start_action },
  { .name = "stop", .activate = stop_action },
  { .name = "preferences", .activate = preferences_action },
  { .name = "show-problem", .activate = show_problem_action },
  { .name = "focus-address", .activate = focus_address_action },
};

void
tin_window_add_actions (TinWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

/* Its key; or why it can do nothing. Most of what is told about a session changes neither, and both are costly to set:
 * see tin-tooltip.c. */
static void
update_start_tooltip (TinWindow  *self,
                      TinSession *session)
{
  gboolean closed = tin_session_get_state (session) == TIN_SESSION_CLOSED;
  g_autofree char *problem = closed ? tin_field_dup_problem (tin_session_get_profile (session)) : NULL;

  const char *text = problem != NULL ? problem : closed ? "F5" : "Shift+F5";

  if (g_strcmp0 (text, gtk_widget_get_tooltip_text (GTK_WIDGET (self->start_button))) == 0)
    return;

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->start_button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->start_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  problem != NULL ? problem : "", -1);
}

/* It starts the session in front, or stops it. */
void
tin_window_update_start_button (TinWindow *self)
{
  TinSession *session = tin_window_get_session (self);
  gboolean closed;
  gboolean is_live;
  gboolean can_start = FALSE;
  gboolean can_stop = FALSE;

  if (session == NULL)
    return;

  /* What was opened for reading has nothing to start, and no settings of its own. */
  is_live = tin_session_get_file (session) == NULL;
  g_object_get (session, "can-start", &can_start, "can-stop", &can_stop, NULL);
  set_action_enabled (self, "start", can_start);
  set_action_enabled (self, "stop", can_stop);
  set_action_enabled (self, "save-profile", is_live);

  gtk_widget_set_visible (GTK_WIDGET (self->start_button), is_live);
  closed = tin_session_get_state (session) == TIN_SESSION_CLOSED;
  gtk_button_set_label (self->start_button, get_button_label (session));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->start_button), closed ? "win.start" : "win.stop");
  update_start_tooltip (self, session);
  if (closed)
    gtk_widget_add_css_class (GTK_WIDGET (self->start_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->start_button), "suggested-action");
}

void
tin_window_update_reopen_tab (TinWindow *self)
{
  set_action_enabled (self, "reopen-tab", !tin_closed_tabs_is_empty (self->closed_tabs));
}
