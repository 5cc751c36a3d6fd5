/* tin-field.c: what is wrong with a field, where it is typed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-field.h"

#include "model/tin-option-words.h"

#include <glib/gi18n-lib.h>

static void
set_class (GtkWidget  *field,
           const char *name,
           gboolean    wanted)
{
  if (wanted)
    gtk_widget_add_css_class (field, name);
  else
    gtk_widget_remove_css_class (field, name);
}

/**
 * tin_field_show:
 * @field: where @which is typed
 * @profile: what it is a part of
 * @which: the part
 *
 * Marks @field as wrong, as remarkable or as neither, for the eye and for a
 * screen reader.
 *
 * Returns: (transfer full) (nullable): the reason, for a line near @field
 */
char *
tin_field_show (GtkWidget       *field,
                TinProfile      *profile,
                TinProfileField  which)
{
  const char *problem;
  g_autofree char *text = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (field), NULL);
  g_return_val_if_fail (TIN_IS_PROFILE (profile), NULL);

  problem = tin_profile_get_problem (profile, which);
  text = problem != NULL ? g_strdup (problem) : tin_profile_get_warning (profile, which);

  set_class (field, "error", problem != NULL);
  set_class (field, "warning", problem == NULL && text != NULL);
  gtk_widget_set_tooltip_text (field, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);

  return g_steal_pointer (&text);
}

/**
 * tin_field_show_with_hint:
 * @field: where @which is typed
 * @hint: a row below it, shown while there is something to say
 * @profile: what it is a part of
 * @which: the part
 *
 * Like tin_field_show(), with the reason in @hint.
 */
void
tin_field_show_with_hint (GtkWidget       *field,
                          AdwActionRow    *hint,
                          TinProfile      *profile,
                          TinProfileField  which)
{
  g_autofree char *text = tin_field_show (field, profile, which);
  gboolean is_wrong = tin_profile_get_problem (profile, which) != NULL;

  set_class (GTK_WIDGET (hint), "error", is_wrong);
  set_class (GTK_WIDGET (hint), "warning", !is_wrong);
  if (text != NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (hint), text);
  gtk_widget_set_visible (GTK_WIDGET (hint), text != NULL && gtk_widget_get_visible (field));
}

/**
 * tin_field_dup_problem:
 * @profile: a profile
 *
 * Returns: (transfer full) (nullable): what keeps it from being started, for where its fields are not seen
 */
char *
tin_field_dup_problem (TinProfile *profile)
{
  TinProfileField field = 0;
  const char *problem;

  g_return_val_if_fail (TIN_IS_PROFILE (profile), NULL);

  problem = tin_profile_find_problem (profile, &field);
  if (problem == NULL || field < TIN_PROFILE_OPTIONS)
    return g_strdup (problem);

  /* Translators: an option, such as "Receive Buffer", and what is wrong with it */
  return g_strdup_printf (_("%1$s: %2$s"), tin_option_get_title (field - TIN_PROFILE_OPTIONS), problem);
}
