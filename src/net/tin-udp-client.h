/* tin-udp-client.h: exchanges datagrams with one peer.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-channel-private.h"

G_BEGIN_DECLS

#define TIN_TYPE_UDP_CLIENT (tin_udp_client_get_type ())

G_DECLARE_FINAL_TYPE (TinUdpClient, tin_udp_client, TIN, UDP_CLIENT, TinChannel)

G_END_DECLS
