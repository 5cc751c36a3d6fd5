/* tin-settings-file.c: a small text file that is read with suspicion and written whole.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-settings-file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define BYTE_ORDER_MARK    "\xEF\xBB\xBF"
#define RANDOM_SUFFIX_SIZE 6  /* characters that g_mkstemp() fills in */
#define LEFTOVER_AGE       60 /* seconds: another process may be writing what is younger */
#define MAX_NAMES          100

/**
 * tin_settings_file_read:
 * @path: a file
 * @error: return location for an error
 *
 * Reads a whole file of UTF-8 without NUL. A byte order mark at its beginning, which some
 * editors put there, is taken away.
 *
 * Fails with %G_FILE_ERROR_NOENT if it is not there, and otherwise as the system says or
 * with %G_FILE_ERROR_INVAL if it is too large or not text.
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
tin_settings_file_read (const char  *path,
                        GError     **error)
{
  g_autofree char *contents = NULL;
  GStatBuf status;
  gsize size;

  g_return_val_if_fail (path != NULL, NULL);

  if (g_stat (path, &status) == 0 && status.st_size > TIN_SETTINGS_FILE_MAX_SIZE)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("The file is too large"));
      return NULL;
    }

  if (!g_file_get_contents (path, &contents, &size, error))
    return NULL;

  if (!g_utf8_validate_len (contents, size, NULL))
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("The file is not text in UTF-8"));
      return NULL;
    }

  if (g_str_has_prefix (contents, BYTE_ORDER_MARK))
    return g_strdup (contents + strlen (BYTE_ORDER_MARK));

  return g_steal_pointer (&contents);
}

/**
 * tin_settings_file_set_aside:
 * @path: a file that cannot be read
 * @error: return location for an error
 *
 * Renames a file to "NAME.bad-DATE", so that it is neither lost nor in the way. No other
 * file is replaced.
 *
 * Fails as rename(2) does.
 *
 * Returns: (transfer full) (nullable): the new path
 */
char *
tin_settings_file_set_aside (const char  *path,
                             GError     **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%dT%H%M%S");

  g_return_val_if_fail (path != NULL, NULL);

  for (guint i = 1; i <= MAX_NAMES; i++)
    {
      g_autofree char *target = i == 1 ? g_strdup_printf ("%s.bad-%s", path, date)
                                       : g_strdup_printf ("%s.bad-%s-%u", path, date, i);

      if (g_file_test (target, G_FILE_TEST_EXISTS) || g_file_test (target, G_FILE_TEST_IS_SYMLINK))
        continue;

      if (g_rename (path, target) == 0)
        return g_steal_pointer (&target);

      break;
    }

  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));

  return NULL;
}

/* A suffix as g_mkstemp() makes them. A word or a number that a person put there is none: at
 * least two of lower case, upper case and digits come after the first character. */
static gboolean
is_random (const char *suffix)
{
  guint lower = 0, upper = 0, digit = 0;

  if (strlen (suffix) != RANDOM_SUFFIX_SIZE || !g_ascii_isalnum (suffix[0]))
    return FALSE;

  for (guint i = 1; i < RANDOM_SUFFIX_SIZE; i++)
    {
      lower += g_ascii_islower (suffix[i]) != FALSE;
      upper += g_ascii_isupper (suffix[i]) != FALSE;
      digit += g_ascii_isdigit (suffix[i]) != FALSE;
    }

  return lower + upper + digit == RANDOM_SUFFIX_SIZE - 1 && (lower > 0) + (upper > 0) + (digit > 0) >= 2;
}

static gboolean
is_leftover (const char *path)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  GStatBuf status;

  return g_lstat (path, &status) == 0 && S_ISREG (status.st_mode) && status.st_mtime < now - LEFTOVER_AGE;
}

/**
 * tin_settings_file_sweep:
 * @path: a file that g_file_set_contents() writes
 *
 * Removes what it leaves behind when it is interrupted: "NAME.XXXXXX" in the same folder, if
 * that is older than a minute.
 */
void
tin_settings_file_sweep (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (name, ".", NULL);
  g_autoptr (GDir) listing = g_dir_open (folder, 0, NULL);
  const char *entry;

  while (listing != NULL && (entry = g_dir_read_name (listing)) != NULL)
    {
      g_autofree char *leftover = g_build_filename (folder, entry, NULL);

      if (g_str_has_prefix (entry, prefix) && is_random (entry + strlen (prefix)) && is_leftover (leftover))
        g_unlink (leftover);
    }
}

/**
 * tin_settings_file_prepare:
 * @path: a file that is to be written
 * @error: return location for an error
 *
 * Makes the folder that it lives in, for its owner alone.
 *
 * Fails as mkdir(2) does.
 *
 * Returns: whether the folder is there
 */
gboolean
tin_settings_file_prepare (const char  *path,
                           GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));

  return FALSE;
}
