/* tin-file-sink.h: a capture file on disk.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-sink.h"

G_BEGIN_DECLS

#define TIN_TYPE_FILE_SINK (tin_file_sink_get_type ())

G_DECLARE_FINAL_TYPE (TinFileSink, tin_file_sink, TIN, FILE_SINK, GObject)

TinSink *tin_file_sink_new (const char *folder,
                            const char *name);

TinSink *tin_file_sink_new_temporary (const char *folder,
                                      const char *name);

G_END_DECLS
