/* tin-reframer.c: goes through the records of a capture and makes frames of them.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-reframer.h"

#include "model/tin-frame-stream.h"

/* Half of them in the midst of a message each way is what is kept at least: 40 MiB. */
#define MAX_CONVERSATIONS (128 * 1024)

typedef struct
{
  guint32        connection;
  gboolean       has_datagrams;
  TinFrameStream in;
  TinFrameStream out;
} Conversation;

/**
 * TinReframer:
 *
 * Belongs to one thread. It keeps no payload; a connection costs it some three hundred
 * bytes while it lasts and is framed, a frame sixteen in the store. Past a number of
 * connections those between two messages are forgotten until they go on, and if nearly
 * all are within one, the messages that have waited longest end there, unfinished.
 *
 * A datagram is never joined with another. A message that its connection did not
 * finish, or that lost bytes, ends before the record that says so.
 */
struct _TinReframer
{
  TinCapture     *capture;        /* (owned) */
  TinFrameStore  *store;          /* (owned) */
  TinFrameStreams in;
  TinFrameStreams out;

  TinScan        *scan;           /* (owned) (nullable) if payloads are needed */
  guint64         position;       /* of the next record */
  GHashTable     *conversations;  /* (owned) (element-type uint Conversation) by connection */
  Conversation   *latest;         /* (nullable) */
};

/* The transport is in the packets alone. */
static gboolean
has_datagrams (TinReframer *self,
               guint64      position)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  return tin_capture_read (self->capture, position, 0, &record, NULL) && record.transport == TIN_TRANSPORT_UDP;
}

static void
free_conversation (gpointer data)
{
  Conversation *conversation = data;

  tin_frame_stream_clear (&conversation->in);
  tin_frame_stream_clear (&conversation->out);
  g_free (conversation);
}

static gboolean
is_between_messages (gpointer connection,
                     gpointer data,
                     gpointer user_data)
{
  Conversation *conversation = data;

  return !conversation->in.is_pending && !conversation->out.is_pending;
}

/* Many peers never say that they go: those of datagrams, or of a recording that begins in the midst. */
static void
make_room (TinReframer *self)
{
  if (g_hash_table_size (self->conversations) < MAX_CONVERSATIONS)
    return;

  tin_frame_streams_end (&self->in, self->position - 1, MAX_CONVERSATIONS / 4);
  tin_frame_streams_end (&self->out, self->position - 1, MAX_CONVERSATIONS / 4);
  g_hash_table_foreach_remove (self->conversations, is_between_messages, NULL);
  self->latest = NULL;
}

static Conversation *
find_conversation (TinReframer *self,
                   guint32      connection)
{
  if (self->latest == NULL || self->latest->connection != connection)
    self->latest = g_hash_table_lookup (self->conversations, GUINT_TO_POINTER (connection));

  return self->latest;
}

static Conversation *
ensure_conversation (TinReframer       *self,
                     const TinScanItem *item)
{
  Conversation *conversation = find_conversation (self, item->entry.connection);

  if (conversation != NULL)
    return conversation;

  make_room (self);
  conversation = g_new0 (Conversation, 1);
  conversation->connection = item->entry.connection;
  conversation->has_datagrams = has_datagrams (self, item->position);
  tin_frame_stream_init (&conversation->in, &self->in);
  tin_frame_stream_init (&conversation->out, &self->out);
  g_hash_table_insert (self->conversations, GUINT_TO_POINTER (conversation->connection), conversation);
  self->latest = conversation;

  return conversation;
}

static void
end_unfinished (TinReframer    *self,
                TinFrameStream *stream)
{
  tin_frame_stream_end (stream, self->position - 1);
}

static void
end_all_unfinished (TinReframer *self)
{
  tin_frame_streams_end (&self->in, self->position - 1, 0);
  tin_frame_streams_end (&self->out, self->position - 1, 0);
}

