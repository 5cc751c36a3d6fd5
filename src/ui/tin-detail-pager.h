/* tin-detail-pager.h: which part of a large message is shown, and the way to the others.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TIN_TYPE_DETAIL_PAGER (tin_detail_pager_get_type ())

G_DECLARE_FINAL_TYPE (TinDetailPager, tin_detail_pager, TIN, DETAIL_PAGER, AdwBin)

/**
 * TinDetailPager:
 *
 * Not visible while everything is on one page. Signals, each with an offset (uint64): turn, to the page that begins
 * there; go, to this very byte.
 */

void tin_detail_pager_set_page (TinDetailPager *self,
                                guint64         offset,
                                guint64         page_size,
                                guint64         size);

G_END_DECLS
