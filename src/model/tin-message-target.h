/* tin-message-target.h: where a message has to go to arrive as it did.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-message.h"

G_BEGIN_DECLS

TinEndpoint *tin_message_dup_target (TinMessage *message,
                                     TinRole     role);

G_END_DECLS
