/* tin-profile-store.c: named profiles and recent endpoints, kept between runs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-profile-store.h"

#include "model/tin-profile-file.h"

#include <string.h>

#include <glib/gi18n-lib.h>

struct _TinProfileStore
{
  GObject         parent_instance;

  TinProfileFile *file;                                /* (owned) */
  GPtrArray      *profiles;                            /* (owned) of TinProfile */
  TinProfile     *last[TIN_N_TRANSPORTS][TIN_N_ROLES]; /* (owned) (nullable) */
  char           *notice;                              /* (owned) (nullable) */
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

static gboolean
save (TinProfileStore  *self,
      GError          **error)
{
  return tin_profile_file_save (self->file, self->profiles, self->last, error);
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

  g_clear_pointer (&self->profiles, g_ptr_array_unref);
  g_clear_pointer (&self->file, tin_profile_file_free);
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
  self->file = tin_profile_file_new (path);

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
  g_return_if_fail (TIN_IS_PROFILE_STORE (self));
  g_return_if_fail (self->profiles->len == 0);

  g_free (self->notice);
  self->notice = tin_profile_file_load (self->file, self->profiles, self->last);

  if (self->notice != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
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
  if (endpoint == NULL || !tin_profile_file_check_name (tin_profile_get_name (profile), error))
    return FALSE;

  position = tin_profile_file_find (self->profiles, tin_profile_get_name (profile));
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

  position = tin_profile_file_find (self->profiles, name);
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

  position = tin_profile_file_find (self->profiles, name);

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
 * Remembers what was opened last. Nothing is written if that is what is remembered already,
 * and nobody waits for the disk: a thread does the writing, which is done at the latest when
 * the store goes. What cannot be written is remembered for this run.
 *
 * Fails with %G_IO_ERROR_INVALID_ARGUMENT if it has a problem.
 *
 * Returns: whether it is remembered
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
  tin_profile_file_save_later (self->file, self->profiles, self->last);

  return TRUE;
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
