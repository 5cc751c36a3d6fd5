/* tin-notation.h: a text in a notation, and the bytes that it means.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "codec/tin-line-ending.h"

G_BEGIN_DECLS

typedef enum
{
  TIN_FORMAT_TEXT,
  TIN_FORMAT_ESCAPES,
  TIN_FORMAT_HEX,
} TinFormat;

#define TIN_N_FORMATS (TIN_FORMAT_HEX + 1)

/**
 * TinNotation:
 * @format: how a text is read
 * @encoding: (unowned): what the text becomes bytes in, an iconv name
 */
typedef struct
{
  TinFormat   format;
  const char *encoding;
} TinNotation;

GBytes *tin_notation_read  (const TinNotation  *self,
                            const char         *text,
                            TinLineEnding       line_ending,
                            GError            **error);

char   *tin_notation_write (const TinNotation  *self,
                            GBytes             *bytes);

G_END_DECLS
