/* tin-statistics.h: how much came and went in a session, how fast, and what became of it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-session.h"

G_BEGIN_DECLS

#define TIN_TYPE_STATISTICS (tin_statistics_get_type ())

G_DECLARE_FINAL_TYPE (TinStatistics, tin_statistics, TIN, STATISTICS, AdwBin)

void      tin_statistics_set_session (TinStatistics *self,
                                      TinSession    *session);

gboolean  tin_session_counts_messages (TinSession  *session,
                                       TinDirection direction);

G_END_DECLS
