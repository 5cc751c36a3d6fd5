/* tin-messages-page.h: preferences: text, line endings, and how messages are shown.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-profile.h"

G_BEGIN_DECLS

#define TIN_TYPE_MESSAGES_PAGE (tin_messages_page_get_type ())

G_DECLARE_FINAL_TYPE (TinMessagesPage, tin_messages_page, TIN, MESSAGES_PAGE, AdwPreferencesPage)

void tin_messages_page_set_profile (TinMessagesPage *self,
                                    TinProfile      *profile,
                                    GSettings       *settings);

void tin_messages_page_set_read_only (TinMessagesPage *self);

G_END_DECLS
