/* tin-detail-find.h: looks for text or bytes in one message.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-payload.h"

G_BEGIN_DECLS

#define TIN_TYPE_DETAIL_FIND (tin_detail_find_get_type ())

G_DECLARE_FINAL_TYPE (TinDetailFind, tin_detail_find, TIN, DETAIL_FIND, AdwBin)

/**
 * TinDetailFind:
 *
 * Signals: found, when there are other hits; reached, with the start and the end of the hit that was gone to (two
 * uint64); closed, when the user closes it.
 */

void          tin_detail_find_open        (TinDetailFind *self);

void          tin_detail_find_close       (TinDetailFind *self);

void          tin_detail_find_set_payload (TinDetailFind *self,
                                           TinPayload    *payload,
                                           const char    *encoding);

GArray       *tin_detail_find_get_hits    (TinDetailFind *self);

G_END_DECLS
