/* tin-escape.c: text with backslash escapes to bytes, and back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-escape.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-text.h"
#include "codec/tin-visible.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_BRACED_DIGITS 6
#define MAX_TEXT_SIZE     (256 * 1024 * 1024) /* bytes: what is typed or written in a file, never by a peer */

typedef struct
{
  gboolean is_byte;   /* \xNN: a byte as it is; all else is a character */
  gunichar value;
  gsize    size;      /* bytes of notation */
} Item;

/* Characters that stand together are encoded together, so that a stateful encoding
 * changes its state as seldom as it may. */
typedef struct
{
  const char *text;
  const char *encoding;
  GString    *run;        /* characters that are not yet encoded */
  gsize       run_offset; /* where they begin in the text */
  GByteArray *output;
} Decoder;

/* Reads hexadecimal digits; fewer than @n_digits are an error. */
static gboolean
read_digits (const char  *text,
             gsize        offset,
             guint        n_digits,
             gunichar    *value,
             GError     **error)
{
  *value = 0;

  for (guint i = 0; i < n_digits; i++)
    {
      const char digit = text[offset + i];

      if (!g_ascii_isxdigit (digit))
        {
          tin_set_codec_error (error,
                               digit == '\0' ? TIN_CODEC_ERROR_TRUNCATED : TIN_CODEC_ERROR_INVALID,
                               offset + i,
                               /* Translators: %u is 2 or 4. */
                               ngettext ("This escape needs %u hexadecimal digit",
                                         "This escape needs %u hexadecimal digits", n_digits),
                               n_digits);
          return FALSE;
        }

      *value = *value << 4 | g_ascii_xdigit_value (digit);
    }

  return TRUE;
}

/* \u{N…}, from the brace on. */
static gboolean
read_braced (const char  *text,
             gsize        offset,
             Item        *item,
             GError     **error)
{
  gsize at = offset + 1;

  item->value = 0;
  while (g_ascii_isxdigit (text[at]) && at - offset <= MAX_BRACED_DIGITS)
    item->value = item->value << 4 | g_ascii_xdigit_value (text[at++]);

  if (text[at] != '}' || at == offset + 1)
    {
      tin_set_codec_error (error,
                           text[at] == '\0' ? TIN_CODEC_ERROR_TRUNCATED : TIN_CODEC_ERROR_INVALID, at,
                           _("This escape needs one to six hexadecimal digits between braces"));
      return FALSE;
    }

  item->size = 2 + at + 1 - offset;

  return TRUE;
}

static gboolean
read_character (const char  *text,
                gsize        offset,
                Item        *item,
                GError     **error)
{
  gunichar low;

  item->size = 6;

  if (text[offset + 2] == '{')
    {
      if (!read_braced (text, offset + 2, item, error))
        return FALSE;
    }
  else if (!read_digits (text, offset + 2, 4, &item->value, error))
    {
      return FALSE;
    }
  else if (item->value >= 0xD800 && item->value < 0xDC00 &&
           text[offset + 6] == '\\' && text[offset + 7] == 'u' &&
           read_digits (text, offset + 8, 4, &low, NULL) &&
           low >= 0xDC00 && low < 0xE000)
    {
      item->value = 0x10000 + ((item->value - 0xD800) << 10) + (low - 0xDC00);
      item->size = 12;
    }

  if (!g_unichar_validate (item->value))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, offset,
                           _("There is no character with this number"));
      return FALSE;
    }

  return TRUE;
}

/* Reads the escape that begins at @offset with a backslash. */
static gboolean
read_escape (const char  *text,
             gsize        offset,
             Item        *item,
             GError     **error)
{
  static const char named[] = "0\0t\tn\nr\r\\\\";
  const char name = text[offset + 1];

  *item = (Item) { .size = 2 };

  for (guint i = 0; name != '\0' && i < sizeof named - 1; i += 2)
    {
      if (named[i] == name)
        {
          item->value = named[i + 1];
          return TRUE;
        }
    }

  switch (name)
    {
    case 'x':
      item->is_byte = TRUE;
      item->size = 4;
      return read_digits (text, offset + 2, 2, &item->value, error);

    case 'u':
      return read_character (text, offset, item, error);

    case '\0':
      tin_set_codec_error (error, TIN_CODEC_ERROR_TRUNCATED, offset,
                           _("A backslash at the end means nothing; write \\\\ to mean a backslash"));
      return FALSE;

    default:
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, offset,
                           _("There is no such escape; write \\\\ to mean a backslash"));
      return FALSE;
    }
}

