/* bench-folder.h: a folder for what a benchmark writes, which goes with all that is in it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bench_folder_new    (const char *parent);

void  bench_folder_empty  (const char *folder);

void  bench_folder_remove (const char *folder);

G_END_DECLS
