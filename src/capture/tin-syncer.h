/* tin-syncer.h: a thread that has files put on the disk for good while others write on.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-sink.h"

G_BEGIN_DECLS

typedef struct _TinSyncer TinSyncer;

/**
 * TinSyncerFunc:
 *
 * Called in the syncer's thread when a file could not be synced. It may only wake somebody up.
 */
typedef void (*TinSyncerFunc) (gpointer user_data);

TinSyncer *tin_syncer_new        (TinSyncerFunc   func,
                                  gpointer        user_data);

void       tin_syncer_free       (TinSyncer      *self);

void       tin_syncer_sync       (TinSyncer      *self,
                                  TinSink        *sink);

void       tin_syncer_wait       (TinSyncer      *self);

GError    *tin_syncer_take_error (TinSyncer      *self);

gboolean   tin_syncer_retry      (TinSyncer      *self,
                                  GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinSyncer, tin_syncer_free)

G_END_DECLS
