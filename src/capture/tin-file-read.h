/* tin-file-read.h: reads from any place of a file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gssize tin_file_read (int      fd,
                      guint8  *buffer,
                      gsize    size,
                      guint64  offset);

G_END_DECLS
