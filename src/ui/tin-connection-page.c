/* tin-connection-page.c: preferences: role, transport, host and port.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-connection-page.h"

#include "ui/tin-field.h"
#include "ui/tin-option-group.h"

#include <glib/gi18n-lib.h>

struct _TinConnectionPage
{
  AdwPreferencesPage   parent_instance;

  TinProfile          *profile; /* (owned) (nullable) */

  GBindingGroup       *lock;        /* (owned) (nullable) ends with the page, which groups may outlive */
  AdwPreferencesGroup *locked_group;
  AdwPreferencesGroup *endpoint_group;
  AdwPreferencesGroup *address_group;
  TinOptionGroup      *options_group;
  AdwComboRow         *role;
  AdwComboRow         *transport;
  AdwEntryRow         *host;
  AdwActionRow        *host_hint;
  AdwEntryRow         *port;
  AdwActionRow        *port_hint;
};

G_DEFINE_FINAL_TYPE (TinConnectionPage, tin_connection_page, ADW_TYPE_PREFERENCES_PAGE)

static void
update (TinConnectionPage *self)
{
  gboolean is_server = tin_profile_get_role (self->profile) == TIN_ROLE_SERVER;

  tin_field_show_with_hint (GTK_WIDGET (self->host), self->host_hint, self->profile, TIN_PROFILE_HOST);
  tin_field_show_with_hint (GTK_WIDGET (self->port), self->port_hint, self->profile, TIN_PROFILE_PORT);

  adw_preferences_group_set_description (self->address_group,
                                         is_server ? _("Where programs reach this server. Port 0 takes any free port.")
                                                   : _("The server to talk to."));
}

static void
profile_notify_cb (TinConnectionPage *self)
{
  update (self);
}

static void
tin_connection_page_dispose (GObject *object)
{
  TinConnectionPage *self = TIN_CONNECTION_PAGE (object);

  g_clear_object (&self->lock);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (tin_connection_page_parent_class)->dispose (object);
}

static void
tin_connection_page_class_init (TinConnectionPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_connection_page_dispose;

  g_type_ensure (TIN_TYPE_OPTION_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-connection-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TinConnectionPage, locked_group);
  gtk_widget_class_bind_template_child (widget_class, TinConnectionPage, endpoint_group);
  gtk_widget_class_bind_template_child (widget_class, TinConnectionPage, address_group);
  gtk_widget_class_bind_template_child (widget_class, TinConnectionPage, options_group);
  gtk_widget_class_bind_template_child (widget_class, TinConnectionPage, role);
  gtk_widget_class_bind_template_child (widget_class, TinConnectionPage, transport);
  gtk_widget_class_bind_template_child (widget_class, TinConnectionPage, host);
  gtk_widget_class_bind_template_child (widget_class, TinConnectionPage, host_hint);
  gtk_widget_class_bind_template_child (widget_class, TinConnectionPage, port);
  gtk_widget_class_bind_template_child (widget_class, TinConnectionPage, port_hint);
}

static void
tin_connection_page_init (TinConnectionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once, before it is shown. */
void
tin_connection_page_set_profile (TinConnectionPage *self,
                                 TinProfile        *profile)
{
  const GBindingFlags both_ways = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  g_return_if_fail (TIN_IS_CONNECTION_PAGE (self));
  g_return_if_fail (TIN_IS_PROFILE (profile));
  g_return_if_fail (self->profile == NULL);

  self->profile = g_object_ref (profile);
  g_object_bind_property (profile, "role", self->role, "selected", both_ways);
  g_object_bind_property (profile, "transport", self->transport, "selected", both_ways);
  g_object_bind_property (profile, "host", self->host, "text", both_ways);
  g_object_bind_property (profile, "port", self->port, "text", both_ways);
  tin_option_group_set_profile (self->options_group, profile);

  self->lock = g_binding_group_new ();
  g_binding_group_bind (self->lock, "editable", self->locked_group, "visible", G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  g_binding_group_bind (self->lock, "editable", self->endpoint_group, "sensitive", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->lock, "editable", self->address_group, "sensitive", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->lock, "editable", self->options_group, "sensitive", G_BINDING_SYNC_CREATE);
  g_binding_group_set_source (self->lock, profile);

  g_signal_connect_object (profile, "notify", G_CALLBACK (profile_notify_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

/* Of a session that shows a file, once it has its profile: nothing of this means anything there. */
void
tin_connection_page_set_read_only (TinConnectionPage *self)
{
  g_return_if_fail (TIN_IS_CONNECTION_PAGE (self));

  g_binding_group_set_source (self->lock, NULL);
  adw_preferences_group_set_description (self->locked_group,
                                         _("This is a recording that was opened for reading: nothing is connected "
                                           "here, and what it was connected to stands in the log."));
  gtk_widget_set_visible (GTK_WIDGET (self->locked_group), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->endpoint_group), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->address_group), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->options_group), FALSE);
}

/* One that is set up here. */
void
tin_connection_page_show_field (TinConnectionPage *self,
                                TinProfileField    field)
{
  g_return_if_fail (TIN_IS_CONNECTION_PAGE (self));

  if (field >= TIN_PROFILE_OPTIONS)
    tin_option_group_show_option (self->options_group, field - TIN_PROFILE_OPTIONS);
  else
    gtk_widget_grab_focus (GTK_WIDGET (field == TIN_PROFILE_PORT ? self->port : self->host));
}
