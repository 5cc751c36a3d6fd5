/* tin-pattern-regex.c: a regular expression over bytes that may be text.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-pattern-regex.h"

#include "codec/tin-byte-search.h"
#include "codec/tin-codec-error.h"
#include "codec/tin-regex-code.h"
#include "codec/tin-regex-literal.h"
#include "codec/tin-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_SUBJECT_SIZE (1024 * 1024 * 1024) /* bytes */

#define OPTIONS (G_REGEX_MULTILINE | G_REGEX_NEWLINE_ANYCRLF)

/**
 * TinPatternRegex:
 * @bytes: for what is ASCII, not valid UTF-8, or in another encoding
 * @characters: (nullable): for UTF-8
 * @literal: finds what is in every match, if @has_literal: many times faster than the expression
 */
struct _TinPatternRegex
{
  TinRegexCode  *bytes;       /* (owned) */
  TinRegexCode  *characters;  /* (owned) (nullable) */
  TinByteSearch  literal;
  gboolean       has_literal;
};

static gboolean
has_capital (const char *expression)
{
  for (const char *at = expression; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      else if (g_unichar_isupper (g_utf8_get_char (at)))
        return TRUE;
    }

  return FALSE;
}

/* Returns: whether @at begins with a setting such as "(*UTF)" (pcre2pattern(3)), and not with a verb */
static gboolean
is_setting (const char *at)
{
  static const char *const names[] = {
    "ANY", "ANYCRLF", "BSR_ANYCRLF", "BSR_UNICODE", "CR", "CRLF", "LF", "NOTEMPTY", "NOTEMPTY_ATSTART",
    "NO_AUTO_POSSESS", "NO_DOTSTAR_ANCHOR", "NO_JIT", "NO_START_OPT", "NUL", "UCP", "UTF", "UTF8",
  };
  gsize size;

  if (!g_str_has_prefix (at, "(*"))
    return FALSE;

  size = strcspn (at + 2, ")");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == size && memcmp (names[i], at + 2, size) == 0)
      return TRUE;

  return FALSE;
}

/* An expression may begin with settings. A limit can only become lower; the others would take back what is relied on: in
 * bytes that are no UTF-8 one that makes them characters reads where it must not. */
static gboolean
check_settings (const char  *expression,
                GError     **error)
{
  const char *at = expression;

  while (g_str_has_prefix (at, "(*LIMIT_") && strchr (at, ')') != NULL)
    at = strchr (at, ')') + 1;

  if (!is_setting (at))
    return TRUE;

  tin_set_codec_error (error, TIN_CODEC_ERROR_UNSUPPORTED, (gsize) (at - expression),
                       _("A regular expression cannot begin with this setting here"));

  return FALSE;
}

/* GRegex keeps the place to itself, but writes it behind the expression, in characters, and then the reason. */
static void
explain (const GError  *cause,
         const char    *expression,
         GError       **error)
{
  const char *quoted = strstr (cause->message, expression);
  const char *digits = quoted != NULL ? strpbrk (quoted + strlen (expression), "0123456789") : NULL;
  const char *reason = cause->message;
  glong place = 0;
  gsize offset;

  if (digits != NULL)
    {
      const char *colon = strstr (digits, ": ");

      place = (glong) g_ascii_strtoull (digits, NULL, 10);
      reason = colon != NULL ? colon + 2 : reason;
    }

  place = CLAMP (place, 0, g_utf8_strlen (expression, -1));
  offset = g_utf8_offset_to_pointer (expression, place) - expression;

  /* Translators: the placeholder is the reason, as the library for regular expressions gives it */
  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, offset, _("This is no regular expression: %s"), reason);
}

/* GRegex says what is wrong in the user's language. */
static TinRegexCode *
compile (const char          *expression,
         GRegexCompileFlags   flags,
         GError             **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GRegex) regex = g_regex_new (expression, flags, 0, &cause);

  if (regex == NULL)
    {
      explain (cause, expression, error);
      return NULL;
    }

  return tin_regex_code_new (expression, flags, error);
}

static gboolean
has_ascii (const char *encoding)
{
  g_autoptr (GBytes) letter = tin_text_encode ("a", encoding, NULL);

  return letter != NULL && g_bytes_get_size (letter) == 1 && *(const char *) g_bytes_get_data (letter, NULL) == 'a';
}

