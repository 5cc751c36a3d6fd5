/* tin-udp-port.h: one datagram socket and the peers behind it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-channel-private.h"

G_BEGIN_DECLS

/* Seconds of silence after which a sender is forgotten unless the endpoint says otherwise; the reason says "an hour". */
#define TIN_UDP_IDLE_TIMEOUT 3600
#define TIN_UDP_MAX_PEERS 4096 /* of one socket; senders can be made up at will, so that the longest silent one has to go */

typedef struct _TinUdpPort TinUdpPort;
typedef struct _TinUdpPeer TinUdpPeer;

/**
 * TinUdpEndedFunc:
 * @channel: whose port it is
 * @by: who ended it
 *
 * Called when the one peer of a connected port has left; the port is stopped then,
 * but must not be freed yet.
 */
typedef void (*TinUdpEndedFunc) (TinChannel *channel,
                                 TinBy       by);

TinUdpPort *tin_udp_port_new     (TinChannel       *channel,
                                  GSocket          *socket,
                                  const TinAddress *local);

void        tin_udp_port_free    (TinUdpPort       *self);

void        tin_udp_port_listen  (TinUdpPort       *self);

gboolean    tin_udp_port_connect (TinUdpPort       *self,
                                  const TinAddress *peer,
                                  guint32           connection,
                                  TinUdpEndedFunc   ended);

void        tin_udp_port_stop    (TinUdpPort       *self);

void        tin_udp_port_resume  (TinUdpPort       *self);

void        tin_udp_port_flush   (TinUdpPort       *self);

guint       tin_udp_peer_get_idle_timeout (const TinEndpoint *endpoint);

void        tin_udp_peer_send    (TinUdpPeer       *peer,
                                  GBytes           *bytes,
                                  TinReceipt       *receipt);

void        tin_udp_peer_close   (TinUdpPeer       *peer,
                                  TinBy             by,
                                  const char       *reason);

void        tin_udp_peer_resume_answers (TinUdpPeer *peer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinUdpPort, tin_udp_port_free)

G_END_DECLS
