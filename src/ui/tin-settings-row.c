/* tin-settings-row.c: a combo row that shows and sets an enumerated setting.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-settings-row.h"

static guint
find_nick (const char *const  *nicks,
           const char         *nick)
{
  guint position = 0;

  while (nicks[position] != NULL && !g_str_equal (nicks[position], nick))
    position++;

  return position;
}

static gboolean
nick_to_position (GValue   *value,
                  GVariant *variant,
                  gpointer  user_data)
{
  g_value_set_uint (value, find_nick (user_data, g_variant_get_string (variant, NULL)));

  return TRUE;
}

static GVariant *
position_to_nick (const GValue       *value,
                  const GVariantType *type,
                  gpointer            user_data)
{
  const char *const *nicks = user_data;
  guint position = g_value_get_uint (value);

  return position < g_strv_length ((char **) nicks) ? g_variant_new_string (nicks[position]) : NULL;
}

/* The names of @key's values, in the order of the schema. */
static char **
get_nicks (GSettings  *settings,
           const char *key)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;
  g_autoptr (GVariant) range = NULL;
  g_autoptr (GVariant) values = NULL;
  const char *kind;
  char **nicks = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  range = g_settings_schema_key_get_range (schema_key);
  g_variant_get (range, "(&sv)", &kind, &values);
  if (g_str_equal (kind, "enum"))
    g_variant_get (values, "^as", &nicks);

  return nicks;
}

/* @row's items stand in the order of the values in the schema. */
void
tin_settings_row_bind (AdwComboRow *row,
                       GSettings   *settings,
                       const char  *key)
{
  char **nicks;

  g_return_if_fail (ADW_IS_COMBO_ROW (row));
  g_return_if_fail (G_IS_SETTINGS (settings));

  nicks = get_nicks (settings, key);
  g_return_if_fail (nicks != NULL);

  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                nick_to_position, position_to_nick, nicks, (GDestroyNotify) g_strfreev);
}
