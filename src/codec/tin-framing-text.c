/* tin-framing-text.c: a framing as one word, as URIs and files have it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-framing.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-hex.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SUFFIX ",max:"

/* What stands after the colon, read on from its beginning. */
typedef struct
{
  const char *text;   /* the whole word */
  const char *next;
} Cursor;

static const char *const counts_nicks[] = {
  [TIN_FRAMING_COUNTS_REST] = "",
  [TIN_FRAMING_COUNTS_ITSELF] = ":itself",
  [TIN_FRAMING_COUNTS_WHOLE] = ":whole",
};

G_STATIC_ASSERT (G_N_ELEMENTS (counts_nicks) == TIN_N_FRAMING_COUNTS);

static gboolean
fail (const Cursor  *cursor,
      GError       **error)
{
  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, (gsize) (cursor->next - cursor->text),
                       _("A framing is one of received, lines:crlf, delimiter:0d0a, fixed:64, length:2be@4 and idle:20ms, "
                         "the longest message may follow as ,max:65536"));

  return FALSE;
}

static gboolean
take_word (Cursor     *cursor,
           const char *word)
{
  if (!g_str_has_prefix (cursor->next, word))
    return FALSE;

  cursor->next += strlen (word);

  return TRUE;
}

static gboolean
take_number (Cursor  *cursor,
             guint   *out)
{
  guint64 number = 0;
  const char *digit = cursor->next;

  for (; g_ascii_isdigit (*digit) && number <= G_MAXINT; digit++)
    number = number * 10 + (guint64) g_ascii_digit_value (*digit);

  if (digit == cursor->next || number > G_MAXINT)
    return FALSE;

  cursor->next = digit;
  *out = (guint) number;

  return TRUE;
}

