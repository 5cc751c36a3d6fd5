/* tin-hex.h: bytes as pairs of hexadecimal digits, and back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char   *tin_hex_encode        (const guint8  *data,
                               gsize          size);

char   *tin_hex_encode_spaced (const guint8  *data,
                               gsize          size);

void    tin_hex_append        (GString       *out,
                               const guint8  *data,
                               gsize          size);

GBytes *tin_hex_decode        (const char    *text,
                               GError       **error);

G_END_DECLS
