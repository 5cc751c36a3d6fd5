/* tin-udp-server.h: receives datagrams from anybody, and answers.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-channel-private.h"

G_BEGIN_DECLS

#define TIN_TYPE_UDP_SERVER (tin_udp_server_get_type ())

G_DECLARE_FINAL_TYPE (TinUdpServer, tin_udp_server, TIN, UDP_SERVER, TinChannel)

G_END_DECLS
