/* tin-flow.c: one conversation as packets: its two ends and how far each stream has come.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-flow.h"

/* Odd, so that no two connections of a capture start at the same number: readers
 * would merge two conversations over the same addresses that do. */
#define SEQUENCE_STEP_IN  0x9e3779b1u
#define SEQUENCE_STEP_OUT 0x85ebca6bu

/**
 * tin_flow_init:
 * @self: what to fill in
 * @transport: of the conversation
 * @connection: from tin_capture_take_connection(), or 0 for the session itself
 * @local: (nullable): this end, %NULL as long as nobody knows
 * @peer: (nullable): the other end, %NULL for the session itself
 *
 * Makes a conversation that has not opened yet. The sequence numbers follow
 * from @connection alone, so that a capture of the same events is the same bytes.
 */
void
tin_flow_init (TinFlow          *self,
               TinTransport      transport,
               guint32           connection,
               const TinAddress *local,
               const TinAddress *peer)
{
  *self = (TinFlow) {
    .transport = transport,
    .connection = connection,
    .next_sequence_in = connection * SEQUENCE_STEP_IN,
    .next_sequence_out = connection * SEQUENCE_STEP_OUT,
  };
  if (local != NULL)
    self->local = *local;
  if (peer != NULL)
    self->peer = *peer;
}
