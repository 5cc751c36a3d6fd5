/* tin-codec-error.c: what went wrong in a piece of notation, and where.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-codec-error.h"

typedef struct
{
  gsize offset; /* bytes into the input */
} TinCodecErrorPrivate;

static void
tin_codec_error_private_init (TinCodecErrorPrivate *self)
{
}

static void
tin_codec_error_private_copy (const TinCodecErrorPrivate *from,
                              TinCodecErrorPrivate       *to)
{
  *to = *from;
}

static void
tin_codec_error_private_clear (TinCodecErrorPrivate *self)
{
}

G_DEFINE_EXTENDED_ERROR (TinCodecError, tin_codec_error)

/**
 * tin_codec_error_get_offset:
 * @error: any error
 *
 * Returns: the offset of the offending byte in the input, or 0 for an error of
 *   another domain
 */
gsize
tin_codec_error_get_offset (const GError *error)
{
  const TinCodecErrorPrivate *private;

  g_return_val_if_fail (error != NULL, 0);

  if (error->domain != TIN_CODEC_ERROR)
    return 0;

  private = tin_codec_error_get_private (error);

  return private->offset;
}

/**
 * tin_set_codec_error:
 * @error: (out) (optional): where to put the error
 * @code: what is wrong
 * @offset: bytes into the input
 * @format: a full clause for the user, translated, in printf() form
 *
 * Sets an error of %TIN_CODEC_ERROR that knows its place.
 */
void
tin_set_codec_error (GError       **error,
                     TinCodecError  code,
                     gsize          offset,
                     const char    *format,
                     ...)
{
  va_list arguments;

  if (error == NULL)
    return;

  va_start (arguments, format);
  *error = g_error_new_valist (TIN_CODEC_ERROR, code, format, arguments);
  va_end (arguments);

  tin_codec_error_get_private (*error)->offset = offset;
}

/**
 * tin_propagate_codec_error:
 * @error: (out) (optional): where to put the error
 * @cause: (transfer full): an error met in a part of the input
 * @first_offset: where that part begins in the whole input, in bytes
 *
 * Passes an error on whose offset counts from the beginning of a part.
 */
void
tin_propagate_codec_error (GError **error,
                           GError  *cause,
                           gsize    first_offset)
{
  g_return_if_fail (cause != NULL);

  if (cause->domain == TIN_CODEC_ERROR)
    tin_codec_error_get_private (cause)->offset += first_offset;

  g_propagate_error (error, cause);
}
