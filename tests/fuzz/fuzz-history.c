/* fuzz-history.c: any file as the history of sent messages.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz-folder.h"

#include "model/tin-history.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *path = g_build_filename (get_folder (), "history", NULL);
  g_autoptr (TinHistory) history = tin_history_new (path);
  g_autoptr (TinHistory) restarted = tin_history_new (path);
  TinFormat format = TIN_FORMAT_TEXT;
  const char *text;

  g_assert_true (g_file_set_contents (path, (const char *) data, size, NULL));
  tin_history_load (history, NULL);
  while ((text = tin_history_older (history, "", &format)) != NULL)
    g_assert_true (g_utf8_validate (text, -1, NULL));

  /* What was understood once is understood again. */
  g_assert_true (tin_history_save (history, NULL));
  g_assert_true (tin_history_load (restarted, NULL));
  g_assert_cmpuint (tin_history_get_length (history), ==, tin_history_get_length (restarted));

  empty_folder (get_folder ());

  return 0;
}
