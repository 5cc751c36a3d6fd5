/* tin-pattern.c: text, bytes or a regular expression to be found in a payload.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-pattern.h"

#include "codec/tin-byte-search.h"
#include "codec/tin-codec-error.h"
#include "codec/tin-pattern-regex.h"
#include "codec/tin-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_SIZE 65536 /* bytes of what is looked for */

/* How often bytes are compared, for each byte of a payload and in all. Only what is made to be slow needs that. */
#define STEPS_A_BYTE 64
#define MIN_STEPS    (1024 * 1024)

/* The forms that a character of either case has in the encoding. */
enum
{
  FORM_TYPED,
  FORM_LOWER,
  FORM_UPPER,
  N_FORMS,
};

/**
 * TinPattern:
 * @search: finds what matches, and where @forms are set maybe a little more
 * @forms: the whole text typed, in lower and in upper case, all of one size, if that
 *   more has to be sorted out
 * @lengths: bytes of each character in them
 * @unit: bytes that a character begins at multiples of: 2 in UTF-16
 */
struct _TinPattern
{
  gatomicrefcount  n_references;
  TinByteSearch    search;
  GByteArray      *forms[N_FORMS];  /* (owned) (nullable) */
  GByteArray      *lengths;         /* (owned) (nullable) */
  gsize            unit;
  TinPatternRegex *regex;           /* (owned) (nullable): then nothing of the above counts */
};

static TinPattern *
pattern_new (void)
{
  TinPattern *self = g_new0 (TinPattern, 1);

  g_atomic_ref_count_init (&self->n_references);
  self->unit = 1;

  return self;
}

static gboolean
check_size (gsize    size,
            GError **error)
{
  if (size > 0 && size <= MAX_SIZE)
    return TRUE;

  if (size == 0)
    tin_set_codec_error (error, TIN_CODEC_ERROR_TRUNCATED, 0, _("There is nothing to look for"));
  else
    tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, MAX_SIZE, _("The text is too long"));

  return FALSE;
}

/**
 * tin_pattern_new_bytes:
 * @bytes: at least one, at most 64 KiB
 *
 * Returns: (transfer full): a pattern that is found where exactly these bytes are
 */
TinPattern *
tin_pattern_new_bytes (GBytes *bytes)
{
  TinPattern *self;
  gsize size;
  const guint8 *data;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  g_return_val_if_fail (size > 0, NULL);

  self = pattern_new ();
  tin_byte_search_init (&self->search, data, NULL, size);

  return self;
}

/* Adds one form of a character; what the encoding lacks or has in another size is the character as it was typed. */
static void
append_form (TinPattern *self,
             int         form,
             gunichar    character,
             const char *encoding,
             GBytes     *typed)
{
  char text[8] = "";
  g_autoptr (GBytes) bytes = NULL;

  g_unichar_to_utf8 (character, text);
  bytes = tin_text_encode (text, encoding, NULL);
  if (bytes != NULL && g_bytes_get_size (bytes) == g_bytes_get_size (typed))
    typed = bytes;

  g_byte_array_append (self->forms[form], g_bytes_get_data (typed, NULL), g_bytes_get_size (typed));
}

static void
append_character (TinPattern *self,
                  const char *at,
                  const char *encoding)
{
  gunichar character = g_utf8_get_char (at);
  g_autofree char *text = g_strndup (at, g_utf8_next_char (at) - at);
  g_autoptr (GBytes) typed = tin_text_encode (text, encoding, NULL);
  guint8 length;

  /* It was encoded once already, as a part of the whole. */
  if (typed == NULL)
    typed = g_bytes_new (NULL, 0);

  length = (guint8) g_bytes_get_size (typed);
  g_byte_array_append (self->lengths, &length, 1);

  append_form (self, FORM_TYPED, character, encoding, typed);
  append_form (self, FORM_LOWER, g_unichar_tolower (character), encoding, typed);
  append_form (self, FORM_UPPER, g_unichar_toupper (character), encoding, typed);
}

static void
clear_forms (TinPattern *self)
{
  for (int form = 0; form < N_FORMS; form++)
    g_clear_pointer (&self->forms[form], g_byte_array_unref);

  g_clear_pointer (&self->lengths, g_byte_array_unref);
}

/* Whether bytes that differ from each other at one bit of a character at most can be told by masks alone. */
static gboolean
masks_are_exact (TinPattern   *self,
                 const guint8 *masks)
{
  gsize offset = 0;

  for (guint i = 0; i < self->lengths->len; i++)
    {
      guint n_bits = 0;

      for (guint8 j = 0; j < self->lengths->data[i]; j++, offset++)
        n_bits += (guint) __builtin_popcount (masks[offset]);

      if (n_bits > 1)
        return FALSE;
    }

  return TRUE;
}

