/* tin-text-stream.h: text in any encoding that comes piece by piece.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "codec/tin-iconv.h"

G_BEGIN_DECLS

#define TIN_TEXT_STREAM_MAX_REST 16 /* bytes of one character, with the escape sequence before it */

/**
 * TinTextStreamKind:
 * @TIN_TEXT_STREAM_EXACT: the characters, as tin_text_decode_sized() reads them
 * @TIN_TEXT_STREAM_VISIBLE: a line that is safe to show, as tin_display_append() writes it
 */
typedef enum
{
  TIN_TEXT_STREAM_EXACT,
  TIN_TEXT_STREAM_VISIBLE,
} TinTextStreamKind;

/**
 * TinTextStream:
 *
 * Reads a text of any size in pieces of any size, wherever they are cut: what comes out is
 * what the whole text would give. Its members are private.
 */
typedef struct
{
  TinTextStreamKind  kind;
  const char        *encoding;                       /* (unowned) */
  gboolean           by_iconv;
  gboolean           failed;                         /* exact: something was no text */
  TinIconv           conversion;
  guint8             rest[TIN_TEXT_STREAM_MAX_REST]; /* the beginning of a character */
  gsize              n_rest;                         /* bytes */
} TinTextStream;

void     tin_text_stream_init  (TinTextStream      *self,
                                TinTextStreamKind   kind,
                                const char         *encoding);

gboolean tin_text_stream_add   (TinTextStream      *self,
                                const guint8       *data,
                                gsize               size,
                                GString            *out);

gboolean tin_text_stream_end   (TinTextStream      *self,
                                GString            *out);

void     tin_text_stream_clear (TinTextStream      *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinTextStream, tin_text_stream_clear)

G_END_DECLS
