/* tin-preferences.c: the settings of a session's profile and of the program.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-preferences.h"

#include "ui/tin-appearance-page.h"
#include "ui/tin-behaviour-page.h"
#include "ui/tin-connection-page.h"
#include "ui/tin-messages-page.h"
#include "ui/tin-recordings-page.h"
#include "ui/tin-transient.h"

#include <glib/gi18n-lib.h>

/* Every change is in force at once: the pages edit the session's own profile, the one the address row shows.
 *
 * Not an AdwPreferencesWindow: that of libadwaita 1.2 never lets its groups go, and their rows are bound to the
 * profile and the settings. */
struct _TinPreferences
{
  AdwWindow          parent_instance;

  TinSession        *session; /* (owned) */

  GBindingGroup     *lock; /* (owned) (nullable) ends with the window, which the button may outlive */
  AdwWindowTitle    *title;
  GtkButton         *start_button;
  AdwViewStack      *stack;
  TinConnectionPage *connection_page;
  TinBehaviourPage  *behaviour_page;
  TinMessagesPage   *messages_page;
  TinRecordingsPage *recordings_page;
  TinAppearancePage *appearance_page;
};

G_DEFINE_FINAL_TYPE (TinPreferences, tin_preferences, ADW_TYPE_WINDOW)

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

static gboolean
role_to_label (GBinding     *binding,
               const GValue *from,
               GValue       *to,
               gpointer      user_data)
{
  g_value_set_string (to, g_value_get_uint (from) == TIN_ROLE_SERVER ? _("_Start") : _("_Connect"));

  return TRUE;
}

static void
profile_notify_cb (TinPreferences *self,
                   GParamSpec     *pspec,
                   TinProfile     *profile)
{
  gboolean valid = FALSE;
  gboolean editable = FALSE;

  g_object_get (profile, "valid", &valid, "editable", &editable, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preferences.start", valid && editable);
}

static void
start_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  tin_session_start (TIN_PREFERENCES (widget)->session, NULL);
  gtk_window_close (GTK_WINDOW (widget));
}

static void
tin_preferences_dispose (GObject *object)
{
  TinPreferences *self = TIN_PREFERENCES (object);

  g_clear_object (&self->lock);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tin_preferences_parent_class)->dispose (object);
}

static void
tin_preferences_class_init (TinPreferencesClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_preferences_dispose;

  g_type_ensure (TIN_TYPE_APPEARANCE_PAGE);
  g_type_ensure (TIN_TYPE_BEHAVIOUR_PAGE);
  g_type_ensure (TIN_TYPE_CONNECTION_PAGE);
  g_type_ensure (TIN_TYPE_MESSAGES_PAGE);
  g_type_ensure (TIN_TYPE_RECORDINGS_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, TinPreferences, title);
  gtk_widget_class_bind_template_child (widget_class, TinPreferences, start_button);
  gtk_widget_class_bind_template_child (widget_class, TinPreferences, stack);
  gtk_widget_class_bind_template_child (widget_class, TinPreferences, connection_page);
  gtk_widget_class_bind_template_child (widget_class, TinPreferences, behaviour_page);
  gtk_widget_class_bind_template_child (widget_class, TinPreferences, messages_page);
  gtk_widget_class_bind_template_child (widget_class, TinPreferences, recordings_page);
  gtk_widget_class_bind_template_child (widget_class, TinPreferences, appearance_page);

  gtk_widget_class_install_action (widget_class, "preferences.start", NULL, start_action);
}

static void
tin_preferences_init (TinPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tin_transient_set_up (GTK_WINDOW (self));
}

/* Destroyed with @parent. It has the application's keys, such as that for Quit: as it is modal, @parent gets none. */
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

  self = g_object_new (TIN_TYPE_PREFERENCES,
                       "application", gtk_window_get_application (parent),
                       "transient-for", parent,
                       NULL);
  self->session = g_object_ref (session);
  g_object_bind_property_full (session, "title", self, "title", G_BINDING_SYNC_CREATE,
                               title_to_window_title, NULL, NULL, NULL);
  g_object_bind_property (session, "title", self->title, "subtitle", G_BINDING_SYNC_CREATE);

  profile = tin_session_get_profile (session);
  g_object_bind_property_full (profile, "role", self->start_button, "label", G_BINDING_SYNC_CREATE,
                               role_to_label, NULL, NULL, NULL);
  self->lock = g_binding_group_new ();
  if (tin_session_get_file (session) == NULL)
    g_binding_group_bind (self->lock, "editable", self->start_button, "visible", G_BINDING_SYNC_CREATE);
  else
    gtk_widget_set_visible (GTK_WIDGET (self->start_button), FALSE);
  g_binding_group_set_source (self->lock, profile);
  g_signal_connect_object (profile, "notify", G_CALLBACK (profile_notify_cb), self, G_CONNECT_SWAPPED);
  profile_notify_cb (self, NULL, profile);

  tin_connection_page_set_profile (self->connection_page, profile);
  tin_behaviour_page_set_profile (self->behaviour_page, profile);
  tin_messages_page_set_profile (self->messages_page, profile, settings);
  if (tin_session_get_file (session) != NULL)
    {
      tin_connection_page_set_read_only (self->connection_page);
      tin_behaviour_page_set_read_only (self->behaviour_page);
      tin_messages_page_set_read_only (self->messages_page);
    }
  tin_recordings_page_set_settings (self->recordings_page, settings, tin_workbench_get_captures_folder (workbench));
  tin_appearance_page_set_settings (self->appearance_page, settings);

  return GTK_WIDGET (self);
}

/* @page is one of "connection", "behaviour", "messages", "recordings" and "appearance". */
void
tin_preferences_show_page (TinPreferences *self,
                           const char     *page)
{
  g_return_if_fail (TIN_IS_PREFERENCES (self));

  adw_view_stack_set_visible_child_name (self->stack, page);
}

/* The first field that is wrong, if any is. */
void
tin_preferences_show_problem (TinPreferences *self)
{
  TinProfileField field = 0;

  g_return_if_fail (TIN_IS_PREFERENCES (self));

  if (tin_profile_find_problem (tin_session_get_profile (self->session), &field) == NULL)
    return;

  if (field == TIN_PROFILE_GREETING || field == TIN_PROFILE_FIRST_MESSAGE || field == TIN_PROFILE_GOODBYE)
    {
      tin_preferences_show_page (self, "behaviour");
      tin_behaviour_page_show_field (self->behaviour_page, field);
    }
  else if (field == TIN_PROFILE_ENCODING || field == TIN_PROFILE_FRAMING_IN || field == TIN_PROFILE_FRAMING_OUT)
    tin_preferences_show_page (self, "messages");
  else
    {
      tin_preferences_show_page (self, "connection");
      tin_connection_page_show_field (self->connection_page, field);
    }
}
