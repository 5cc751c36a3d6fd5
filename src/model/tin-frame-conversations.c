/* tin-frame-conversations.c: the messages that are coming on all connections, both ways.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-frame-conversations.h"

/* Half of them in the midst of a message each way is what is kept at least: 40 MiB. */
#define MAX_CONVERSATIONS (128 * 1024)

typedef struct
{
  guint32        connection;
  gboolean       has_datagrams;
  TinFrameStream in;
  TinFrameStream out;
} Conversation;

struct _TinFrameConversations
{
  TinCapture      *capture;  /* (owned) */
  TinFrameStore   *store;    /* (owned) */
  TinFrameStreams  in;
  TinFrameStreams  out;
  GHashTable      *table;    /* (owned) (element-type uint Conversation) by connection */
  Conversation    *latest;   /* (nullable) */
};

static void
free_conversation (gpointer data)
{
  Conversation *conversation = data;

  tin_frame_stream_clear (&conversation->in);
  tin_frame_stream_clear (&conversation->out);
  g_free (conversation);
}

/**
 * tin_frame_conversations_new:
 * @capture: what the connections are recorded in; kept
 * @in: for what is received; copied
 * @out: for what is sent; copied
 * @store: for the frames; kept
 *
 * Returns: (transfer full): conversations, none yet
 */
TinFrameConversations *
tin_frame_conversations_new (TinCapture       *capture,
                             const TinFraming *in,
                             const TinFraming *out,
                             TinFrameStore    *store)
{
  TinFrameConversations *self = g_new0 (TinFrameConversations, 1);

  self->capture = g_object_ref (capture);
  self->store = tin_frame_store_ref (store);
  tin_frame_streams_init (&self->in, in, self->store);
  tin_frame_streams_init (&self->out, out, self->store);
  self->table = g_hash_table_new_full (NULL, NULL, NULL, free_conversation);

  return self;
}

/**
 * tin_frame_conversations_free:
 * @self: (transfer full): conversations
 */
void
tin_frame_conversations_free (TinFrameConversations *self)
{
  g_hash_table_unref (self->table);
  tin_frame_store_unref (self->store);
  g_object_unref (self->capture);
  g_free (self);
}

/* The transport is in the packets alone. */
static gboolean
has_datagrams_at (TinFrameConversations *self,
                  guint64                position)
{
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  return tin_capture_read (self->capture, position, 0, &record, NULL) && record.transport == TIN_TRANSPORT_UDP;
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
make_room (TinFrameConversations *self,
           guint64                last)
{
  if (g_hash_table_size (self->table) < MAX_CONVERSATIONS)
    return;

  tin_frame_streams_end (&self->in, last, MAX_CONVERSATIONS / 4);
  tin_frame_streams_end (&self->out, last, MAX_CONVERSATIONS / 4);
  g_hash_table_foreach_remove (self->table, is_between_messages, NULL);
  self->latest = NULL;
}

static Conversation *
find_conversation (TinFrameConversations *self,
                   guint32                connection)
{
  if (self->latest == NULL || self->latest->connection != connection)
    self->latest = g_hash_table_lookup (self->table, GUINT_TO_POINTER (connection));

  return self->latest;
}

static Conversation *
ensure_conversation (TinFrameConversations *self,
                     const TinScanItem     *item)
{
  Conversation *conversation = find_conversation (self, item->entry.connection);

  if (conversation != NULL)
    return conversation;

  make_room (self, item->position - 1);
  conversation = g_new0 (Conversation, 1);
  conversation->connection = item->entry.connection;
  conversation->has_datagrams = has_datagrams_at (self, item->position);
  tin_frame_stream_init (&conversation->in, &self->in);
  tin_frame_stream_init (&conversation->out, &self->out);
  g_hash_table_insert (self->table, GUINT_TO_POINTER (conversation->connection), conversation);
  self->latest = conversation;

  return conversation;
}

/**
 * tin_frame_conversations_get_stream:
 * @item: a record with data
 * @has_datagrams: (out): whether its connection has no streams, but datagrams
 *
 * Returns: (transfer none): what the record goes on with, up to the next call
 */
TinFrameStream *
tin_frame_conversations_get_stream (TinFrameConversations *self,
                                    const TinScanItem     *item,
                                    gboolean              *has_datagrams)
{
  Conversation *conversation = ensure_conversation (self, item);

  *has_datagrams = conversation->has_datagrams;

  return item->entry.direction == TIN_DIRECTION_OUT ? &conversation->out : &conversation->in;
}

/**
 * tin_frame_conversations_end:
 * @connection: one that ended
 * @last: the record before the one that says so
 *
 * What has come of its messages ends there, unfinished, and it is forgotten.
 */
void
tin_frame_conversations_end (TinFrameConversations *self,
                             guint32                connection,
                             guint64                last)
{
  Conversation *conversation = find_conversation (self, connection);

  if (conversation == NULL)
    return;

  tin_frame_stream_end (&conversation->in, last);
  tin_frame_stream_end (&conversation->out, last);
  g_hash_table_remove (self->table, GUINT_TO_POINTER (connection));
  self->latest = NULL;
}

/**
 * tin_frame_conversations_end_direction:
 * @connection: a connection
 * @direction: in which no more comes, or from which something is missing
 * @last: the record before the one that says so
 *
 * What has come of a message there ends, unfinished.
 */
void
tin_frame_conversations_end_direction (TinFrameConversations *self,
                                       guint32                connection,
                                       TinDirection           direction,
                                       guint64                last)
{
  Conversation *conversation = find_conversation (self, connection);

  if (conversation == NULL)
    return;

  if (direction != TIN_DIRECTION_OUT)
    tin_frame_stream_end (&conversation->in, last);
  if (direction != TIN_DIRECTION_IN)
    tin_frame_stream_end (&conversation->out, last);
}

/**
 * tin_frame_conversations_end_all:
 * @last: the last record before they ended
 *
 * What has come of any message ends there, unfinished.
 */
void
tin_frame_conversations_end_all (TinFrameConversations *self,
                                 guint64                last)
{
  tin_frame_streams_end (&self->in, last, 0);
  tin_frame_streams_end (&self->out, last, 0);
}

/**
 * tin_frame_conversations_end_idle:
 * @last: the last record so far
 * @time_us: µs since 1970, before which nothing more can come
 *
 * Ends the messages that an idle gap ended.
 */
void
tin_frame_conversations_end_idle (TinFrameConversations *self,
                                  guint64                last,
                                  gint64                 time_us)
{
  tin_frame_streams_end_idle (&self->in, last, time_us);
  tin_frame_streams_end_idle (&self->out, last, time_us);
}

/**
 * tin_frame_conversations_forget_all:
 *
 * To be called when all have ended.
 */
void
tin_frame_conversations_forget_all (TinFrameConversations *self)
{
  g_hash_table_remove_all (self->table);
  self->latest = NULL;
}

/**
 * tin_frame_conversations_get_deadline:
 *
 * Returns: when an idle gap ends a message unless more comes, µs since 1970; %G_MAXINT64 for never
 */
gint64
tin_frame_conversations_get_deadline (TinFrameConversations *self)
{
  return MIN (tin_frame_streams_get_deadline (&self->in), tin_frame_streams_get_deadline (&self->out));
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
 * tin_frame_conversations_dup_pending:
 *
 * Tells what has come of all messages that are not finished yet.
 *
 * Returns: (transfer full) (element-type TinFrame): in the order of their last bytes
 */
GArray *
tin_frame_conversations_dup_pending (TinFrameConversations *self)
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
