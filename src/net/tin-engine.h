/* tin-engine.h: the thread that owns every socket.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-channel.h"

G_BEGIN_DECLS

#define TIN_TYPE_ENGINE (tin_engine_get_type ())

G_DECLARE_FINAL_TYPE (TinEngine, tin_engine, TIN, ENGINE, GObject)

TinEngine  *tin_engine_new  (GError           **error);

TinChannel *tin_engine_open (TinEngine         *self,
                             const TinEndpoint *endpoint,
                             TinCapture        *capture,
                             TinCaptureFunc     news_func,
                             gpointer           user_data);

void        tin_engine_stop (TinEngine         *self);

G_END_DECLS
