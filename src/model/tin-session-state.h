/* tin-session-state.h: what a session can be, what may follow what, and how it is said.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-session.h"
#include "net/tin-channel.h"

G_BEGIN_DECLS

TinSessionState tin_session_state_from_channel (TinChannelState    state);

TinSessionState tin_session_state_step         (TinSessionState    from,
                                                TinSessionState    to);

char           *tin_session_state_dup_status   (TinSessionState    state,
                                                gboolean           stopping,
                                                const TinEndpoint *endpoint,
                                                const TinAddress  *local);

char           *tin_endpoint_dup_address       (const TinEndpoint *endpoint);

G_END_DECLS
