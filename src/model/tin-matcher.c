/* tin-matcher.c: asks a query about one frame after another.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-matcher.h"

#include "model/tin-message-words.h"

#define MAX_KNOWN_PEERS (1024 * 1024) /* connections whose answer is remembered */
#define PAGE_SIZE       (4 * 1024 * 1024) /* bytes of a message that are read at a time */

enum
{
  PEER_UNKNOWN,
  PEER_WANTED,
  PEER_UNWANTED,
};

struct _TinMatcher
{
  TinFrames   *frames;      /* (owned) */
  TinCapture  *capture;     /* (owned) */
  TinQuery    *query;       /* (owned) */
  GByteArray  *peers;       /* (owned) by connection: what is known of its peer */
  guint64      n_given_up;
  guint64      n_partly;
};

/**
 * tin_matcher_new:
 * @frames: what to look at; kept
 * @query: what to ask; kept
 *
 * Returns: (transfer full): a matcher that has looked at nothing
 */
TinMatcher *
tin_matcher_new (TinFrames *frames,
                 TinQuery  *query)
{
  TinMatcher *self = g_new0 (TinMatcher, 1);

  self->frames = g_object_ref (frames);
  self->capture = g_object_ref (tin_frames_get_capture (frames));
  self->query = tin_query_ref (query);
  self->peers = g_byte_array_new ();

  return self;
}

/**
 * tin_matcher_free:
 * @self: (transfer full): a matcher
 */
void
tin_matcher_free (TinMatcher *self)
{
  g_object_unref (self->frames);
  g_object_unref (self->capture);
  tin_query_unref (self->query);
  g_byte_array_unref (self->peers);
  g_free (self);
}

/* Asks the record itself, as the index knows connections by number only. One that is gone says nothing. */
static guint8
ask_for_peer (TinMatcher *self,
              guint64     position)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  if (!tin_capture_read (self->capture, position, 0, &record, NULL))
    return PEER_UNKNOWN;

  return tin_query_matches_peer (self->query, &record.peer) ? PEER_WANTED : PEER_UNWANTED;
}

static gboolean
is_wanted_peer (TinMatcher *self,
                guint64     position,
                guint32     connection)
{
  guint8 *known;

  /* What concerns the session itself has several addresses. */
  if (connection == 0 || connection >= MAX_KNOWN_PEERS)
    return ask_for_peer (self, position) == PEER_WANTED;

  if (connection >= self->peers->len)
    {
      guint old_length = self->peers->len;

      g_byte_array_set_size (self->peers, MAX (connection + 1, MIN (old_length * 2, MAX_KNOWN_PEERS)));
      memset (self->peers->data + old_length, PEER_UNKNOWN, self->peers->len - old_length);
    }

  known = &self->peers->data[connection];
  if (*known == PEER_UNKNOWN)
    *known = ask_for_peer (self, position);

  return *known == PEER_WANTED;
}

/**
 * tin_matcher_wants:
 * @position: of the first record of a frame
 * @entry: what the index says of it
 * @size: of the frame, bytes
 *
 * Returns: whether the frame matches as far as the index and its peer tell, without a look at its bytes
 */
gboolean
tin_matcher_wants (TinMatcher          *self,
                   guint64              position,
                   const TinIndexEntry *entry,
                   guint64              size)
{
  TinQueryFacts facts = tin_query_facts (entry, size);

  return tin_query_matches_facts (self->query, &facts)
         && (!tin_query_has_peers (self->query) || is_wanted_peer (self, position, entry->connection));
}

static TinMatch
match_event (TinMatcher *self,
             guint64     position)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;
  char peer[TIN_ADDRESS_STRING_SIZE] = "";
  char local[TIN_ADDRESS_STRING_SIZE] = "";
  g_autofree char *sentence = NULL;

  if (!tin_capture_read (self->capture, position, 0, &record, NULL))
    return TIN_MATCH_NO;

  if (tin_address_is_set (&record.peer) && record.connection != 0)
    tin_address_format (&record.peer, peer);
  if (tin_address_is_set (&record.local))
    tin_address_format (&record.local, local);

  sentence = tin_message_words_dup_sentence (&record, peer, local);

  return tin_query_matches_sentence (self->query, sentence);
}

/* What an expression is asked about must be there at once; all else may be of any size.
 * Returns: %FALSE if something cannot be read */
