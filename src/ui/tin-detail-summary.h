/* tin-detail-summary.h: what is known about one message, in one line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-message.h"

G_BEGIN_DECLS

char *tin_detail_summary (TinMessage *message);

G_END_DECLS
