/* tin-display.h: untrusted bytes as one safe line of text.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No line is longer than this, whatever is asked for. */
#define TIN_DISPLAY_MAX_SIZE (64 * 1024) /* bytes of UTF-8, with the NUL */

gsize   tin_display_line         (const guint8  *data,
                                  gsize          size,
                                  char          *buffer,
                                  gsize          buffer_size,
                                  gboolean      *complete);

gsize   tin_display_line_encoded (const guint8  *data,
                                  gsize          size,
                                  const char    *encoding,
                                  char          *buffer,
                                  gsize          buffer_size,
                                  gboolean      *complete);

char   *tin_display_dup          (const guint8  *data,
                                  gsize          size,
                                  gsize          limit);

void    tin_display_append       (GString       *out,
                                  const guint8  *data,
                                  gsize          size,
                                  const char    *encoding);

char   *tin_display_dup_text     (const char    *text,
                                  gsize          limit);

G_END_DECLS
