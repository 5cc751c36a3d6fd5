/* tin-escape.h: text with backslash escapes (\r \n \t \0 \xNN \uNNNN \u{N…} \\) to bytes, and back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char   *tin_escape_encode (const guint8  *data,
                           gsize          size);

GBytes *tin_escape_decode (const char    *text,
                           const char    *encoding,
                           GError       **error);

G_END_DECLS
