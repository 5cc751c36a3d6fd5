/* tin-segment-name.h: how the files of one recording are called.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TIN_SEGMENT_NAME_ENDING ".pcapng"
#define TIN_SEGMENT_NAME_INDEX  ".index" /* behind the whole name: what is beside the file to open it faster */
#define TIN_SEGMENT_NAME_PART   ".part"  /* behind that: what is becoming one */

char  *tin_segment_name_make  (const char  *name,
                               guint        number);

guint  tin_segment_name_parse (const char  *name,
                               char       **first);

G_END_DECLS
