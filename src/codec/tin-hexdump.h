/* tin-hexdump.h: bytes as offset, hexadecimal and printable columns.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TIN_HEXDUMP_BYTES_PER_LINE 16

char *tin_hexdump (const guint8 *data,
                   gsize         size,
                   guint64       first_offset);

G_END_DECLS