static gboolean
look_at_pages (TinMatcher     *self,
               const TinFrame *frame,
               TinMatcherLook *look)
{
  const gboolean has_expressions = tin_query_has_expressions (self->query);

  while (!look->is_decided)
    {
      const guint64 offset = tin_query_find_page (self->query, look->n_looked);
      const gsize page_size = has_expressions && offset == 0 ? TIN_QUERY_MAX_EXPRESSION_SIZE : PAGE_SIZE;
      g_autoptr (GBytes) bytes = tin_frames_read (self->frames, frame, (guint32) offset, page_size, NULL);
      gsize size;
      const guint8 *data;

      if (bytes == NULL || g_atomic_int_get (look->query.cancelled))
        return FALSE;

      data = g_bytes_get_data (bytes, &size);
      look->is_decided = !tin_query_look (self->query, &look->query, data, size, offset == 0);
      look->n_looked = offset + size;
      if (size < page_size || look->n_looked >= frame->size)
        return TRUE;
    }

  return TRUE;
}

/* A message of several records, or of one that no scan goes past. */
static TinMatch
match_read (TinMatcher     *self,
            const TinFrame *frame,
            const gint     *cancelled)
{
  TinMatcherLook look = { .query.cancelled = cancelled };
  TinMatch match;

  if (!look_at_pages (self, frame, &look))
    return TIN_MATCH_NO;

  match = tin_query_conclude (self->query, &look.query);

  if (match == TIN_MATCH_UNKNOWN && look.query.partly)
    self->n_partly++;
  else if (match == TIN_MATCH_UNKNOWN)
    self->n_given_up++;

  return match;
}

static TinMatch
match_payload (TinMatcher   *self,
               const guint8 *data,
               gsize         size)
{
  TinMatch match = tin_query_matches_payload (self->query, data, size);

  if (match == TIN_MATCH_UNKNOWN)
    self->n_given_up++;

  return match;
}

/**
 * tin_matcher_matches:
 * @frame: one that tin_matcher_wants()
 * @item: (nullable): the record that completed it, if there is a scan
 * @cancelled: (atomic): whether nobody wants to know any more
 *
 * Counts it when it cannot find out.
 *
 * Returns: whether its bytes match, or the words of what is no data
 */
gboolean
tin_matcher_matches (TinMatcher        *self,
                     const TinFrame    *frame,
                     const TinScanItem *item,
                     const gint        *cancelled)
{
  if ((frame->flags & TIN_FRAME_EVENT) != 0)
    return match_event (self, frame->first) == TIN_MATCH_YES;

  if (item == NULL || frame->first != frame->last)
    return match_read (self, frame, cancelled) == TIN_MATCH_YES;

  if (item->payload == NULL && frame->size > 0)
    return FALSE;

  return match_payload (self, item->payload + (item->payload != NULL ? frame->offset : 0), frame->size)
         == TIN_MATCH_YES;
}

/**
 * tin_matcher_look_at_pending:
 * @frame: a message that is still coming
 * @look: what is known of what had come of it before, zeros at first
 * @cancelled: (atomic): whether nobody wants to know any more
 *
 * Looks at what has come since, or, for a regular expression, at all of it up to %TIN_QUERY_MAX_EXPRESSION_SIZE. What
 * it cannot find out is not counted here.
 *
 * Returns: whether what has come matches
 */
TinMatch
tin_matcher_look_at_pending (TinMatcher     *self,
                             const TinFrame *frame,
                             TinMatcherLook *look,
                             const gint     *cancelled)
{
  TinIndexEntry entry;

  if (!tin_frame_peek (self->capture, NULL, frame, &entry)
      || !tin_matcher_wants (self, frame->first, &entry, frame->size))
    return TIN_MATCH_NO;

  if (!tin_query_has_patterns (self->query))
    return TIN_MATCH_YES;

  /* What an expression matches may not match any more when there is more. */
  if (tin_query_has_expressions (self->query) && look->n_looked < TIN_QUERY_MAX_EXPRESSION_SIZE)
    *look = (TinMatcherLook) { 0 };

  look->query.cancelled = cancelled;

  return look_at_pages (self, frame, look) ? tin_query_conclude (self->query, &look->query) : TIN_MATCH_NO;
}

/**
 * tin_matcher_get_n_given_up:
 *
 * Returns: messages of which it was not found out whether they match, as that took too many steps
 */
guint64
tin_matcher_get_n_given_up (TinMatcher *self)
{
  return self->n_given_up;
}

/**
 * tin_matcher_get_n_partly:
 *
 * Returns: messages of which it was not found out, as an expression is asked about the first %TIN_QUERY_MAX_EXPRESSION_SIZE
 *   bytes only
 */
guint64
tin_matcher_get_n_partly (TinMatcher *self)
{
  return self->n_partly;
}
