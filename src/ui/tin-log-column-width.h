/* tin-log-column-width.h: columns of the log are made wider and narrower without a mouse.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void tin_log_column_width_add_actions (GActionMap          *actions,
                                       GtkColumnViewColumn *column,
                                       const char          *nick);

G_END_DECLS
