/* tin-tab.h: one session in a tab: address row, first page, session page.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-session-page.h"

G_BEGIN_DECLS

#define TIN_TYPE_TAB (tin_tab_get_type ())

G_DECLARE_FINAL_TYPE (TinTab, tin_tab, TIN, TAB, AdwBin)

/* Class actions, for the first page and the window's menu; all but "choose" take the id of an example
 * or the name of a saved profile:
 *
 * - tab.choose (s): "tcp-server", "tcp-client", "udp-server" or "udp-client"
 * - tab.example (s): sets the example up; tab.start-example (s): and starts it
 * - tab.profile (s): sets a saved profile up
 * - tab.counterpart: opens the example that talks to this one, in a new tab
 */

GtkWidget      *tin_tab_new           (TinSession       *session,
                                       TinWorkbench     *workbench,
                                       GSettings        *settings);

TinSession     *tin_tab_get_session   (TinTab           *self);

TinSessionPage *tin_tab_get_page      (TinTab           *self);

gboolean        tin_tab_is_welcoming  (TinTab           *self);

void            tin_tab_leave_welcome (TinTab           *self);

void            tin_tab_set_up        (TinTab           *self,
                                       TinProfile       *profile);

void            tin_tab_offer_counterpart (TinTab       *self,
                                           const TinExample *example);

void            tin_tab_start         (TinTab           *self);

void            tin_tab_focus_address (TinTab           *self);

G_END_DECLS
