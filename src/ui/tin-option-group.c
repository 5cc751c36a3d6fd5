/* tin-option-group.c: preferences: the options of a profile, a generated row each.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-option-group.h"

#include "model/tin-option-words.h"
#include "ui/tin-field.h"
#include "ui/tin-option-entry.h"
#include "ui/tin-show-whole.h"

#include <glib/gi18n-lib.h>

/* The profile is not kept: bindings and the handler know it, and go with it. */
struct _TinOptionGroup
{
  AdwPreferencesGroup  parent_instance;

  GtkWidget           *sections[TIN_N_OPTION_SECTIONS]; /* (unowned) children */
  GtkWidget           *marks[TIN_N_OPTION_SECTIONS];    /* (unowned) of a section with something wrong in it */
  GtkWidget           *rows[TIN_N_OPTIONS];             /* (unowned) likewise */
  GtkWidget           *fields[TIN_N_OPTIONS];           /* (unowned) what is used in each, a row itself if that is typed into */
  AdwActionRow        *hints[TIN_N_OPTIONS];            /* (unowned) (nullable) below what is typed, what is wrong with it */
};

G_DEFINE_FINAL_TYPE (TinOptionGroup, tin_option_group, ADW_TYPE_PREFERENCES_GROUP)

/* The time to connect bounds the lookup of a server's name, too, but that is nothing to set up: only what is wrong
 * with it is, for want of another place to say so. */
static gboolean
is_shown (TinOption   option,
          TinProfile *profile)
{
  TinRole role = tin_profile_get_role (profile);

  if (option == TIN_OPTION_CONNECT_TIMEOUT && role == TIN_ROLE_SERVER)
    return tin_profile_get_problem (profile, tin_profile_field_for_option (option)) != NULL;

  return tin_option_applies (option, tin_profile_get_transport (profile), role);
}

/* Unfolded as something in it gets wrong; it can be folded even so, and is marked. */
static void
mark_section (TinOptionGroup   *self,
              TinOptionSection  section,
              gboolean          is_wrong)
{
  if (is_wrong == gtk_widget_get_visible (self->marks[section]))
    return;

  gtk_widget_set_visible (self->marks[section], is_wrong);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sections[section]), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  is_wrong ? _("Something in here is wrong") : "", -1);
  if (is_wrong)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->sections[section]), TRUE);
}

/* What is said while one types is seen. */
static void
update_hint (TinOptionGroup *self,
             TinOption       option,
             TinProfile     *profile)
{
  GtkWidget *hint = GTK_WIDGET (self->hints[option]);
  gboolean was_shown = gtk_widget_get_visible (hint);

  tin_field_show_with_hint (self->fields[option], self->hints[option], profile, tin_profile_field_for_option (option));

  if (!was_shown && gtk_widget_get_visible (hint) && gtk_widget_get_focus_child (self->rows[option]) != NULL)
    tin_show_whole (self->rows[option], hint);
}

static void
profile_notify_cb (TinOptionGroup *self,
                   GParamSpec     *pspec,
                   TinProfile     *profile)
{
  gboolean any[TIN_N_OPTION_SECTIONS] = { FALSE };
  gboolean wrong[TIN_N_OPTION_SECTIONS] = { FALSE };

  for (TinOption option = 0; option < TIN_N_OPTIONS; option++)
    {
      const TinOptionSection section = tin_option_get_section (option);
      gboolean shown = is_shown (option, profile);

      any[section] |= shown;
      wrong[section] |= tin_profile_get_problem (profile, tin_profile_field_for_option (option)) != NULL;
      gtk_widget_set_visible (self->rows[option], shown);

      if (self->hints[option] != NULL)
        update_hint (self, option, profile);
    }

  for (guint i = 0; i < TIN_N_OPTION_SECTIONS; i++)
    {
      gtk_widget_set_visible (self->sections[i], any[i]);
      mark_section (self, i, wrong[i]);
    }
}

static void
section_notify_expanded_cb (AdwExpanderRow *section)
{
  if (adw_expander_row_get_expanded (section))
    tin_show_whole (GTK_WIDGET (section), GTK_WIDGET (section));
}

static GtkWidget *
create_control (TinOption   option,
                TinProfile *profile)
{
  const TinOptionInfo *info = tin_option_get_info (option);
  GtkWidget *control;

  if (info->kind == TIN_OPTION_NUMBER)
    {
      control = tin_option_entry_new (profile, option);
    }
  else
    {
      control = gtk_switch_new ();
      g_object_bind_property (profile, info->name, control, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
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
create_text_row (TinOption   option,
                 TinProfile *profile)
{
  GtkWidget *row = adw_entry_row_new ();

  g_object_set (row, "title", tin_option_get_title (option), "input-hints", GTK_INPUT_HINT_NO_SPELLCHECK, NULL);
  g_object_bind_property (profile, tin_option_get_info (option)->name, row, "text",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);

  return row;
}

static GtkWidget *
create_control_row (TinOption  option,
                    GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = tin_option_dup_subtitle (option);

  g_object_set (row, "title", tin_option_get_title (option), "subtitle", subtitle, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);

  return row;
}

static void
add_row (TinOptionGroup *self,
         TinOption       option,
         TinProfile     *profile)
{
  const TinOptionKind kind = tin_option_get_info (option)->kind;
  AdwExpanderRow *section = ADW_EXPANDER_ROW (self->sections[tin_option_get_section (option)]);

  if (kind == TIN_OPTION_TEXT)
    {
      self->fields[option] = create_text_row (option, profile);
      self->rows[option] = self->fields[option];
    }
  else
    {
      self->fields[option] = create_control (option, profile);
      self->rows[option] = create_control_row (option, self->fields[option]);
    }
  adw_expander_row_add_row (section, self->rows[option]);

  if (kind == TIN_OPTION_FLAG)
    return;

  self->hints[option] = create_hint ();
  adw_expander_row_add_row (section, GTK_WIDGET (self->hints[option]));
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
      g_signal_connect (self->sections[i], "notify::expanded", G_CALLBACK (section_notify_expanded_cb), NULL);

      self->marks[i] = g_object_new (GTK_TYPE_IMAGE, "icon-name", "dialog-warning-symbolic", "visible", FALSE,
                                     "tooltip-text", _("Something in here is wrong"),
                                     "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      gtk_widget_add_css_class (self->marks[i], "error");
      adw_expander_row_add_action (ADW_EXPANDER_ROW (self->sections[i]), self->marks[i]);
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
    add_row (self, option, profile);

  g_signal_connect_object (profile, "notify", G_CALLBACK (profile_notify_cb), self, G_CONNECT_SWAPPED);
  profile_notify_cb (self, NULL, profile);
}

/* Unfolds its section and goes there. */
void
tin_option_group_show_option (TinOptionGroup *self,
                              TinOption       option)
{
  g_return_if_fail (TIN_IS_OPTION_GROUP (self));
  g_return_if_fail (option < TIN_N_OPTIONS);

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->sections[tin_option_get_section (option)]), TRUE);
  gtk_widget_grab_focus (self->fields[option]);
  tin_show_whole (self->rows[option], self->hints[option] != NULL && gtk_widget_get_visible (GTK_WIDGET (self->hints[option]))
                                      ? GTK_WIDGET (self->hints[option]) : self->rows[option]);
}
