/* tin-composer.h: what is typed into the send box, as the bytes it means.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-notation.h"

G_BEGIN_DECLS

#define TIN_COMPOSER_MAX_SIZE (16 * 1024 * 1024) /* bytes of typed text */

#define TIN_TYPE_COMPOSER (tin_composer_get_type ())

G_DECLARE_FINAL_TYPE (TinComposer, tin_composer, TIN, COMPOSER, GObject)

/**
 * TinComposer:
 *
 * Properties, all notifying: text (string), format (uint, a #TinFormat),
 * line-ending (uint, a #TinLineEnding), encoding (string); read-only: size
 * (int64, bytes that would be sent, -1 while the text means nothing), problem
 * (string, nullable), problem-offset (int, characters into the text, -1 for none).
 *
 * Changing the format rewrites the text so that it means the same bytes, where
 * the new format can say them. The line ending is not added to hex.
 */

TinComposer *tin_composer_new          (void);

const char  *tin_composer_get_text     (TinComposer  *self);
void         tin_composer_set_text     (TinComposer  *self,
                                        const char   *text);

TinFormat    tin_composer_get_format   (TinComposer  *self);
void         tin_composer_set_format   (TinComposer  *self,
                                        TinFormat     format);

GBytes      *tin_composer_get_bytes    (TinComposer  *self,
                                        GError      **error);

G_END_DECLS
