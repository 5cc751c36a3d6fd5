/* tin-query-lexer.c: the terms of a typed query, not understood yet.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query-lexer.h"

#include <string.h>

/* What may stand before an operator. Anything else with a colon in it is text, as an address on the web. */
static const char *const names[] = { "peer", "port", "connection", "size", "time", "event", "by", "hex", "text" };

#define OPERATORS ":=<>"

static gboolean
is_space (char character)
{
  return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

/* Returns: the place of the mark that ends what begins at @offset, or of the end of the text */
static gsize
find_mark (const char *text,
           gsize       offset,
           char        mark)
{
  while (text[offset] != '\0' && text[offset] != mark)
    offset += text[offset] == '\\' && text[offset + 1] != '\0' ? 2 : 1;

  return offset;
}

static gsize
find_space (const char *text,
            gsize       offset)
{
  while (text[offset] != '\0' && !is_space (text[offset]))
    offset++;

  return offset;
}

static void
read_marked (TinQueryToken *token,
             const char    *text,
             gsize          offset)
{
  token->value_start = offset + 1;
  token->value_end = find_mark (text, offset + 1, text[offset]);
  token->finished = text[token->value_end] != '\0';
  token->end = token->value_end + (token->finished ? 1 : 0);
}

/* A path begins as an expression does, but does not end as one: behind the second slash are flags, if anything, and
 * between both is something. */
static gboolean
read_regex (TinQueryToken *token,
            const char    *text,
            gsize          offset)
{
  TinQueryToken regex = *token;

  regex.kind = TIN_QUERY_TOKEN_REGEX;
  read_marked (&regex, text, offset);
  if (!regex.finished || regex.value_start == regex.value_end)
    return FALSE;

  regex.end += strspn (text + regex.end, TIN_QUERY_REGEX_FLAGS);
  if (text[regex.end] != '\0' && !is_space (text[regex.end]))
    return FALSE;

  *token = regex;

  return TRUE;
}

static void
read_value (TinQueryToken *token,
            const char    *text,
            gsize          offset)
{
  if (text[offset] == '"')
    {
      read_marked (token, text, offset);
      return;
    }

  token->value_start = offset;
  token->value_end = find_space (text, offset);
  token->end = token->value_end;
  token->finished = TRUE;
}

/* Returns: the size of the name that stands at @text and before an operator, or 0 */
static gsize
measure_name (const char *text)
{
  gsize size = 0;

  while (g_ascii_isalpha (text[size]))
    size++;

  if (size == 0 || text[size] == '\0' || strchr (OPERATORS, text[size]) == NULL)
    return 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == size && g_ascii_strncasecmp (names[i], text, size) == 0)
      return size;

  return 0;
}

static void
read_named (TinQueryToken *token,
            const char    *text,
            gsize          offset,
            gsize          name_size)
{
  gsize at = offset + name_size;

  token->kind = TIN_QUERY_TOKEN_NAMED;
  token->name_start = offset;
  token->name_end = at;
  token->operator = text[at++];

  if ((token->operator == '<' || token->operator == '>') && text[at] == '=')
    {
      token->operator = token->operator == '<' ? 'l' : 'g';
      at++;
    }

  read_value (token, text, at);
}

/**
 * tin_query_lexer_next:
 * @text: a query
 * @offset: where to go on, bytes
 * @token: (out): the next term
 *
 * Any text is a row of terms; whether they make sense is for others to say.
 *
 * Returns: %FALSE at the end
 */
gboolean
tin_query_lexer_next (const char    *text,
                      gsize          offset,
                      TinQueryToken *token)
{
  gsize name_size;

  while (is_space (text[offset]))
    offset++;

  if (text[offset] == '\0')
    return FALSE;

  *token = (TinQueryToken) { .kind = TIN_QUERY_TOKEN_WORD, .start = offset };
  if (text[offset] == '-')
    {
      token->negated = TRUE;
      offset++;
    }

  if (text[offset] == '/' && read_regex (token, text, offset))
    return TRUE;

  name_size = measure_name (text + offset);
  if (name_size > 0)
    {
      read_named (token, text, offset, name_size);
    }
  else
    {
      token->kind = text[offset] == '"' ? TIN_QUERY_TOKEN_QUOTED : TIN_QUERY_TOKEN_WORD;
      read_value (token, text, offset);
    }

  return TRUE;
}

/**
 * tin_query_token_is:
 * @text: the query that it is of
 * @word: in small ASCII letters
 *
 * Returns: whether it is this word, or has this name
 */
gboolean
tin_query_token_is (const TinQueryToken *self,
                    const char          *text,
                    const char          *word)
{
  gsize start = self->value_start;
  gsize end = self->value_end;

  if (self->kind == TIN_QUERY_TOKEN_NAMED)
    {
      start = self->name_start;
      end = self->name_end;
    }
  else if (self->kind != TIN_QUERY_TOKEN_WORD)
    {
      return FALSE;
    }

  return strlen (word) == end - start && g_ascii_strncasecmp (text + start, word, end - start) == 0;
}

/**
 * tin_query_token_dup_value:
 * @text: the query that it is of
 *
 * Returns: (transfer full): what it says, escapes as they are
 */
char *
tin_query_token_dup_value (const TinQueryToken *self,
                           const char          *text)
{
  return g_strndup (text + self->value_start, self->value_end - self->value_start);
}
