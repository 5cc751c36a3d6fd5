/* tin-block-copy.h: blocks of a capture, for another file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean tin_block_copy (GByteArray    *out,
                         const guint8  *blocks,
                         gsize          size,
                         const char    *note);

G_END_DECLS
