/* fuzz-text.c: any bytes as text in any encoding, and back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "codec/tin-display.h"
#include "codec/tin-text-walk.h"
#include "codec/tin-text.h"

#include <string.h>

typedef struct
{
  gsize last;
  gsize size;
} Walk;

static void
check_piece (gsize       offset,
             const char *text,
             gsize       size,
             gpointer    user_data)
{
  Walk *walk = user_data;

  g_assert_true (size > 0 && g_utf8_validate (text, size, NULL));
  g_assert_true (offset >= walk->last && offset < walk->size);
  walk->last = offset;
}

/* The first byte chooses the encoding, the rest is in it. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  const char **encodings = tin_text_get_encodings ();
  const char *encoding = encodings[size > 0 ? data[0] % g_strv_length ((char **) encodings) : 0];
  g_autofree char *lossy = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) encoded = NULL;
  g_autoptr (GError) error = NULL;
  char line[200];
  gsize text_size;
  Walk walk = { 0 };

  if (size > 0)
    {
      data++;
      size--;
    }

  lossy = tin_text_decode_lossy (data, size, encoding);
  g_assert_true (g_utf8_validate (lossy, -1, NULL));
  g_assert_null (strchr (lossy, '\x1B'));

  walk.size = size;
  tin_text_walk (data, size, encoding, check_piece, &walk);

  tin_display_line_encoded (data, size, encoding, line, sizeof line, NULL);
  g_assert_true (g_utf8_validate (line, -1, NULL));

  encoded = tin_text_encode_sized ((const char *) data, size, encoding, &error);
  g_assert_true ((encoded == NULL) == (error != NULL));

  text = tin_text_decode_sized (data, size, encoding, &text_size, NULL);
  g_assert_true (text == NULL || text[text_size] == '\0');

  return 0;
}
