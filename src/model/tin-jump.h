/* tin-jump.h: a place in the log as somebody types it: a time or the number of a row.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TinJump:
 * @is_row: whether it is @row that counts
 * @row: from 0
 * @time_ns: nanoseconds since 1970
 */
typedef struct
{
  gboolean is_row;
  guint64  row;
  gint64   time_ns;
} TinJump;

gboolean tin_jump_parse (TinJump        *self,
                         const char     *text,
                         gint64          start_ns,
                         gint64          end_ns,
                         GError        **error);

guint    tin_jump_find  (const TinJump  *self,
                         GListModel     *messages);

G_END_DECLS
