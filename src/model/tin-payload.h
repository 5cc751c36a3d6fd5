/* tin-payload.h: the bytes of one message, read part by part, searched and saved.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-pattern.h"
#include "model/tin-job.h"
#include "model/tin-message.h"

G_BEGIN_DECLS

#define TIN_PAYLOAD_MAX_HITS 10000 /* of one search */

/**
 * TinPayload:
 *
 * However large the message is, no more of it than a part is in memory. It never
 * changes, so that any thread may read it.
 */
typedef struct _TinPayload TinPayload;

TinPayload *tin_payload_new         (TinMessage           *message);

TinPayload *tin_payload_new_bytes   (GBytes               *bytes);

TinPayload *tin_payload_ref         (TinPayload           *self);

void        tin_payload_unref       (TinPayload           *self);

guint64     tin_payload_get_size    (TinPayload           *self);

GBytes     *tin_payload_read        (TinPayload           *self,
                                     guint64               offset,
                                     gsize                 size,
                                     GError              **error);

void        tin_payload_find_async  (TinPayload           *self,
                                     TinPattern           *pattern,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);

GArray     *tin_payload_find_finish (GAsyncResult         *result,
                                     gboolean             *complete,
                                     GError              **error);

TinJob     *tin_payload_save        (TinPayload           *self,
                                     const char           *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinPayload, tin_payload_unref)

G_END_DECLS
