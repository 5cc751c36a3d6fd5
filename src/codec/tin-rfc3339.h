/* tin-rfc3339.h: points in time as text that every program reads.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void tin_rfc3339_append (GString *out,
                         gint64   time_ns);

G_END_DECLS
