/* tin-text.c: text in any encoding that iconv knows.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-text.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-iconv.h"
#include "codec/tin-visible.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* What is offered. Names as IANA has them; iconv may know more. */
static const char *const suggestions[] = {
  "UTF-8", "US-ASCII", "ISO-8859-1", "ISO-8859-2", "ISO-8859-3", "ISO-8859-4",
  "ISO-8859-5", "ISO-8859-6", "ISO-8859-7", "ISO-8859-8", "ISO-8859-9", "ISO-8859-10",
  "ISO-8859-13", "ISO-8859-14", "ISO-8859-15", "ISO-8859-16", "WINDOWS-1250", "WINDOWS-1251",
  "WINDOWS-1252", "WINDOWS-1253", "WINDOWS-1254", "WINDOWS-1255", "WINDOWS-1256", "WINDOWS-1257",
  "WINDOWS-1258", "KOI8-R", "KOI8-U", "IBM437", "IBM850", "IBM037",
  "MACINTOSH", "TIS-620", "GB18030", "GBK", "BIG5", "SHIFT_JIS",
  "EUC-JP", "ISO-2022-JP", "EUC-KR", "UTF-16LE", "UTF-16BE", "UTF-32LE",
  "UTF-32BE",
};

/**
 * tin_text_is_encoding:
 * @encoding: (nullable): anything
 *
 * Tells whether text can be converted to and from an encoding on this machine. The
 * name is one that iconv takes, without options behind a slash.
 *
 * Returns: whether it can
 */
gboolean
tin_text_is_encoding (const char *encoding)
{
  g_auto (TinIconv) there = TIN_ICONV_INIT;
  g_auto (TinIconv) back = TIN_ICONV_INIT;
  const gboolean to = tin_iconv_open (&there, encoding, "UTF-8", NULL);
  const gboolean from = tin_iconv_open (&back, "UTF-8", encoding, NULL);

  return to && from;
}

/**
 * tin_text_is_utf8:
 * @encoding: (nullable): a name
 *
 * Returns: whether it is a name of UTF-8, in any case
 */
gboolean
tin_text_is_utf8 (const char *encoding)
{
  return encoding != NULL &&
         (g_ascii_strcasecmp (encoding, "UTF-8") == 0 || g_ascii_strcasecmp (encoding, "UTF8") == 0);
}

/**
 * tin_text_get_encodings:
 *
 * Lists the common encodings that are there on this machine, UTF-8 first.
 *
 * Returns: (transfer none) (array zero-terminated=1): their names
 */
const char **
tin_text_get_encodings (void)
{
  static const char **encodings;

  if (g_once_init_enter (&encodings))
    {
      GPtrArray *found = g_ptr_array_new ();

      for (guint i = 0; i < G_N_ELEMENTS (suggestions); i++)
        {
          if (tin_text_is_encoding (suggestions[i]))
            g_ptr_array_add (found, (gpointer) suggestions[i]);
        }
      g_ptr_array_add (found, NULL);

      g_once_init_leave (&encodings, (const char **) g_ptr_array_free (found, FALSE));
    }

  return encodings;
}

/* UTF-8 that may have NUL characters, which g_utf8_validate_len() does not like. */
static gboolean
find_invalid_utf8 (const char *text,
                   gsize       size,
                   gsize      *offset)
{
  const char *at = text;

  while (!g_utf8_validate_len (at, text + size - at, &at))
    {
      if (*at != '\0')
        {
          *offset = at - text;
          return TRUE;
        }
      at++;
    }

  return FALSE;
}

static gboolean
check_utf8 (const char  *text,
            gsize        size,
            GError     **error)
{
  gsize offset;

  if (!find_invalid_utf8 (text, size, &offset))
    return TRUE;

  if (g_utf8_get_char_validated (text + offset, MIN (size - offset, 4)) == (gunichar) -2)
    tin_set_codec_error (error, TIN_CODEC_ERROR_TRUNCATED, offset,
                         _("The text ends in the middle of a character"));
  else
    tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, offset,
                         _("This byte is no character in UTF-8"));

  return FALSE;
}

static void
set_no_memory (GError **error)
{
  tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, 0,
                       _("There is not enough memory for this text"));
}

static void
set_not_representable (const char  *text,
                       gsize        offset,
                       const char  *encoding,
                       GError     **error)
{
  const gunichar character = g_utf8_get_char (text + offset);
  g_autofree char *code = g_strdup_printf ("U+%04X", character);
  char shown[8] = "";

  if (tin_visible_is_plain (character))
    g_unichar_to_utf8 (character, shown);

  /* Translators: a character, its number such as U+20AC, and the name of a text encoding. */
  tin_set_codec_error (error, TIN_CODEC_ERROR_NOT_REPRESENTABLE, offset,
                       _("The character %s (%s) does not exist in %s"), shown, code, encoding);
}

