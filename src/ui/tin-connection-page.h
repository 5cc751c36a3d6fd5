/* tin-connection-page.h: preferences: role, transport, host and port.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-profile.h"

G_BEGIN_DECLS

#define TIN_TYPE_CONNECTION_PAGE (tin_connection_page_get_type ())

G_DECLARE_FINAL_TYPE (TinConnectionPage, tin_connection_page, TIN, CONNECTION_PAGE, AdwPreferencesPage)

void tin_connection_page_set_profile   (TinConnectionPage *self,
                                        TinProfile        *profile);

void tin_connection_page_set_read_only (TinConnectionPage *self);

void tin_connection_page_show_field (TinConnectionPage *self,
                                     TinProfileField    field);

G_END_DECLS
