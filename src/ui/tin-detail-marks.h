/* tin-detail-marks.h: what stands out on a page of a payload.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-message.h"
#include "model/tin-query.h"

G_BEGIN_DECLS

GArray *tin_detail_marks_of_hits (GArray     *hits,
                                  guint64     offset,
                                  guint64     end);

GArray *tin_detail_marks_of_query (TinQuery   *query,
                                   GBytes     *page,
                                   gsize       size);

GArray *tin_detail_marks_of_cuts (TinMessage *message,
                                  guint64     offset,
                                  gsize       size);

G_END_DECLS
