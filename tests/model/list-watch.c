/* list-watch.c: what a list announced, checked against what it has.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "list-watch.h"

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  ListWatch  *self)
{
  g_assert_cmpuint (position + removed, <=, self->n_rows);
  self->n_rows += added - removed;
  self->n_changes++;
  self->position = position;
  self->removed = removed;
  self->added = added;
  g_assert_cmpuint (self->n_rows, ==, g_list_model_get_n_items (model));
}

/* Begins with an empty list. */
void
list_watch_begin (ListWatch *self,
                  gpointer   list)
{
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), self);
}
