/* tin-query-field.c: a named term of a typed query, as a form has it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query-field.h"

#include <string.h>

#include "model/tin-query-lexer.h"
#include "model/tin-query-text.h"

#define RANGE ".."

static gboolean
find_term (const char    *text,
           const char    *name,
           TinQueryToken *token)
{
  token->end = 0;

  while (tin_query_lexer_next (text, token->end, token))
    if (token->kind == TIN_QUERY_TOKEN_NAMED && !token->negated && tin_query_token_is (token, text, name))
      return TRUE;

  return FALSE;
}

/* What a form holds is one term, whatever is in it. */
static void
append_value (GString    *term,
              const char *value)
{
  g_autofree char *quoted = NULL;

  if (strpbrk (value, " \t\r\n\"\\") != NULL)
    value = quoted = tin_query_text_quote (value);

  g_string_append (term, value);
}

static char *
set_term (const char *text,
          const char *name,
          const char *operator,
          const char *value)
{
  const char *const names[] = { name, NULL };
  g_autoptr (GString) term = g_string_new (name);

  if (*value == '\0')
    return tin_query_text_replace (text, names, NULL);

  g_string_append (term, operator);
  append_value (term, value);

  return tin_query_text_replace (text, names, term->str);
}

/**
 * tin_query_field_dup_value:
 * @text: a query
 * @name: of a term, such as "peer"
 *
 * Returns: (transfer full): what the first term of that name asks for, without what stands between the two; "" if there
 *   is none
 */
char *
tin_query_field_dup_value (const char *text,
                           const char *name)
{
  TinQueryToken token;

  return find_term (text, name, &token) ? tin_query_token_dup_value (&token, text) : g_strdup ("");
}

/**
 * tin_query_field_set_value:
 * @text: a query
 * @name: of a term
 * @value: what it is to ask for, as somebody typed it; "" for nothing
 *
 * Whether the value can be understood is for whoever reads the query.
 *
 * Returns: (transfer full): the query with this term of that name at its beginning, and no other
 */
char *
tin_query_field_set_value (const char *text,
                           const char *name,
                           const char *value)
{
  return set_term (text, name, ":", value);
}

/**
 * tin_query_field_dup_range:
 * @text: a query
 * @name: of a term that asks for an amount or a time
 * @first: (out) (transfer full): from where; "" if from anywhere
 * @last: (out) (transfer full): to where; "" if to anywhere
 *
 * Of the first term of that name. A form does not tell “more than” from “at least”.
 */
void
tin_query_field_dup_range (const char  *text,
                           const char  *name,
                           char       **first,
                           char       **last)
{
  g_autofree char *value = NULL;
  gboolean has_first, has_last;
  TinQueryToken token;
  char *range;

  if (!find_term (text, name, &token))
    {
      *first = g_strdup ("");
      *last = g_strdup ("");
      return;
    }

  value = tin_query_token_dup_value (&token, text);
  has_first = token.operator != '<' && token.operator != 'l';
  has_last = token.operator != '>' && token.operator != 'g';
  range = has_first && has_last ? strstr (value, RANGE) : NULL;
  if (range != NULL)
    *range = '\0';

  *first = g_strdup (has_first ? value : "");
  *last = g_strdup (range != NULL ? range + strlen (RANGE) : has_last ? value : "");
}

/**
 * tin_query_field_set_range:
 * @text: a query
 * @name: of a term that asks for an amount or a time
 * @first: from where, included; "" for anywhere
 * @last: to where, included; "" for anywhere
 *
 * Returns: (transfer full): the query with this term of that name at its beginning, and no other
 */
char *
tin_query_field_set_range (const char *text,
                           const char *name,
                           const char *first,
                           const char *last)
{
  g_autofree char *value = NULL;

  if (*last == '\0')
    return set_term (text, name, ">=", first);

  if (*first == '\0')
    return set_term (text, name, "<=", last);

  value = g_strconcat (first, RANGE, last, NULL);

  return set_term (text, name, ":", value);
}
