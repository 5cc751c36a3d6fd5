/* tin-query-term-text.c: what a query asks for in the bytes of a message.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query-term.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-escape.h"
#include "codec/tin-hex.h"
#include "codec/tin-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Only "is" makes sense for what has no order. */
gboolean
tin_query_reader_check_is (const TinQueryReader  *reader,
                           GError               **error)
{
  if (reader->token->operator == ':' || reader->token->operator == '=')
    return TRUE;

  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, reader->token->name_end, _("Only a colon can stand here"));

  return FALSE;
}

gboolean
tin_query_term_read_hex (TinQueryTerm          *self,
                         const TinQueryReader  *reader,
                         GError               **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) bytes = NULL;

  self->kind = TIN_QUERY_TERM_PATTERN;

  if (!tin_query_reader_check_is (reader, error))
    return FALSE;

  bytes = tin_hex_decode (reader->value, &cause);
  if (bytes == NULL)
    {
      tin_propagate_codec_error (error, g_steal_pointer (&cause), reader->token->value_start);
      return FALSE;
    }

  if (g_bytes_get_size (bytes) == 0)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_TRUNCATED, reader->token->value_start,
                           _("Bytes are written in hexadecimal, such as hex:\"0d 0a\""));
      return FALSE;
    }

  self->payload = tin_pattern_new_bytes (bytes);

  return TRUE;
}

/* Regular expressions have escapes of their own, and a quotation mark is the only one of ours. */
static char *
unescape_marks (const char *value)
{
  GString *out = g_string_new (NULL);

  for (const char *at = value; *at != '\0'; at++)
    {
      if (at[0] == '\\' && at[1] == '"')
        continue;

      if (at[0] == '\\' && at[1] != '\0')
        g_string_append_c (out, *at++);

      g_string_append_c (out, *at);
    }

  return g_string_free (out, FALSE);
}

static gboolean
read_regex (TinQueryTerm          *self,
            const TinQueryReader  *reader,
            const char            *expression,
            TinCase                letter_case,
            gboolean               dot_all,
            GError               **error)
{
  g_autoptr (GError) cause = NULL;

  self->kind = TIN_QUERY_TERM_PATTERN;
  self->payload = tin_pattern_new_regex (expression, reader->encoding, letter_case, dot_all, &cause);
  if (self->payload == NULL)
    {
      tin_propagate_codec_error (error, g_steal_pointer (&cause), reader->token->value_start);
      return FALSE;
    }

  self->sentence = tin_pattern_new_regex (expression, "UTF-8", letter_case, dot_all, NULL);

  return TRUE;
}

static TinCase
get_case (const TinQueryReader *reader)
{
  return (reader->flags & TIN_QUERY_MATCH_CASE) != 0 ? TIN_CASE_MATTERS : TIN_CASE_SMART;
}

/* Bytes that are no text in the encoding are wanted as they are. */
static gboolean
read_escaped (TinQueryTerm          *self,
              const TinQueryReader  *reader,
              GError               **error)
{
  g_autofree char *value = unescape_marks (reader->value);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) bytes = tin_escape_decode (value, reader->encoding, &cause);
  g_autofree char *text = NULL;
  gsize size;
  gsize text_size;

  if (bytes == NULL)
    {
      tin_propagate_codec_error (error, g_steal_pointer (&cause), reader->token->value_start);
      return FALSE;
    }

  size = g_bytes_get_size (bytes);
  text = tin_text_decode_sized (g_bytes_get_data (bytes, NULL), size, reader->encoding, &text_size, NULL);

  if (text == NULL || strlen (text) != text_size)
    {
      self->payload = tin_pattern_new_bytes (bytes);
      return TRUE;
    }

  self->payload = tin_pattern_new_text (text, reader->encoding, get_case (reader), error);
  self->sentence = tin_pattern_new_text (text, "UTF-8", get_case (reader), NULL);

  return self->payload != NULL;
}

gboolean
tin_query_term_read_text (TinQueryTerm          *self,
                          const TinQueryReader  *reader,
                          GError               **error)
{
  const TinQueryToken *token = reader->token;
  gboolean quoted = token->value_start > token->start && reader->text[token->value_start - 1] == '"';
  g_autoptr (GError) cause = NULL;

  self->kind = TIN_QUERY_TERM_PATTERN;

  if (token->kind == TIN_QUERY_TOKEN_NAMED && !tin_query_reader_check_is (reader, error))
    return FALSE;

  if ((reader->flags & TIN_QUERY_REGEX) != 0 && reader->value[0] != '\0')
    {
      g_autofree char *expression = quoted ? unescape_marks (reader->value) : g_strdup (reader->value);

      return read_regex (self, reader, expression, get_case (reader), FALSE, error);
    }

  if (quoted && strchr (reader->value, '\\') != NULL)
    return read_escaped (self, reader, error);

  self->payload = tin_pattern_new_text (reader->value, reader->encoding, get_case (reader), &cause);
  if (self->payload == NULL)
    {
      tin_propagate_codec_error (error, g_steal_pointer (&cause), token->value_start);
      return FALSE;
    }

  self->sentence = tin_pattern_new_text (reader->value, "UTF-8", get_case (reader), NULL);

  return TRUE;
}

gboolean
tin_query_term_read_regex (TinQueryTerm          *self,
                           const TinQueryReader  *reader,
                           GError               **error)
{
  TinCase letter_case = get_case (reader);
  gboolean dot_all = FALSE;

  for (gsize i = reader->token->value_end + 1; i < reader->token->end; i++)
    {
      if (reader->text[i] == 's')
        dot_all = TRUE;
      else
        letter_case = reader->text[i] == 'i' ? TIN_CASE_IGNORED : TIN_CASE_MATTERS;
    }

  return read_regex (self, reader, reader->value, letter_case, dot_all, error);
}
