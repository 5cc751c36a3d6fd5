/* tin-sidecar.h: the index of a recording as a file beside it, so that it opens without being read.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-index.h"
#include "capture/tin-sink.h"

G_BEGIN_DECLS

#define TIN_SIDECAR_WORTH_IT (16 * 1024 * 1024) /* bytes: smaller recordings need no index beside them */

/**
 * TinSidecarFunc:
 * @entries: the next records
 * @n: how many
 *
 * Returns: %FALSE to give up
 */
typedef gboolean (*TinSidecarFunc) (const TinIndexEntry *entries,
                                    guint                n,
                                    gpointer             user_data);

typedef struct _TinSidecar TinSidecar;
typedef struct _TinSidecarWriter TinSidecarWriter;

TinSidecarWriter *tin_sidecar_writer_new    (const char           *path,
                                             guint64               set);

void              tin_sidecar_writer_add    (TinSidecarWriter     *self,
                                             const TinIndexEntry  *entry);

gboolean          tin_sidecar_writer_has_failed (TinSidecarWriter *self);

guint64           tin_sidecar_writer_get_size (TinSidecarWriter   *self);

void              tin_sidecar_writer_finish (TinSidecarWriter     *self,
                                             TinSink              *source,
                                             guint64               size);

gboolean          tin_sidecar_writer_keep   (TinSidecarWriter     *self);

void              tin_sidecar_writer_free   (TinSidecarWriter     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinSidecarWriter, tin_sidecar_writer_free)

void              tin_sidecar_remove        (const char           *path);

TinSidecar       *tin_sidecar_open          (const char           *path,
                                             TinSink              *source,
                                             guint64               size);

void              tin_sidecar_free          (TinSidecar           *self);

guint64           tin_sidecar_get_set       (TinSidecar           *self);

gboolean          tin_sidecar_read          (TinSidecar           *self,
                                             TinSidecarFunc        func,
                                             gpointer              user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinSidecar, tin_sidecar_free)

G_END_DECLS
