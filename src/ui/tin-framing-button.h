/* tin-framing-button.h: says how messages are framed, and changes it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-session.h"

G_BEGIN_DECLS

#define TIN_TYPE_FRAMING_BUTTON (tin_framing_button_get_type ())

G_DECLARE_FINAL_TYPE (TinFramingButton, tin_framing_button, TIN, FRAMING_BUTTON, AdwBin)

void tin_framing_button_set_session (TinFramingButton *self,
                                     TinSession       *session);

void tin_framing_button_popup       (TinFramingButton *self);

G_END_DECLS
