/* tin-framing-words.h: framings and their marks, in the user's language.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-framing.h"

G_BEGIN_DECLS

char       *tin_framing_words_dup_label (const TinFraming *framing,
                                         gboolean          outgoing);

const char *tin_framing_words_get_mark  (guint             flags);

G_END_DECLS
