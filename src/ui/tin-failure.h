/* tin-failure.h: a window that says why there is no other.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void tin_failure_present (GtkApplication *application,
                          const char     *reason);

G_END_DECLS
