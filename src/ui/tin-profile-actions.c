/* tin-profile-actions.c: what a window does with saved profiles.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-profile-actions.h"

#include "ui/tin-save-profile.h"

#include <glib/gi18n-lib.h>

static void
open_profile_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  TinWindow *self = user_data;
  TinProfile *profile = tin_profile_store_find (tin_window_get_profiles (self),
                                                g_variant_get_string (parameter, NULL));

  if (profile != NULL)
    tin_tab_set_up (tin_window_get_free_tab (self), profile);
}

static void
dialog_saved_cb (TinWindow  *self,
                 const char *name)
{
  /* Translators: %s is the name of a profile */
  g_autofree char *text = g_strdup_printf (_("Saved “%s”"), name);

  tin_window_show_text (self, text);
}

static void
save_profile_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  TinWindow *self = user_data;
  TinTab *tab = tin_window_get_current_tab (self);
  GtkWidget *dialog;

  if (tab == NULL)
    return;

  if (!tin_profile_is_valid (tin_session_get_profile (tin_tab_get_session (tab))))
    {
      tin_window_show_text (self, _("A profile can be saved once what is marked in it is corrected"));
      return;
    }

  dialog = tin_save_profile_new (GTK_WINDOW (self), tin_session_get_profile (tin_tab_get_session (tab)),
                                 tin_window_get_profiles (self));
  g_signal_connect_object (dialog, "saved", G_CALLBACK (dialog_saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "failed", G_CALLBACK (tin_window_show_text), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
toast_button_clicked_cb (AdwToast  *toast,
                         TinWindow *self)
{
  g_autoptr (GError) error = NULL;
  TinProfile *profile = g_object_get_data (G_OBJECT (toast), "profile");

  if (!tin_profile_store_add (tin_window_get_profiles (self), profile, &error))
    tin_window_show_text (self, error->message);
}

static void
offer_profile_back (TinWindow  *self,
                    TinProfile *profile)
{
  g_autofree char *escaped = g_markup_escape_text (tin_profile_get_name (profile), -1);
  /* Translators: %s is the name of a profile */
  g_autofree char *text = g_strdup_printf (_("Removed “%s”"), escaped);
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_button_label (toast, _("Undo"));
  g_object_set_data_full (G_OBJECT (toast), "profile", g_object_ref (profile), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (toast_button_clicked_cb), self, 0);
  tin_window_show_toast (self, toast);
}

static void
remove_profile_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  TinWindow *self = user_data;
  TinProfileStore *store = tin_window_get_profiles (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (TinProfile) profile = NULL;
  const char *name = g_variant_get_string (parameter, NULL);

  g_set_object (&profile, tin_profile_store_find (store, name));
  if (profile == NULL)
    return;

  if (tin_profile_store_remove (store, name, &error))
    offer_profile_back (self, profile);
  else
    tin_window_show_text (self, error->message);
}

static const GActionEntry actions[] = {
  { .name = "save-profile", .activate = save_profile_action },
  { .name = "open-profile", .activate = open_profile_action, .parameter_type = "s" },
  { .name = "remove-profile", .activate = remove_profile_action, .parameter_type = "s" },
};

void
tin_profile_actions_add (TinWindow *window)
{
  g_return_if_fail (TIN_IS_WINDOW (window));

  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), window);
}