/* Returns: (transfer full) (nullable): the expression in the bytes of the encoding */
static char *
encode (const char  *expression,
        const char  *encoding,
        GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  const char *data;

  if (!has_ascii (encoding))
    {
      /* Translators: the placeholder is the name of a text encoding such as UTF-16LE */
      tin_set_codec_error (error, TIN_CODEC_ERROR_UNSUPPORTED, 0,
                           _("Regular expressions cannot be used with %s"), encoding);
      return NULL;
    }

  bytes = tin_text_encode (expression, encoding, error);
  if (bytes == NULL)
    return NULL;

  data = g_bytes_get_data (bytes, &size);

  return g_strndup (data, size);
}

static void
add_literal (TinPatternRegex *self,
             const char      *encoded,
             gboolean         caseless)
{
  g_autofree char *literal = tin_regex_literal_dup (encoded, caseless);
  gsize size = literal != NULL ? strlen (literal) : 0;
  g_autofree guint8 *masks = g_malloc0 (size);

  if (literal == NULL)
    return;

  for (gsize i = 0; i < size; i++)
    masks[i] = caseless && g_ascii_isalpha (literal[i]) ? 0x20 : 0;

  tin_byte_search_init (&self->literal, (const guint8 *) literal, masks, size);
  self->has_literal = TRUE;
}

TinPatternRegex *
tin_pattern_regex_new (const char  *expression,
                       const char  *encoding,
                       TinCase      letter_case,
                       gboolean     dot_all,
                       GError     **error)
{
  GRegexCompileFlags flags = OPTIONS;
  g_autoptr (TinRegexCode) characters = NULL;
  g_autoptr (TinRegexCode) bytes = NULL;
  g_autofree char *encoded = NULL;
  TinPatternRegex *self;

  if (letter_case == TIN_CASE_IGNORED || (letter_case == TIN_CASE_SMART && !has_capital (expression)))
    flags |= G_REGEX_CASELESS;

  if (dot_all)
    flags |= G_REGEX_DOTALL;

  if (!check_settings (expression, error))
    return NULL;

  encoded = encode (expression, encoding, error);
  if (encoded == NULL)
    return NULL;

  /* First, as it names the place of an error in characters. */
  characters = compile (expression, flags, error);
  if (characters == NULL)
    return NULL;

  bytes = compile (encoded, flags | G_REGEX_RAW, error);
  if (bytes == NULL)
    return NULL;

  self = g_new0 (TinPatternRegex, 1);
  self->bytes = g_steal_pointer (&bytes);
  if (tin_text_is_utf8 (encoding))
    self->characters = g_steal_pointer (&characters);

  add_literal (self, encoded, (flags & G_REGEX_CASELESS) != 0);

  return self;
}

void
tin_pattern_regex_free (TinPatternRegex *self)
{
  g_clear_pointer (&self->bytes, tin_regex_code_free);
  g_clear_pointer (&self->characters, tin_regex_code_free);
  tin_byte_search_clear (&self->literal);
  g_free (self);
}

static gboolean
is_ascii (const guint8 *data,
          gsize         size)
{
  guint64 bits = 0;
  gsize i = 0;

  for (; i + sizeof bits <= size; i += sizeof bits)
    {
      guint64 word;

      memcpy (&word, data + i, sizeof word);
      bits |= word;
    }

  for (; i < size; i++)
    bits |= data[i];

  return (bits & G_GUINT64_CONSTANT (0x8080808080808080)) == 0;
}

/* A NUL is a character, which g_utf8_validate() does not grant. */
static gboolean
is_utf8 (const char *text,
         gsize       size)
{
  const char *at = text;

  while (!g_utf8_validate_len (at, text + size - at, &at))
    {
      if (at >= text + size || *at != '\0')
        return FALSE;

      at++;
    }

  return TRUE;
}

static const TinRegexCode *
choose (const TinPatternRegex *self,
        const guint8          *data,
        gsize                  size,
        gsize                  start)
{
  if (self->characters == NULL || is_ascii (data, size) || !is_utf8 ((const char *) data, size))
    return self->bytes;

  /* Not from the middle of a character on. */
  return start == size || (data[start] & 0xC0) != 0x80 ? self->characters : self->bytes;
}

TinMatch
tin_pattern_regex_find (const TinPatternRegex *self,
                        const guint8          *data,
                        gsize                  size,
                        gsize                  start,
                        const gint            *cancelled,
                        TinSpan               *span)
{
  const guint8 *subject = data != NULL ? data : (const guint8 *) "";

  size = MIN (size, MAX_SUBJECT_SIZE);
  if (start > size)
    return TIN_MATCH_NO;

  if (self->has_literal
      && tin_byte_search_find (&self->literal, data, size, start) == TIN_BYTE_SEARCH_NOT_FOUND)
    return TIN_MATCH_NO;

  return tin_regex_code_find (choose (self, subject, size, start), subject, size, start, cancelled, span);
}
