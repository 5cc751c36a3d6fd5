/* tin-reframer.c: goes through the records of a capture and makes frames of them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-reframer.h"

#include "model/tin-frame-conversations.h"

/**
 * TinReframer:
 *
 * Belongs to one thread. It keeps no payload; a frame costs sixteen bytes in the store.
 *
 * A datagram is never joined with another. A message that its connection did not
 * finish, or that lost bytes, ends before the record that says so.
 */
struct _TinReframer
{
  TinCapture            *capture;        /* (owned) */
  TinFrameStore         *store;          /* (owned) */
  TinFraming             in;
  TinFraming             out;
  TinFrameConversations *conversations;  /* (owned) */

  gboolean               has_gaps;       /* whether pauses end messages, one way or both */
  TinScan               *scan;           /* (owned) */
  guint64                position;       /* of the next record */
};

static void
end_all_unfinished (TinReframer *self)
{
  tin_frame_conversations_end_all (self->conversations, self->position - 1);
}

static void
end_idle (TinReframer *self,
          gint64       time_us)
{
  tin_frame_conversations_end_idle (self->conversations, self->position - 1, time_us);
}

static void
append_record (TinReframer       *self,
               const TinScanItem *item,
               guint              flags)
{
  const TinFrame frame = {
    .first = item->position,
    .last = item->position,
    .size = item->entry.size,
    .flags = flags,
  };

  tin_frame_store_append (self->store, &frame);
}

static void
cut_datagram (TinReframer       *self,
              TinFrameStream    *stream,
              const TinScanItem *item)
{
  if (item->entry.size == 0)
    append_record (self, item, 0);

  tin_frame_stream_take_datagram (stream, item);
}

static const TinFraming *
get_framing (TinReframer       *self,
             const TinScanItem *item)
{
  return item->entry.direction == TIN_DIRECTION_OUT ? &self->out : &self->in;
}

static gboolean
is_lost (const TinFraming  *framing,
         const TinScanItem *item)
{
  return item->payload == NULL && item->entry.size > 0 && tin_framing_needs_data (framing);
}

/* How many of these records go on with the stream of the first; none but the first can be lost. */
static guint
count_run (TinReframer       *self,
           const TinScanItem *items,
           guint              n_items)
{
  guint n = 1;

  /* Before each record, a pause may have ended a message of any stream. */
  if (self->has_gaps)
    return n;

  while (n < n_items && items[n].entry.event == TIN_EVENT_DATA &&
         items[n].entry.connection == items[0].entry.connection &&
         items[n].entry.direction == items[0].entry.direction)
    n++;

  return n;
}

/* Returns: how many records it took, at least one */
static guint
take_data (TinReframer       *self,
           const TinScanItem *items,
           guint              n_items)
{
  const TinFraming *framing = get_framing (self, items);
  TinFrameStream *stream;
  gboolean has_datagrams;
  guint n;

  if (framing->kind == TIN_FRAMING_AS_RECEIVED)
    {
      append_record (self, items, 0);
      return 1;
    }

  stream = tin_frame_conversations_get_stream (self->conversations, items, &has_datagrams);

  if (is_lost (framing, items))
    {
      /* Its bytes are lost: nobody knows where the next message begins. */
      tin_frame_stream_end (stream, self->position - 1);
      append_record (self, items, TIN_FRAME_UNFINISHED);
      return 1;
    }

  if (has_datagrams)
    {
      cut_datagram (self, stream, items);
      return 1;
    }

  n = count_run (self, items, n_items);
  tin_frame_stream_take (stream, items, n);

  return n;
}

static void
take_event (TinReframer       *self,
            const TinScanItem *item)
{
  switch (item->entry.event)
    {
    case TIN_EVENT_HALF_CLOSED:
    case TIN_EVENT_DROPPED:
      tin_frame_conversations_end_direction (self->conversations, item->entry.connection, item->entry.direction,
                                             self->position - 1);
      break;

    case TIN_EVENT_CLOSED:
    case TIN_EVENT_RESET:
      tin_frame_conversations_end (self->conversations, item->entry.connection, self->position - 1);
      break;

    case TIN_EVENT_STOPPED:
      end_all_unfinished (self);
      tin_frame_conversations_forget_all (self->conversations);
      break;

    default:
      break;
    }

  append_record (self, item, TIN_FRAME_EVENT);
}

/* Returns: how many records it took, at least one */
static guint
take_next (TinReframer       *self,
           const TinScanItem *items,
           guint              n_items)
{
  if (self->has_gaps)
    end_idle (self, items[0].entry.time_us);

  if (items[0].entry.event == TIN_EVENT_DATA)
    return take_data (self, items, n_items);

  take_event (self, items);

  return 1;
}

