/* tin-profile-file.c: the key file that profiles survive a restart in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-profile-file.h"

#include "codec/tin-display.h"
#include "model/tin-profile-store.h"
#include "model/tin-settings-file.h"
#include "model/tin-settings-writer.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define PROFILE_PREFIX "Profile "
#define LAST_GROUP     "Last"
#define NAME_KEY       "Name"
#define URI_KEY        "URI"
#define SHOWN_SIZE     64 /* bytes of a name in a notice */

struct _TinProfileFile
{
  char              *path;       /* (owned) */
  TinSettingsWriter *writer;     /* (owned) */
  GKeyFile          *rest;       /* (owned) what was read and is not understood */
  gboolean           in_the_way; /* a damaged file could not be set aside */
};

/**
 * tin_profile_file_find:
 * @profiles: (element-type TinProfile): profiles
 * @name: the name of one
 *
 * Returns: its position, or the number of them if there is none of that name
 */
guint
tin_profile_file_find (GPtrArray  *profiles,
                       const char *name)
{
  guint position;

  for (position = 0; position < profiles->len; position++)
    {
      if (strcmp (tin_profile_get_name (profiles->pdata[position]), name) == 0)
        break;
    }

  return position;
}

/**
 * tin_profile_file_check_name:
 * @name: the name of a profile
 * @error: return location for an error
 *
 * Fails with %G_IO_ERROR_INVALID_ARGUMENT if it is empty, longer than
 * %TIN_PROFILE_STORE_MAX_NAME_SIZE, or not UTF-8.
 *
 * Returns: whether a profile can be kept under it
 */
