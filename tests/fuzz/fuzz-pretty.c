/* fuzz-pretty.c: any text as JSON and XML over several lines.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "codec/tin-pretty.h"

#define LIMIT (64 * 1024) /* bytes */
#define SLACK 1024        /* bytes of a token's indentation that may be over it */

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  const char *text = (const char *) data;
  gsize start = 0;
  gboolean complete = FALSE;
  const TinPrettyKind kind = tin_pretty_guess (text, size, &start);
  GString *pretty = tin_pretty (text, size, LIMIT, &complete);

  g_assert_true (start <= size);
  g_assert_true ((pretty == NULL) == (kind == TIN_PRETTY_NONE));

  if (pretty == NULL)
    return 0;

  g_assert_true (pretty->len <= LIMIT + SLACK);
  if (g_utf8_validate_len (text, size, NULL))
    g_assert_true (g_utf8_validate_len (pretty->str, pretty->len, NULL));

  g_string_free (pretty, TRUE);

  return 0;
}
