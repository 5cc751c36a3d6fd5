/* bench-grep.h: what grep(1) takes for the same.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

double bench_grep (const char *arguments,
                   const char *path,
                   guint64    *n_lines);

G_END_DECLS
