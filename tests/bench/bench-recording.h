/* bench-recording.h: a recording of many short messages, and the same bytes as a text file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-capture.h"

G_BEGIN_DECLS

#define BENCH_MESSAGE_SIZE 64 /* bytes, the line ending included */

TinCapture *bench_recording_create (const char *path,
                                    const char *lines_path,
                                    guint64     n_messages);

G_END_DECLS
