/* tin-profile-store.c: named profiles and recent endpoints, kept between runs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-profile-store.h"

#include "codec/tin-display.h"
#include "model/tin-settings-file.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* The file is a key file: "[Profile N]" with Name and URI, and "[Last]" with a URI for each
 * scheme. What it has besides is kept. */
#define PROFILE_PREFIX "Profile "
#define LAST_GROUP     "Last"
#define NAME_KEY       "Name"
#define URI_KEY        "URI"
#define SHOWN_SIZE     64 /* bytes of a name in a notice */

struct _TinProfileStore
{
  GObject     parent_instance;

  char       *path;                                /* (owned) */
  GPtrArray  *profiles;                            /* (owned) of TinProfile */
  TinProfile *last[TIN_N_TRANSPORTS][TIN_N_ROLES]; /* (owned) (nullable) */
  GKeyFile   *file;                                /* (owned) what was read and is not understood */
  char       *notice;                              /* (owned) (nullable) */
  gboolean    in_the_way;                          /* a damaged file could not be set aside */
};

typedef enum
{
  PROP_NOTICE = 1,
} TinProfileStoreProperty;

static GParamSpec *properties[PROP_NOTICE + 1];

static void list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TinProfileStore, tin_profile_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *list)
{
  return TIN_TYPE_PROFILE;
}

static guint
get_n_items (GListModel *list)
{
  return TIN_PROFILE_STORE (list)->profiles->len;
}

static gpointer
get_item (GListModel *list,
          guint       position)
{
  TinProfileStore *self = TIN_PROFILE_STORE (list);

  return position < self->profiles->len ? g_object_ref (self->profiles->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
set_notice (TinProfileStore *self,
            const char      *notice)
{
  if (g_strcmp0 (self->notice, notice) == 0)
    return;

  g_free (self->notice);
  self->notice = g_strdup (notice);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
}

/* Returns the position of a profile, or the number of them if there is none of that name. */
static guint
find_position (TinProfileStore *self,
               const char      *name)
{
  guint position;

  for (position = 0; position < self->profiles->len; position++)
    {
      if (strcmp (tin_profile_get_name (self->profiles->pdata[position]), name) == 0)
        break;
    }

  return position;
}

static gboolean
check_name (const char  *name,
            GError     **error)
{
  if (name[0] == '\0')
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("A profile needs a name to be kept"));
      return FALSE;
    }

  if (strlen (name) > TIN_PROFILE_STORE_MAX_NAME_SIZE || !g_utf8_validate (name, -1, NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("The name of the profile is too long"));
      return FALSE;
    }

  return TRUE;
}

/* (nullable): the profile of a group, if it can be used */
static TinProfile *
read_profile (TinProfileStore *self,
              const char      *group)
{
  g_autofree char *name = g_key_file_get_string (self->file, group, NAME_KEY, NULL);
  g_autofree char *uri = g_key_file_get_string (self->file, group, URI_KEY, NULL);
  TinProfile *profile;

  if (name == NULL || uri == NULL || !check_name (name, NULL) || find_position (self, name) < self->profiles->len ||
      self->profiles->len >= TIN_PROFILE_STORE_MAX_PROFILES)
    return NULL;

  profile = tin_profile_new_from_uri (uri, NULL);
  if (profile != NULL)
    g_object_set (profile, "name", name, NULL);

  return profile;
}

static void
note_bad_profile (TinProfileStore *self,
                  const char      *group,
                  GString         *bad)
{
  g_autofree char *name = g_key_file_get_string (self->file, group, NAME_KEY, NULL);
  g_autofree char *shown = tin_display_dup_text (name != NULL && name[0] != '\0' ? name : group, SHOWN_SIZE);

  if (bad->len > 0)
    /* Translators: between the names of a list */
    g_string_append (bad, _(", "));
  /* Translators: the name of a profile in a list of names */
  g_string_append_printf (bad, _("“%s”"), shown);
}

