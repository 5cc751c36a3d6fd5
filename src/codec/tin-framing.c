/* tin-framing.c: where one message of a stream ends and the next begins.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-framing.h"

#include <string.h>

/**
 * tin_framing_equal:
 * @a: a framing
 * @b: another
 *
 * Returns: whether both cut every stream alike, with the same maximum; the maximum means
 *   nothing as received
 */
gboolean
tin_framing_equal (const TinFraming *a,
                   const TinFraming *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->kind != b->kind)
    return FALSE;

  if (a->kind == TIN_FRAMING_AS_RECEIVED)
    return TRUE;

  return a->delimiter_size == b->delimiter_size &&
         memcmp (a->delimiter, b->delimiter, a->delimiter_size) == 0 &&
         a->size == b->size &&
         a->length_size == b->length_size &&
         a->length_offset == b->length_offset &&
         a->length_counts == b->length_counts &&
         a->little_endian == b->little_endian &&
         a->gap == b->gap &&
         a->max_size == b->max_size;
}
