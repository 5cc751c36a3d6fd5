/* loader-fixture.h: what the tests of opening files have in common.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-loader.h"

G_BEGIN_DECLS

void        use_fast_folder (void);

TinCapture *load_file       (const char         *path,
                             TinLoaderProgress  *progress);

TinCapture *load_bytes      (GBytes             *contents,
                             TinLoaderProgress  *progress,
                             GError            **error);

void        read_all        (TinCapture         *capture);

G_END_DECLS
