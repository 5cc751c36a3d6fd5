/* tin-farewell.h: lets a session end in order after its window or tab has gone.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-session.h"

G_BEGIN_DECLS

void tin_farewell (TinSession   *session,
                   GApplication *application);

G_END_DECLS
