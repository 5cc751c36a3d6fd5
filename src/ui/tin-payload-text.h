/* tin-payload-text.h: untrusted bytes as lines of text that any widget may show.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A longer line is broken here: laying out a paragraph costs with its length. */
#define TIN_PAYLOAD_TEXT_MAX_LINE 1024 /* bytes of UTF-8 */

char *tin_payload_text     (const guint8 *data,
                            gsize         size,
                            const char   *encoding);

char *tin_payload_text_map (const guint8 *data,
                            gsize         size,
                            const char   *encoding,
                            GArray       *offsets);

G_END_DECLS