/* Takes over what can be used and leaves the rest in the key file. */
static void
read_profiles (TinProfileStore *self)
{
  g_auto (GStrv) groups = g_key_file_get_groups (self->file, NULL);
  g_autoptr (GString) bad = g_string_new (NULL);
  g_autofree char *notice = NULL;

  for (guint i = 0; groups[i] != NULL; i++)
    {
      TinProfile *profile;

      if (!g_str_has_prefix (groups[i], PROFILE_PREFIX))
        continue;

      profile = read_profile (self, groups[i]);
      if (profile != NULL)
        {
          g_ptr_array_add (self->profiles, profile);
          g_key_file_remove_group (self->file, groups[i], NULL);
        }
      else if (bad->len < SHOWN_SIZE * 4)
        {
          note_bad_profile (self, groups[i], bad);
        }
    }

  if (bad->len == 0)
    return;

  /* Translators: %s is one name in quotation marks, or a list of some. */
  notice = g_strdup_printf (_("Some profiles could not be read and were passed over: %s"), bad->str);
  set_notice (self, notice);
}

static void
read_last (TinProfileStore *self)
{
  for (TinTransport transport = 0; transport < TIN_N_TRANSPORTS; transport++)
    {
      for (TinRole role = 0; role < TIN_N_ROLES; role++)
        {
          const char *scheme = tin_endpoint_get_scheme (transport, role);
          g_autofree char *uri = g_key_file_get_string (self->file, LAST_GROUP, scheme, NULL);
          TinProfile *profile = uri != NULL ? tin_profile_new_from_uri (uri, NULL) : NULL;

          if (profile != NULL && tin_profile_get_transport (profile) == transport && tin_profile_get_role (profile) == role)
            g_set_object (&self->last[transport][role], profile);
          g_clear_object (&profile);
        }
    }
}

static void
set_damaged_file_aside (TinProfileStore *self,
                        const char      *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *target = tin_settings_file_set_aside (self->path, &error);
  g_autofree char *shown = NULL;
  g_autofree char *notice = NULL;

  if (target != NULL)
    {
      shown = tin_display_dup_text (target, TIN_DISPLAY_MAX_SIZE);
      /* Translators: the name of a file, then a clause that says why. */
      notice = g_strdup_printf (_("The saved profiles could not be read and were put aside as %s: %s"), shown, reason);
    }
  else
    {
      shown = tin_display_dup_text (self->path, TIN_DISPLAY_MAX_SIZE);
      /* Translators: the name of a file, then a clause that says why. */
      notice = g_strdup_printf (_("The saved profiles in %s could not be read, and changes will not be saved: %s"), shown, reason);
    }

  self->in_the_way = target == NULL;
  set_notice (self, notice);
}

static void
write_profiles (TinProfileStore *self,
                GKeyFile        *file)
{
  guint number = 0;

  for (guint i = 0; i < self->profiles->len; i++)
    {
      TinProfile *profile = self->profiles->pdata[i];
      g_autofree char *group = NULL;

      do
        {
          g_free (group);
          group = g_strdup_printf (PROFILE_PREFIX "%u", ++number);
        }
      while (g_key_file_has_group (file, group));

      g_key_file_set_string (file, group, NAME_KEY, tin_profile_get_name (profile));
      g_key_file_set_string (file, group, URI_KEY, tin_profile_get_uri (profile));
    }
}

static void
write_last (TinProfileStore *self,
            GKeyFile        *file)
{
  for (TinTransport transport = 0; transport < TIN_N_TRANSPORTS; transport++)
    {
      for (TinRole role = 0; role < TIN_N_ROLES; role++)
        {
          TinProfile *profile = self->last[transport][role];

          if (profile != NULL)
            g_key_file_set_string (file, LAST_GROUP, tin_endpoint_get_scheme (transport, role),
                                   tin_profile_get_uri (profile));
        }
    }
}

/* (transfer full): a copy of what was not understood, to which the rest is added */
static GKeyFile *
copy_file (TinProfileStore *self)
{
  GKeyFile *copy = g_key_file_new ();
  gsize size;
  g_autofree char *data = g_key_file_to_data (self->file, &size, NULL);

  if (size > 0)
    g_key_file_load_from_data (copy, data, size, G_KEY_FILE_KEEP_COMMENTS, NULL);

  return copy;
}

