/* tin-sweep.c: goes through a row of frames and finds those that a query matches.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The index alone says of most which they are. Where bytes must be read, those of few frames are read one by one, and
 * of many in one way through all records.
 */

#include "model/tin-sweep.h"

#include "capture/tin-scan.h"

#define SCAN_FRACTION   64   /* fewer frames than this part of a row are read one by one */
#define N_SAMPLES       256  /* frames that tell how many of a row are wanted */
#define CANCEL_INTERVAL 4096 /* frames between two looks at whether it goes on */

struct _TinSweep
{
  TinFrames   *frames;      /* (owned) */
  TinCapture  *capture;     /* (owned) */
  TinQuery    *query;       /* (owned) */
  TinMatcher  *matcher;     /* (owned) */
  GArray      *candidates;  /* (owned) (element-type guint32) */
  gboolean     is_identity;
  const gint  *cancelled;   /* (unowned) (nullable) (atomic) while it runs */
  guint64      reached;
};

/**
 * tin_sweep_new:
 * @frames: what to go through; kept
 * @query: what to find; kept
 *
 * Returns: (transfer full): a sweep that has looked at nothing
 */
TinSweep *
tin_sweep_new (TinFrames *frames,
               TinQuery  *query)
{
  TinSweep *self = g_new0 (TinSweep, 1);

  self->frames = g_object_ref (frames);
  self->capture = g_object_ref (tin_frames_get_capture (frames));
  self->is_identity = tin_frames_is_identity (frames);
  self->query = tin_query_ref (query);
  self->matcher = tin_matcher_new (frames, query);
  self->candidates = g_array_new (FALSE, FALSE, sizeof (guint32));

  return self;
}

/**
 * tin_sweep_free:
 * @self: (transfer full): a sweep
 */
void
tin_sweep_free (TinSweep *self)
{
  g_object_unref (self->frames);
  g_object_unref (self->capture);
  tin_query_unref (self->query);
  tin_matcher_free (self->matcher);
  g_array_unref (self->candidates);
  g_free (self);
}

/**
 * tin_sweep_get_matcher:
 * @self: a sweep
 *
 * Returns: (transfer none): who is asked, and counts what it could not find out
 */
TinMatcher *
tin_sweep_get_matcher (TinSweep *self)
{
  return self->matcher;
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
is_candidate (TinSweep *self,
              guint64   number)
{
  TinFrame frame = { .first = number, .last = number };
  TinIndexEntry entry;

  if (!self->is_identity && !tin_frames_get (self->frames, number, &frame))
    return FALSE;

  return tin_frame_peek (self->capture, tin_frames_get_store (self->frames), &frame, &entry)
         && tin_matcher_wants (self->matcher, frame.first, &entry, self->is_identity ? entry.size : frame.size);
}

static gboolean
find_candidates (TinSweep *self,
                 guint64   first,
                 guint64   end,
                 GArray   *candidates)
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

static gboolean
is_too_much (TinSweep *self)
{
  return tin_matcher_get_n_given_up (self->matcher) >= TIN_MATCHER_MAX_GIVEN_UP;
}

static gboolean
must_end (TinSweep *self)
{
  return g_atomic_int_get (self->cancelled) || is_too_much (self);
}

/* @item is the record that completed the frame, if there is a scan. */
static gboolean
matches (TinSweep          *self,
         const TinFrame    *frame,
         const TinScanItem *item)
{
  return tin_matcher_matches (self->matcher, frame, item, self->cancelled);
}

static gboolean
read_candidates (TinSweep *self,
                 guint64   first,
                 GArray   *found)
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
scan_records (TinSweep *self,
              guint64   first,
              guint64   end,
              GArray   *found)
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

      if (is_too_much (self))
        return FALSE;

      if (!wants_all && !tin_matcher_wants (self->matcher, item.position, &item.entry, item.entry.size))
        continue;

      make_frame (&frame, item.position, &item.entry);
      if (matches (self, &frame, &item))
        g_array_append_val (found, offset);
    }

  return TRUE;
}

/* Whether so many are wanted that it is faster to pass by all of them. */
static gboolean
wants_many (TinSweep *self,
            guint64   first,
            guint64   end)
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
scan_frames (TinSweep *self,
             guint64   first,
             guint64   begin,
             guint64   end,
             GArray   *found)
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
look_at_candidates (TinSweep *self,
                    guint64   first,
                    guint64   end,
                    GArray   *found)
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
find_patterns (TinSweep *self,
               guint64   first,
               guint64   end,
               GArray   *found)
{
  if (self->is_identity && wants_many (self, first, end))
    return scan_records (self, first, end, found);

  return find_candidates (self, first, end, self->candidates)
         && (self->candidates->len == 0 || look_at_candidates (self, first, end, found));
}

/**
 * tin_sweep_run:
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
tin_sweep_run (TinSweep   *self,
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
