/* tin-command-line.c: the endpoints a command line names, or where it is wrong.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-command-line.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-display.h"

#include <string.h>

#define CONTEXT_SIZE 60 /* bytes of a long URI that are shown before and after the offending one */

static gsize
measure_columns (const char *text)
{
  gsize columns = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (character))
        columns += g_unichar_iswide (character) ? 2 : 1;
    }

  return columns;
}

static gboolean
is_inside_a_character (char byte)
{
  return ((guchar) byte & 0xc0) == 0x80;
}

/**
 * tin_command_line_explain:
 * @uri: what was written; any bytes
 * @error: why it is not an endpoint
 *
 * Says what is wrong with @uri in three lines for a terminal: the message, the
 * URI (the part around the place, if it is long), and a caret below the offending byte.
 *
 * Returns: (transfer full): the lines, each ended
 */
char *
tin_command_line_explain (const char   *uri,
                          const GError *error)
{
  gsize size;
  gsize offset;
  gsize start;
  gsize end;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *caret = NULL;

  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (error != NULL, NULL);

  size = strlen (uri);
  offset = MIN (tin_codec_error_get_offset (error), size);

  start = offset > CONTEXT_SIZE ? offset - CONTEXT_SIZE : 0;
  while (start > 0 && start < offset && is_inside_a_character (uri[start]))
    start++;
  end = MIN (size, offset + CONTEXT_SIZE);
  while (end < size && is_inside_a_character (uri[end]))
    end++;

  before = tin_display_dup ((const guint8 *) uri + start, offset - start, TIN_DISPLAY_MAX_SIZE);
  after = tin_display_dup ((const guint8 *) uri + offset, end - offset, TIN_DISPLAY_MAX_SIZE);
  caret = g_strnfill (measure_columns (before), ' ');

  return g_strdup_printf ("tincan: %s\n  %s%s\n  %s^\n", error->message, before, after, caret);
}

/**
 * tin_command_line_is_file:
 * @argument: what was written; any bytes
 * @folder: (nullable): to which a path is relative; %NULL for the current one
 *
 * A URI with a scheme of ours names an endpoint. A "file:" URI, an absolute path, what ends like
 * a recording, and what is there names a file.
 *
 * Returns: whether @argument is to be opened as a recording
 */
gboolean
tin_command_line_is_file (const char *argument,
                          const char *folder)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (argument != NULL, FALSE);

  if (g_str_has_prefix (argument, "file:"))
    return TRUE;
  if (*argument == '\0' || strstr (argument, "://") != NULL)
    return FALSE;
  if (g_path_is_absolute (argument) || g_str_has_suffix (argument, ".pcapng") || g_str_has_suffix (argument, ".pcap"))
    return TRUE;

  path = g_build_filename (folder != NULL ? folder : ".", argument, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/**
 * tin_command_line_parse:
 * @uris: the arguments, which need not be UTF-8
 * @complaint: (out) (transfer full): what to write to the caller's terminal
 *
 * Reads all of @uris before any is opened, and complains about every bad one.
 *
 * Returns: (transfer full) (nullable) (element-type TinProfile): a profile each,
 *   or %NULL if any is bad
 */
GPtrArray *
tin_command_line_parse (const char *const   *uris,
                        char               **complaint)
{
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GString) complaints = g_string_new (NULL);

  g_return_val_if_fail (uris != NULL, NULL);
  g_return_val_if_fail (complaint != NULL, NULL);

  for (gsize i = 0; uris[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      TinProfile *profile = tin_profile_new_from_uri (uris[i], &error);

      if (profile != NULL)
        {
          g_ptr_array_add (profiles, profile);
        }
      else
        {
          g_autofree char *lines = tin_command_line_explain (uris[i], error);

          g_string_append (complaints, lines);
        }
    }

  *complaint = NULL;
  if (complaints->len == 0)
    return g_steal_pointer (&profiles);

  *complaint = g_string_free (g_steal_pointer (&complaints), FALSE);

  return NULL;
}
