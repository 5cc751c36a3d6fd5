/* tin-output-file.h: a file that is there whole under its name, or not at all.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _TinOutputFile TinOutputFile;

TinOutputFile *tin_output_file_new      (const char     *path,
                                         GError        **error);

gboolean       tin_output_file_write    (TinOutputFile  *self,
                                         gconstpointer   data,
                                         gsize           size,
                                         GError        **error);

guint64        tin_output_file_get_size (TinOutputFile  *self);

gboolean       tin_output_file_cut      (TinOutputFile  *self,
                                         guint64         size,
                                         GError        **error);

gboolean       tin_output_file_commit   (TinOutputFile  *self,
                                         GError        **error);

void           tin_output_file_free     (TinOutputFile  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinOutputFile, tin_output_file_free)

G_END_DECLS
