/* tin-copy.h: what selected messages are on the clipboard.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-log-view.h"

G_BEGIN_DECLS

/* Bounds, so that copying after "select all" of millions of rows neither stalls nor fills the memory. */
#define TIN_COPY_MAX_ROWS 10000
#define TIN_COPY_MAX_SIZE (8 * 1024 * 1024) /* bytes of text */

typedef enum
{
  TIN_COPY_ROWS,  /* a line each, as in the log, its cells parted by tabs */
  TIN_COPY_TEXT,  /* the payloads as safe text */
  TIN_COPY_HEX,   /* the payloads as pairs of hexadecimal digits, a line each */
} TinCopyForm;

char *tin_copy_messages (TinLogView  *log,
                         TinCopyForm  form,
                         const char  *encoding,
                         guint       *n_left_out);

G_END_DECLS
