/* tin-log-columns.h: which columns the log has, and how wide they are.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-log-cells.h"

G_BEGIN_DECLS

typedef struct _TinLogColumns TinLogColumns;

TinLogColumns *tin_log_columns_new           (GtkColumnView     *view,
                                              const TinLogStyle *style);

void           tin_log_columns_free          (TinLogColumns     *self);

void           tin_log_columns_set_settings  (TinLogColumns     *self,
                                              GSettings         *settings);

GActionGroup  *tin_log_columns_get_actions   (TinLogColumns     *self);

void           tin_log_columns_set_menu      (TinLogColumns     *self,
                                              GMenuModel        *menu);

void           tin_log_columns_rebuild_times (TinLogColumns     *self);

void           tin_log_columns_fill_events   (TinLogColumns     *self);

void           tin_log_columns_fill_text     (TinLogColumns     *self);

void           tin_log_columns_set_one_peer  (TinLogColumns     *self,
                                              gboolean           one_peer);

void           tin_log_columns_set_room      (TinLogColumns     *self,
                                              int                room);

G_END_DECLS
