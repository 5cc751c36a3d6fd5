/* tin-visible.h: where untrusted characters become text that is safe to show.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TIN_VISIBLE_MAX_TOKEN_SIZE 10 /* bytes: "\u{10FFFF}" */

/**
 * TinVisibleStyle:
 * @TIN_VISIBLE_LINE: one line, reversible: a line break and a tab are tokens, a
 *   backslash is doubled
 * @TIN_VISIBLE_LINES: for reading: line breaks and tabs stay, a backslash too
 */
typedef enum
{
  TIN_VISIBLE_LINE,
  TIN_VISIBLE_LINES,
} TinVisibleStyle;

/**
 * TinVisible:
 *
 * Text that grows token by token up to a limit. Private to codec/.
 *
 * It is valid UTF-8 and ends in a NUL after every addition.
 */
typedef struct
{
  char            *text;
  gsize            used;   /* bytes, without the NUL */
  gsize            size;   /* bytes that @text has room for, with the NUL */
  gsize            limit;  /* @size may grow up to this; no more than @size if @text is not ours */
  TinVisibleStyle  style;
} TinVisible;

gboolean tin_visible_is_plain  (gunichar         character);

void     tin_visible_init      (TinVisible      *self,
                                TinVisibleStyle  style,
                                gsize            expected,
                                gsize            limit);

gsize    tin_visible_add       (TinVisible      *self,
                                const guint8    *data,
                                gsize            size);

gboolean tin_visible_add_byte  (TinVisible      *self,
                                guint8           byte);

gboolean tin_visible_add_bytes (TinVisible      *self,
                                const guint8    *data,
                                gsize            size);

char    *tin_visible_end       (TinVisible      *self);

G_END_DECLS
