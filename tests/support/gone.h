/* gone.h: objects that another thread may still hold when a test gives them up.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

void await_finalize (GObject *object);

G_END_DECLS
