/* tin-hexdump.h: bytes as offset, hexadecimal and printable columns.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TIN_HEXDUMP_BYTES_PER_LINE 16

/**
 * TinHexdump:
 *
 * A dump of bytes that come in pieces of any size. All zeros before the first; its members
 * are private.
 */
typedef struct
{
  guint64 offset;                           /* of the line that is begun */
  guint8  line[TIN_HEXDUMP_BYTES_PER_LINE];
  gsize   used;                             /* bytes of it */
} TinHexdump;

char *tin_hexdump     (const guint8 *data,
                       gsize         size,
                       guint64       first_offset);

void  tin_hexdump_add (TinHexdump   *self,
                       const guint8 *data,
                       gsize         size,
                       GString      *out);

void  tin_hexdump_end (TinHexdump   *self,
                       GString      *out);

G_END_DECLS