static gboolean
save (TinProfileStore  *self,
      GError          **error)
{
  g_autoptr (GKeyFile) file = copy_file (self);

  if (self->in_the_way)
    {
      g_autofree char *target = tin_settings_file_set_aside (self->path, error);

      if (target == NULL)
        return FALSE;
      self->in_the_way = FALSE;
    }

  write_profiles (self, file);
  write_last (self, file);

  return tin_settings_file_prepare (self->path, error) && g_key_file_save_to_file (file, self->path, error);
}

static void
tin_profile_store_dispose (GObject *object)
{
  TinProfileStore *self = TIN_PROFILE_STORE (object);

  g_ptr_array_set_size (self->profiles, 0);
  for (TinTransport transport = 0; transport < TIN_N_TRANSPORTS; transport++)
    {
      for (TinRole role = 0; role < TIN_N_ROLES; role++)
        g_clear_object (&self->last[transport][role]);
    }

  G_OBJECT_CLASS (tin_profile_store_parent_class)->dispose (object);
}

static void
tin_profile_store_finalize (GObject *object)
{
  TinProfileStore *self = TIN_PROFILE_STORE (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->profiles, g_ptr_array_unref);
  g_clear_pointer (&self->file, g_key_file_unref);
  g_clear_pointer (&self->notice, g_free);

  G_OBJECT_CLASS (tin_profile_store_parent_class)->finalize (object);
}

static void
tin_profile_store_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  TinProfileStore *self = TIN_PROFILE_STORE (object);

  switch ((TinProfileStoreProperty) id)
    {
    case PROP_NOTICE:
      g_value_set_string (value, self->notice);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_profile_store_class_init (TinProfileStoreClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = tin_profile_store_dispose;
  object_class->finalize = tin_profile_store_finalize;
  object_class->get_property = tin_profile_store_get_property;

  properties[PROP_NOTICE] = g_param_spec_string ("notice", NULL, NULL, NULL,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tin_profile_store_init (TinProfileStore *self)
{
  self->profiles = g_ptr_array_new_with_free_func (g_object_unref);
  self->file = g_key_file_new ();
}

/**
 * tin_profile_store_new:
 * @path: the file, whose folder is made when it is written first
 *
 * Makes an empty store; see tin_profile_store_load().
 *
 * Returns: (transfer full): a new store
 */
TinProfileStore *
tin_profile_store_new (const char *path)
{
  TinProfileStore *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (TIN_TYPE_PROFILE_STORE, NULL);
  self->path = g_strdup (path);

  return self;
}

/**
 * tin_profile_store_load:
 * @self: a store that nothing was done with
 *
 * Reads the file, once. That it is not there is nothing special; anything else that is
 * wrong with it is told by the property notice.
 */
void
tin_profile_store_load (TinProfileStore *self)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (TIN_IS_PROFILE_STORE (self));
  g_return_if_fail (self->profiles->len == 0);

  tin_settings_file_sweep (self->path);

  contents = tin_settings_file_read (self->path, &error);
  if (contents == NULL)
    {
      if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        set_damaged_file_aside (self, error->message);
      return;
    }

  if (contents[0] != '\0' &&
      !g_key_file_load_from_data (self->file, contents, strlen (contents), G_KEY_FILE_KEEP_COMMENTS, &error))
    {
      g_key_file_unref (self->file);
      self->file = g_key_file_new ();
      set_damaged_file_aside (self, error->message);
      return;
    }

  read_profiles (self);
  read_last (self);
  if (self->profiles->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->profiles->len);
}

/**
 * tin_profile_store_add:
 * @self: a store
 * @profile: a valid profile with a name; a copy of it is kept
 * @error: return location for an error
 *
 * Keeps a profile, in the place of the one of the same name if there is one.
 *
 * Fails with %G_IO_ERROR_INVALID_ARGUMENT if it has no name or a problem,
 * %G_IO_ERROR_NO_SPACE if there are %TIN_PROFILE_STORE_MAX_PROFILES already, and as
 * g_file_set_contents() does; in the last case it is kept for this run.
 *
 * Returns: whether it was saved
 */
gboolean
tin_profile_store_add (TinProfileStore  *self,
                       TinProfile       *profile,
                       GError          **error)
{
  g_autoptr (TinEndpoint) endpoint = NULL;
  guint position, n_removed;

  g_return_val_if_fail (TIN_IS_PROFILE_STORE (self), FALSE);
  g_return_val_if_fail (TIN_IS_PROFILE (profile), FALSE);

  endpoint = tin_profile_to_endpoint (profile, error);
  if (endpoint == NULL || !check_name (tin_profile_get_name (profile), error))
    return FALSE;

  position = find_position (self, tin_profile_get_name (profile));
  if (position >= TIN_PROFILE_STORE_MAX_PROFILES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("There are too many profiles"));
      return FALSE;
    }

  n_removed = position < self->profiles->len ? 1 : 0;
  if (n_removed > 0)
    g_ptr_array_remove_index (self->profiles, position);
  g_ptr_array_insert (self->profiles, position, tin_profile_duplicate (profile));
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, 1);

  return save (self, error);
}

