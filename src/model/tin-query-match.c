/* tin-query-match.c: whether a message is what a query asks for.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query-private.h"

#include "model/tin-message-words.h"

#include <string.h>

/* Clocks change at a quarter of an hour if they do, RFC 8536 notwithstanding. */
#define ZONE_SPAN_SECONDS 900

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

/* Of what could not be found out neither a term nor its negation holds, unless another term says no. */
static TinMatch
match_patterns (const TinQuery *self,
                const guint8   *data,
                gsize           size,
                gboolean        is_sentence)
{
  TinMatch result = TIN_MATCH_YES;

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
        result = TIN_MATCH_UNKNOWN;
      else if ((match == TIN_MATCH_YES) == term->negated)
        return TIN_MATCH_NO;
    }

  return result;
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
