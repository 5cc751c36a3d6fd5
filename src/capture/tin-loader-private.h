/* tin-loader-private.h: what the parts of the loader share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-loader.h"

G_BEGIN_DECLS

struct _TinLoader
{
  gatomicrefcount    ref_count;
  char              *path;        /* (owned) */
  TinSink           *source;      /* (owned): the file, open for reading */
  GPtrArray         *files;       /* (owned) (element-type TinSink): all files of its recording, in their order */
  TinCapture        *capture;     /* (owned) */
  GThread           *thread;      /* (owned) (nullable): before somebody waited for it */
  gint               cancelled;   /* atomic */

  GMutex             lock;
  TinLoaderProgress  progress;    /* under the lock */
};

gboolean tin_loader_is_cancelled (TinLoader               *self);

void     tin_loader_tell         (TinLoader               *self,
                                  const TinLoaderProgress *progress);

/* tin-loader-own.c */

void     tin_loader_read_own     (TinLoader               *self,
                                  TinLoaderProgress       *progress);

/* tin-importer.c */

void     tin_loader_import       (TinLoader               *self,
                                  TinLoaderProgress       *progress);

G_END_DECLS