/* Where in the text the character stands that begins at @wanted in the run. */
static gsize
find_in_text (const Decoder *self,
              gsize          wanted)
{
  gsize at = self->run_offset;
  gsize in_run = 0;

  while (in_run < wanted && self->text[at] != '\0')
    {
      Item item;

      if (self->text[at] != '\\')
        {
          in_run++;
          at++;
          continue;
        }

      if (!read_escape (self->text, at, &item, NULL))
        break;

      in_run += g_unichar_to_utf8 (item.value, NULL);
      at += item.size;
    }

  return at;
}

static gboolean
encode_run (Decoder  *self,
            GError  **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize in_run;

  if (self->run->len == 0)
    return TRUE;

  bytes = tin_text_encode_sized (self->run->str, self->run->len, self->encoding, &cause);
  if (bytes == NULL)
    {
      in_run = tin_codec_error_get_offset (cause);
      tin_propagate_codec_error (error, g_steal_pointer (&cause), find_in_text (self, in_run) - in_run);
      return FALSE;
    }

  g_byte_array_append (self->output, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_string_truncate (self->run, 0);

  return TRUE;
}

static gboolean
decode_all (Decoder  *self,
            GError  **error)
{
  const char *text = self->text;
  gsize offset = 0;

  while (text[offset] != '\0')
    {
      const gsize literal = strcspn (text + offset, "\\");
      Item item = { 0 };

      g_string_append_len (self->run, text + offset, literal);
      offset += literal;
      if (text[offset] == '\0')
        break;

      if (!read_escape (text, offset, &item, error))
        return FALSE;
      offset += item.size;

      if (!item.is_byte)
        {
          g_string_append_unichar (self->run, item.value);
          continue;
        }

      if (!encode_run (self, error))
        return FALSE;
      g_byte_array_append (self->output, (const guint8[]) { item.value }, 1);
      self->run_offset = offset;
    }

  return encode_run (self, error);
}

/**
 * tin_escape_encode:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 *
 * Writes bytes as text that tin_escape_decode() reads back in UTF-8: characters that
 * show themselves stay, and all else is escaped as tin_display_line() does it, but
 * without a bound.
 *
 * Returns: (transfer full) (nullable): valid UTF-8 of one line, or %NULL if there is
 *   not enough memory
 */
char *
tin_escape_encode (const guint8 *data,
                   gsize         size)
{
  TinVisible visible;
  gsize added;

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  tin_visible_init (&visible, TIN_VISIBLE_LINE, size, G_MAXSIZE / 2);
  added = tin_visible_add (&visible, data, size);
  if (added < size)
    g_clear_pointer (&visible.text, g_free);

  return tin_visible_end (&visible);
}

/**
 * tin_escape_decode:
 * @text: UTF-8 with escapes
 * @encoding: the name of the encoding that its characters are put in
 * @error: return location for an error
 *
 * Reads bytes from text. \r, \n, \t, \0, \\, \uNNNN (also a pair of surrogates) and
 * \u{N…} (one to six digits) are characters and go through the encoding like the rest
 * of the text; \xNN is a byte as it is. Between two \xNN each run of characters begins
 * and ends in the initial state of a stateful encoding.
 *
 * Fails with %TIN_CODEC_ERROR_INVALID or %TIN_CODEC_ERROR_TRUNCATED at what is no
 * escape or not UTF-8, %TIN_CODEC_ERROR_NOT_REPRESENTABLE at a character that the
 * encoding has no code for, %TIN_CODEC_ERROR_UNSUPPORTED if it is not known, and
 * %TIN_CODEC_ERROR_TOO_LARGE for a text over 256 MiB.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
tin_escape_decode (const char  *text,
                   const char  *encoding,
                   GError     **error)
{
  g_autoptr (GString) run = NULL;
  g_autoptr (GByteArray) output = NULL;
  Decoder decoder;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (encoding != NULL, NULL);

  if (strlen (text) > MAX_TEXT_SIZE)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, MAX_TEXT_SIZE,
                           _("The text is too long"));
      return NULL;
    }

  run = g_string_new (NULL);
  output = g_byte_array_new ();
  decoder = (Decoder) { .text = text, .encoding = encoding, .run = run, .output = output };
  if (!decode_all (&decoder, error))
    return NULL;

  return g_byte_array_free_to_bytes (g_steal_pointer (&output));
}