/* They are in a row. */
static void
take_records (TinReframer       *self,
              const TinScanItem *items,
              guint              n_items)
{
  guint n_taken = 0;

  /* Records that the capture dropped before they were looked at broke every stream. */
  if (items[0].position != self->position)
    end_all_unfinished (self);

  while (n_taken < n_items)
    {
      self->position = items[n_taken].position;
      n_taken += take_next (self, items + n_taken, n_items - n_taken);
    }

  self->position = items[0].position + n_items;
}

static void
begin_scan (TinReframer *self)
{
  g_clear_pointer (&self->scan, tin_scan_free);
  self->scan = tin_scan_new (self->capture, self->position, self->position);

  /* The index knows sizes and times, which is all that some framings ask for. */
  if (!tin_framing_needs_data (&self->in) && !tin_framing_needs_data (&self->out))
    tin_scan_omit_payloads (self->scan);
}

/* Goes past records that the capture dropped. */
static void
skip_to (TinReframer *self,
         guint64      position)
{
  end_all_unfinished (self);
  self->position = position;
  begin_scan (self);
}

static void
drop_old_frames (TinReframer *self)
{
  guint64 first = tin_capture_get_first (self->capture);

  if (first > 0)
    tin_frame_store_drop_before (self->store, tin_frame_store_find (self->store, first));
}

/**
 * tin_reframer_new:
 * @capture: whose records to go through, from the first one that it holds
 * @in: for what is received; copied
 * @out: for what is sent; copied
 * @store: for the frames, which no one else appends to
 *
 * Returns: (transfer full): a reframer that has not begun
 */
TinReframer *
tin_reframer_new (TinCapture       *capture,
                  const TinFraming *in,
                  const TinFraming *out,
                  TinFrameStore    *store)
{
  TinReframer *self = g_new0 (TinReframer, 1);

  self->capture = g_object_ref (capture);
  self->store = tin_frame_store_ref (store);
  self->in = *in;
  self->out = *out;
  self->has_gaps = in->kind == TIN_FRAMING_IDLE_GAP || out->kind == TIN_FRAMING_IDLE_GAP;
  self->conversations = tin_frame_conversations_new (capture, in, out, store);
  self->position = tin_capture_get_first (capture);
  begin_scan (self);

  return self;
}

/**
 * tin_reframer_free:
 * @self: (transfer full): a reframer
 */
void
tin_reframer_free (TinReframer *self)
{
  g_clear_pointer (&self->scan, tin_scan_free);
  tin_frame_conversations_free (self->conversations);
  tin_frame_store_unref (self->store);
  g_object_unref (self->capture);
  g_free (self);
}

/**
 * tin_reframer_get_position:
 * @self: a reframer
 *
 * Returns: the position of the next record to go through
 */
guint64
tin_reframer_get_position (TinReframer *self)
{
  return self->position;
}

/**
 * tin_reframer_go_on:
 * @self: a reframer
 * @end: position behind the last record to go through, at most what is published
 *
 * Makes frames of the next records. May read from the disk.
 */
void
tin_reframer_go_on (TinReframer *self,
                    guint64      end)
{
  TinScanItem items[TIN_SCAN_MANY];
  guint n_items;

  tin_scan_extend (self->scan, end);
  while ((n_items = tin_scan_next_many (self->scan, items, G_N_ELEMENTS (items))) > 0)
    take_records (self, items, n_items);

  if (self->position < end)
    skip_to (self, end);

  drop_old_frames (self);
}

/**
 * tin_reframer_get_deadline:
 * @self: a reframer
 *
 * Returns: when an idle gap ends a message unless more comes, µs since 1970;
 *   %G_MAXINT64 for never
 */
gint64
tin_reframer_get_deadline (TinReframer *self)
{
  return tin_frame_conversations_get_deadline (self->conversations);
}

/**
 * tin_reframer_expire:
 * @self: a reframer that has gone through all that there is
 * @time_us: µs since 1970, before which nothing more can come
 *
 * Ends the messages that an idle gap ended.
 */
void
tin_reframer_expire (TinReframer *self,
                     gint64       time_us)
{
  end_idle (self, time_us);
}

/**
 * tin_reframer_dup_pending:
 * @self: a reframer
 *
 * Tells what has come of all messages that are not finished yet.
 *
 * Returns: (transfer full) (element-type TinFrame): in the order of their last bytes
 */
GArray *
tin_reframer_dup_pending (TinReframer *self)
{
  return tin_frame_conversations_dup_pending (self->conversations);
}
