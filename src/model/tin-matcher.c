/* tin-matcher.c: asks a query about one frame after another.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-matcher.h"

#include "capture/tin-scan.h"
#include "model/tin-message-words.h"

#define MAX_KNOWN_PEERS (1024 * 1024) /* connections whose answer is remembered */
#define SCAN_FRACTION   64            /* fewer frames than this part of a row are read one by one */
#define N_SAMPLES       256           /* frames that tell how many of a row are wanted */
#define CANCEL_INTERVAL 4096          /* frames between two looks at whether it goes on */
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
  GArray      *candidates;  /* (owned) (element-type guint32) */
  gboolean     is_identity;
  const gint  *cancelled;   /* (unowned) (nullable) (atomic) while it runs */
  guint64      reached;
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
  self->is_identity = tin_frames_is_identity (frames);
  self->query = tin_query_ref (query);
  self->peers = g_byte_array_new ();
  self->candidates = g_array_new (FALSE, FALSE, sizeof (guint32));

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
  g_array_unref (self->candidates);
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

/* Where a frame is a record, the index alone knows all of it. */
static void
make_frame (TinFrame            *frame,
            guint64              position,
            const TinIndexEntry *entry)
{
  *frame = (TinFrame) {
    .first = position,
    .last = position,
    .size = entry->size,
    .flags = entry->event == TIN_EVENT_DATA ? 0 : TIN_FRAME_EVENT,
  };
}

static gboolean
is_wanted (TinMatcher          *self,
           guint64              position,
           const TinIndexEntry *entry,
           guint64              size)
{
  TinQueryFacts facts = tin_query_facts (entry, size);

  return tin_query_matches_facts (self->query, &facts)
         && (!tin_query_has_peers (self->query) || is_wanted_peer (self, position, entry->connection));
}

static gboolean
is_candidate (TinMatcher *self,
              guint64     number)
{
  TinFrame frame = { .first = number };
  TinIndexEntry entry;

  if (!self->is_identity && !tin_frames_get (self->frames, number, &frame))
    return FALSE;

  return tin_capture_peek (self->capture, frame.first, &entry)
         && is_wanted (self, frame.first, &entry, self->is_identity ? entry.size : frame.size);
}

static gboolean
find_candidates (TinMatcher *self,
                 guint64     first,
                 guint64     end,
                 GArray     *candidates)
{
  g_array_set_size (candidates, 0);

  for (guint64 number = first; number < end; number++)
    {
      guint32 offset = (guint32) (number - first);

      if (offset % CANCEL_INTERVAL == 0 && g_atomic_int_get (self->cancelled))
        return FALSE;

      if (is_candidate (self, number))
        g_array_append_val (candidates, offset);
    }

  return TRUE;
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

static gboolean
must_end (TinMatcher *self)
{
  return g_atomic_int_get (self->cancelled) || self->n_given_up >= TIN_MATCHER_MAX_GIVEN_UP;
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
            const TinFrame *frame)
{
  TinMatcherLook look = { .query.cancelled = self->cancelled };
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

/* @item is the record that completed the frame, if there is a scan. */
static gboolean
matches (TinMatcher        *self,
         const TinFrame    *frame,
         const TinScanItem *item)
{
  if ((frame->flags & TIN_FRAME_EVENT) != 0)
    return match_event (self, frame->first) == TIN_MATCH_YES;

  if (item == NULL || frame->first != frame->last)
    return match_read (self, frame) == TIN_MATCH_YES;

  if (item->payload == NULL && frame->size > 0)
    return FALSE;

  return match_payload (self, item->payload + (item->payload != NULL ? frame->offset : 0), frame->size)
         == TIN_MATCH_YES;
}

static gboolean
read_candidates (TinMatcher *self,
                 guint64     first,
                 GArray     *found)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      guint32 offset = g_array_index (self->candidates, guint32, i);
      TinFrame frame;

      self->reached = first + offset;
      if (must_end (self))
        return FALSE;

      if (tin_frames_get (self->frames, first + offset, &frame) && matches (self, &frame, NULL))
        g_array_append_val (found, offset);
    }

  return TRUE;
}

