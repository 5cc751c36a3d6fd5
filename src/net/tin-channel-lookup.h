/* tin-channel-lookup.h: finds the addresses of a channel's host before it opens.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-channel-private.h"
#include "net/tin-deadline.h"

G_BEGIN_DECLS

/**
 * TinChannelFoundFunc:
 * @channel: what is opening
 * @addresses: (element-type TinAddress): at least one, with port 0
 *
 * Goes on opening.
 */
typedef void (*TinChannelFoundFunc) (TinChannel *channel,
                                     GArray     *addresses);

void tin_channel_look_up (TinChannel           *channel,
                          TinDeadline         **deadline,
                          TinChannelFoundFunc   found);

G_END_DECLS
