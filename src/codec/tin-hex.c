/* tin-hex.c: bytes as pairs of hexadecimal digits, and back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-hex.h"

#include "codec/tin-codec-error.h"

#include <glib/gi18n-lib.h>

static const char digits[] = "0123456789abcdef";

/* A pair every @step bytes of @text. */
static void
write_pairs (char         *text,
             const guint8 *data,
             gsize         size,
             gsize         step)
{
  for (gsize i = 0; i < size; i++)
    {
      text[i * step] = digits[data[i] >> 4];
      text[i * step + 1] = digits[data[i] & 0xf];
      if (step > 2)
        text[i * step + 2] = ' ';
    }
}

static char *
encode (const guint8 *data,
        gsize         size,
        gsize         step)
{
  char *text;

  if (size > (G_MAXSIZE - 1) / step)
    return NULL;

  text = g_try_malloc (size * step + 1);
  if (text == NULL)
    return NULL;

  write_pairs (text, data, size, step);
  text[step > 2 && size > 0 ? size * step - 1 : size * step] = '\0';

  return text;
}

/* "0x" may stand before a pair, where nothing but white space is in front of it. */
static gboolean
is_prefix (const char *text,
           const char *at)
{
  return at[0] == '0' && (at[1] == 'x' || at[1] == 'X') &&
         g_ascii_isxdigit (at[2]) &&
         (at == text || g_ascii_isspace (at[-1]));
}

static gboolean
decode_pair (const char  *text,
             const char  *at,
             guint8      *byte,
             GError     **error)
{
  const gsize offset = at - text;

  if (!g_ascii_isxdigit (at[0]))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, offset,
                           _("Only hexadecimal digits and spaces can stand here"));
      return FALSE;
    }

  if (at[1] == '\0')
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_TRUNCATED, offset,
                           _("The last byte needs a second hexadecimal digit"));
      return FALSE;
    }

  if (g_ascii_isspace (at[1]))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, offset,
                           _("A byte is written with two hexadecimal digits"));
      return FALSE;
    }

  if (!g_ascii_isxdigit (at[1]))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, offset + 1,
                           _("Only hexadecimal digits and spaces can stand here"));
      return FALSE;
    }

  *byte = g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]);

  return TRUE;
}

/**
 * tin_hex_encode:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 *
 * Writes bytes as lower case pairs without anything between them, for machines.
 *
 * Returns: (transfer full) (nullable): such as "0d0a", or %NULL if there is not
 *   enough memory
 */
char *
tin_hex_encode (const guint8 *data,
                gsize         size)
{
  g_return_val_if_fail (data != NULL || size == 0, NULL);

  return encode (data, size, 2);
}

/**
 * tin_hex_encode_spaced:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 *
 * Writes bytes as lower case pairs with one space between them, for people.
 *
 * Returns: (transfer full) (nullable): such as "0d 0a", or %NULL if there is not
 *   enough memory
 */
char *
tin_hex_encode_spaced (const guint8 *data,
                       gsize         size)
{
  g_return_val_if_fail (data != NULL || size == 0, NULL);

  return encode (data, size, 3);
}

/**
 * tin_hex_append:
 * @out: where the pairs are appended
 * @data: (array length=size) (nullable): any bytes
 * @size: how many, a piece of what is to be written
 *
 * tin_hex_encode() piece by piece.
 */
void
tin_hex_append (GString      *out,
                const guint8 *data,
                gsize         size)
{
  const gsize start = out->len;

  g_return_if_fail (data != NULL || size == 0);

  g_string_set_size (out, start + 2 * size);
  write_pairs (out->str + start, data, size, 2);
}

/**
 * tin_hex_decode:
 * @text: pairs of digits of either case, with or without white space between them
 * @error: return location for an error
 *
 * Reads bytes from hexadecimal digits. A pair at the beginning or after white
 * space may have "0x" in front of it. No text at all means no bytes.
 *
 * Fails with %TIN_CODEC_ERROR_INVALID at a character that is no digit or a digit
 * that stands alone, %TIN_CODEC_ERROR_TRUNCATED if the last pair is not complete,
 * and %TIN_CODEC_ERROR_TOO_LARGE if there is not enough memory.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
tin_hex_decode (const char  *text,
                GError     **error)
{
  g_autofree guint8 *data = NULL;
  gsize capacity;
  gsize size = 0;

  g_return_val_if_fail (text != NULL, NULL);

  capacity = strlen (text) / 2;
  data = g_try_malloc (capacity + 1);
  if (data == NULL)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, 0,
                           _("There is not enough memory for so many bytes"));
      return NULL;
    }

  for (const char *at = text; *at != '\0';)
    {
      if (g_ascii_isspace (*at))
        {
          at++;
          continue;
        }

      if (is_prefix (text, at))
        at += 2;

      if (!decode_pair (text, at, &data[size], error))
        return NULL;

      size++;
      at += 2;
    }

  return g_bytes_new_take (g_steal_pointer (&data), size);
}
