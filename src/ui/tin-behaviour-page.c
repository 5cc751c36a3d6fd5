/* tin-behaviour-page.c: preferences: what a session says by itself.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-behaviour-page.h"

#include "ui/tin-field.h"
#include "ui/tin-show-whole.h"

#include <glib/gi18n-lib.h>

struct _TinBehaviourPage
{
  AdwPreferencesPage   parent_instance;

  TinProfile          *profile; /* (owned) (nullable) */

  GBindingGroup       *lock;        /* (owned) (nullable) ends with the page, which groups may outlive */
  AdwPreferencesGroup *locked_group;
  AdwPreferencesGroup *reply_group;
  AdwPreferencesGroup *first_group;
  AdwPreferencesGroup *goodbye_group;
  AdwComboRow         *reply;
  AdwEntryRow         *greeting;
  AdwActionRow        *greeting_hint;
  AdwActionRow        *close_row;
  GtkSwitch           *close_switch;
  AdwEntryRow         *first_message;
  AdwActionRow        *first_message_hint;
  AdwEntryRow         *goodbye;
  AdwActionRow        *goodbye_hint;
};

G_DEFINE_FINAL_TYPE (TinBehaviourPage, tin_behaviour_page, ADW_TYPE_PREFERENCES_PAGE)

/* Only what means something for the chosen role, transport and reply is shown. */
static void
update (TinBehaviourPage *self)
{
  gboolean is_server = tin_profile_get_role (self->profile) == TIN_ROLE_SERVER;
  gboolean greets = tin_profile_get_reply (self->profile) == TIN_REPLY_GREETING;

  gtk_widget_set_visible (GTK_WIDGET (self->greeting), greets);
  gtk_widget_set_visible (GTK_WIDGET (self->close_row),
                          greets && tin_profile_get_transport (self->profile) == TIN_TRANSPORT_TCP);
  gtk_widget_set_visible (GTK_WIDGET (self->first_group), !is_server);
  adw_preferences_group_set_description (self->goodbye_group,
                                         is_server ? _("A client that sends this word is let go. Empty for none.")
                                                   : _("Sending this word ends the conversation. Empty for none."));

  tin_field_show_with_hint (GTK_WIDGET (self->greeting), self->greeting_hint,
                            self->profile, TIN_PROFILE_GREETING);
  tin_field_show_with_hint (GTK_WIDGET (self->first_message), self->first_message_hint,
                            self->profile, TIN_PROFILE_FIRST_MESSAGE);
  tin_field_show_with_hint (GTK_WIDGET (self->goodbye), self->goodbye_hint,
                            self->profile, TIN_PROFILE_GOODBYE);
}

static void
profile_notify_cb (TinBehaviourPage *self)
{
  update (self);
}

static void
tin_behaviour_page_dispose (GObject *object)
{
  TinBehaviourPage *self = TIN_BEHAVIOUR_PAGE (object);

  g_clear_object (&self->lock);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (tin_behaviour_page_parent_class)->dispose (object);
}

static void
tin_behaviour_page_class_init (TinBehaviourPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_behaviour_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-behaviour-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TinBehaviourPage, locked_group);
  gtk_widget_class_bind_template_child (widget_class, TinBehaviourPage, reply_group);
  gtk_widget_class_bind_template_child (widget_class, TinBehaviourPage, first_group);
  gtk_widget_class_bind_template_child (widget_class, TinBehaviourPage, goodbye_group);
  gtk_widget_class_bind_template_child (widget_class, TinBehaviourPage, reply);
  gtk_widget_class_bind_template_child (widget_class, TinBehaviourPage, greeting);
  gtk_widget_class_bind_template_child (widget_class, TinBehaviourPage, greeting_hint);
  gtk_widget_class_bind_template_child (widget_class, TinBehaviourPage, close_row);
  gtk_widget_class_bind_template_child (widget_class, TinBehaviourPage, close_switch);
  gtk_widget_class_bind_template_child (widget_class, TinBehaviourPage, first_message);
  gtk_widget_class_bind_template_child (widget_class, TinBehaviourPage, first_message_hint);
  gtk_widget_class_bind_template_child (widget_class, TinBehaviourPage, goodbye);
  gtk_widget_class_bind_template_child (widget_class, TinBehaviourPage, goodbye_hint);
}

static void
tin_behaviour_page_init (TinBehaviourPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once, before it is shown. */
void
tin_behaviour_page_set_profile (TinBehaviourPage *self,
                                TinProfile       *profile)
{
  const GBindingFlags both_ways = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  g_return_if_fail (TIN_IS_BEHAVIOUR_PAGE (self));
  g_return_if_fail (TIN_IS_PROFILE (profile));
  g_return_if_fail (self->profile == NULL);

  self->profile = g_object_ref (profile);
  g_object_bind_property (profile, "reply", self->reply, "selected", both_ways);
  g_object_bind_property (profile, "greeting", self->greeting, "text", both_ways);
  g_object_bind_property (profile, "close-after-greeting", self->close_switch, "active", both_ways);
  g_object_bind_property (profile, "first-message", self->first_message, "text", both_ways);
  g_object_bind_property (profile, "goodbye", self->goodbye, "text", both_ways);

  self->lock = g_binding_group_new ();
  g_binding_group_bind (self->lock, "editable", self->locked_group, "visible", G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  g_binding_group_bind (self->lock, "editable", self->reply_group, "sensitive", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->lock, "editable", self->first_group, "sensitive", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->lock, "editable", self->goodbye_group, "sensitive", G_BINDING_SYNC_CREATE);
  g_binding_group_set_source (self->lock, profile);

  g_signal_connect_object (profile, "notify", G_CALLBACK (profile_notify_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

/* Of a session that shows a file, once it has its profile: nothing of this means anything there. */
void
tin_behaviour_page_set_read_only (TinBehaviourPage *self)
{
  g_return_if_fail (TIN_IS_BEHAVIOUR_PAGE (self));

  g_signal_handlers_disconnect_by_func (self->profile, profile_notify_cb, self);
  g_binding_group_set_source (self->lock, NULL);
  adw_preferences_group_set_description (self->locked_group,
                                         _("This is a recording that was opened for reading: nothing is connected "
                                           "here, and what it was connected to stands in the log."));
  gtk_widget_set_visible (GTK_WIDGET (self->locked_group), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->reply_group), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->first_group), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->goodbye_group), FALSE);
}

/* One that is set up here, with what is wrong about it. */
void
tin_behaviour_page_show_field (TinBehaviourPage *self,
                               TinProfileField   field)
{
  GtkWidget *row, *hint;

  g_return_if_fail (TIN_IS_BEHAVIOUR_PAGE (self));

  row = GTK_WIDGET (field == TIN_PROFILE_GREETING ? self->greeting
                    : field == TIN_PROFILE_FIRST_MESSAGE ? self->first_message : self->goodbye);
  hint = GTK_WIDGET (field == TIN_PROFILE_GREETING ? self->greeting_hint
                     : field == TIN_PROFILE_FIRST_MESSAGE ? self->first_message_hint : self->goodbye_hint);

  gtk_widget_grab_focus (row);
  tin_show_whole (row, gtk_widget_get_visible (hint) ? hint : row);
}
