/* tin-menus.c: the parts of the main menu that are known only when it runs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-menus.h"

#include "model/tin-examples.h"

#include <glib/gi18n-lib.h>

/* An underscore in a label of a menu marks the letter after it. */
static char *
escape_label (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
append (GMenu      *menu,
        const char *text,
        const char *action,
        const char *target)
{
  g_autofree char *label = escape_label (text);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

void
tin_menus_fill_examples (GMenu *menu)
{
  guint n_examples = 0;
  const TinExample *examples = tin_examples_get (&n_examples);

  g_return_if_fail (G_IS_MENU (menu));

  for (guint i = 0; i < n_examples; i++)
    append (menu, _(examples[i].title), "app.example", examples[i].id);
}

/* As it is now: whoever shows the menu calls again when @profiles change. */
void
tin_menus_fill_profiles (GMenu           *menu,
                         TinProfileStore *profiles)
{
  guint n_profiles;

  g_return_if_fail (G_IS_MENU (menu));
  g_return_if_fail (TIN_IS_PROFILE_STORE (profiles));

  g_menu_remove_all (menu);
  n_profiles = g_list_model_get_n_items (G_LIST_MODEL (profiles));
  for (guint i = 0; i < n_profiles; i++)
    {
      g_autoptr (TinProfile) profile = g_list_model_get_item (G_LIST_MODEL (profiles), i);
      const char *name = tin_profile_get_name (profile);

      append (menu, name, "win.open-profile", name);
    }
}
