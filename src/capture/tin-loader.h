/* tin-loader.h: opens a file as a capture that is only read.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"

G_BEGIN_DECLS

/**
 * TinLoaderProgress:
 * @finished: nothing more comes
 * @is_foreign: another program wrote the file; the capture is what could be made of it
 * @n_bytes: of the file that were read
 * @n_total: size of the file, bytes
 * @n_damaged: bytes that say nothing and were passed over
 * @n_cut: bytes at the end that are no whole block: what was being written when the end came
 * @n_unplaced: records of a recording of ours that are shown without their connection, as too many were open at once
 * @n_packets: of a foreign file
 * @n_skipped: packets that are neither TCP nor UDP, or fragments
 * @n_repeated: bytes of TCP streams that had come before
 * @n_late: bytes of TCP streams that came after their end, and are in none
 * @n_missing: bytes of TCP streams that nobody captured
 * @n_truncated: packets of which only the first bytes were captured
 * @n_parted: conversations that are told in parts, as there were too many at a time
 * @problem: (nullable): why reading ended before the end of the file, one line for the user
 */
typedef struct
{
  gboolean  finished;
  gboolean  is_foreign;
  guint64   n_bytes;
  guint64   n_total;
  guint64   n_damaged;
  guint64   n_cut;
  guint64   n_unplaced;
  guint64   n_packets;
  guint64   n_skipped;
  guint64   n_repeated;
  guint64   n_late;
  guint64   n_missing;
  guint64   n_truncated;
  guint64   n_parted;
  char     *problem;      /* (owned) (nullable) */
} TinLoaderProgress;

void        tin_loader_progress_clear (TinLoaderProgress *progress);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinLoaderProgress, tin_loader_progress_clear)

typedef struct _TinLoader TinLoader;

TinLoader  *tin_loader_new          (const char         *path,
                                     const char         *temporary_folder,
                                     GError            **error);

void        tin_loader_free         (TinLoader          *self);

const char *tin_loader_get_path     (TinLoader          *self);

TinCapture *tin_loader_get_capture  (TinLoader          *self);

void        tin_loader_get_progress (TinLoader          *self,
                                     TinLoaderProgress  *progress);

void        tin_loader_wait         (TinLoader          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinLoader, tin_loader_free)

G_END_DECLS
