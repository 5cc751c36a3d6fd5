/* tin-retirement.h: lets go of a channel and its capture without anybody waiting for a disk.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-channel.h"

G_BEGIN_DECLS

void tin_retire (TinChannel *channel,
                 TinCapture *capture);

G_END_DECLS
