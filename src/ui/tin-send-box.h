/* tin-send-box.h: what is typed, to whom it goes, and Send.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-history.h"
#include "model/tin-session.h"

G_BEGIN_DECLS

#define TIN_TYPE_SEND_BOX (tin_send_box_get_type ())

G_DECLARE_FINAL_TYPE (TinSendBox, tin_send_box, TIN, SEND_BOX, AdwBin)

/**
 * TinSendBox:
 *
 * Property: can-send (boolean, read-only): whether Send has somebody and something
 * to send to.
 */

void     tin_send_box_set_session  (TinSendBox *self,
                                    TinSession *session,
                                    TinHistory *history,
                                    GSettings  *settings);

void     tin_send_box_set_peer     (TinSendBox *self,
                                    TinPeer    *peer);

gboolean tin_send_box_get_can_send (TinSendBox *self);

guint32  tin_send_box_get_receiver (TinSendBox *self);

gboolean tin_send_box_send         (TinSendBox *self);

void     tin_send_box_focus        (TinSendBox *self);

G_END_DECLS
