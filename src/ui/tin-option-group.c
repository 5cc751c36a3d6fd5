/* tin-option-group.c: preferences: the options of a profile, a generated row each.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-option-group.h"

#include "model/tin-option-words.h"
#include "ui/tin-field.h"

/* The profile is not kept: bindings and the handler know it, and go with it. */
struct _TinOptionGroup
{
  AdwPreferencesGroup  parent_instance;

  GtkWidget           *sections[TIN_N_OPTION_SECTIONS]; /* (unowned) children */
  GtkWidget           *rows[TIN_N_OPTIONS];             /* (unowned) likewise */
  AdwActionRow        *hints[TIN_N_OPTIONS];            /* (unowned) (nullable) below a text, what is wrong with it */
};

G_DEFINE_FINAL_TYPE (TinOptionGroup, tin_option_group, ADW_TYPE_PREFERENCES_GROUP)

/* The time to connect bounds the lookup of a server's name, too, but that is nothing to set up. */
static gboolean
is_shown (TinOption   option,
          TinProfile *profile)
{
  TinRole role = tin_profile_get_role (profile);

  if (option == TIN_OPTION_CONNECT_TIMEOUT && role == TIN_ROLE_SERVER)
    return FALSE;

  return tin_option_applies (option, tin_profile_get_transport (profile), role);
}

static void
profile_notify_cb (TinOptionGroup *self,
                   GParamSpec     *pspec,
                   TinProfile     *profile)
{
  gboolean any[TIN_N_OPTION_SECTIONS] = { FALSE };

  for (TinOption option = 0; option < TIN_N_OPTIONS; option++)
    {
      TinProfileField field = tin_profile_field_for_option (option);
      gboolean shown = is_shown (option, profile);

      any[tin_option_get_section (option)] |= shown;
      gtk_widget_set_visible (self->rows[option], shown);

      if (self->hints[option] != NULL)
        tin_field_show_with_hint (self->rows[option], self->hints[option], profile, field);
    }

  for (guint i = 0; i < TIN_N_OPTION_SECTIONS; i++)
    gtk_widget_set_visible (self->sections[i], any[i]);
}

static GtkWidget *
create_control (TinOption option)
{
  const TinOptionInfo *info = tin_option_get_info (option);
  GtkWidget *control;

  if (info->kind == TIN_OPTION_FLAG)
    {
      control = gtk_switch_new ();
    }
  else
    {
      control = gtk_spin_button_new_with_range (info->lowest, info->highest, 1);
      gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (control), TRUE);
      gtk_editable_set_width_chars (GTK_EDITABLE (control), 6);
    }

  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  tin_option_get_title (option), -1);

  return control;
}

static AdwActionRow *
create_hint (void)
{
  GtkWidget *hint = adw_action_row_new ();
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", "dialog-warning-symbolic",
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  g_object_set (hint, "visible", FALSE, "use-markup", FALSE, "title-lines", 0, "selectable", FALSE, NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (hint), icon);

  return ADW_ACTION_ROW (hint);
}

static GtkWidget *
create_row (TinOption   option,
            TinProfile *profile)
{
  const GBindingFlags both_ways = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;
  const TinOptionInfo *info = tin_option_get_info (option);
  gboolean is_text = info->kind == TIN_OPTION_TEXT;
  GtkWidget *row = is_text ? adw_entry_row_new () : adw_action_row_new ();
  g_autofree char *subtitle = NULL;
  GtkWidget *control;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), tin_option_get_title (option));
  if (is_text)
    {
      g_object_set (row, "input-hints", GTK_INPUT_HINT_NO_SPELLCHECK, NULL);
      g_object_bind_property (profile, info->name, row, "text", both_ways);
      return row;
    }

  subtitle = tin_option_dup_subtitle (option);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  control = create_control (option);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  g_object_bind_property (profile, info->name, control, info->kind == TIN_OPTION_FLAG ? "active" : "value", both_ways);

  return row;
}

static void
tin_option_group_class_init (TinOptionGroupClass *class)
{
}

static void
tin_option_group_init (TinOptionGroup *self)
{
  for (guint i = 0; i < TIN_N_OPTION_SECTIONS; i++)
    {
      self->sections[i] = adw_expander_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->sections[i]), tin_option_section_get_title (i));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->sections[i]);
    }
}

/* Once, before it is shown. */
void
tin_option_group_set_profile (TinOptionGroup *self,
                              TinProfile     *profile)
{
  g_return_if_fail (TIN_IS_OPTION_GROUP (self));
  g_return_if_fail (TIN_IS_PROFILE (profile));
  g_return_if_fail (self->rows[0] == NULL);

  for (TinOption option = 0; option < TIN_N_OPTIONS; option++)
    {
      AdwExpanderRow *section = ADW_EXPANDER_ROW (self->sections[tin_option_get_section (option)]);

      self->rows[option] = create_row (option, profile);
      adw_expander_row_add_row (section, self->rows[option]);

      if (tin_option_get_info (option)->kind == TIN_OPTION_TEXT)
        {
          self->hints[option] = create_hint ();
          adw_expander_row_add_row (section, GTK_WIDGET (self->hints[option]));
        }
    }

  g_signal_connect_object (profile, "notify", G_CALLBACK (profile_notify_cb), self, G_CONNECT_SWAPPED);
  profile_notify_cb (self, NULL, profile);
}
