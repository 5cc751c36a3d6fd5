/* tin-receipt.h: what became of bytes that were given to send.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TinReceipt TinReceipt;

TinReceipt *tin_receipt_new       (void);

TinReceipt *tin_receipt_ref       (TinReceipt *self);

void        tin_receipt_unref     (TinReceipt *self);

guint64     tin_receipt_get_taken (TinReceipt *self);

guint64     tin_receipt_get_lost  (TinReceipt *self);

void        tin_receipt_add_taken (TinReceipt *self,
                                   gsize       size);

void        tin_receipt_add_lost  (TinReceipt *self,
                                   gsize       size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinReceipt, tin_receipt_unref)

G_END_DECLS
