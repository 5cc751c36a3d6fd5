/* tin-query.c: which messages are wanted, as a line that somebody typed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query-private.h"

#include "codec/tin-codec-error.h"

#include <string.h>

#include <glib/gi18n-lib.h>

G_DEFINE_BOXED_TYPE (TinQuery, tin_query, tin_query_ref, tin_query_unref)

static TinQuery *
query_new (void)
{
  TinQuery *self = g_new0 (TinQuery, 1);

  g_atomic_ref_count_init (&self->n_references);
  self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) tin_query_term_unref);
  self->zone = g_time_zone_new_local ();

  return self;
}

static void
take_term (TinQuery     *self,
           TinQueryTerm *term)
{
  self->has_peers |= term->kind == TIN_QUERY_TERM_PEER;
  self->has_patterns |= term->kind == TIN_QUERY_TERM_PATTERN;
  self->has_facts |= term->kind != TIN_QUERY_TERM_PEER && term->kind != TIN_QUERY_TERM_PATTERN;
  g_ptr_array_add (self->terms, term);
}

/* Somebody who typed an expression that does not end should not wonder why it is not found. */
static void
take_hint (TinQuery            *self,
           const TinQueryToken *token,
           const char          *text,
           TinQueryFlags        flags)
{
  if (token->kind == TIN_QUERY_TOKEN_WORD && text[token->value_start] == '/' && (flags & TIN_QUERY_REGEX) == 0)
    self->hint = _("Looking for text with a slash. A regular expression stands between two, such as /a+b/.");
}

static gboolean
check_text (const char  *text,
            GError     **error)
{
  const char *end;

  if (strlen (text) > TIN_QUERY_MAX_SIZE)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, TIN_QUERY_MAX_SIZE, _("The text is too long"));
      return FALSE;
    }

  if (g_utf8_validate (text, -1, &end))
    return TRUE;

  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, (gsize) (end - text),
                       _("This byte is no character in UTF-8"));

  return FALSE;
}

/**
 * tin_query_new:
 * @text: what was typed
 * @flags: how text in it is meant
 * @encoding: what payloads are text in, an iconv name
 * @error: return location for an error
 *
 * Terms stand apart by spaces, and all must hold; a minus before one means that it must not. They are:
 * `in`, `out`, `data`, `events`, `errors`; `event:opened`, `by:rule`; `peer:127.0.0.1`, `peer:[::1]:8080`,
 * `peer:10.0.0.0/8`, `port:8080`, `connection:17`; `size>100`, `size:1k..2k`; `time:14:05`, `time:14:05..14:10`,
 * `time>2026-08-01T14:05`; `/expression/` with `i`, `c` and `s` behind it; `hex:"0d 0a"`; and any other word, or
 * anything in quotation marks with the escapes of tin_escape_decode(), as text. `text:in` is the text "in", and
 * `/item/3` or `/index.html`, which do not end as an expression does, are texts, too.
 *
 * Fails with a %TIN_CODEC_ERROR that points at the fault.
 *
 * Returns: (transfer full) (nullable): the query; of nothing one that every message matches
 */
TinQuery *
tin_query_new (const char     *text,
               TinQueryFlags   flags,
               const char     *encoding,
               GError        **error)
{
  g_autoptr (TinQuery) self = NULL;
  TinQueryToken token = { 0 };

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (encoding != NULL, NULL);

  if (!check_text (text, error))
    return NULL;

  for (self = query_new (); tin_query_lexer_next (text, token.end, &token);)
    {
      TinQueryTerm *term = tin_query_term_parse (text, &token, flags, encoding, error);

      if (term == NULL)
        return NULL;

      take_term (self, term);
      take_hint (self, &token, text, flags);
      if (self->terms->len > TIN_QUERY_MAX_TERMS)
        {
          tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, token.start, _("The text is too long"));
          return NULL;
        }
    }

  return g_steal_pointer (&self);
}

/**
 * tin_query_get_hint:
 *
 * Returns: (nullable): what somebody should know who may have meant something else, translated
 */
const char *
tin_query_get_hint (const TinQuery *self)
{
  return self->hint;
}

/**
 * tin_query_with_connection:
 * @self: (nullable): a query, or %NULL for every message
 * @connection: 0 for every one
 *
 * Returns: (transfer full): the same query, and of one connection only
 */
TinQuery *
tin_query_with_connection (TinQuery *self,
                           guint32   connection)
{
  TinQuery *both;

  if (self != NULL && connection == 0)
    return tin_query_ref (self);

  both = query_new ();
  both->hint = self != NULL ? self->hint : NULL;
  if (connection != 0)
    take_term (both, tin_query_term_new_connection (connection));

  for (guint i = 0; self != NULL && i < self->terms->len; i++)
    take_term (both, g_atomic_rc_box_acquire (g_ptr_array_index (self->terms, i)));

  return both;
}

/**
 * tin_query_ref:
 *
 * Returns: (transfer full): the same query
 */
TinQuery *
tin_query_ref (TinQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->n_references);

  return self;
}

/**
 * tin_query_unref:
 * @self: (transfer full): a query
 */
void
tin_query_unref (TinQuery *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->n_references))
    return;

  g_ptr_array_unref (self->terms);
  g_time_zone_unref (self->zone);
  g_free (self);
}

/**
 * tin_query_is_empty:
 *
 * Returns: whether it asks for nothing, so that every message matches
 */
gboolean
tin_query_is_empty (const TinQuery *self)
{
  return self->terms->len == 0;
}
