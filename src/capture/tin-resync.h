/* tin-resync.h: where the blocks of a damaged recording go on.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-sink.h"

G_BEGIN_DECLS

/**
 * TinResync:
 * @next: offset of the first block that is known to be one again, or the end of the file
 * @cut: offset of the block that the end of the file cuts, or the end of the file
 */
typedef struct
{
  guint64 next;
  guint64 cut;
} TinResync;

gboolean tin_resync_find (TinSink    *source,
                          guint64     start,
                          guint64     end,
                          const gint *cancelled,
                          TinResync  *found,
                          GError    **error);

G_END_DECLS
