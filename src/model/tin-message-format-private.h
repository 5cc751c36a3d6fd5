/* tin-message-format-private.h: what the formats of messages share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-message-format.h"

G_BEGIN_DECLS

gboolean tin_message_content_read       (const TinMessageContent *self,
                                         TinMessagePieceFunc      func,
                                         gpointer                 user_data);

gboolean tin_message_content_show       (const TinMessageContent *self,
                                         GString                 *out);

gboolean tin_message_content_append_hex (const TinMessageContent *self,
                                         GString                 *out);

gboolean tin_message_content_has_size   (const TinMessageContent *self);

guint64  tin_message_content_get_size   (const TinMessageContent *self);

void     tin_message_content_add_marks  (const TinMessageContent *self,
                                         GString                 *out);

G_END_DECLS
