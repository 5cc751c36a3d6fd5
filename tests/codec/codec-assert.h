/* codec-assert.h: what tests of notations say again and again.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-codec-error.h"

#include <glib.h>

/* Fails unless @error is of this code and points there; clears it. */
static inline void
assert_codec_error (GError        **error,
                    TinCodecError   code,
                    gsize           offset)
{
  g_assert_error (*error, TIN_CODEC_ERROR, (int) code);
  g_assert_cmpuint (tin_codec_error_get_offset (*error), ==, offset);
  g_assert_cmpuint (strlen ((*error)->message), >, 0);
  g_assert_true (g_utf8_validate ((*error)->message, -1, NULL));
  g_clear_error (error);
}

static inline void
assert_bytes (GBytes     *bytes,
              const void *data,
              gsize       size)
{
  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), data, size);
}

/* A literal with NULs in it, and its size. */
#define BYTES(literal) (const guint8 *) (literal), sizeof (literal) - 1
