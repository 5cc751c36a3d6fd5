/* keep.h: sets aside the recordings that tests write, for other programs to judge.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void keep_capture (const char *path);

G_END_DECLS
