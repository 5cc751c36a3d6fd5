/* tin-filter-note.h: what somebody should know of what was found.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-search.h"

G_BEGIN_DECLS

char *tin_filter_note_dup      (TinSearch *search);

char *tin_filter_note_dup_last (TinSearch *search);

G_END_DECLS
