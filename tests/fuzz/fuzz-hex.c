/* fuzz-hex.c: any text as hexadecimal.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-hex.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *written = tin_hex_encode (data, size);
  g_autofree char *spaced = tin_hex_encode_spaced (data, size);
  g_autoptr (GBytes) from_written = tin_hex_decode (written, NULL);
  g_autoptr (GBytes) from_spaced = tin_hex_decode (spaced, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tin_hex_decode (text, &error);

  g_assert_cmpmem (g_bytes_get_data (from_written, NULL), g_bytes_get_size (from_written), data, size);
  g_assert_true (g_bytes_equal (from_written, from_spaced));
  g_assert_true ((bytes == NULL) == (error != NULL));
  if (error != NULL)
    g_assert_cmpuint (tin_codec_error_get_offset (error), <, strlen (text));

  return 0;
}
