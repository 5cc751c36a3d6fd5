/* fuzz-escape.c: any text with escapes, in some encodings.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-escape.h"

#include <string.h>

/* The first byte chooses the encoding, the rest is the text. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  static const char *const encodings[] = { "UTF-8", "ISO-8859-1", "UTF-16LE", "ISO-2022-JP", "SHIFT_JIS", "GB18030", "UTF-7", "UTF-16" };
  const char *encoding = encodings[size > 0 ? data[0] % G_N_ELEMENTS (encodings) : 0];
  g_autofree char *text = size > 0 ? g_strndup ((const char *) data + 1, size - 1) : g_strdup ("");
  g_autofree char *written = tin_escape_encode (data, size);
  g_autoptr (GBytes) read = tin_escape_decode (written, "UTF-8", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tin_escape_decode (text, encoding, &error);

  g_assert_true (g_utf8_validate (written, -1, NULL));
  g_assert_cmpmem (g_bytes_get_data (read, NULL), g_bytes_get_size (read), data, size);
  g_assert_true ((bytes == NULL) == (error != NULL));
  if (error != NULL)
    g_assert_cmpuint (tin_codec_error_get_offset (error), <=, strlen (text));

  return 0;
}
