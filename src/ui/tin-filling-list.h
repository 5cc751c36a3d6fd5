/* tin-filling-list.h: a list whose first rows come a few at a time.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TIN_TYPE_FILLING_LIST (tin_filling_list_get_type ())

G_DECLARE_FINAL_TYPE (TinFillingList, tin_filling_list, TIN, FILLING_LIST, GObject)

/**
 * TinFillingList:
 *
 * A #GListModel that is another one, or for a moment its beginning: a view makes widgets for the first two hundred
 * rows, whether they are on screen or not, and all at once that is as much work as ten frames may take. So where
 * they come at once they are shown a few in a frame.
 */

TinFillingList *tin_filling_list_new       (GListModel     *model);

void            tin_filling_list_set_model (TinFillingList *self,
                                            GListModel     *model);

void            tin_filling_list_fill      (TinFillingList *self);

G_END_DECLS
