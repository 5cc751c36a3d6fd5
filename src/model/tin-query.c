/* tin-query.c: which messages are wanted, as a line that somebody typed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query.h"

#include "codec/tin-codec-error.h"
#include "model/tin-message-words.h"
#include "model/tin-query-term.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_TERMS 256

/* Clocks change at a quarter of an hour if they do, RFC 8536 notwithstanding. */
#define ZONE_SPAN_SECONDS 900

/**
 * TinQuery:
 * @zone: local time, for terms of every day
 * @zone_cache: (atomic): a quarter of an hour in the upper half, and in the lower how far local time is ahead of UTC
 *   in it, seconds
 */
struct _TinQuery
{
  gatomicrefcount  n_references;
  GPtrArray       *terms;         /* (owned) (element-type TinQueryTerm) */
  GTimeZone       *zone;          /* (owned) */
  guint64          zone_cache;
  gboolean         has_facts;
  gboolean         has_peers;
  gboolean         has_patterns;
};

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
 * anything in quotation marks with the escapes of tin_escape_decode(), as text. `text:in` is the text "in".
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
      if (self->terms->len > MAX_TERMS)
        {
          tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, token.start, _("The text is too long"));
          return NULL;
        }
    }

  return g_steal_pointer (&self);
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

/**
 * tin_query_facts:
 * @entry: of the record that a message begins in
 * @size: bytes of the whole message
 *
 * Returns: what is known of it
 */
TinQueryFacts
tin_query_facts (const TinIndexEntry *entry,
                 guint64              size)
{
  return (TinQueryFacts) {
           .event = entry->event,
           .direction = entry->direction,
           .by = entry->by,
           .connection = entry->connection,
           .size = size,
           .time_us = entry->time_us,
  };
}

static gint64
get_utc_offset_us (TinQuery *self,
                   gint64    time_us)
{
  gint64 seconds = time_us / G_TIME_SPAN_SECOND;
  guint32 span = (guint32) (seconds / ZONE_SPAN_SECONDS);
  guint64 cached = __atomic_load_n (&self->zone_cache, __ATOMIC_RELAXED);
  gint32 offset = (gint32) (guint32) cached;

  if (cached == 0 || cached >> 32 != span)
    {
      int interval = g_time_zone_find_interval (self->zone, G_TIME_TYPE_UNIVERSAL, seconds);

      offset = interval >= 0 ? g_time_zone_get_offset (self->zone, interval) : 0;
      __atomic_store_n (&self->zone_cache, (guint64) span << 32 | (guint32) offset, __ATOMIC_RELAXED);
    }

  return offset * G_TIME_SPAN_SECOND;
}

/* Whether a term about what is known of a message holds. */
static gboolean
holds (TinQuery            *self,
       const TinQueryTerm  *term,
       const TinQueryFacts *facts)
{
  gboolean is_data = facts->event == TIN_EVENT_DATA;

  switch (term->kind)
    {
    case TIN_QUERY_TERM_DIRECTION:
      return is_data && facts->direction == term->direction;

    case TIN_QUERY_TERM_DATA:
      return is_data;

    case TIN_QUERY_TERM_EVENTS:
      return !is_data;

    case TIN_QUERY_TERM_ERRORS:
      return tin_event_is_problem (facts->event);

    case TIN_QUERY_TERM_EVENT:
      return facts->event == term->event;

    case TIN_QUERY_TERM_BY:
      return facts->by == term->by;

    case TIN_QUERY_TERM_CONNECTION:
      return facts->connection >= term->first && facts->connection <= term->last;

    case TIN_QUERY_TERM_SIZE:
      return is_data && facts->size >= term->first && facts->size <= term->last;

    case TIN_QUERY_TERM_TIME:
      return tin_query_time_contains (&term->time, facts->time_us,
                                      term->time.is_daily ? get_utc_offset_us (self, facts->time_us) : 0);

    case TIN_QUERY_TERM_PEER:
    case TIN_QUERY_TERM_PATTERN:
    default:
      return !term->negated;
    }
}

/**
 * tin_query_matches_facts:
 * @facts: what is known of a message
 *
 * Returns: %FALSE if it cannot match, whatever its peer and its bytes are
 */
gboolean
tin_query_matches_facts (TinQuery            *self,
                         const TinQueryFacts *facts)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      const TinQueryTerm *term = g_ptr_array_index (self->terms, i);

      if (holds (self, term, facts) == term->negated)
        return FALSE;
    }

  return TRUE;
}

