/* tin-text-walk.h: untrusted text character by character, and which bytes each came from.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinTextWalkFunc:
 * @offset: of the first byte, from the beginning of the walk
 * @text: what to show for it, not terminated
 * @size: bytes of @text, at least 1
 */
typedef void (*TinTextWalkFunc) (gsize        offset,
                                 const char  *text,
                                 gsize        size,
                                 gpointer     user_data);

void tin_text_walk (const guint8    *data,
                    gsize            size,
                    const char      *encoding,
                    TinTextWalkFunc  func,
                    gpointer         user_data);

G_END_DECLS
