/* tin-frame-stream.c: the message that is coming in one direction of a connection.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-frame-stream.h"

#define MAX_CUTS 64 /* ends of messages that are looked for at once */

/* Has the queue know whether a message is coming, and which bytes are the newest. */
static void
requeue (TinFrameStream *self)
{
  GQueue *queue = &self->streams->coming;
  gboolean is_pending = self->framer.size > 0 || self->framer.is_rest;

  /* One stream alone, most of the time. */
  if (self->is_pending == is_pending && (!is_pending || queue->tail == &self->link))
    return;

  if (self->is_pending)
    g_queue_unlink (queue, &self->link);

  if (is_pending)
    g_queue_push_tail_link (queue, &self->link);

  self->is_pending = is_pending;
}

static guint
get_rest_flag (const TinFrameStream *self)
{
  return self->framer.is_rest ? TIN_FRAME_REST : 0;
}

static void
begin_frame (TinFrameStream *self,
             guint64         position,
             guint32         offset)
{
  self->first = position;
  self->marked = position;
  self->offset = offset;
}

/* A message goes on in a record that may be far from those before. */
static void
mark_piece (TinFrameStream *self,
            guint64         position)
{
  TinFrameMark mark;

  if (position - self->marked < TIN_FRAME_MARK_INTERVAL)
    return;

  if (self->trail == NULL)
    self->trail = tin_frame_trail_new ();
  mark = (TinFrameMark) { .offset = self->framer.size, .distance = (guint32) (position - self->first) };
  tin_frame_trail_append (self->trail, &mark);
  self->marked = position;
}

/* Keeps it, and what is known of where its bytes are. */
static void
append_frame (TinFrameStream *self,
              guint64         last,
              guint32         size,
              guint           flags)
{
  const TinFrame frame = {
    .first = self->first,
    .last = last,
    .offset = self->offset,
    .size = size,
    .flags = flags,
    .trail = self->trail,
  };

  tin_frame_store_append (self->streams->store, &frame);
  if (G_UNLIKELY (self->trail != NULL))
    g_clear_pointer (&self->trail, tin_frame_trail_unref);
}

/* Makes a frame of what has come of a message. */
static void
end_message (TinFrameStream *self,
             guint64         last,
             guint           flags)
{
  if (self->framer.size > 0)
    append_frame (self, last, self->framer.size, flags | get_rest_flag (self));

  tin_framer_reset (&self->framer);
  requeue (self);
}

static guint
get_end_flags (TinFramerEnd end)
{
  switch (end)
    {
    case TIN_FRAMER_END_SPLIT:
      return TIN_FRAME_SPLIT;

    case TIN_FRAMER_END_INVALID:
      return TIN_FRAME_INVALID;

    case TIN_FRAMER_END_NONE:
    case TIN_FRAMER_END_WHOLE:
    default:
      return 0;
    }
}

/* Makes frames of the messages that end in the payload from @offset on, many at a time. Returns: how far it came. */
static guint32
cut_part (TinFrameStream    *self,
          const TinScanItem *item,
          guint32            offset)
{
  const guint8 *data = item->payload != NULL ? item->payload + offset : NULL;
  guint32 size = self->framer.size;
  guint flags = get_rest_flag (self);
  TinFramerCut cuts[MAX_CUTS];
  guint n_cuts = MAX_CUTS;
  gsize done = 0;
  gsize taken = tin_framer_cut (&self->framer, item->entry.time_us, data, item->entry.size - offset, cuts, &n_cuts);

  if (size == 0)
    begin_frame (self, item->position, offset);

  for (guint i = 0; i < n_cuts; i++)
    {
      append_frame (self, item->position, size + (guint32) (cuts[i].behind - done), flags | get_end_flags (cuts[i].end));
      done = cuts[i].behind;
      size = 0;
      flags = cuts[i].end == TIN_FRAMER_END_SPLIT ? TIN_FRAME_REST : 0;
      begin_frame (self, item->position, offset + (guint32) done);
    }

  return offset + (guint32) taken;
}

static void
cut_payload (TinFrameStream    *self,
             const TinScanItem *item)
{
  guint32 offset = 0;

  if (self->framer.size > 0 && item->entry.size > 0)
    mark_piece (self, item->position);

  self->last = item->position;
  while (offset < item->entry.size)
    offset = cut_part (self, item, offset);
}

/* What a datagram's end leaves of lines or a pause is a message; of what has a size, a part of one. */
static guint
get_rest_flags (const TinFraming *framing)
{
  return framing->kind == TIN_FRAMING_FIXED || framing->kind == TIN_FRAMING_LENGTH_PREFIX ? TIN_FRAME_UNFINISHED : 0;
}

