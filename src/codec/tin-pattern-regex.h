/* tin-pattern-regex.h: a regular expression over bytes that may be text.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-pattern.h"

G_BEGIN_DECLS

/* Private to codec/. */
typedef struct _TinPatternRegex TinPatternRegex;

TinPatternRegex *tin_pattern_regex_new  (const char             *expression,
                                         const char             *encoding,
                                         TinCase                 letter_case,
                                         gboolean                dot_all,
                                         GError                **error);

void             tin_pattern_regex_free (TinPatternRegex        *self);

TinMatch         tin_pattern_regex_find (const TinPatternRegex  *self,
                                         const guint8           *data,
                                         gsize                   size,
                                         gsize                   start,
                                         const gint             *cancelled,
                                         TinSpan                *span);

G_END_DECLS
