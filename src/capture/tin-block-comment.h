/* tin-block-comment.h: what the comments of a packet in a capture say.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-record.h"

G_BEGIN_DECLS

gboolean tin_block_comment_parse_bookmark (const char  *comment,
                                           guint32     *offset,
                                           const char **text);

void     tin_block_comment_read           (const char  *text,
                                           TinRecord   *record);

G_END_DECLS
