/* list-watch.h: what a list announced, checked against what it has.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  guint  n_rows;     /* as the announcements say */
  guint  n_changes;
  guint  position;   /* of the last announcement */
  guint  removed;
  guint  added;
} ListWatch;

void list_watch_begin (ListWatch *self,
                       gpointer   list);

G_END_DECLS
