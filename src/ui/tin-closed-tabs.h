/* tin-closed-tabs.h: sessions whose tab was just closed, and the toast that brings them back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-session.h"

G_BEGIN_DECLS

#define TIN_TYPE_CLOSED_TABS (tin_closed_tabs_get_type ())

G_DECLARE_FINAL_TYPE (TinClosedTabs, tin_closed_tabs, TIN, CLOSED_TABS, GObject)

/* Property: empty (boolean). Signal: reopen (TinSession), once for each that is to come back. */

TinClosedTabs *tin_closed_tabs_new      (AdwToastOverlay *overlay);

gboolean       tin_closed_tabs_is_empty (TinClosedTabs   *self);

void           tin_closed_tabs_add      (TinClosedTabs   *self,
                                         TinSession      *session);

void           tin_closed_tabs_reopen   (TinClosedTabs   *self);

void           tin_closed_tabs_forget   (TinClosedTabs   *self);

G_END_DECLS
