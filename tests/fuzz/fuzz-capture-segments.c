/* fuzz-capture-segments.c: any bytes as the files of one recording, opened by any of them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first byte says how many files there are and which is opened, then come two bytes for each but the last: its
 * size. What follows is one after the other.
 */

#include "fuzz-capture.h"
#include "fuzz-folder.h"

#include "capture/tin-segment-name.h"

#define MAX_FILES 4
#define NAME      "fuzz" TIN_SEGMENT_NAME_ENDING

static char *
get_path (guint number)
{
  g_autofree char *name = number > 1 ? tin_segment_name_make (NAME, number) : g_strdup (NAME);

  return g_build_filename (get_folder (), name, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  guint n_files = size > 0 ? 1 + data[0] % MAX_FILES : 1;
  gsize at = 1 + 2 * (n_files - 1);
  g_autofree char *opened = NULL;

  if (size < at)
    return 0;

  empty_folder (get_folder ());
  for (guint i = 0; i < n_files; i++)
    {
      guint wanted = i + 1 < n_files ? data[1 + 2 * i] | (guint) data[2 + 2 * i] << 8 : G_MAXUINT;
      gsize there = MIN (wanted, size - at);
      g_autofree char *path = get_path (i + 1);

      g_assert_true (g_file_set_contents_full (path, (const char *) data + at, there, G_FILE_SET_CONTENTS_NONE, 0600,
                                               NULL));
      at += there;
    }

  opened = get_path (1 + data[0] / MAX_FILES % n_files);
  open_and_read_all (opened);
  return 0;
}
