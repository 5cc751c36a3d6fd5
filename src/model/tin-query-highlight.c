/* tin-query-highlight.c: where in a message stands what a query asks for.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query-private.h"

#include <string.h>

#define MAX_SLOW 8 /* times that an expression may take too many steps, which a window waits for */

/**
 * tin_query_has_highlights:
 *
 * Returns: whether there is anything that could be found in a message
 */
gboolean
tin_query_has_highlights (const TinQuery *self)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      const TinQueryTerm *term = g_ptr_array_index (self->terms, i);

      if (term->kind == TIN_QUERY_TERM_PATTERN && !term->negated)
        return TRUE;
    }

  return FALSE;
}

/* Finds it in some bytes: what an expression finds between two of them cannot be shown. */
static gboolean
find_some (TinQuery         *self,
           const TinPattern *pattern,
           const guint8     *data,
           gsize             size,
           gsize             start,
           TinSpan          *span)
{
  TinMatch match = TIN_MATCH_NO;

  if (g_atomic_int_get (&self->n_slow) >= MAX_SLOW)
    return FALSE;

  while (start < size && (match = tin_pattern_find (pattern, data, size, start, span)) == TIN_MATCH_YES)
    {
      if (span->end > span->start)
        return TRUE;

      start = span->end + 1;
    }

  if (match == TIN_MATCH_UNKNOWN)
    g_atomic_int_inc (&self->n_slow);

  return FALSE;
}

static gboolean
find_next (TinQuery     *self,
           const guint8 *data,
           gsize         size,
           gsize         start,
           gboolean      is_sentence,
           TinSpan      *span)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->terms->len; i++)
    {
      const TinQueryTerm *term = g_ptr_array_index (self->terms, i);
      const TinPattern *pattern;
      TinSpan candidate;

      if (term->kind != TIN_QUERY_TERM_PATTERN || term->negated)
        continue;

      pattern = is_sentence ? term->sentence : term->payload;
      if (pattern == NULL || !find_some (self, pattern, data, size, start, &candidate))
        continue;

      if (!found || candidate.start < span->start)
        *span = candidate;

      found = TRUE;
    }

  return found;
}

/**
 * tin_query_next_match:
 * @data: (array length=size) (nullable): bytes of a message
 * @size: how many
 * @start: where to begin
 * @span: (out): the next bytes that a term asks for, at least one
 *
 * For highlights. When expressions have taken too many steps some times, nothing is found any more.
 *
 * Returns: whether there are any
 */
gboolean
tin_query_next_match (TinQuery     *self,
                      const guint8 *data,
                      gsize         size,
                      gsize         start,
                      TinSpan      *span)
{
  return find_next (self, data, size, start, FALSE, span);
}

/**
 * tin_query_next_in_sentence:
 * @sentence: what the log says of an event
 * @start: where to begin, bytes
 * @span: (out): the next bytes that a term asks for, at least one
 *
 * For highlights.
 *
 * Returns: whether there are any
 */
gboolean
tin_query_next_in_sentence (TinQuery   *self,
                            const char *sentence,
                            gsize       start,
                            TinSpan    *span)
{
  return find_next (self, (const guint8 *) sentence, strlen (sentence), start, TRUE, span);
}
