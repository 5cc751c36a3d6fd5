/* tin-address-row.c: role, transport, host and port of a profile, in one line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-address-row.h"

#include "ui/tin-field.h"
#include "ui/tin-inner-names.h"
#include "ui/tin-recent-button.h"

/* Bound both ways to the profile that Preferences edits too. What is wrong or
 * worth knowing about host and port stands in a line below them, and what is wrong
 * with the rest of the profile, with a way to get there. */
struct _TinAddressRow
{
  AdwBin           parent_instance;

  TinProfile      *profile;       /* (owned) (nullable) */
  GBindingGroup   *bindings;      /* (owned) */
  GSignalGroup    *profile_signals; /* (owned) */

  GtkDropDown     *role;
  GtkDropDown     *transport;
  GtkEntry        *host;
  GtkEntry        *port;
  TinRecentButton *recent_button;
  GtkRevealer     *hint_revealer;
  GtkLabel        *hint;
  GtkWidget       *show_button;
};

G_DEFINE_FINAL_TYPE (TinAddressRow, tin_address_row, ADW_TYPE_BIN)

static void
update_hint (TinAddressRow *self)
{
  g_autofree char *about_host = tin_field_show (GTK_WIDGET (self->host), self->profile, TIN_PROFILE_HOST);
  g_autofree char *about_port = tin_field_show (GTK_WIDGET (self->port), self->profile, TIN_PROFILE_PORT);
  gboolean port_is_wrong = tin_profile_get_problem (self->profile, TIN_PROFILE_PORT) != NULL;
  gboolean host_is_wrong = tin_profile_get_problem (self->profile, TIN_PROFILE_HOST) != NULL;
  gboolean is_elsewhere = !port_is_wrong && !host_is_wrong && !tin_profile_is_valid (self->profile);
  g_autofree char *about_others = is_elsewhere ? tin_field_dup_problem (self->profile) : NULL;
  const char *text = about_host;
  gboolean editable;

  /* One line has room for one thing: what is wrong comes before what is worth knowing. */
  if (about_host == NULL || (port_is_wrong && !host_is_wrong))
    text = about_port;
  if (is_elsewhere)
    text = about_others;

  if (!tin_profile_is_valid (self->profile))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->hint), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "warning");
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->hint), "warning");
      gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "error");
    }

  /* The page of an open session warns by itself. */
  g_object_get (self->profile, "editable", &editable, NULL);
  if (!editable)
    text = NULL;

  if (text != NULL)
    gtk_label_set_label (self->hint, text);
  gtk_widget_set_visible (self->show_button, is_elsewhere);
  gtk_revealer_set_reveal_child (self->hint_revealer, text != NULL);
}

static void
profile_notify_cb (TinProfile    *profile,
                   GParamSpec    *pspec,
                   TinAddressRow *self)
{
  update_hint (self);
}

/* What is locked is not selected for typing over any more. */
static void
profile_notify_editable_cb (TinProfile    *profile,
                            GParamSpec    *pspec,
                            TinAddressRow *self)
{
  gtk_editable_select_region (GTK_EDITABLE (self->host), 0, 0);
  gtk_editable_select_region (GTK_EDITABLE (self->port), 0, 0);
}

static void
entry_activate_cb (TinAddressRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.start", NULL);
}

static void
recent_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  tin_recent_button_popup (TIN_ADDRESS_ROW (widget)->recent_button);
}

static gboolean
tin_address_row_grab_focus (GtkWidget *widget)
{
  TinAddressRow *self = TIN_ADDRESS_ROW (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->host));
}

static void
tin_address_row_dispose (GObject *object)
{
  TinAddressRow *self = TIN_ADDRESS_ROW (object);

  tin_address_row_set_profile (self, NULL);
  g_clear_object (&self->bindings);
  g_clear_object (&self->profile_signals);

  G_OBJECT_CLASS (tin_address_row_parent_class)->dispose (object);
}

static void
tin_address_row_class_init (TinAddressRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_address_row_dispose;
  widget_class->grab_focus = tin_address_row_grab_focus;

  g_type_ensure (TIN_TYPE_RECENT_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-address-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TinAddressRow, role);
  gtk_widget_class_bind_template_child (widget_class, TinAddressRow, transport);
  gtk_widget_class_bind_template_child (widget_class, TinAddressRow, host);
  gtk_widget_class_bind_template_child (widget_class, TinAddressRow, port);
  gtk_widget_class_bind_template_child (widget_class, TinAddressRow, recent_button);
  gtk_widget_class_bind_template_child (widget_class, TinAddressRow, hint_revealer);
  gtk_widget_class_bind_template_child (widget_class, TinAddressRow, hint);
  gtk_widget_class_bind_template_child (widget_class, TinAddressRow, show_button);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_install_action (widget_class, "address.recent", NULL, recent_action);
}

static void
tin_address_row_init (TinAddressRow *self)
{
  const GBindingFlags both_ways = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  gtk_widget_init_template (GTK_WIDGET (self));
  tin_inner_names_set (GTK_WIDGET (self));

  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "role", self->role, "selected", both_ways);
  g_binding_group_bind (self->bindings, "transport", self->transport, "selected", both_ways);
  g_binding_group_bind (self->bindings, "host", self->host, "text", both_ways);
  g_binding_group_bind (self->bindings, "port", self->port, "text", both_ways);

  /* Locked while open, yet still to be read and copied. */
  g_binding_group_bind (self->bindings, "editable", self->role, "sensitive", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "editable", self->transport, "sensitive", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "editable", self->host, "editable", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "editable", self->port, "editable", G_BINDING_SYNC_CREATE);

  self->profile_signals = g_signal_group_new (TIN_TYPE_PROFILE);
  g_signal_group_connect (self->profile_signals, "notify", G_CALLBACK (profile_notify_cb), self);
  g_signal_group_connect (self->profile_signals, "notify::editable", G_CALLBACK (profile_notify_editable_cb), self);
}

void
tin_address_row_set_profile (TinAddressRow *self,
                             TinProfile    *profile)
{
  g_return_if_fail (TIN_IS_ADDRESS_ROW (self));
  g_return_if_fail (profile == NULL || TIN_IS_PROFILE (profile));

  if (!g_set_object (&self->profile, profile))
    return;

  if (self->recent_button != NULL)
    tin_recent_button_set_profile (self->recent_button, profile);

  g_signal_group_set_target (self->profile_signals, profile);
  g_binding_group_set_source (self->bindings, profile);
  if (profile != NULL)
    update_hint (self);
}

/* Where recent addresses come from; once. */
void
tin_address_row_set_settings (TinAddressRow *self,
                              GSettings     *settings)
{
  g_return_if_fail (TIN_IS_ADDRESS_ROW (self));

  tin_recent_button_set_settings (self->recent_button, settings);
}
