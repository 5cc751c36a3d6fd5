/* tin-tcp-link.h: one connected TCP peer, of a server or a client.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-channel-private.h"

G_BEGIN_DECLS

#define TIN_TCP_MAX_SEND_SIZE  (16 * 1024 * 1024) /* bytes of one message */
#define TIN_TCP_ECHO_HIGH_MARK (256 * 1024)       /* bytes in the queue at which an echoing link stops reading */

typedef struct _TinTcpLink TinTcpLink;

/**
 * TinTcpLinkEndedFunc:
 * @channel: whose link it was
 * @by: who ended it
 * @error: (nullable): what broke it
 *
 * Called once, when the socket is closed and recorded as such. The link is gone.
 */
typedef void (*TinTcpLinkEndedFunc) (TinChannel   *channel,
                                     TinBy         by,
                                     const GError *error);

void        tin_tcp_link_start           (TinChannel          *channel,
                                          GSocket             *socket,
                                          const TinFlow       *flow,
                                          TinDirection         direction,
                                          TinTcpLinkEndedFunc  ended);

void        tin_tcp_link_send            (TinTcpLink          *self,
                                          GBytes              *bytes,
                                          TinReceipt          *receipt);

void        tin_tcp_link_finish_sending  (TinTcpLink          *self);

void        tin_tcp_link_close           (TinTcpLink          *self,
                                          TinBy                by,
                                          const char          *reason);

void        tin_tcp_link_hurry           (TinTcpLink          *self);

void        tin_tcp_link_resume          (TinTcpLink          *self);

gboolean    tin_tcp_link_measure         (TinTcpLink          *self,
                                          TinTcpInfo          *info);

G_END_DECLS