/**
 * tin_frame_streams_init:
 * @self: to be set up
 * @framing: of the direction; copied
 * @store: for the frames; to be kept for as long
 */
void
tin_frame_streams_init (TinFrameStreams  *self,
                        const TinFraming *framing,
                        TinFrameStore    *store)
{
  *self = (TinFrameStreams) { .framing = *framing, .store = store, .coming = G_QUEUE_INIT };
}

/**
 * tin_frame_streams_end:
 * @self: streams
 * @last: the last record that was taken
 * @n_left: how many messages may go on to come
 *
 * Ends messages that are coming, unfinished; those first that have waited longest.
 */
void
tin_frame_streams_end (TinFrameStreams *self,
                       guint64          last,
                       guint            n_left)
{
  while (self->coming.length > n_left)
    tin_frame_stream_end (self->coming.head->data, last);
}

/**
 * tin_frame_streams_end_idle:
 * @self: streams
 * @last: the last record that was taken
 * @time_us: µs since 1970, before which nothing more can come
 *
 * Ends the messages that an idle gap ended, if that is the framing.
 */
void
tin_frame_streams_end_idle (TinFrameStreams *self,
                            guint64          last,
                            gint64           time_us)
{
  if (self->framing.kind != TIN_FRAMING_IDLE_GAP)
    return;

  while (!g_queue_is_empty (&self->coming))
    {
      TinFrameStream *stream = self->coming.head->data;

      if (!tin_framer_is_idle (&stream->framer, time_us))
        break;

      end_message (stream, last, 0);
    }
}

/**
 * tin_frame_streams_get_deadline:
 * @self: streams
 *
 * Returns: when an idle gap ends a message unless more comes, µs since 1970;
 *   %G_MAXINT64 for never
 */
gint64
tin_frame_streams_get_deadline (TinFrameStreams *self)
{
  const TinFrameStream *stream = self->coming.head != NULL ? self->coming.head->data : NULL;

  if (self->framing.kind != TIN_FRAMING_IDLE_GAP || stream == NULL)
    return G_MAXINT64;

  return stream->framer.time_us + (gint64) self->framing.gap * 1000;
}

/**
 * tin_frame_stream_init:
 * @self: to be set up, and not to be moved from then on
 * @streams: which it becomes one of
 */
void
tin_frame_stream_init (TinFrameStream  *self,
                       TinFrameStreams *streams)
{
  *self = (TinFrameStream) { .streams = streams, .link.data = self };
  tin_framer_init (&self->framer, &streams->framing);
}

/**
 * tin_frame_stream_clear:
 * @self: a stream in which no message is coming, or whose streams go as well
 */
void
tin_frame_stream_clear (TinFrameStream *self)
{
  g_clear_pointer (&self->trail, tin_frame_trail_unref);
}

/**
 * tin_frame_stream_get_coming:
 * @self: a stream in the queue of its streams
 * @frame: (out caller-allocates): what has come of its message; it may be nothing when the
 *   message was split just there
 */
void
tin_frame_stream_get_coming (const TinFrameStream *self,
                             TinFrame             *frame)
{
  *frame = (TinFrame) {
    .first = self->first,
    .last = self->last,
    .offset = self->offset,
    .size = self->framer.size,
    .flags = TIN_FRAME_UNFINISHED | get_rest_flag (self),
    .number = TIN_FRAME_NO_NUMBER,
    .trail = self->trail,
  };
}

/**
 * tin_frame_stream_take:
 * @self: a stream
 * @items: (array length=n_items): its next records, with their payloads if the framing
 *   needs those, and none of another stream between them
 * @n_items: how many
 *
 * Makes frames of the messages that end in them.
 */
void
tin_frame_stream_take (TinFrameStream    *self,
                       const TinScanItem *items,
                       guint              n_items)
{
  for (guint i = 0; i < n_items; i++)
    cut_payload (self, &items[i]);

  requeue (self);
}

/**
 * tin_frame_stream_take_datagram:
 * @self: a stream
 * @item: the next record of it, with its payload if the framing needs that
 *
 * Makes frames of what it is cut into. Its end is the end of a message.
 */
void
tin_frame_stream_take_datagram (TinFrameStream    *self,
                                const TinScanItem *item)
{
  cut_payload (self, item);
  end_message (self, item->position, get_rest_flags (self->framer.framing));
}

/**
 * tin_frame_stream_end:
 * @self: a stream
 * @last: the last record that was taken, of any stream
 *
 * Ends the message that is coming, if any, unfinished.
 */
void
tin_frame_stream_end (TinFrameStream *self,
                      guint64         last)
{
  end_message (self, last, TIN_FRAME_UNFINISHED);
}
