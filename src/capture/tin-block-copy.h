/* tin-block-copy.h: blocks of a capture, for another file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-notes.h"

G_BEGIN_DECLS

/**
 * TinBlockCopyMode:
 * @TIN_BLOCK_COPY_KEEP: the notes that a record has stay, but where there is another on the same byte
 * @TIN_BLOCK_COPY_REPLACE: they are left out
 */
typedef enum
{
  TIN_BLOCK_COPY_KEEP,
  TIN_BLOCK_COPY_REPLACE,
} TinBlockCopyMode;

gboolean tin_block_copy (GByteArray        *out,
                         const guint8      *blocks,
                         gsize              size,
                         const TinNotes    *notes,
                         TinBlockCopyMode   mode);

G_END_DECLS
