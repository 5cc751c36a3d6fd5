/* tin-address-row.h: role, transport, host and port of a profile, in one line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-profile.h"

G_BEGIN_DECLS

#define TIN_TYPE_ADDRESS_ROW (tin_address_row_get_type ())

G_DECLARE_FINAL_TYPE (TinAddressRow, tin_address_row, TIN, ADDRESS_ROW, AdwBin)

void tin_address_row_set_profile  (TinAddressRow *self,
                                   TinProfile    *profile);

void tin_address_row_set_settings (TinAddressRow *self,
                                   GSettings     *settings);

G_END_DECLS
