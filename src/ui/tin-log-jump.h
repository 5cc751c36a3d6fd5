/* tin-log-jump.h: asks for a time or a row of the log to go to.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TIN_TYPE_LOG_JUMP (tin_log_jump_get_type ())

G_DECLARE_FINAL_TYPE (TinLogJump, tin_log_jump, TIN, LOG_JUMP, GtkPopover)

/**
 * TinLogJump:
 *
 * Signal: go, with a row (uint).
 */

GtkWidget *tin_log_jump_new  (GListModel *messages);

void       tin_log_jump_open (TinLogJump *self,
                              gint64      start_ns);

G_END_DECLS
