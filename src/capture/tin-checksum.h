/* tin-checksum.h: the internet checksum.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint64 tin_checksum_add    (guint64       sum,
                             gconstpointer data,
                             gsize         size);

guint16 tin_checksum_finish (guint64       sum);

G_END_DECLS
