/* tin-size-limit.h: a file that grows past a limit is an error, not a death.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void tin_size_limit_make_error (void);

G_END_DECLS
