/* tin-session-page.h: everything a session shows: connections, log, detail, send box, status.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-job.h"
#include "model/tin-workbench.h"

G_BEGIN_DECLS

#define TIN_TYPE_SESSION_PAGE (tin_session_page_get_type ())

G_DECLARE_FINAL_TYPE (TinSessionPage, tin_session_page, TIN, SESSION_PAGE, AdwBin)

GtkWidget    *tin_session_page_new         (TinSession     *session,
                                            TinWorkbench   *workbench,
                                            GSettings      *settings);

void          tin_session_page_add_job     (TinSessionPage *self,
                                            TinJob         *job);

void          tin_session_page_focus_log   (TinSessionPage *self);

GActionGroup *tin_session_page_get_actions (TinSessionPage *self);

G_END_DECLS
