/* tin-line-ending.h: the bytes that end a typed line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TIN_LINE_ENDING_NONE,
  TIN_LINE_ENDING_LF,
  TIN_LINE_ENDING_CRLF,
  TIN_LINE_ENDING_CR,
  TIN_LINE_ENDING_NUL,
} TinLineEnding;

#define TIN_N_LINE_ENDINGS (TIN_LINE_ENDING_NUL + 1)

const char   *tin_line_ending_get_nick   (TinLineEnding  self);

gboolean      tin_line_ending_from_nick  (const char    *nick,
                                          TinLineEnding *out);

const guint8 *tin_line_ending_get_bytes  (TinLineEnding  self,
                                          gsize         *size);

gsize         tin_line_ending_trim       (const guint8  *data,
                                          gsize          size);

G_END_DECLS
