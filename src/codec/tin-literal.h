/* tin-literal.h: bytes as they are written in a program's source.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *tin_literal_c      (const char   *name,
                          const guint8 *data,
                          gsize         size);

char *tin_literal_python (const guint8 *data,
                          gsize         size);

G_END_DECLS
