/* tin-tcp-view.h: what the kernel knows of one connection.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-session.h"

G_BEGIN_DECLS

#define TIN_TYPE_TCP_VIEW (tin_tcp_view_get_type ())

G_DECLARE_FINAL_TYPE (TinTcpView, tin_tcp_view, TIN, TCP_VIEW, AdwBin)

void tin_tcp_view_set_session    (TinTcpView *self,
                                  TinSession *session,
                                  GSettings  *settings);

void tin_tcp_view_set_connection (TinTcpView *self,
                                  guint32     connection);

void tin_tcp_view_update         (TinTcpView *self);

G_END_DECLS