/* glibc drops tag characters (U+E0000 to U+E007F) in silence where an encoding has no code for them. */
static gboolean
is_tag (const char *text,
        gsize       size)
{
  return size >= 4 && (guint8) text[0] == 0xF3 && (guint8) text[1] == 0xA0 &&
         ((guint8) text[2] == 0x80 || (guint8) text[2] == 0x81);
}

static gsize
count_before_tag (const char *text,
                  gsize       size)
{
  for (gsize i = 0; i < size; i++)
    {
      const char *lead = memchr (text + i, 0xF3, size - i);

      if (lead == NULL)
        return size;

      i = lead - text;
      if (is_tag (lead, size - i))
        return i;
    }

  return size;
}

/* Converts valid UTF-8. Returns where it ended; anything before the end is what has no code. */
static TinIconvResult
encode_all (TinIconv   *conversion,
            const char *text,
            gsize       size,
            gsize      *offset)
{
  const char *at = text;

  while (at < text + size)
    {
      const gsize rest = text + size - at;
      const gsize used = conversion->used;
      const gboolean tag = is_tag (at, rest);
      gsize left = tag ? 4 : count_before_tag (at, rest);
      TinIconvResult result = tin_iconv_convert (conversion, &at, &left);

      if (result == TIN_ICONV_DONE && tag && conversion->used == used)
        {
          result = TIN_ICONV_INVALID;
          at -= 4;
        }

      if (result != TIN_ICONV_DONE)
        {
          *offset = at - text;
          return result;
        }
    }

  return tin_iconv_finish (conversion);
}

static char *
copy_utf8 (const guint8  *data,
           gsize          size,
           GError       **error)
{
  char *text;

  if (!check_utf8 ((const char *) data, size, error))
    return NULL;

  text = g_try_malloc (size + 1);
  if (text == NULL)
    {
      set_no_memory (error);
      return NULL;
    }

  if (size > 0)
    memcpy (text, data, size);
  text[size] = '\0';

  return text;
}

/**
 * tin_text_encode_sized:
 * @text: (array length=size): UTF-8, which may have NUL characters
 * @size: how many bytes
 * @encoding: the name of an encoding
 * @error: return location for an error
 *
 * Puts text in an encoding, from its initial state and back to it, without
 * replacing or dropping anything.
 *
 * Fails with %TIN_CODEC_ERROR_INVALID or %TIN_CODEC_ERROR_TRUNCATED if @text is not
 * UTF-8, %TIN_CODEC_ERROR_NOT_REPRESENTABLE at the first character that the encoding
 * has no code for, %TIN_CODEC_ERROR_UNSUPPORTED if iconv does not know the encoding,
 * and %TIN_CODEC_ERROR_TOO_LARGE if there is not enough memory.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
tin_text_encode_sized (const char  *text,
                       gsize        size,
                       const char  *encoding,
                       GError     **error)
{
  g_auto (TinIconv) conversion = TIN_ICONV_INIT;
  gsize offset = 0;
  gsize used;

  g_return_val_if_fail (text != NULL || size == 0, NULL);
  g_return_val_if_fail (encoding != NULL, NULL);

  if (tin_text_is_utf8 (encoding))
    {
      char *copy = copy_utf8 ((const guint8 *) text, size, error);

      return copy != NULL ? g_bytes_new_take (copy, size) : NULL;
    }

  if (!tin_iconv_open (&conversion, encoding, "UTF-8", error) || !check_utf8 (text, size, error))
    return NULL;

  switch (encode_all (&conversion, text, size, &offset))
    {
    case TIN_ICONV_DONE:
      used = conversion.used;
      return g_bytes_new_take (g_steal_pointer (&conversion.data), used);

    case TIN_ICONV_NO_MEMORY:
      set_no_memory (error);
      return NULL;

    default:
      set_not_representable (text, offset, encoding, error);
      return NULL;
    }
}

/**
 * tin_text_encode:
 * @text: UTF-8
 * @encoding: the name of an encoding
 * @error: return location for an error
 *
 * tin_text_encode_sized() for a string.
 *
 * Returns: (transfer full) (nullable): the bytes, without a NUL
 */
GBytes *
tin_text_encode (const char  *text,
                 const char  *encoding,
                 GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  return tin_text_encode_sized (text, strlen (text), encoding, error);
}