/* Looks for the bits that all forms have in common. */
static void
search_for_forms (TinPattern *self)
{
  const gsize size = self->forms[FORM_TYPED]->len;
  const guint8 *typed = self->forms[FORM_TYPED]->data;
  g_autofree guint8 *masks = g_malloc0 (size);

  for (gsize i = 0; i < size; i++)
    masks[i] = (typed[i] ^ self->forms[FORM_LOWER]->data[i]) | (typed[i] ^ self->forms[FORM_UPPER]->data[i]);

  tin_byte_search_init (&self->search, typed, masks, size);

  if (masks_are_exact (self, masks))
    clear_forms (self);
}

/* An encoding with states has no bytes that a character alone stands for: %FALSE. */
static gboolean
add_forms (TinPattern *self,
           const char *text,
           const char *encoding,
           GBytes     *whole)
{
  const GByteArray *typed;

  for (int form = 0; form < N_FORMS; form++)
    self->forms[form] = g_byte_array_new ();

  self->lengths = g_byte_array_new ();

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    append_character (self, at, encoding);

  typed = self->forms[FORM_TYPED];
  if (typed->len == g_bytes_get_size (whole)
      && memcmp (typed->data, g_bytes_get_data (whole, NULL), typed->len) == 0)
    return TRUE;

  clear_forms (self);

  return FALSE;
}

static gboolean
has_capital (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isupper (g_utf8_get_char (at)) || g_unichar_istitle (g_utf8_get_char (at)))
      return TRUE;

  return FALSE;
}

/* UTF-16 and UTF-32 are units of two and four bytes. */
static gsize
measure_unit (const char *encoding)
{
  g_autoptr (GBytes) letter = tin_text_encode ("a", encoding, NULL);
  gsize size = letter != NULL ? g_bytes_get_size (letter) : 1;

  return size == 2 || size == 4 ? size : 1;
}

/**
 * tin_pattern_new_text:
 * @text: UTF-8, which becomes at most 64 KiB
 * @encoding: what payloads are text in, an iconv name
 * @letter_case: whether case matters
 * @error: return location for an error
 *
 * Where case does not matter, a character is found in lower and upper case, if both are of the same size in the
 * encoding; in one with states, such as ISO-2022-JP, as it was typed. Nothing is normalised: a letter with an accent
 * is not one without.
 *
 * Fails as tin_text_encode() does, and with %TIN_CODEC_ERROR_TRUNCATED for no text.
 *
 * Returns: (transfer full) (nullable): the pattern
 */
TinPattern *
tin_pattern_new_text (const char  *text,
                      const char  *encoding,
                      TinCase      letter_case,
                      GError     **error)
{
  g_autoptr (TinPattern) self = NULL;
  g_autoptr (GBytes) whole = NULL;
  gsize size;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (encoding != NULL, NULL);

  whole = tin_text_encode (text, encoding, error);
  if (whole == NULL || !check_size (g_bytes_get_size (whole), error))
    return NULL;

  if (letter_case == TIN_CASE_SMART)
    letter_case = has_capital (text) ? TIN_CASE_MATTERS : TIN_CASE_IGNORED;

  self = pattern_new ();
  self->unit = measure_unit (encoding);

  if (letter_case == TIN_CASE_IGNORED && add_forms (self, text, encoding, whole))
    {
      search_for_forms (self);
      return g_steal_pointer (&self);
    }

  size = g_bytes_get_size (whole);
  tin_byte_search_init (&self->search, g_bytes_get_data (whole, NULL), NULL, size);

  return g_steal_pointer (&self);
}

/**
 * tin_pattern_new_regex:
 * @expression: UTF-8, as PCRE understands it
 * @encoding: what payloads are text in, an iconv name
 * @letter_case: whether case matters
 * @dot_all: whether a dot is also found where a line ends
 * @error: return location for an error
 *
 * The signs for the beginning and the end stand for those of each line, however it ends. In UTF-8 characters are
 * compared, and bytes in payloads that are not valid; in another encoding bytes are. A capital letter after a
 * backslash is none to %TIN_CASE_SMART.
 *
 * Fails with %TIN_CODEC_ERROR_INVALID at the place that PCRE names, and with %TIN_CODEC_ERROR_UNSUPPORTED for an
 * encoding that does not have ASCII in it, such as UTF-16.
 *
 * Returns: (transfer full) (nullable): the pattern
 */