static gboolean
take_lines (Cursor      *cursor,
            TinFraming  *out)
{
  /* The longest first, as "cr" begins "crlf". */
  static const TinLineEnding endings[] = {
    TIN_LINE_ENDING_CRLF, TIN_LINE_ENDING_LF, TIN_LINE_ENDING_CR, TIN_LINE_ENDING_NUL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize size;
      const guint8 *bytes = tin_line_ending_get_bytes (endings[i], &size);

      if (take_word (cursor, tin_line_ending_get_nick (endings[i])))
        {
          tin_framing_set_delimiter (out, bytes, size);
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
take_delimiter (Cursor      *cursor,
                TinFraming  *out)
{
  g_autofree char *digits = g_strndup (cursor->next, strcspn (cursor->next, ", "));
  g_autoptr (GBytes) bytes = tin_hex_decode (digits, NULL);

  if (bytes == NULL)
    return FALSE;

  cursor->next += strlen (digits);
  tin_framing_set_delimiter (out, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return TRUE;
}

static gboolean
take_length (Cursor      *cursor,
             TinFraming  *out)
{
  if (!take_number (cursor, &out->length_size))
    return FALSE;

  out->little_endian = take_word (cursor, "le");
  if (!out->little_endian && !take_word (cursor, "be") && out->length_size > 1)
    return FALSE;

  if (take_word (cursor, "@") && !take_number (cursor, &out->length_offset))
    return FALSE;

  for (TinFramingCounts i = TIN_FRAMING_COUNTS_ITSELF; i < TIN_N_FRAMING_COUNTS; i++)
    if (take_word (cursor, counts_nicks[i]))
      out->length_counts = i;

  /* A byte has no order. */
  out->little_endian = out->little_endian && out->length_size > 1;

  return TRUE;
}

static gboolean
take_kind (Cursor      *cursor,
           TinFraming  *out)
{
  if (take_word (cursor, "received"))
    return TRUE;

  if (take_word (cursor, "lines:"))
    return take_lines (cursor, out);

  if (take_word (cursor, "delimiter:"))
    return take_delimiter (cursor, out);

  if (take_word (cursor, "fixed:"))
    {
      out->kind = TIN_FRAMING_FIXED;
      return take_number (cursor, &out->size);
    }

  if (take_word (cursor, "length:"))
    {
      out->kind = TIN_FRAMING_LENGTH_PREFIX;
      return take_length (cursor, out);
    }

  if (take_word (cursor, "idle:"))
    {
      out->kind = TIN_FRAMING_IDLE_GAP;
      return take_number (cursor, &out->gap) && take_word (cursor, "ms");
    }

  return FALSE;
}

/**
 * tin_framing_parse:
 * @text: such as "received", "lines:crlf", "delimiter:0d0a", "fixed:64", "length:2be@4",
 *   "length:4le@1:itself", "length:2be@16:whole" or "idle:20ms", each but the first
 *   with ",max:65536" after it if need be
 * @out: (out caller-allocates): the framing; untouched on failure
 * @error: of %TIN_CODEC_ERROR
 *
 * Returns: whether the text is a framing whose values make sense
 */
gboolean
tin_framing_parse (const char  *text,
                   TinFraming  *out,
                   GError     **error)
{
  TinFraming framing = TIN_FRAMING_INIT;
  Cursor cursor = { text, text };

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (!take_kind (&cursor, &framing))
    return fail (&cursor, error);

  if (framing.kind != TIN_FRAMING_AS_RECEIVED && take_word (&cursor, MAX_SUFFIX) &&
      !take_number (&cursor, &framing.max_size))
    return fail (&cursor, error);

  if (*cursor.next != '\0')
    return fail (&cursor, error);

  if (!tin_framing_check (&framing, error))
    return FALSE;

  *out = framing;

  return TRUE;
}

static char *
delimiter_to_text (const TinFraming *self)
{
  g_autofree char *digits = NULL;

  for (TinLineEnding i = TIN_LINE_ENDING_LF; i < TIN_N_LINE_ENDINGS; i++)
    {
      gsize size;
      const guint8 *bytes = tin_line_ending_get_bytes (i, &size);

      if (size == self->delimiter_size && memcmp (bytes, self->delimiter, size) == 0)
        return g_strconcat ("lines:", tin_line_ending_get_nick (i), NULL);
    }

  digits = tin_hex_encode (self->delimiter, self->delimiter_size);

  return g_strconcat ("delimiter:", digits, NULL);
}

static char *
length_to_text (const TinFraming *self)
{
  const char *order = self->little_endian ? "le" : "be";
  g_autofree char *offset = NULL;

  if (self->length_offset > 0)
    offset = g_strdup_printf ("@%u", self->length_offset);

  return g_strdup_printf ("length:%u%s%s%s", self->length_size, self->length_size > 1 ? order : "",
                          offset != NULL ? offset : "", counts_nicks[self->length_counts]);
}

static char *
kind_to_text (const TinFraming *self)
{
  switch (self->kind)
    {
    case TIN_FRAMING_DELIMITER:
      return delimiter_to_text (self);

    case TIN_FRAMING_FIXED:
      return g_strdup_printf ("fixed:%u", self->size);

    case TIN_FRAMING_LENGTH_PREFIX:
      return length_to_text (self);

    case TIN_FRAMING_IDLE_GAP:
      return g_strdup_printf ("idle:%ums", self->gap);

    case TIN_FRAMING_AS_RECEIVED:
    default:
      return g_strdup ("received");
    }
}

/**
 * tin_framing_to_text:
 * @self: a framing that tin_framing_check() found right
 *
 * Returns: (transfer full): the word for it that tin_framing_parse() takes, always the
 *   same one for the same framing
 */
char *
tin_framing_to_text (const TinFraming *self)
{
  g_autofree char *kind = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  kind = kind_to_text (self);
  if (self->kind == TIN_FRAMING_AS_RECEIVED || self->max_size == TIN_FRAMING_DEFAULT_MAX_SIZE)
    return g_steal_pointer (&kind);

  return g_strdup_printf ("%s" MAX_SUFFIX "%u", kind, self->max_size);
}