static char *
decode_by_iconv (const guint8  *data,
                 gsize          size,
                 const char    *encoding,
                 gsize         *text_size,
                 GError       **error)
{
  g_auto (TinIconv) conversion = TIN_ICONV_INIT;
  const char *input = (const char *) data;
  TinIconvResult result;
  gsize left = size;

  if (!tin_iconv_open (&conversion, "UTF-8", encoding, error))
    return NULL;

  result = tin_iconv_convert (&conversion, &input, &left);
  if (result == TIN_ICONV_DONE)
    result = tin_iconv_finish (&conversion);

  switch (result)
    {
    case TIN_ICONV_DONE:
      conversion.data[conversion.used] = '\0';
      *text_size = conversion.used;
      return g_steal_pointer (&conversion.data);

    case TIN_ICONV_NO_MEMORY:
      set_no_memory (error);
      return NULL;

    case TIN_ICONV_TRUNCATED:
      tin_set_codec_error (error, TIN_CODEC_ERROR_TRUNCATED, size - left,
                           _("The text ends in the middle of a character"));
      return NULL;

    default:
      /* Translators: the name of a text encoding. */
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, size - left,
                           _("This byte is no character in %s"), encoding);
      return NULL;
    }
}

/**
 * tin_text_decode_sized:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 * @encoding: the name of an encoding
 * @text_size: (out): how many bytes of UTF-8
 * @error: return location for an error
 *
 * Reads text in an encoding, all of it or nothing. NUL characters are kept. The text
 * is not safe to show as it is: it may have control and format characters.
 *
 * Fails with %TIN_CODEC_ERROR_INVALID at a byte that is no character,
 * %TIN_CODEC_ERROR_TRUNCATED at the beginning of an incomplete last one,
 * %TIN_CODEC_ERROR_UNSUPPORTED if iconv does not know the encoding, and
 * %TIN_CODEC_ERROR_TOO_LARGE if there is not enough memory.
 *
 * Returns: (transfer full) (nullable): UTF-8 with a NUL at its end
 */
char *
tin_text_decode_sized (const guint8  *data,
                       gsize          size,
                       const char    *encoding,
                       gsize         *text_size,
                       GError       **error)
{
  g_return_val_if_fail (data != NULL || size == 0, NULL);
  g_return_val_if_fail (encoding != NULL, NULL);
  g_return_val_if_fail (text_size != NULL, NULL);

  *text_size = size;

  if (tin_text_is_utf8 (encoding))
    return copy_utf8 (data, size, error);

  return decode_by_iconv (data, size, encoding, text_size, error);
}

/**
 * tin_text_decode:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 * @encoding: the name of an encoding
 * @error: return location for an error
 *
 * tin_text_decode_sized() for what wants a string: a NUL character is refused as
 * well, with %TIN_CODEC_ERROR_INVALID and an offset into @data that is exact only in
 * an encoding of one byte a character and in UTF-8.
 *
 * Returns: (transfer full) (nullable): UTF-8
 */
char *
tin_text_decode (const guint8  *data,
                 gsize          size,
                 const char    *encoding,
                 GError       **error)
{
  g_autofree char *text = NULL;
  const char *nul;
  gsize text_size;

  text = tin_text_decode_sized (data, size, encoding, &text_size, error);
  if (text == NULL)
    return NULL;

  nul = memchr (text, '\0', text_size);
  if (nul != NULL)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, MIN ((gsize) (nul - text), size),
                           _("The text has a NUL character in it"));
      return NULL;
    }

  return g_steal_pointer (&text);
}

/**
 * tin_text_decode_lossy:
 * @data: (array length=size) (nullable): any bytes
 * @size: how many
 * @encoding: the name of an encoding
 *
 * Reads untrusted text for a view of several lines. It is safe to show: line breaks
 * and tabs stay, and whatever is no character or does not show itself is a token of
 * tin_display_line(). A backslash is not doubled, so that the bytes cannot always be
 * told from the result. In an encoding that iconv does not know all bytes are tokens.
 *
 * The result is up to ten times as large as the input; if there is not enough memory,
 * it ends early.
 *
 * Returns: (transfer full) (not nullable): UTF-8
 */
char *
tin_text_decode_lossy (const guint8 *data,
                       gsize         size,
                       const char   *encoding)
{
  TinVisible visible;

  g_return_val_if_fail (data != NULL || size == 0, NULL);
  g_return_val_if_fail (encoding != NULL, NULL);

  tin_visible_init (&visible, TIN_VISIBLE_LINES, size, G_MAXSIZE / 2);

  if (tin_text_is_utf8 (encoding))
    tin_visible_add (&visible, data, size);
  else
    tin_iconv_show (encoding, data, size, &visible);

  return tin_visible_end (&visible);
}
