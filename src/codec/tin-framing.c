/* tin-framing.c: where one message of a stream ends and the next begins.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-framing.h"

#include "codec/tin-codec-error.h"

#include <glib/gi18n-lib.h>
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

static gboolean
refuse (GError **error,
        char    *message)
{
  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0, "%s", message);
  g_free (message);

  return FALSE;
}

static gboolean
check_length_prefix (const TinFraming  *self,
                     GError           **error)
{
  if (self->length_size < 1 || (self->length_size > 4 && self->length_size != 8))
    return refuse (error, g_strdup (_("A length has 1, 2, 3, 4 or 8 bytes")));

  if (self->length_offset > TIN_FRAMING_MAX_OFFSET)
    return refuse (error, g_strdup_printf (_("At most %u bytes stand before the length"), TIN_FRAMING_MAX_OFFSET));

  if (self->length_offset + self->length_size > self->max_size)
    return refuse (error, g_strdup_printf (_("The length ends behind the longest message, of %u bytes"), self->max_size));

  return TRUE;
}

/**
 * tin_framing_check:
 * @self: a framing
 * @error: %TIN_CODEC_ERROR_INVALID, with a sentence for the user
 *
 * Returns: whether its values make sense
 */
gboolean
tin_framing_check (const TinFraming  *self,
                   GError           **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->max_size < 1 || self->max_size > TIN_FRAMING_MAX_SIZE)
    return refuse (error, g_strdup_printf (_("The longest message has from 1 to %u bytes"), TIN_FRAMING_MAX_SIZE));

  switch (self->kind)
    {
    case TIN_FRAMING_AS_RECEIVED:
      return TRUE;

    case TIN_FRAMING_DELIMITER:
      if (self->delimiter_size < 1 || self->delimiter_size > TIN_FRAMING_MAX_DELIMITER)
        return refuse (error, g_strdup_printf (_("A message ends with 1 to %u bytes"), TIN_FRAMING_MAX_DELIMITER));
      return TRUE;

    case TIN_FRAMING_FIXED:
      if (self->size < 1 || self->size > self->max_size)
        return refuse (error, g_strdup_printf (_("The size of each message is from 1 to %u bytes"), self->max_size));
      return TRUE;

    case TIN_FRAMING_LENGTH_PREFIX:
      return check_length_prefix (self, error);

    case TIN_FRAMING_IDLE_GAP:
      if (self->gap < 1 || self->gap > TIN_FRAMING_MAX_GAP)
        return refuse (error, g_strdup_printf (_("The pause is from 1 to %u milliseconds"), TIN_FRAMING_MAX_GAP));
      return TRUE;

    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * tin_framing_set_delimiter:
 * @self: a framing, which becomes one by delimiter
 * @data: (array length=size): the bytes that end a message
 * @size: how many; of more than %TIN_FRAMING_MAX_DELIMITER only the number is kept, which
 *   tin_framing_check() refuses
 */
void
tin_framing_set_delimiter (TinFraming   *self,
                           const guint8 *data,
                           gsize         size)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (data != NULL || size == 0);

  *self = (TinFraming) { .kind = TIN_FRAMING_DELIMITER, .max_size = self->max_size };
  self->delimiter_size = (guint) MIN (size, TIN_FRAMING_MAX_DELIMITER + 1);
  if (size > 0)
    memcpy (self->delimiter, data, MIN (size, TIN_FRAMING_MAX_DELIMITER));
}

/**
 * tin_framing_is_lines:
 * @self: a framing
 *
 * Returns: whether a message is a line: ended by LF, CR LF, CR or NUL
 */
gboolean
tin_framing_is_lines (const TinFraming *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->kind != TIN_FRAMING_DELIMITER)
    return FALSE;

  for (TinLineEnding i = TIN_LINE_ENDING_LF; i < TIN_N_LINE_ENDINGS; i++)
    {
      gsize size;
      const guint8 *bytes = tin_line_ending_get_bytes (i, &size);

      if (size == self->delimiter_size && memcmp (bytes, self->delimiter, size) == 0)
        return TRUE;
    }

  return FALSE;
}
