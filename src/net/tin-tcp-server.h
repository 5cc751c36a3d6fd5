/* tin-tcp-server.h: listens for TCP connections, a link each.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-channel-private.h"

G_BEGIN_DECLS

#define TIN_TYPE_TCP_SERVER (tin_tcp_server_get_type ())

G_DECLARE_FINAL_TYPE (TinTcpServer, tin_tcp_server, TIN, TCP_SERVER, TinChannel)

G_END_DECLS
