/* tin-loss-words.h: how many datagrams and bytes were lost for which reason, in words.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-session.h"

G_BEGIN_DECLS

gboolean  tin_loss_words_is_any      (const TinTotals *totals);

char     *tin_loss_words_dup_total   (const TinTotals *totals);

char     *tin_loss_words_dup_brief   (const TinTotals *totals);

char     *tin_loss_words_dup_unsent  (TinSession      *session);

char     *tin_loss_words_dup_details (TinSession      *session);

G_END_DECLS
