/* tin-transient.h: windows that go with the one that they belong to.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void tin_transient_set_up (GtkWindow *dialog);

G_END_DECLS
