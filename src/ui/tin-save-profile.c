/* tin-save-profile.c: asks for a name and saves a profile under it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-save-profile.h"

#include <glib/gi18n-lib.h>

#include "ui/tin-transient.h"

struct _TinSaveProfile
{
  AdwMessageDialog  parent_instance;

  TinProfile       *profile; /* (owned) what is saved */
  TinProfileStore  *store;   /* (owned) */

  AdwEntryRow      *name;
  AdwActionRow     *hint;
};

G_DEFINE_FINAL_TYPE (TinSaveProfile, tin_save_profile, ADW_TYPE_MESSAGE_DIALOG)

enum
{
  SAVED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static char *
dup_name (TinSaveProfile *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
}

static void
name_changed_cb (TinSaveProfile *self)
{
  g_autofree char *name = dup_name (self);
  gboolean is_taken;

  if (self->store == NULL)
    return;

  is_taken = tin_profile_store_find (self->store, name) != NULL;
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "save", *name != '\0');
  adw_message_dialog_set_response_label (ADW_MESSAGE_DIALOG (self), "save", is_taken ? _("_Replace") : _("_Save"));
  gtk_widget_set_visible (GTK_WIDGET (self->hint), is_taken);
}

static void
name_entry_activated_cb (TinSaveProfile *self)
{
  if (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (self), "save"))
    adw_message_dialog_response (ADW_MESSAGE_DIALOG (self), "save");
}

static gboolean
save (TinSaveProfile  *self,
      const char      *name,
      GError         **error)
{
  g_autoptr (TinProfile) profile = tin_profile_duplicate (self->profile);

  g_object_set (profile, "name", name, NULL);

  return tin_profile_store_add (self->store, profile, error);
}

static void
tin_save_profile_response (AdwMessageDialog *dialog,
                           const char       *response)
{
  TinSaveProfile *self = TIN_SAVE_PROFILE (dialog);
  g_autofree char *name = dup_name (self);
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (response, "save"))
    return;

  if (save (self, name, &error))
    g_signal_emit (self, signals[SAVED], 0, name);
  else
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
tin_save_profile_dispose (GObject *object)
{
  TinSaveProfile *self = TIN_SAVE_PROFILE (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (tin_save_profile_parent_class)->dispose (object);
}

static void
tin_save_profile_class_init (TinSaveProfileClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  AdwMessageDialogClass *dialog_class = ADW_MESSAGE_DIALOG_CLASS (class);

  object_class->dispose = tin_save_profile_dispose;
  dialog_class->response = tin_save_profile_response;

  signals[SAVED] = g_signal_new ("saved", TIN_TYPE_SAVE_PROFILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", TIN_TYPE_SAVE_PROFILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-save-profile.ui");
  gtk_widget_class_bind_template_child (widget_class, TinSaveProfile, name);
  gtk_widget_class_bind_template_child (widget_class, TinSaveProfile, hint);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_entry_activated_cb);
}

static void
tin_save_profile_init (TinSaveProfile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tin_transient_set_up (GTK_WINDOW (self));
}

/* Saves a copy of @profile. Signals: saved, with the name; failed, with the reason. */
GtkWidget *
tin_save_profile_new (GtkWindow       *parent,
                      TinProfile      *profile,
                      TinProfileStore *store)
{
  TinSaveProfile *self;

  g_return_val_if_fail (TIN_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (TIN_IS_PROFILE_STORE (store), NULL);

  self = g_object_new (TIN_TYPE_SAVE_PROFILE, "transient-for", parent, NULL);
  self->profile = g_object_ref (profile);
  self->store = g_object_ref (store);
  gtk_editable_set_text (GTK_EDITABLE (self->name), tin_profile_get_name (profile));
  name_changed_cb (self);

  return GTK_WIDGET (self);
}
