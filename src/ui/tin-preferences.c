/* tin-preferences.c: the settings of a session's profile and of the program.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-preferences.h"

#include "ui/tin-behaviour-page.h"
#include "ui/tin-connection-page.h"
#include "ui/tin-log-page.h"
#include "ui/tin-messages-page.h"
#include "ui/tin-settings-row.h"

#include <glib/gi18n-lib.h>

/* Every change is in force at once: the pages edit the session's own profile, the one the address row shows. */
struct _TinPreferences
{
  AdwPreferencesWindow  parent_instance;

  TinConnectionPage    *connection_page;
  TinBehaviourPage     *behaviour_page;
  TinMessagesPage      *messages_page;
  TinLogPage           *log_page;
  AdwComboRow          *color_scheme;
};

G_DEFINE_FINAL_TYPE (TinPreferences, tin_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static gboolean
title_to_window_title (GBinding     *binding,
                       const GValue *from,
                       GValue       *to,
                       gpointer      user_data)
{
  /* Translators: %s is the session that is set up here, such as "TCP server 127.0.0.1:8080" */
  g_value_take_string (to, g_strdup_printf (_("Preferences — %s"), g_value_get_string (from)));

  return TRUE;
}

static void
tin_preferences_class_init (TinPreferencesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (TIN_TYPE_BEHAVIOUR_PAGE);
  g_type_ensure (TIN_TYPE_CONNECTION_PAGE);
  g_type_ensure (TIN_TYPE_LOG_PAGE);
  g_type_ensure (TIN_TYPE_MESSAGES_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, TinPreferences, connection_page);
  gtk_widget_class_bind_template_child (widget_class, TinPreferences, behaviour_page);
  gtk_widget_class_bind_template_child (widget_class, TinPreferences, messages_page);
  gtk_widget_class_bind_template_child (widget_class, TinPreferences, log_page);
  gtk_widget_class_bind_template_child (widget_class, TinPreferences, color_scheme);
}

static void
tin_preferences_init (TinPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The actions "win." in it are those of @parent. */
GtkWidget *
tin_preferences_new (GtkWindow    *parent,
                     TinSession   *session,
                     TinWorkbench *workbench,
                     GSettings    *settings)
{
  TinPreferences *self;
  TinProfile *profile;

  g_return_val_if_fail (GTK_IS_APPLICATION_WINDOW (parent), NULL);
  g_return_val_if_fail (TIN_IS_SESSION (session), NULL);
  g_return_val_if_fail (TIN_IS_WORKBENCH (workbench), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (TIN_TYPE_PREFERENCES, "transient-for", parent, NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "win", G_ACTION_GROUP (parent));
  g_object_bind_property_full (session, "title", self, "title", G_BINDING_SYNC_CREATE,
                               title_to_window_title, NULL, NULL, NULL);

  profile = tin_session_get_profile (session);
  tin_connection_page_set_profile (self->connection_page, profile);
  tin_behaviour_page_set_profile (self->behaviour_page, profile);
  tin_messages_page_set_profile (self->messages_page, profile, settings);
  tin_log_page_set_settings (self->log_page, settings, tin_workbench_get_captures_folder (workbench));
  tin_settings_row_bind (self->color_scheme, settings, "color-scheme");

  return GTK_WIDGET (self);
}
