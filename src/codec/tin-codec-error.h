/* tin-codec-error.h: what went wrong in a piece of notation, and where.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinCodecError:
 * @TIN_CODEC_ERROR_INVALID: a byte or word that the notation does not have
 * @TIN_CODEC_ERROR_TRUNCATED: the input ends in the middle of an item
 * @TIN_CODEC_ERROR_NOT_REPRESENTABLE: a character without a code in the chosen encoding
 * @TIN_CODEC_ERROR_TOO_LARGE: the input or its result is over a stated bound
 * @TIN_CODEC_ERROR_UNSUPPORTED: well formed, but this version does not do it
 *
 * Every error of the domain carries the offset of the offending byte in the
 * input, so that a caret can be put there.
 */
typedef enum
{
  TIN_CODEC_ERROR_INVALID,
  TIN_CODEC_ERROR_TRUNCATED,
  TIN_CODEC_ERROR_NOT_REPRESENTABLE,
  TIN_CODEC_ERROR_TOO_LARGE,
  TIN_CODEC_ERROR_UNSUPPORTED,
} TinCodecError;

#define TIN_CODEC_ERROR (tin_codec_error_quark ())

GQuark tin_codec_error_quark      (void);

gsize  tin_codec_error_get_offset (const GError *error);

void   tin_set_codec_error        (GError       **error,
                                   TinCodecError  code,
                                   gsize          offset,
                                   const char    *format,
                                   ...) G_GNUC_PRINTF (4, 5);

void   tin_propagate_codec_error  (GError       **error,
                                   GError        *cause,
                                   gsize          first_offset);

G_END_DECLS
