/* tin-recordings.h: the recordings in a folder: what they take, and which of them go.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TIN_RECORDINGS_NO_LIMIT G_MAXUINT64

/**
 * TinRecordingsUsage:
 * @n_recordings: recordings, each in one file or several
 * @n_in_use: those of them that a running program has open
 * @size: bytes of all files
 * @size_in_use: bytes of those in use
 * @n_removed: recordings of which files were removed just now
 */
typedef struct
{
  guint    n_recordings;
  guint    n_in_use;
  guint64  size;
  guint64  size_in_use;
  guint    n_removed;
} TinRecordingsUsage;

gboolean tin_recordings_keep        (const char           *folder,
                                     guint64               max_size,
                                     guint64               max_age_s,
                                     TinRecordingsUsage   *usage,
                                     GError              **error);

void     tin_recordings_keep_async  (const char           *folder,
                                     guint64               max_size,
                                     guint64               max_age_s,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);

gboolean tin_recordings_keep_finish (GAsyncResult         *result,
                                     TinRecordingsUsage   *usage,
                                     GError              **error);

G_END_DECLS
