/* tin-filter-bar.h: what the log is searched for, and what was found.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-peer-list.h"
#include "model/tin-search.h"

G_BEGIN_DECLS

#define TIN_TYPE_FILTER_BAR (tin_filter_bar_get_type ())

G_DECLARE_FINAL_TYPE (TinFilterBar, tin_filter_bar, TIN, FILTER_BAR, AdwBin)

/**
 * TinFilterBar:
 *
 * Its buttons activate page.find-next, page.find-previous and page.find-stop.
 */

void     tin_filter_bar_set_search   (TinFilterBar *self,
                                      TinSearch    *search,
                                      TinPeerList  *peers);

void     tin_filter_bar_set_selected (TinFilterBar *self,
                                      TinMessage   *message);

gboolean tin_filter_bar_is_open      (TinFilterBar *self);

void     tin_filter_bar_open         (TinFilterBar *self);

void     tin_filter_bar_close        (TinFilterBar *self);

G_END_DECLS
