/* tin-file-source.h: a file that is there already, to be read and nothing else.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-sink.h"

G_BEGIN_DECLS

#define TIN_TYPE_FILE_SOURCE (tin_file_source_get_type ())

G_DECLARE_FINAL_TYPE (TinFileSource, tin_file_source, TIN, FILE_SOURCE, GObject)

TinSink *tin_file_source_new      (const char     *path);

guint64  tin_file_source_get_size (TinFileSource  *self);

G_END_DECLS
