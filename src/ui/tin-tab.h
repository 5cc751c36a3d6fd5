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

/* Actions for the first page:
 *
 * - tab.choose (s): "tcp-server", "tcp-client", "udp-server" or "udp-client"
 * - tab.example (s), tab.start-example (s): the id of an example
 * - tab.profile (s), tab.remove-profile (s): the name of a saved profile
 * - tab.counterpart: opens the example that talks to this one, in a new tab
 * - tab.dismiss-counterpart: no more offers of it
 */

GtkWidget      *tin_tab_new               (TinSession       *session,
                                           TinWorkbench     *workbench,
                                           GSettings        *settings);

TinSession     *tin_tab_get_session       (TinTab           *self);

TinSessionPage *tin_tab_get_page          (TinTab           *self);

gboolean        tin_tab_is_welcoming      (TinTab           *self);

void            tin_tab_leave_welcome     (TinTab           *self);

void            tin_tab_set_up            (TinTab           *self,
                                           TinProfile       *profile);

void            tin_tab_open_example      (TinTab           *self,
                                           const TinExample *example,
                                           const char       *port);

void            tin_tab_start             (TinTab           *self);

G_END_DECLS