/* Every frame is a record, which the scan brings with what the index says of it. */
static gboolean
scan_records (TinMatcher *self,
              guint64     first,
              guint64     end,
              GArray     *found)
{
  const gboolean wants_all = !tin_query_has_facts (self->query) && !tin_query_has_peers (self->query);
  g_autoptr (TinScan) scan = tin_scan_new (self->capture, first, end);
  TinScanItem item;

  while (tin_scan_next (scan, &item))
    {
      const guint32 offset = (guint32) (item.position - first);
      TinFrame frame;

      self->reached = item.position;
      if (item.position % CANCEL_INTERVAL == 0 && g_atomic_int_get (self->cancelled))
        return FALSE;

      if (self->n_given_up >= TIN_MATCHER_MAX_GIVEN_UP)
        return FALSE;

      if (!wants_all && !is_wanted (self, item.position, &item.entry, item.entry.size))
        continue;

      make_frame (&frame, item.position, &item.entry);
      if (matches (self, &frame, &item))
        g_array_append_val (found, offset);
    }

  return TRUE;
}

/* Whether so many are wanted that it is faster to pass by all of them. */
static gboolean
wants_many (TinMatcher *self,
            guint64     first,
            guint64     end)
{
  guint64 step = MAX ((end - first) / N_SAMPLES, 1);
  guint n_samples = 0;
  guint n_wanted = 0;

  for (guint64 number = first; number < end; number += step, n_samples++)
    n_wanted += is_candidate (self, number) ? 1 : 0;

  return n_wanted > n_samples / SCAN_FRACTION;
}

/* Frames are ordered by the record that completed them, so that one way through the records meets all of them. */
static gboolean
scan_frames (TinMatcher *self,
             guint64     first,
             guint64     begin,
             guint64     end,
             GArray     *found)
{
  g_autoptr (TinScan) scan = tin_scan_new (self->capture, begin, end);
  TinScanItem item;
  guint i = 0;

  while (i < self->candidates->len && tin_scan_next (scan, &item))
    {
      if (item.position % CANCEL_INTERVAL == 0 && g_atomic_int_get (self->cancelled))
        return FALSE;

      for (; i < self->candidates->len; i++)
        {
          const guint32 offset = g_array_index (self->candidates, guint32, i);
          TinFrame frame;

          self->reached = first + offset;
          if (must_end (self))
            return FALSE;

          if (!tin_frames_get (self->frames, first + offset, &frame))
            continue;

          if (frame.last > item.position)
            break;

          if (frame.last == item.position && matches (self, &frame, &item))
            g_array_append_val (found, offset);
        }
    }

  return TRUE;
}

static gboolean
look_at_candidates (TinMatcher *self,
                    guint64     first,
                    guint64     end,
                    GArray     *found)
{
  const guint n_candidates = self->candidates->len;
  TinFrame begin, last;

  if (n_candidates < (end - first) / SCAN_FRACTION)
    return read_candidates (self, first, found);

  if (!tin_frames_get (self->frames, first + g_array_index (self->candidates, guint32, 0), &begin)
      || !tin_frames_get (self->frames, first + g_array_index (self->candidates, guint32, n_candidates - 1), &last))
    return read_candidates (self, first, found);

  return scan_frames (self, first, begin.last, last.last + 1, found);
}

static gboolean
find_patterns (TinMatcher *self,
               guint64     first,
               guint64     end,
               GArray     *found)
{
  if (self->is_identity && wants_many (self, first, end))
    return scan_records (self, first, end, found);

  return find_candidates (self, first, end, self->candidates)
         && (self->candidates->len == 0 || look_at_candidates (self, first, end, found));
}

/**
 * tin_matcher_run:
 * @first: number of the first frame
 * @end: number after the last, at most 2³² further on
 * @found: (element-type guint32): gets those that match, counted from @first, ascending
 * @cancelled: (atomic): whether nobody wants to know any more
 *
 * What the capture has dropped, or what cannot be read, does not match.
 *
 * Returns: number after the last frame that was looked at, which is not @end if it was cancelled, or if it has given
 *   up %TIN_MATCHER_MAX_GIVEN_UP times
 */
guint64
tin_matcher_run (TinMatcher *self,
                 guint64     first,
                 guint64     end,
                 GArray     *found,
                 const gint *cancelled)
{
  gboolean finished;

  g_array_set_size (found, 0);
  self->cancelled = cancelled;
  self->reached = first;

  if (tin_query_has_patterns (self->query))
    finished = find_patterns (self, first, end, found);
  else
    finished = find_candidates (self, first, end, found);

  self->cancelled = NULL;

  return finished ? end : self->reached;
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

  if (!tin_capture_peek (self->capture, frame->first, &entry)
      || !is_wanted (self, frame->first, &entry, frame->size))
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
