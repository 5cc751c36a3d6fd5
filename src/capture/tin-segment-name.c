/* tin-segment-name.c: how the files of one recording are called.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first is "NAME.pcapng", the next "NAME_00002.pcapng", so that a list of names shows them in their order.
 */

#include "capture/tin-segment-name.h"

#include <string.h>

#define MIN_DIGITS 5

/**
 * tin_segment_name_make:
 * @name: of any file of a recording, without folder
 * @number: from 2 up
 *
 * Returns: (transfer full): the name of the file with that number
 */
char *
tin_segment_name_make (const char *name,
                       guint       number)
{
  g_autofree char *first = NULL;
  gsize size;

  tin_segment_name_parse (name, &first);
  size = strlen (first);
  if (g_str_has_suffix (first, TIN_SEGMENT_NAME_ENDING))
    size -= strlen (TIN_SEGMENT_NAME_ENDING);
  return g_strdup_printf ("%.*s_%0*u%s", (int) size, first, MIN_DIGITS, number, first + size);
}

/**
 * tin_segment_name_parse:
 * @name: of a file, without folder or with
 * @first: (out) (optional) (transfer full): how the first file of its recording is called
 *
 * Returns: which file of its recording it is, 1 for what has no number
 */
guint
tin_segment_name_parse (const char  *name,
                        char       **first)
{
  gsize size = strlen (name);
  guint64 number = 1;
  gsize end;

  if (g_str_has_suffix (name, TIN_SEGMENT_NAME_ENDING))
    size -= strlen (TIN_SEGMENT_NAME_ENDING);
  end = size;
  while (end > 0 && g_ascii_isdigit (name[end - 1]))
    end--;
  if (end > 1 && name[end - 1] == '_' && size - end >= MIN_DIGITS)
    number = g_ascii_strtoull (name + end, NULL, 10);

  if (number < 2 || number > G_MAXUINT)
    {
      number = 1;
      end = size + 1;
    }
  if (first != NULL)
    *first = g_strdup_printf ("%.*s%s", (int) end - 1, name, name + size);
  return number;
}
