/* tin-query-text.c: changes a typed query, and says how it could go on.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query-text.h"

#include "capture/tin-record.h"
#include "model/tin-query-lexer.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_PROPOSALS 50

static const struct
{
  const char *text;
  const char *hint;
} starts[] = {
  { "in", NC_("query", "Received") },
  { "out", NC_("query", "Sent") },
  { "data", NC_("query", "Messages only") },
  { "events", NC_("query", "Events only") },
  { "errors", NC_("query", "Errors only") },
  { "event:", NC_("query", "One kind of event, such as event:opened") },
  { "peer:", NC_("query", "Address, such as peer:127.0.0.1") },
  { "port:", NC_("query", "Port of the peer") },
  { "connection:", NC_("query", "Number of the connection") },
  { "size>", NC_("query", "Larger, such as size>1k") },
  { "size<", NC_("query", "Smaller") },
  { "size:", NC_("query", "Size, such as size:100..200") },
  { "time:", NC_("query", "Time, such as time:14:05..14:10") },
  { "time>", NC_("query", "Later") },
  { "time<", NC_("query", "Earlier") },
  { "by:", NC_("query", "Who did it: by:local, by:peer, by:rule") },
  { "hex:", NC_("query", "Bytes, such as hex:\"0d 0a\"") },
  { "text:", NC_("query", "Text that would mean something else") },
};

static int
find_word (const TinQueryToken *token,
           const char          *text,
           const char *const   *words)
{
  for (int i = 0; words[i] != NULL; i++)
    if (!token->negated && tin_query_token_is (token, text, words[i]))
      return i;

  return -1;
}

/**
 * tin_query_text_find:
 * @text: a query
 * @words: (array zero-terminated=1): words such as "in", or names such as "time"
 *
 * Returns: which of them is in it first, without a minus; -1 if none is
 */
int
tin_query_text_find (const char        *text,
                     const char *const *words)
{
  TinQueryToken token = { 0 };

  while (tin_query_lexer_next (text, token.end, &token))
    {
      int found = find_word (&token, text, words);

      if (found >= 0)
        return found;
    }

  return -1;
}

/**
 * tin_query_text_replace:
 * @text: a query
 * @words: (array zero-terminated=1): terms that go, as of tin_query_text_find()
 * @replacement: (nullable): the term that comes, at the beginning, as the end may be a quotation that is not closed
 *
 * Returns: (transfer full): the query without the ones and with the other, and with single spaces
 */
char *
tin_query_text_replace (const char        *text,
                        const char *const *words,
                        const char        *replacement)
{
  GString *out = g_string_new (replacement);
  TinQueryToken token = { 0 };

  while (tin_query_lexer_next (text, token.end, &token))
    {
      if (find_word (&token, text, words) >= 0)
        continue;

      if (out->len > 0)
        g_string_append_c (out, ' ');

      g_string_append_len (out, text + token.start, (gssize) (token.end - token.start));
    }

  return g_string_free (out, FALSE);
}

static void
free_proposal (gpointer data)
{
  TinQueryProposal *proposal = data;

  g_free (proposal->text);
  g_free (proposal);
}

static void
propose (GPtrArray  *proposals,
         const char *prefix,
         const char *text,
         const char *hint)
{
  TinQueryProposal *proposal;

  if (proposals->len >= MAX_PROPOSALS || g_ascii_strncasecmp (text, prefix, strlen (prefix)) != 0
      || strlen (text) == strlen (prefix))
    return;

  proposal = g_new (TinQueryProposal, 1);
  proposal->text = g_strdup (text);
  proposal->hint = hint;
  g_ptr_array_add (proposals, proposal);
}

static void
propose_starts (GPtrArray  *proposals,
                const char *prefix)
{
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    propose (proposals, prefix, starts[i].text, g_dpgettext2 (GETTEXT_PACKAGE, "query", starts[i].hint));
}

static void
propose_values (GPtrArray           *proposals,
                const char          *text,
                const TinQueryToken *token,
                const char          *prefix,
                const char *const   *peers)
{
  if (tin_query_token_is (token, text, "event"))
    {
      for (int event = 0; event < TIN_N_EVENTS; event++)
        propose (proposals, prefix, tin_event_get_nick (event), NULL);
    }
  else if (tin_query_token_is (token, text, "by"))
    {
      for (int by = TIN_BY_LOCAL; by <= TIN_BY_RULE; by++)
        propose (proposals, prefix, tin_by_get_nick (by), NULL);
    }
  else if (tin_query_token_is (token, text, "peer"))
    {
      for (guint i = 0; peers != NULL && peers[i] != NULL; i++)
        propose (proposals, prefix, peers[i], NULL);
    }
}

/* Finds the term that the cursor stands in or behind. */
static gboolean
find_token (const char    *text,
            gsize          cursor,
            TinQueryToken *token)
{
  token->end = 0;

  while (tin_query_lexer_next (text, token->end, token) && token->start < cursor)
    if (cursor <= token->end)
      return TRUE;

  return FALSE;
}

/**
 * tin_query_text_complete:
 * @text: a query
 * @cursor: where somebody types, bytes
 * @peers: (array zero-terminated=1) (nullable): addresses to propose
 * @start: (out): where a proposal begins in the query
 * @end: (out): where what it replaces ends
 *
 * Returns: (transfer container) (element-type TinQueryProposal): what could stand there, at most fifty; empty where
 *   there is nothing to say
 */
GPtrArray *
tin_query_text_complete (const char        *text,
                         gsize              cursor,
                         const char *const *peers,
                         gsize             *start,
                         gsize             *end)
{
  GPtrArray *proposals = g_ptr_array_new_with_free_func (free_proposal);
  TinQueryToken token = { 0 };
  g_autofree char *prefix = NULL;

  *start = cursor;
  *end = cursor;

  if (!find_token (text, cursor, &token))
    {
      propose_starts (proposals, "");
      return proposals;
    }

  if ((token.kind != TIN_QUERY_TOKEN_WORD && token.kind != TIN_QUERY_TOKEN_NAMED) || cursor < token.value_start)
    return proposals;

  *start = token.value_start;
  *end = token.end;
  prefix = g_strndup (text + token.value_start, cursor - token.value_start);

  if (token.kind == TIN_QUERY_TOKEN_WORD)
    propose_starts (proposals, prefix);
  else if (text[token.value_start - 1] != '"')
    propose_values (proposals, text, &token, prefix, peers);

  return proposals;
}

/**
 * tin_query_text_quote:
 * @text: any text
 *
 * Returns: (transfer full): a term that looks for it
 */
char *
tin_query_text_quote (const char *text)
{
  GString *out = g_string_new ("\"");

  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (out, '\\');

      g_string_append_c (out, *text);
    }

  return g_string_free (g_string_append_c (out, '"'), FALSE);
}
