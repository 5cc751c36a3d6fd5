/* tin-query-look.c: looks at a message page by page for what a query asks for.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query-private.h"

#define MAX_UNIT 4 /* bytes that a character begins at multiples of, in UTF-32 */

static gboolean
has_bit (const guint64 *bits,
         guint          index)
{
  return (bits[index / 64] >> (index % 64) & 1) != 0;
}

static void
set_bit (guint64 *bits,
         guint    index)
{
  bits[index / 64] |= G_GUINT64_CONSTANT (1) << (index % 64);
}

/**
 * tin_query_has_expressions:
 *
 * Returns: whether it has regular expressions, which have to see a message as a whole
 */
gboolean
tin_query_has_expressions (const TinQuery *self)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      const TinQueryTerm *term = g_ptr_array_index (self->terms, i);

      if (term->kind == TIN_QUERY_TERM_PATTERN && tin_pattern_get_size (term->payload) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * tin_query_get_overlap:
 *
 * Returns: by how many bytes at least a page has to begin before the end of the one before, so that nothing is missed
 *   between both; what begins at multiples of such a size is where characters may begin
 */
gsize
tin_query_get_overlap (const TinQuery *self)
{
  gsize overlap = 0;

  for (guint i = 0; i < self->terms->len; i++)
    {
      const TinQueryTerm *term = g_ptr_array_index (self->terms, i);

      if (term->kind == TIN_QUERY_TERM_PATTERN)
        overlap = MAX (overlap, tin_pattern_get_size (term->payload));
    }

  return (overlap + MAX_UNIT - 1) / MAX_UNIT * MAX_UNIT;
}

/**
 * tin_query_find_page:
 * @n_looked: bytes of a message that were looked at
 *
 * Returns: where the next page begins, so that nothing is missed between both
 */
guint64
tin_query_find_page (const TinQuery *self,
                     guint64         n_looked)
{
  const guint64 overlap = MIN (n_looked, tin_query_get_overlap (self));

  return (n_looked - overlap) / MAX_UNIT * MAX_UNIT;
}

/* Returns: whether it holds for certain, for what is known */
static gboolean
look_for_term (const TinQueryTerm *term,
               guint               index,
               TinQueryLook       *look,
               const guint8       *data,
               gsize               size,
               gboolean            is_first)
{
  TinMatch match = TIN_MATCH_NO;

  if (has_bit (look->found, index))
    return !term->negated;

  if (is_first || tin_pattern_get_size (term->payload) > 0)
    match = tin_pattern_find_until (term->payload, data, size, 0, look->cancelled, NULL);
  else
    look->partly = TRUE;

  if (match == TIN_MATCH_UNKNOWN)
    set_bit (look->unsure, index);

  if (match != TIN_MATCH_YES)
    return FALSE;

  set_bit (look->found, index);

  return !term->negated;
}

/**
 * tin_query_look:
 * @look: what is known so far
 * @data: (array length=size) (nullable): the next page of a message
 * @size: bytes of it
 * @is_first: whether it is the first one; regular expressions are asked about no other
 *
 * Looks for the terms about bytes.
 *
 * Returns: whether a further page may change what tin_query_conclude() says
 */
gboolean
tin_query_look (const TinQuery *self,
                TinQueryLook   *look,
                const guint8   *data,
                gsize           size,
                gboolean        is_first)
{
  gboolean open = FALSE;

  for (guint i = 0; i < self->terms->len; i++)
    {
      const TinQueryTerm *term = g_ptr_array_index (self->terms, i);

      if (term->kind != TIN_QUERY_TERM_PATTERN)
        continue;

      open |= !look_for_term (term, i, look, data, size, is_first);
      if (term->negated && has_bit (look->found, i))
        return FALSE;
    }

  return open;
}

/**
 * tin_query_conclude:
 * @look: what is known after the last page
 *
 * Returns: whether the terms about bytes hold
 */
TinMatch
tin_query_conclude (const TinQuery     *self,
                    const TinQueryLook *look)
{
  TinMatch result = TIN_MATCH_YES;

  for (guint i = 0; i < self->terms->len; i++)
    {
      const TinQueryTerm *term = g_ptr_array_index (self->terms, i);
      gboolean is_expression;

      if (term->kind != TIN_QUERY_TERM_PATTERN)
        continue;

      is_expression = tin_pattern_get_size (term->payload) == 0;
      if (!has_bit (look->found, i) && (has_bit (look->unsure, i) || (is_expression && look->partly)))
        result = TIN_MATCH_UNKNOWN;
      else if (has_bit (look->found, i) == term->negated)
        return TIN_MATCH_NO;
    }

  return result;
}
