/* tin-flow.h: one conversation as packets: its two ends and how far each stream has come.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-record.h"

G_BEGIN_DECLS

/**
 * TinFlow:
 * @connection: the number that records carry
 * @next_sequence_in: of the next byte from the peer (RFC 9293 section 3.4)
 * @next_sequence_out: of the next byte to the peer
 * @unacknowledged_in: bytes that no later packet of ours has acknowledged
 * @unacknowledged_out: bytes that no later packet of the peer has acknowledged
 *
 * Owned by whoever owns the socket, on the engine thread; the capture counts in it.
 */
typedef struct
{
  TinTransport  transport;
  guint32       connection;
  TinAddress    local;
  TinAddress    peer;
  guint32       next_sequence_in;
  guint32       next_sequence_out;
  guint32       unacknowledged_in;
  guint32       unacknowledged_out;
  guint         opened       : 1;
  guint         finished_in  : 1;
  guint         finished_out : 1;
} TinFlow;

void tin_flow_init (TinFlow          *self,
                    TinTransport      transport,
                    guint32           connection,
                    const TinAddress *local,
                    const TinAddress *peer);

G_END_DECLS
