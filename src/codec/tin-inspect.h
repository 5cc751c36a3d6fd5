/* tin-inspect.h: what a few bytes are as numbers, times and characters.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinInspectKind:
 * @TIN_INSPECT_BITS: one byte, its highest bit first
 * @TIN_INSPECT_INT8: and so on: two's complement
 * @TIN_INSPECT_UINT8: and so on: without a sign
 * @TIN_INSPECT_FLOAT: IEEE 754 binary32
 * @TIN_INSPECT_DOUBLE: IEEE 754 binary64
 * @TIN_INSPECT_TIME32: seconds since 1970, signed, four bytes
 * @TIN_INSPECT_TIME64: seconds since 1970, signed, eight bytes
 * @TIN_INSPECT_TIME64_MS: milliseconds since 1970, signed, eight bytes
 * @TIN_INSPECT_UTF8: one character
 */
typedef enum
{
  TIN_INSPECT_BITS,
  TIN_INSPECT_INT8,
  TIN_INSPECT_UINT8,
  TIN_INSPECT_INT16,
  TIN_INSPECT_UINT16,
  TIN_INSPECT_INT32,
  TIN_INSPECT_UINT32,
  TIN_INSPECT_INT64,
  TIN_INSPECT_UINT64,
  TIN_INSPECT_FLOAT,
  TIN_INSPECT_DOUBLE,
  TIN_INSPECT_TIME32,
  TIN_INSPECT_TIME64,
  TIN_INSPECT_TIME64_MS,
  TIN_INSPECT_UTF8,
} TinInspectKind;

#define TIN_N_INSPECT_KINDS  (TIN_INSPECT_UTF8 + 1)
#define TIN_INSPECT_MAX_SIZE 8 /* bytes that any kind looks at */

gboolean tin_inspect_has_order (TinInspectKind  kind);

char    *tin_inspect           (TinInspectKind  kind,
                                int             byte_order,
                                const guint8   *data,
                                gsize           size);

G_END_DECLS
