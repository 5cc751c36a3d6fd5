/* tin-notation.c: a text in a notation, and the bytes that it means.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-notation.h"

#include "codec/tin-escape.h"
#include "codec/tin-hex.h"
#include "codec/tin-text.h"

/* The line ending goes through the encoding with the text: in UTF-16 it has two bytes a character. */
static GBytes *
read_text (const TinNotation  *self,
           const char         *text,
           TinLineEnding       line_ending,
           GError            **error)
{
  g_autoptr (GString) whole = g_string_new (text);
  gsize size;
  const guint8 *ending = tin_line_ending_get_bytes (line_ending, &size);

  g_string_append_len (whole, (const char *) ending, size);

  return tin_text_encode_sized (whole->str, whole->len, self->encoding, error);
}

static GBytes *
read_escapes (const TinNotation  *self,
              const char         *text,
              TinLineEnding       line_ending,
              GError            **error)
{
  g_autoptr (GBytes) bytes = tin_escape_decode (text, self->encoding, error);
  g_autofree char *ending = NULL;
  g_autofree char *whole = NULL;
  gsize size;
  const guint8 *ending_bytes = tin_line_ending_get_bytes (line_ending, &size);

  /* What is right so far has no escape at its end that more text could complete. */
  if (bytes == NULL || size == 0)
    return g_steal_pointer (&bytes);

  ending = tin_escape_encode (ending_bytes, size);
  whole = g_strconcat (text, ending, NULL);

  return tin_escape_decode (whole, self->encoding, error);
}

/* Whether @text means @bytes. */
static gboolean
means (const TinNotation *self,
       const char        *text,
       GBytes            *bytes)
{
  g_autoptr (GBytes) meant = NULL;

  if (text == NULL)
    return FALSE;

  if (self->format == TIN_FORMAT_ESCAPES)
    meant = tin_escape_decode (text, self->encoding, NULL);
  else
    meant = tin_text_encode (text, self->encoding, NULL);

  return meant != NULL && g_bytes_equal (meant, bytes);
}

static char *
write_all_escaped (GBytes *bytes)
{
  GString *text = g_string_new (NULL);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "\\x%02X", data[i]);

  return g_string_free (text, FALSE);
}

/* As readable as can be, as long as it means the same. */
static char *
write_escapes (const TinNotation *self,
               GBytes            *bytes)
{
  gsize size, decoded_size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *decoded = tin_text_decode_sized (data, size, self->encoding, &decoded_size, NULL);
  g_autofree char *text = NULL;

  if (decoded != NULL)
    text = tin_escape_encode ((const guint8 *) decoded, decoded_size);
  else
    text = tin_escape_encode (data, size);

  if (means (self, text, bytes))
    return g_steal_pointer (&text);

  return write_all_escaped (bytes);
}

/**
 * tin_notation_read:
 * @self: a notation
 * @text: what is typed
 * @line_ending: added to it, unless it is hexadecimal
 * @error: return location for a #TIN_CODEC_ERROR
 *
 * Returns: (transfer full) (nullable): the bytes that @text means
 */
GBytes *
tin_notation_read (const TinNotation  *self,
                   const char         *text,
                   TinLineEnding       line_ending,
                   GError            **error)
{
  switch (self->format)
    {
    case TIN_FORMAT_HEX:
      return tin_hex_decode (text, error);

    case TIN_FORMAT_ESCAPES:
      return read_escapes (self, text, line_ending, error);

    case TIN_FORMAT_TEXT:
    default:
      return read_text (self, text, line_ending, error);
    }
}

/**
 * tin_notation_write:
 * @self: a notation
 * @bytes: any
 *
 * Returns: (transfer full) (nullable): a text that means @bytes; %NULL if none does: text has
 *   no NUL and no bytes that its encoding does not know
 */
char *
tin_notation_write (const TinNotation *self,
                    GBytes            *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = NULL;

  switch (self->format)
    {
    case TIN_FORMAT_HEX:
      return tin_hex_encode_spaced (data, size);

    case TIN_FORMAT_ESCAPES:
      return write_escapes (self, bytes);

    case TIN_FORMAT_TEXT:
    default:
      text = tin_text_decode (data, size, self->encoding, NULL);
      return means (self, text, bytes) ? g_steal_pointer (&text) : NULL;
    }
}
