/* folder.h: a private folder for a test's files.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The path of a folder that nobody else uses. */
typedef char Folder;

Folder *folder_new   (void);

void    folder_free  (Folder       *self);

void    folder_leave (Folder       *self);

guint   folder_count (const Folder *self,
                      const char   *prefix);

void    write_file   (const char   *path,
                      const char   *contents,
                      gssize        size);

char   *read_file    (const char   *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Folder, folder_free)

/* A file in such a folder, which is not there yet. */
typedef struct
{
  Folder *folder;  /* (owned) */
  char   *path;    /* (owned) */
} FolderFile;

void    folder_file_set_up    (FolderFile    *self,
                               gconstpointer  data);

void    folder_file_tear_down (FolderFile    *self,
                               gconstpointer  data);

G_END_DECLS