/**
 * tin_profile_store_remove:
 * @self: a store
 * @name: the name of a profile
 * @error: return location for an error
 *
 * Forgets a profile. Fails with %G_IO_ERROR_NOT_FOUND if there is none of that name, and as
 * g_file_set_contents() does; in the last case it is forgotten for this run.
 *
 * Returns: whether that was saved
 */
gboolean
tin_profile_store_remove (TinProfileStore  *self,
                          const char       *name,
                          GError          **error)
{
  guint position;

  g_return_val_if_fail (TIN_IS_PROFILE_STORE (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  position = find_position (self, name);
  if (position == self->profiles->len)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("There is no profile of this name"));
      return FALSE;
    }

  g_ptr_array_remove_index (self->profiles, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);

  return save (self, error);
}

/**
 * tin_profile_store_find:
 * @self: a store
 * @name: the name of a profile
 *
 * Returns: (transfer none) (nullable): the profile that is kept; duplicate it to open it
 */
TinProfile *
tin_profile_store_find (TinProfileStore *self,
                        const char      *name)
{
  guint position;

  g_return_val_if_fail (TIN_IS_PROFILE_STORE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  position = find_position (self, name);

  return position < self->profiles->len ? self->profiles->pdata[position] : NULL;
}

/**
 * tin_profile_store_get_last:
 * @self: a store
 * @transport: how bytes travel
 * @role: who begins
 *
 * Returns: (transfer none) (nullable): what was last opened so, without a name; duplicate it
 *   to open it
 */
TinProfile *
tin_profile_store_get_last (TinProfileStore *self,
                            TinTransport     transport,
                            TinRole          role)
{
  g_return_val_if_fail (TIN_IS_PROFILE_STORE (self), NULL);
  g_return_val_if_fail (transport < TIN_N_TRANSPORTS, NULL);
  g_return_val_if_fail (role < TIN_N_ROLES, NULL);

  return self->last[transport][role];
}

/**
 * tin_profile_store_set_last:
 * @self: a store
 * @profile: a valid profile; a copy of its endpoint is kept
 * @error: return location for an error
 *
 * Remembers what was opened last. Nothing is written if that is what is remembered already.
 *
 * Fails with %G_IO_ERROR_INVALID_ARGUMENT if it has a problem, and as
 * g_file_set_contents() does; in the last case it is remembered for this run.
 *
 * Returns: whether it was saved
 */
gboolean
tin_profile_store_set_last (TinProfileStore  *self,
                            TinProfile       *profile,
                            GError          **error)
{
  g_autoptr (TinEndpoint) endpoint = NULL;
  g_autoptr (TinProfile) copy = NULL;
  TinProfile **last;

  g_return_val_if_fail (TIN_IS_PROFILE_STORE (self), FALSE);
  g_return_val_if_fail (TIN_IS_PROFILE (profile), FALSE);

  endpoint = tin_profile_to_endpoint (profile, error);
  if (endpoint == NULL)
    return FALSE;

  last = &self->last[endpoint->transport][endpoint->role];
  if (*last != NULL && strcmp (tin_profile_get_uri (*last), tin_profile_get_uri (profile)) == 0)
    return TRUE;

  copy = tin_profile_new_for_endpoint (endpoint);
  g_set_object (last, copy);

  return save (self, error);
}

/**
 * tin_profile_store_get_notice:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): what the user has to know about the file, a full
 *   clause, translated
 */
const char *
tin_profile_store_get_notice (TinProfileStore *self)
{
  g_return_val_if_fail (TIN_IS_PROFILE_STORE (self), NULL);

  return self->notice;
}