static void
end_idle (TinReframer *self,
          gint64       time_us)
{
  tin_frame_streams_end_idle (&self->in, self->position - 1, time_us);
  tin_frame_streams_end_idle (&self->out, self->position - 1, time_us);
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

static void
take_data (TinReframer       *self,
           const TinScanItem *item)
{
  TinFrameStreams *streams = item->entry.direction == TIN_DIRECTION_OUT ? &self->out : &self->in;
  Conversation *conversation;
  TinFrameStream *stream;

  if (streams->framing.kind == TIN_FRAMING_AS_RECEIVED)
    {
      append_record (self, item, 0);
      return;
    }

  conversation = ensure_conversation (self, item);
  stream = streams == &self->out ? &conversation->out : &conversation->in;

  if (item->payload == NULL && item->entry.size > 0 && tin_framing_needs_data (&streams->framing))
    {
      /* Its bytes are lost: nobody knows where the next message begins. */
      end_unfinished (self, stream);
      append_record (self, item, TIN_FRAME_UNFINISHED);
    }
  else if (conversation->has_datagrams)
    {
      cut_datagram (self, stream, item);
    }
  else
    {
      tin_frame_stream_take (stream, item);
    }
}

static void
end_conversation (TinReframer *self,
                  guint32      connection)
{
  Conversation *conversation = find_conversation (self, connection);

  if (conversation == NULL)
    return;

  end_unfinished (self, &conversation->in);
  end_unfinished (self, &conversation->out);
  g_hash_table_remove (self->conversations, GUINT_TO_POINTER (connection));
  self->latest = NULL;
}

/* A direction in which no more comes, or from which something is missing. */
static void
end_direction (TinReframer  *self,
               guint32       connection,
               TinDirection  direction)
{
  Conversation *conversation = find_conversation (self, connection);

  if (conversation == NULL)
    return;

  if (direction != TIN_DIRECTION_OUT)
    end_unfinished (self, &conversation->in);
  if (direction != TIN_DIRECTION_IN)
    end_unfinished (self, &conversation->out);
}

static void
take_event (TinReframer       *self,
            const TinScanItem *item)
{
  switch (item->entry.event)
    {
    case TIN_EVENT_HALF_CLOSED:
    case TIN_EVENT_DROPPED:
      end_direction (self, item->entry.connection, item->entry.direction);
      break;

    case TIN_EVENT_CLOSED:
    case TIN_EVENT_RESET:
      end_conversation (self, item->entry.connection);
      break;

    case TIN_EVENT_STOPPED:
      end_all_unfinished (self);
      g_hash_table_remove_all (self->conversations);
      self->latest = NULL;
      break;

    default:
      break;
    }

  append_record (self, item, TIN_FRAME_EVENT);
}

static void
take_record (TinReframer       *self,
             const TinScanItem *item)
{
  /* Records that the capture dropped before they were looked at broke every stream. */
  if (item->position != self->position)
    end_all_unfinished (self);

  self->position = item->position;
  end_idle (self, item->entry.time_us);

  if (item->entry.event == TIN_EVENT_DATA)
    take_data (self, item);
  else
    take_event (self, item);

  self->position = item->position + 1;
}

/* The index knows sizes and times, which is all that some framings ask for. */
static gboolean
peek_next (TinReframer *self,
           guint64      end,
           TinScanItem *item)
{
  guint64 position = self->position;

  while (position < end && !tin_capture_peek (self->capture, position, &item->entry))
    {
      guint64 first = tin_capture_get_first (self->capture);

      if (first <= position)
        return FALSE;

      position = first;
    }

  item->position = position;
  item->payload = NULL;

  return position < end;
}

static gboolean
get_next (TinReframer *self,
          guint64      end,
          TinScanItem *item)
{
  return self->scan != NULL ? tin_scan_next (self->scan, item) : peek_next (self, end, item);
}

static void
begin_scan (TinReframer *self)
{
  g_clear_pointer (&self->scan, tin_scan_free);
  if (tin_framing_needs_data (&self->in.framing) || tin_framing_needs_data (&self->out.framing))
    self->scan = tin_scan_new (self->capture, self->position, self->position);
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
  tin_frame_streams_init (&self->in, in, self->store);
  tin_frame_streams_init (&self->out, out, self->store);
  self->position = tin_capture_get_first (capture);
  self->conversations = g_hash_table_new_full (NULL, NULL, NULL, free_conversation);
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
  g_hash_table_unref (self->conversations);
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
  TinScanItem item;

  if (self->scan != NULL)
    tin_scan_extend (self->scan, end);

  while (self->position < end && get_next (self, end, &item))
    take_record (self, &item);

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
  return MIN (tin_frame_streams_get_deadline (&self->in), tin_frame_streams_get_deadline (&self->out));
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

/* The one whose last bytes are older. */
static const TinFrameStream *
take_older (GList **in,
            GList **out)
{
  const TinFrameStream *received = *in != NULL ? (*in)->data : NULL;
  const TinFrameStream *sent = *out != NULL ? (*out)->data : NULL;

  if (sent == NULL || (received != NULL && received->last < sent->last))
    {
      *in = (*in)->next;
      return received;
    }

  *out = (*out)->next;
  return sent;
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
  GArray *frames = tin_frame_array_new ();
  GList *in = self->in.coming.head;
  GList *out = self->out.coming.head;

  while (in != NULL || out != NULL)
    {
      TinFrame frame;

      tin_frame_stream_get_coming (take_older (&in, &out), &frame);
      if (frame.size > 0)
        tin_frame_array_append (frames, &frame);
    }

  return frames;
}
