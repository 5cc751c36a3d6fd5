/* keep.c: sets aside the recordings that tests write, for other programs to judge.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keep.h"

#include "capture/tin-block-reader.h"

#include <string.h>
#include <unistd.h>

/* check-captures.py looks at what is there once all tests have run. */
#define FOLDER_VARIABLE "TIN_KEPT_CAPTURES"

#define MAGIC "\n\r\r\n" /* what a section begins with */

static gboolean
is_recording (const GString *contents)
{
  return contents->len > strlen (MAGIC) && memcmp (contents->str, MAGIC, strlen (MAGIC)) == 0;
}

static gboolean
is_whole (const GString *contents)
{
  gsize offset = 0;

  while (offset < contents->len)
    {
      gsize size = tin_block_get_size ((const guint8 *) contents->str + offset, contents->len - offset);

      if (size == 0 || size > contents->len - offset)
        return FALSE;
      offset += size;
    }
  return TRUE;
}

/* Copies a finished recording to the folder, if one is named. One that a test has cut, or that a broken disk left cut,
 * has a name that begins with "cut". */
void
keep_capture (const char *path)
{
  const char *folder = g_getenv (FOLDER_VARIABLE);
  g_autofree char *program = g_path_get_basename (g_get_prgname ());
  g_autofree char *name = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  GString contents = { 0 };
  static int n_kept;

  if (folder == NULL || !g_file_get_contents (path, &contents.str, &contents.len, NULL))
    return;

  if (is_recording (&contents))
    {
      name = g_strdup_printf ("%s%s-%d-%d.pcapng", is_whole (&contents) ? "" : "cut-", program, (int) getpid (),
                              g_atomic_int_add (&n_kept, 1) + 1);
      kept = g_build_filename (folder, name, NULL);
      g_file_set_contents (kept, contents.str, contents.len, &error);
      g_assert_no_error (error);
    }
  g_free (contents.str);
}
