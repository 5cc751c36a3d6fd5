/* tin-settings-file.h: a small text file that is read with suspicion and written whole.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TIN_SETTINGS_FILE_MAX_SIZE (64 * 1024 * 1024) /* bytes; a larger file is taken for damaged */

char     *tin_settings_file_read      (const char  *path,
                                       GError     **error);

char     *tin_settings_file_set_aside (const char  *path,
                                       GError     **error);

void      tin_settings_file_sweep     (const char  *path);

gboolean  tin_settings_file_prepare   (const char  *path,
                                       GError     **error);

G_END_DECLS