/**
 * tin_query_has_facts:
 *
 * Returns: whether tin_query_matches_facts() may say no to anything
 */
gboolean
tin_query_has_facts (const TinQuery *self)
{
  return self->has_facts;
}

/**
 * tin_query_has_peers:
 *
 * Returns: whether tin_query_matches_peer() has to be asked, too
 */
gboolean
tin_query_has_peers (const TinQuery *self)
{
  return self->has_peers;
}

static gboolean
is_peer (const TinQueryTerm *term,
         const TinAddress   *peer)
{
  GSocketFamily family = peer->family == TIN_FAMILY_IPV4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;
  g_autoptr (GInetAddress) address = NULL;

  if (!tin_address_is_set (peer) || (term->port != 0 && term->port != peer->port))
    return FALSE;

  if (term->network == NULL)
    return TRUE;

  address = g_inet_address_new_from_bytes (peer->bytes, family);

  return g_inet_address_mask_matches (term->network, address);
}

/**
 * tin_query_matches_peer:
 * @peer: the remote address of a message's connection, which is not set if it has none
 *
 * Returns: whether the terms about peers hold
 */
gboolean
tin_query_matches_peer (const TinQuery   *self,
                        const TinAddress *peer)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      const TinQueryTerm *term = g_ptr_array_index (self->terms, i);

      if (term->kind == TIN_QUERY_TERM_PEER && is_peer (term, peer) == term->negated)
        return FALSE;
    }

  return TRUE;
}

/**
 * tin_query_has_patterns:
 *
 * Returns: whether tin_query_matches_payload() or tin_query_matches_sentence() has to be asked, too
 */
gboolean
tin_query_has_patterns (const TinQuery *self)
{
  return self->has_patterns;
}

/* Of what could not be found out neither a term nor its negation holds. */
static TinMatch
match_patterns (const TinQuery *self,
                const guint8   *data,
                gsize           size,
                gboolean        is_sentence)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      const TinQueryTerm *term = g_ptr_array_index (self->terms, i);
      const TinPattern *pattern;
      TinMatch match = TIN_MATCH_NO;

      if (term->kind != TIN_QUERY_TERM_PATTERN)
        continue;

      pattern = is_sentence ? term->sentence : term->payload;
      if (pattern != NULL)
        match = tin_pattern_find (pattern, data, size, 0, NULL);

      if (match == TIN_MATCH_UNKNOWN)
        return match;

      if ((match == TIN_MATCH_YES) == term->negated)
        return TIN_MATCH_NO;
    }

  return TIN_MATCH_YES;
}

/**
 * tin_query_matches_payload:
 * @data: (array length=size) (nullable): all the bytes of a message
 * @size: how many
 *
 * Returns: whether the terms about bytes hold
 */
TinMatch
tin_query_matches_payload (const TinQuery *self,
                           const guint8   *data,
                           gsize           size)
{
  return match_patterns (self, data, size, FALSE);
}

/**
 * tin_query_matches_sentence:
 * @sentence: what the log says of an event
 *
 * Returns: whether the terms about text hold; bytes in hexadecimal are never in it
 */
TinMatch
tin_query_matches_sentence (const TinQuery *self,
                            const char     *sentence)
{
  return match_patterns (self, (const guint8 *) sentence, strlen (sentence), TRUE);
}

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
find_some (const TinPattern *pattern,
           const guint8     *data,
           gsize             size,
           gsize             start,
           TinSpan          *span)
{
  while (start < size && tin_pattern_find (pattern, data, size, start, span) == TIN_MATCH_YES)
    {
      if (span->end > span->start)
        return TRUE;

      start = span->end + 1;
    }

  return FALSE;
}

static gboolean
find_next (const TinQuery *self,
           const guint8   *data,
           gsize           size,
           gsize           start,
           gboolean        is_sentence,
           TinSpan        *span)
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
      if (pattern == NULL || !find_some (pattern, data, size, start, &candidate))
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
 * For highlights.
 *
 * Returns: whether there are any
 */
gboolean
tin_query_next_match (const TinQuery *self,
                      const guint8   *data,
                      gsize           size,
                      gsize           start,
                      TinSpan        *span)
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
tin_query_next_in_sentence (const TinQuery *self,
                            const char     *sentence,
                            gsize           start,
                            TinSpan        *span)
{
  return find_next (self, (const guint8 *) sentence, strlen (sentence), start, TRUE, span);
}
