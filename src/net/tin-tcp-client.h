/* tin-tcp-client.h: connects to a TCP server.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-channel-private.h"

G_BEGIN_DECLS

#define TIN_TYPE_TCP_CLIENT (tin_tcp_client_get_type ())

G_DECLARE_FINAL_TYPE (TinTcpClient, tin_tcp_client, TIN, TCP_CLIENT, TinChannel)

G_END_DECLS
