/* tin-file-row.h: which file a tab shows, and what is to be known of it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-session.h"

G_BEGIN_DECLS

#define TIN_TYPE_FILE_ROW (tin_file_row_get_type ())

G_DECLARE_FINAL_TYPE (TinFileRow, tin_file_row, TIN, FILE_ROW, AdwBin)

void tin_file_row_set_session (TinFileRow *self,
                               TinSession *session);

G_END_DECLS
