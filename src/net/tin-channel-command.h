/* tin-channel-command.h: what other threads ask of a channel, on its way to the engine.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "net/tin-channel-private.h"

G_BEGIN_DECLS

typedef struct _TinCommand TinCommand;

typedef void (*TinCommandFunc) (TinChannel   *self,
                                TinPeerQueue *peer,
                                TinCommand   *command);

struct _TinCommand
{
  TinChannel     *channel;  /* (owned) */
  TinCommandFunc  func;
  TinPeerQueue   *peer;     /* (owned) (nullable) for all peers */
  GBytes         *bytes;    /* (owned) (nullable) */
  TinReceipt     *receipt;  /* (owned) (nullable) for @bytes, until somebody has them */
};

TinCommand *tin_command_new         (TinChannel     *channel,
                                     TinCommandFunc  func,
                                     TinPeerQueue   *peer);

void        tin_command_post_locked (TinCommand     *self);

G_END_DECLS
