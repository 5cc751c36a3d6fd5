/* tin-iconv.h: one conversion between UTF-8 and another encoding.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "codec/tin-visible.h"

G_BEGIN_DECLS

/**
 * TinIconv:
 *
 * A conversion and its output, which grows. Private to codec/.
 */
typedef struct
{
  GIConv  descriptor;
  char   *data;       /* (owned) with room for a NUL after it */
  gsize   used;       /* bytes */
  gsize   size;       /* bytes */
} TinIconv;

#define TIN_NO_ICONV   ((GIConv) -1)
#define TIN_ICONV_INIT { .descriptor = TIN_NO_ICONV }

typedef enum
{
  TIN_ICONV_DONE,
  TIN_ICONV_INVALID,   /* the input stands before what cannot be converted */
  TIN_ICONV_TRUNCATED, /* the input stands before an incomplete character */
  TIN_ICONV_NO_MEMORY,
} TinIconvResult;

gboolean       tin_iconv_is_name (const char      *encoding);

gboolean       tin_iconv_open    (TinIconv        *self,
                                  const char      *to,
                                  const char      *from,
                                  GError         **error);

void           tin_iconv_close   (TinIconv        *self);

TinIconvResult tin_iconv_convert (TinIconv        *self,
                                  const char     **input,
                                  gsize           *left);

TinIconvResult tin_iconv_finish  (TinIconv        *self);

gsize          tin_iconv_get_unit_size
                                 (const char      *encoding);

gboolean       tin_iconv_show    (const char      *encoding,
                                  const guint8    *data,
                                  gsize            size,
                                  TinVisible      *visible);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinIconv, tin_iconv_close)

G_END_DECLS