TinPattern *
tin_pattern_new_regex (const char  *expression,
                       const char  *encoding,
                       TinCase      letter_case,
                       gboolean     dot_all,
                       GError     **error)
{
  TinPatternRegex *regex;
  TinPattern *self;

  g_return_val_if_fail (expression != NULL, NULL);
  g_return_val_if_fail (encoding != NULL, NULL);

  if (!check_size (strlen (expression), error))
    return NULL;

  regex = tin_pattern_regex_new (expression, encoding, letter_case, dot_all, error);
  if (regex == NULL)
    return NULL;

  self = pattern_new ();
  self->regex = regex;

  return self;
}

/**
 * tin_pattern_ref:
 *
 * Returns: (transfer full): the same pattern
 */
TinPattern *
tin_pattern_ref (TinPattern *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->n_references);

  return self;
}

/**
 * tin_pattern_unref:
 * @self: (transfer full): a pattern
 */
void
tin_pattern_unref (TinPattern *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->n_references))
    return;

  tin_byte_search_clear (&self->search);
  clear_forms (self);
  g_clear_pointer (&self->regex, tin_pattern_regex_free);
  g_free (self);
}

/**
 * tin_pattern_get_size:
 *
 * Returns: how many bytes it is found in, 0 for a regular expression
 */
gsize
tin_pattern_get_size (const TinPattern *self)
{
  return self->regex != NULL ? 0 : self->search.size;
}

static gboolean
is_a_form (const TinPattern *self,
           const guint8     *at,
           gsize             offset,
           gsize             length)
{
  for (int form = 0; form < N_FORMS; form++)
    if (memcmp (at + offset, self->forms[form]->data + offset, length) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_right (const TinPattern *self,
          const guint8     *data,
          gsize             place)
{
  gsize offset = 0;

  if (place % self->unit != 0)
    return FALSE;

  for (guint i = 0; self->lengths != NULL && i < self->lengths->len; i++)
    {
      if (!is_a_form (self, data + place, offset, self->lengths->data[i]))
        return FALSE;

      offset += self->lengths->data[i];
    }

  return TRUE;
}

static TinMatch
find_right (const TinPattern *self,
            const guint8     *data,
            gsize             size,
            gsize             start,
            TinSpan          *span)
{
  const gsize limit = MIN (size, G_MAXSIZE / STEPS_A_BYTE - MIN_STEPS) * STEPS_A_BYTE + MIN_STEPS;
  gsize steps = 0;

  while (steps <= limit)
    {
      gsize place = tin_byte_search_find_within (&self->search, data, size, start, limit, &steps);

      if (place == TIN_BYTE_SEARCH_NOT_FOUND)
        return TIN_MATCH_NO;

      if (place == TIN_BYTE_SEARCH_GAVE_UP)
        break;

      if (is_right (self, data, place))
        {
          *span = (TinSpan) { place, place + self->search.size };
          return TIN_MATCH_YES;
        }

      start = place + 1;
      steps += self->search.size;
    }

  return TIN_MATCH_UNKNOWN;
}

/**
 * tin_pattern_find:
 * @data: (array length=size) (nullable): a payload
 * @size: bytes of it
 * @start: where to begin; what stands before it is only looked back at
 * @span: (out) (optional): where it was found; a regular expression may be found in no bytes at all
 *
 * Any thread. A regular expression looks at the first 1 GiB, and gives up after a million steps and 32 for each byte:
 * a fifth of a second for 1 MiB. Bytes, and text whose case matters or that is ASCII, are always found, in a time that
 * the size alone bounds; other text gives up where a payload is made to be slow.
 *
 * Returns: whether it is there
 */
TinMatch
tin_pattern_find (const TinPattern *self,
                  const guint8     *data,
                  gsize             size,
                  gsize             start,
                  TinSpan          *span)
{
  return tin_pattern_find_until (self, data, size, start, NULL, span);
}

/**
 * tin_pattern_find_until:
 * @data: (array length=size) (nullable): a payload
 * @size: bytes of it
 * @start: where to begin; what stands before it is only looked back at
 * @cancelled: (nullable) (atomic): whether nobody wants to know any more
 * @span: (out) (optional): where it was found
 *
 * As tin_pattern_find(), for payloads that take a while; a regular expression gives up at once when it is cancelled.
 *
 * Returns: whether it is there
 */
TinMatch
tin_pattern_find_until (const TinPattern *self,
                        const guint8     *data,
                        gsize             size,
                        gsize             start,
                        const gint       *cancelled,
                        TinSpan          *span)
{
  TinSpan found;
  TinMatch match;

  if (self->regex != NULL)
    return tin_pattern_regex_find (self->regex, data, size, start, cancelled, span);

  match = find_right (self, data, size, start, &found);
  if (match == TIN_MATCH_YES && span != NULL)
    *span = found;

  return match;
}
