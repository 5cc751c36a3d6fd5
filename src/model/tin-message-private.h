/* tin-message-private.h: what the files of a message share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-message.h"

G_BEGIN_DECLS

/**
 * TinMessage:
 *
 * Reads its record once, when it is made, and no more of the payload than a row
 * can show.
 */
struct _TinMessage
{
  GObject         parent_instance;

  TinCapture     *capture;   /* (owned) */
  TinFrameStore  *store;     /* (owned) (nullable) */
  TinFrame        frame;     /* its trail is owned */
  gboolean        kept;      /* whether its records could be read */
  TinRecord       record;    /* its first, with time and size of all, without the payload */

  char            peer[TIN_ADDRESS_STRING_SIZE];
  char            local[TIN_ADDRESS_STRING_SIZE];
  char           *text;      /* (owned) */
};

void tin_message_load (TinMessage *self,
                       const char *encoding);

G_END_DECLS