gboolean
tin_profile_file_check_name (const char  *name,
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
read_profile (TinProfileFile *self,
              GPtrArray      *profiles,
              const char     *group)
{
  g_autofree char *name = g_key_file_get_string (self->rest, group, NAME_KEY, NULL);
  g_autofree char *uri = g_key_file_get_string (self->rest, group, URI_KEY, NULL);
  TinProfile *profile;

  if (name == NULL || uri == NULL || !tin_profile_file_check_name (name, NULL) ||
      tin_profile_file_find (profiles, name) < profiles->len || profiles->len >= TIN_PROFILE_STORE_MAX_PROFILES)
    return NULL;

  profile = tin_profile_new_from_uri (uri, NULL);
  if (profile != NULL)
    g_object_set (profile, "name", name, NULL);

  return profile;
}

static void
note_bad_profile (TinProfileFile *self,
                  const char     *group,
                  GString        *bad)
{
  g_autofree char *name = g_key_file_get_string (self->rest, group, NAME_KEY, NULL);
  g_autofree char *shown = tin_display_dup_text (name != NULL && name[0] != '\0' ? name : group, SHOWN_SIZE);

  if (bad->len > 0)
    /* Translators: between the names of a list */
    g_string_append (bad, _(", "));
  /* Translators: the name of a profile in a list of names */
  g_string_append_printf (bad, _("“%s”"), shown);
}

/* Takes over what can be used and leaves the rest in the key file.
 * (transfer full) (nullable): what is to be told */
static char *
read_profiles (TinProfileFile *self,
               GPtrArray      *profiles)
{
  g_auto (GStrv) groups = g_key_file_get_groups (self->rest, NULL);
  g_autoptr (GString) bad = g_string_new (NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      TinProfile *profile;

      if (!g_str_has_prefix (groups[i], PROFILE_PREFIX))
        continue;

      profile = read_profile (self, profiles, groups[i]);
      if (profile != NULL)
        {
          g_ptr_array_add (profiles, profile);
          g_key_file_remove_group (self->rest, groups[i], NULL);
        }
      else if (bad->len < SHOWN_SIZE * 4)
        {
          note_bad_profile (self, groups[i], bad);
        }
    }

  if (bad->len == 0)
    return NULL;

  /* Translators: %s is one name in quotation marks, or a list of some. */
  return g_strdup_printf (_("Some profiles could not be read and were passed over: %s"), bad->str);
}

static void
read_last (TinProfileFile *self,
           TinProfile     *last[TIN_N_TRANSPORTS][TIN_N_ROLES])
{
  for (TinTransport transport = 0; transport < TIN_N_TRANSPORTS; transport++)
    {
      for (TinRole role = 0; role < TIN_N_ROLES; role++)
        {
          const char *scheme = tin_endpoint_get_scheme (transport, role);
          g_autofree char *uri = g_key_file_get_string (self->rest, LAST_GROUP, scheme, NULL);
          TinProfile *profile = uri != NULL ? tin_profile_new_from_uri (uri, NULL) : NULL;

          if (profile != NULL && tin_profile_get_transport (profile) == transport && tin_profile_get_role (profile) == role)
            g_set_object (&last[transport][role], profile);
          g_clear_object (&profile);
        }
    }
}

/* (transfer full): what is to be told */
static char *
set_damaged_file_aside (TinProfileFile *self,
                        const char     *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *target = tin_settings_file_set_aside (self->path, &error);
  g_autofree char *shown = NULL;

  self->in_the_way = target == NULL;

  if (target != NULL)
    {
      shown = tin_display_dup_text (target, TIN_DISPLAY_MAX_SIZE);
      /* Translators: the name of a file, then a clause that says why. */
      return g_strdup_printf (_("The saved profiles could not be read and were put aside as %s: %s"), shown, reason);
    }

  shown = tin_display_dup_text (self->path, TIN_DISPLAY_MAX_SIZE);
  /* Translators: the name of a file, then a clause that says why. */
  return g_strdup_printf (_("The saved profiles in %s could not be read, and changes will not be saved: %s"), shown, reason);
}

static void
write_profiles (GPtrArray *profiles,
                GKeyFile  *file)
{
  guint number = 0;

  for (guint i = 0; i < profiles->len; i++)
    {
      TinProfile *profile = profiles->pdata[i];
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
write_last (TinProfile *last[TIN_N_TRANSPORTS][TIN_N_ROLES],
            GKeyFile   *file)
{
  for (TinTransport transport = 0; transport < TIN_N_TRANSPORTS; transport++)
    {
      for (TinRole role = 0; role < TIN_N_ROLES; role++)
        {
          TinProfile *profile = last[transport][role];

          if (profile != NULL)
            g_key_file_set_string (file, LAST_GROUP, tin_endpoint_get_scheme (transport, role),
                                   tin_profile_get_uri (profile));
        }
    }
}

/* (transfer full): a copy of what was not understood, to which the rest is added */
static GKeyFile *
copy_rest (TinProfileFile *self)
{
  GKeyFile *copy = g_key_file_new ();
  gsize size;
  g_autofree char *data = g_key_file_to_data (self->rest, &size, NULL);

  if (size > 0)
    g_key_file_load_from_data (copy, data, size, G_KEY_FILE_KEEP_COMMENTS, NULL);

  return copy;
}

/**
 * tin_profile_file_new:
 * @path: the file, whose folder is made when it is written first
 *
 * Returns: (transfer full): a file that nothing was read from yet
 */
TinProfileFile *
tin_profile_file_new (const char *path)
{
  TinProfileFile *self = g_new0 (TinProfileFile, 1);

  self->path = g_strdup (path);
  self->writer = tin_settings_writer_new (path, 0666);
  self->rest = g_key_file_new ();

  return self;
}

/**
 * tin_profile_file_free:
 * @self: (transfer full): a file
 *
 * Waits until all is written.
 */
void
tin_profile_file_free (TinProfileFile *self)
{
  tin_settings_writer_free (self->writer);
  g_free (self->path);
  g_key_file_unref (self->rest);
  g_free (self);
}

/**
 * tin_profile_file_load:
 * @self: a file
 * @profiles: (element-type TinProfile): what those that can be used are added to
 * @last: what was opened last, set as far as it is there
 *
 * Reads the file, once. That it is not there is nothing special. A damaged one is set aside.
 *
 * Returns: (transfer full) (nullable): what the user has to know, a full clause, translated
 */
char *
tin_profile_file_load (TinProfileFile *self,
                       GPtrArray      *profiles,
                       TinProfile     *last[TIN_N_TRANSPORTS][TIN_N_ROLES])
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  char *notice;

  tin_settings_file_sweep (self->path);

  contents = tin_settings_file_read (self->path, &error);
  if (contents == NULL && g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return NULL;
  if (contents == NULL)
    return set_damaged_file_aside (self, error->message);

  if (contents[0] != '\0' &&
      !g_key_file_load_from_data (self->rest, contents, strlen (contents), G_KEY_FILE_KEEP_COMMENTS, &error))
    {
      g_key_file_unref (self->rest);
      self->rest = g_key_file_new ();
      return set_damaged_file_aside (self, error->message);
    }

  notice = read_profiles (self, profiles);
  read_last (self, last);

  return notice;
}

/* (transfer full) (nullable): what the file is to be; NULL if it must not be touched */
static char *
compose (TinProfileFile  *self,
         GPtrArray       *profiles,
         TinProfile      *last[TIN_N_TRANSPORTS][TIN_N_ROLES],
         GError         **error)
{
  g_autoptr (GKeyFile) file = copy_rest (self);

  if (self->in_the_way)
    {
      g_autofree char *target = tin_settings_file_set_aside (self->path, error);

      if (target == NULL)
        return NULL;
      self->in_the_way = FALSE;
    }

  write_profiles (profiles, file);
  write_last (last, file);

  return g_key_file_to_data (file, NULL, error);
}

/**
 * tin_profile_file_save:
 * @self: a file
 * @profiles: (element-type TinProfile): what is kept
 * @last: what was opened last
 * @error: return location for an error
 *
 * Writes the file anew, with what it has besides, and waits for the disk. Fails as
 * g_file_set_contents() does, and if a damaged one in its place cannot be set aside.
 *
 * Returns: whether it was saved
 */
gboolean
tin_profile_file_save (TinProfileFile  *self,
                       GPtrArray       *profiles,
                       TinProfile      *last[TIN_N_TRANSPORTS][TIN_N_ROLES],
                       GError         **error)
{
  g_autofree char *contents = compose (self, profiles, last, error);

  return contents != NULL && tin_settings_writer_write (self->writer, contents, error);
}

/**
 * tin_profile_file_save_later:
 * @self: a file
 * @profiles: (element-type TinProfile): what is kept
 * @last: what was opened last
 *
 * As tin_profile_file_save(), but by a thread, and what goes wrong is noted in the program's
 * own log alone.
 */
void
tin_profile_file_save_later (TinProfileFile *self,
                             GPtrArray      *profiles,
                             TinProfile     *last[TIN_N_TRANSPORTS][TIN_N_ROLES])
{
  g_autoptr (GError) error = NULL;
  char *contents = compose (self, profiles, last, &error);

  if (contents != NULL)
    tin_settings_writer_write_later (self->writer, contents);
  else
    g_message ("%s could not be saved: %s", self->path, error->message);
}
