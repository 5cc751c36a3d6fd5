/* tin-text.h: text in any encoding that iconv knows.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean     tin_text_is_encoding    (const char    *encoding);

gboolean     tin_text_is_utf8        (const char    *encoding);

const char **tin_text_get_encodings  (void);

GBytes      *tin_text_encode         (const char    *text,
                                      const char    *encoding,
                                      GError       **error);

GBytes      *tin_text_encode_sized   (const char    *text,
                                      gsize          size,
                                      const char    *encoding,
                                      GError       **error);

char        *tin_text_decode         (const guint8  *data,
                                      gsize          size,
                                      const char    *encoding,
                                      GError       **error);

char        *tin_text_decode_sized   (const guint8  *data,
                                      gsize          size,
                                      const char    *encoding,
                                      gsize         *text_size,
                                      GError       **error);

char        *tin_text_decode_lossy   (const guint8  *data,
                                      gsize          size,
                                      const char    *encoding);

G_END_DECLS
