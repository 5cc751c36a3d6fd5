/* tin-parameter-words.h: the parameters of a URI, in words for the help of a command line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *tin_parameter_words_dup_help (void);

G_END_DECLS
