/* tin-percent.h: bytes with percent signs, as URIs have them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void    tin_percent_append (GString     *uri,
                            const void  *data,
                            gsize        size,
                            const char  *allowed);

GBytes *tin_percent_decode (const char  *uri,
                            gsize        begin,
                            gsize        end,
                            GError     **error);

G_END_DECLS
