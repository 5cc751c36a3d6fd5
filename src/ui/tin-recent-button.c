/* tin-recent-button.c: a menu of recent addresses, one of which it puts into a profile.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-recent-button.h"

#include <glib/gi18n-lib.h>

#include "ui/tin-recent-addresses.h"

struct _TinRecentButton
{
  AdwBin         parent_instance;

  GSettings     *settings;  /* (owned) (nullable) */
  TinProfile    *profile;   /* (owned) (nullable) */

  GtkMenuButton *button;
};

G_DEFINE_FINAL_TYPE (TinRecentButton, tin_recent_button, ADW_TYPE_BIN)

static void
update_sensitive (TinRecentButton *self)
{
  gboolean editable = FALSE;

  if (self->profile != NULL)
    g_object_get (self->profile, "editable", &editable, NULL);

  gtk_widget_set_sensitive (GTK_WIDGET (self->button),
                            editable && gtk_menu_button_get_menu_model (self->button) != NULL);
}

/* What was typed once is no mnemonic. */
static char *
dup_label (const char *uri)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri (uri, NULL);
  g_autofree char *title = NULL;
  g_auto (GStrv) parts = NULL;

  if (profile == NULL)
    return NULL;

  g_object_get (profile, "title", &title, NULL);
  parts = g_strsplit (title, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
update_menu (TinRecentButton *self)
{
  g_auto (GStrv) addresses = g_settings_get_strv (self->settings, TIN_RECENT_ADDRESSES_KEY);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();
  g_autoptr (GMenu) end = g_menu_new ();

  for (guint i = 0; addresses[i] != NULL && i < TIN_RECENT_ADDRESSES_MAX; i++)
    {
      g_autofree char *label = dup_label (addresses[i]);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      if (label == NULL)
        continue;

      g_menu_item_set_action_and_target (item, "recent.choose", "s", addresses[i]);
      g_menu_append_item (section, item);
    }

  g_menu_append (end, _("_Clear Recent Addresses"), "recent.clear");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));

  gtk_menu_button_set_menu_model (self->button, g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0
                                                ? G_MENU_MODEL (menu) : NULL);
  update_sensitive (self);
}

static void
choose_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  TinRecentButton *self = TIN_RECENT_BUTTON (widget);
  g_autoptr (TinProfile) chosen = tin_profile_new_from_uri (g_variant_get_string (parameter, NULL), NULL);

  if (chosen == NULL || self->profile == NULL)
    return;

  g_object_set (self->profile,
                "transport", tin_profile_get_transport (chosen),
                "role", tin_profile_get_role (chosen),
                "host", tin_profile_get_host (chosen),
                "port", tin_profile_get_port (chosen),
                NULL);
}

static void
clear_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  tin_recent_addresses_clear (TIN_RECENT_BUTTON (widget)->settings);
}

static void
tin_recent_button_dispose (GObject *object)
{
  TinRecentButton *self = TIN_RECENT_BUTTON (object);

  tin_recent_button_set_profile (self, NULL);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tin_recent_button_parent_class)->dispose (object);
}

static void
tin_recent_button_class_init (TinRecentButtonClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tin_recent_button_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-recent-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TinRecentButton, button);
  gtk_widget_class_install_action (widget_class, "recent.choose", "s", choose_action);
  gtk_widget_class_install_action (widget_class, "recent.clear", NULL, clear_action);
}

static void
tin_recent_button_init (TinRecentButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_sensitive (self);
}

/* Once. */
void
tin_recent_button_set_settings (TinRecentButton *self,
                                GSettings       *settings)
{
  g_return_if_fail (TIN_IS_RECENT_BUTTON (self));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::" TIN_RECENT_ADDRESSES_KEY, G_CALLBACK (update_menu), self,
                           G_CONNECT_SWAPPED);
  update_menu (self);
}

/* What is chosen is put into @profile, as long as that can be edited. */
void
tin_recent_button_set_profile (TinRecentButton *self,
                               TinProfile      *profile)
{
  g_return_if_fail (TIN_IS_RECENT_BUTTON (self));

  if (self->profile != NULL)
    g_signal_handlers_disconnect_by_func (self->profile, update_sensitive, self);

  g_set_object (&self->profile, profile);

  if (profile == NULL)
    return;

  g_signal_connect_object (profile, "notify::editable", G_CALLBACK (update_sensitive), self, G_CONNECT_SWAPPED);
  update_sensitive (self);
}

void
tin_recent_button_popup (TinRecentButton *self)
{
  g_return_if_fail (TIN_IS_RECENT_BUTTON (self));

  if (gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    gtk_menu_button_popup (self->button);
}
