/* tin-log-widths.h: asks how wide the columns of the log are to be.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TIN_TYPE_LOG_WIDTHS (tin_log_widths_get_type ())

G_DECLARE_FINAL_TYPE (TinLogWidths, tin_log_widths, TIN, LOG_WIDTHS, GtkPopover)

GtkWidget *tin_log_widths_new  (GListModel   *columns,
                                guint         n_columns);

void       tin_log_widths_open (TinLogWidths *self);

G_END_DECLS
