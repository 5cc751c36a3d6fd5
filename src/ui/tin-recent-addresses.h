/* tin-recent-addresses.h: where one connected or listened lately, kept between runs.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-profile.h"

G_BEGIN_DECLS

#define TIN_RECENT_ADDRESSES_KEY "recent-addresses"
#define TIN_RECENT_ADDRESSES_MAX 15

void tin_recent_addresses_add    (GSettings  *settings,
                                  TinProfile *profile);

void tin_recent_addresses_clear  (GSettings  *settings);

G_END_DECLS
