/* tin-row-selection.h: which rows are selected, as a set of positions.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TIN_TYPE_ROW_SELECTION (tin_row_selection_get_type ())

G_DECLARE_FINAL_TYPE (TinRowSelection, tin_row_selection, TIN, ROW_SELECTION, GObject)

/**
 * TinRowSelection:
 *
 * A #GtkSelectionModel for lists whose items exist only while they are looked
 * at: GtkMultiSelection would keep each selected item alive. Properties: model
 * (GListModel, nullable); frozen (boolean): rows that come at the end are held
 * back until it is unset. It thaws by itself when the model changes in any other
 * way than at its ends.
 */

TinRowSelection *tin_row_selection_new        (GListModel      *model);

void             tin_row_selection_set_model  (TinRowSelection *self,
                                               GListModel      *model);

gboolean         tin_row_selection_get_frozen (TinRowSelection *self);
void             tin_row_selection_set_frozen (TinRowSelection *self,
                                               gboolean         frozen);

guint            tin_row_selection_count_held_back (TinRowSelection *self);

G_END_DECLS
