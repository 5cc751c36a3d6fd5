/* fuzz.h: what every fuzz target has.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* Called with one input after another. Returns 0; a fault ends the process. */
int LLVMFuzzerTestOneInput (const guint8 *data,
                            size_t        size);
