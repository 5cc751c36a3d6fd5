/* tin-session-private.h: how a workbench makes a session.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-loader.h"
#include "model/tin-capture-store.h"
#include "model/tin-session.h"
#include "net/tin-engine.h"

G_BEGIN_DECLS

TinSession *tin_session_new (guint32          id,
                             TinProfile      *profile,
                             TinEngine       *engine,
                             TinCaptureStore *store);

void        tin_session_show_file (TinSession *self,
                                   TinLoader  *loader);

G_END_DECLS
