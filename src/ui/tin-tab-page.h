/* tin-tab-page.h: how a tab looks in the tab bar.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-session.h"

G_BEGIN_DECLS

void tin_tab_page_follow (AdwTabPage *page,
                          TinSession *session);

G_END_DECLS
