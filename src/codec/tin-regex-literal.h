/* tin-regex-literal.h: bytes without which a regular expression cannot match.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *tin_regex_literal_dup (const char  *expression,
                             gboolean     caseless);

G_END_DECLS
