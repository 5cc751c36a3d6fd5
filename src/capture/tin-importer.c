/* tin-importer.c: tells another program's capture again as one of ours.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packets become conversations, and their bytes records, with the times of the
 * packets. So everything that works on a recording of ours works on it.
 */

#include "capture/tin-loader-private.h"

#include "capture/tin-capture-private.h"
#include "capture/tin-conversation.h"
#include "capture/tin-packet-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TURN_SIZE         256                /* packets between two publishings */
#define MAX_HELD          (64 * 1024 * 1024) /* bytes that wait for missing ones, in all conversations together */
#define MAX_CONVERSATIONS 131072             /* that are followed at a time */
#define FLUSH_TIMEOUT     10000              /* ms that the disk may take in the end */

/* Two ends, the lower first. */
typedef struct
{
  TinTransport transport;
  TinAddress   ends[2];
} Key;

typedef struct
{
  TinLoader         *loader;
  TinLoaderProgress *progress;
  TinCapture        *capture;
  TinPacketFile     *file;            /* (owned) */
  GHashTable        *conversations;   /* (owned) (element-type Key TinConversation): the last of each pair of ends */
  GQueue             by_use;          /* (element-type TinConversation): the same, the one that was silent longest first */
  gint64             time_ns;         /* of the packet */
  gsize              held;            /* bytes that wait */
  gboolean           has_failed;      /* the disk refuses */
  GMutex             lock;
  GCond              room;
  gboolean           has_room;        /* under the lock */
} Import;

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return tin_address_hash (&key->ends[0]) * 31 + tin_address_hash (&key->ends[1]) * 7 + key->transport;
}

static gboolean
key_equal (gconstpointer a,
           gconstpointer b)
{
  const Key *left = a;
  const Key *right = b;

  return left->transport == right->transport && tin_address_equal (&left->ends[0], &right->ends[0]) &&
         tin_address_equal (&left->ends[1], &right->ends[1]);
}

static int
compare_ends (const TinAddress *a,
              const TinAddress *b)
{
  int order = memcmp (a->bytes, b->bytes, sizeof a->bytes);

  return order != 0 ? order : a->port - b->port;
}

static void
make_key (Key              *key,
          TinTransport      transport,
          const TinAddress *one,
          const TinAddress *other)
{
  gboolean swap = compare_ends (one, other) > 0;

  memset (key, 0, sizeof *key);
  key->transport = transport;
  key->ends[0] = swap ? *other : *one;
  key->ends[1] = swap ? *one : *other;
}

static gint64
get_time (gpointer user_data)
{
  const Import *self = user_data;

  return self->time_ns;
}

static void
room_cb (gpointer user_data)
{
  Import *self = user_data;

  g_mutex_lock (&self->lock);
  self->has_room = TRUE;
  g_cond_signal (&self->room);
  g_mutex_unlock (&self->lock);
}

/* A file that cannot be kept whole is of no use; what is missing would look like silence. */
static void
check_disk (Import *self)
{
  g_auto (TinCaptureHealth) health = { 0 };

  tin_capture_get_health (self->capture, &health);
  if (self->has_failed || health.state == TIN_CAPTURE_SAVING)
    return;

  self->has_failed = TRUE;
  self->progress->problem = g_strdup (health.reason != NULL ? health.reason : _("There is no room for what was read."));
}

/* Waits for the writer. Looks up now and then, as a disk that refuses makes no room. */
static void
await_room (gpointer user_data)
{
  Import *self = user_data;

  while (!self->has_failed && !tin_loader_is_cancelled (self->loader) && !tin_capture_has_room (self->capture))
    {
      gint64 deadline = g_get_monotonic_time () + G_TIME_SPAN_MILLISECOND * 100;

      tin_capture_publish (self->capture);
      g_mutex_lock (&self->lock);
      while (!self->has_room && g_cond_wait_until (&self->room, &self->lock, deadline))
        ;
      self->has_room = FALSE;
      g_mutex_unlock (&self->lock);
      check_disk (self);
    }
}

static void
end_conversation (Import          *self,
                  TinConversation *conversation,
                  void             (*end) (TinConversation *conversation))
{
  Key key;

  await_room (self);
  self->held -= tin_conversation_get_held (conversation);
  if (!tin_loader_is_cancelled (self->loader) && !self->has_failed)
    end (conversation);
  self->progress->n_repeated += tin_conversation_get_repeated (conversation);
  self->progress->n_late += tin_conversation_get_late (conversation);
  self->progress->n_missing += conversation->n_missing;
  g_queue_unlink (&self->by_use, &conversation->link);
  make_key (&key, conversation->flow.transport, &conversation->flow.local, &conversation->flow.peer);
  g_hash_table_remove (self->conversations, &key);
}

static TinConversation *
begin_conversation (Import           *self,
                    const Key        *key,
                    const TinSegment *segment)
{
  TinConversation *conversation = tin_conversation_new (self->capture, await_room, self, segment);

  conversation->link.data = conversation;
  g_queue_push_tail_link (&self->by_use, &conversation->link);
  g_hash_table_replace (self->conversations, g_memdup2 (key, sizeof *key), conversation);
  return conversation;
}

/* Makes room for one more: what comes of the one that goes will be told as another one. */
static void
forget_silent (Import *self)
{
  TinConversation *silent = self->by_use.head->data;

  self->progress->n_parted += !silent->is_ended;
  end_conversation (self, silent, tin_conversation_give_up);
}

static TinConversation *
find_conversation (Import           *self,
                   const TinSegment *segment)
{
  TinConversation *conversation;
  Key key;

  make_key (&key, segment->transport, &segment->source, &segment->destination);
  conversation = g_hash_table_lookup (self->conversations, &key);
  if (conversation != NULL && tin_conversation_is_new (conversation, segment))
    {
      end_conversation (self, conversation, tin_conversation_give_up);
      conversation = NULL;
    }
  if (conversation == NULL)
    {
      if (self->by_use.length >= MAX_CONVERSATIONS)
        forget_silent (self);
      return begin_conversation (self, &key, segment);
    }
  g_queue_unlink (&self->by_use, &conversation->link);
  g_queue_push_tail_link (&self->by_use, &conversation->link);
  return conversation;
}

static void
take_packet (Import              *self,
             const TinFilePacket *packet)
{
  TinConversation *conversation = NULL;
  TinSegment segment;
  gsize held;

  self->progress->n_packets++;
  self->time_ns = MAX (self->time_ns, packet->time_ns);
  await_room (self);
  if (tin_dissect (packet, &segment))
    conversation = find_conversation (self, &segment);
  if (conversation == NULL)
    {
      self->progress->n_skipped++;
      return;
    }
  if (segment.size < segment.total)
    self->progress->n_truncated++;

  held = tin_conversation_get_held (conversation);
  tin_conversation_take (conversation, &segment);
  if (self->held - held + tin_conversation_get_held (conversation) > MAX_HELD)
    tin_conversation_flush (conversation);
  self->held += tin_conversation_get_held (conversation) - held;
}

static void
tell (Import *self)
{
  tin_capture_publish (self->capture);
  check_disk (self);
  self->progress->n_bytes = tin_packet_file_get_offset (self->file);
  tin_loader_tell (self->loader, self->progress);
}

static void
take_result (Import              *self,
             TinPacketFileResult  result,
             const GError        *error)
{
  guint64 offset = tin_packet_file_get_offset (self->file);
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, offset);

  switch (result)
    {
    case TIN_PACKET_FILE_CUT:
      self->progress->n_cut = self->progress->n_total - offset;
      break;
    case TIN_PACKET_FILE_DAMAGED:
      self->progress->n_damaged = self->progress->n_total - offset;
      /* Translators: %s is how many bytes into a file it is damaged */
      self->progress->problem = g_strdup_printf (_("The file is damaged after %s bytes; what follows cannot be read."),
                                                 digits);
      break;
    case TIN_PACKET_FILE_ERROR:
      self->progress->problem = g_strdup (error->message);
      break;
    case TIN_PACKET_FILE_END:
    case TIN_PACKET_FILE_PACKET:
    default:
      break;
    }
}

static void
read_packets (Import *self)
{
  while (!self->has_failed && !tin_loader_is_cancelled (self->loader))
    {
      g_autoptr (GError) error = NULL;
      TinFilePacket packet;
      TinPacketFileResult result = tin_packet_file_next (self->file, &packet, &error);

      if (result != TIN_PACKET_FILE_PACKET)
        {
          take_result (self, result, error);
          return;
        }
      take_packet (self, &packet);
      if (self->progress->n_packets % TURN_SIZE == 0)
        tell (self);
    }
}

static void
end_conversations (Import *self)
{
  TinConversation *conversation;

  while ((conversation = g_queue_peek_head (&self->by_use)) != NULL)
    end_conversation (self, conversation, tin_conversation_end);
}

static void
import_free (Import *self)
{
  tin_capture_set_room_func (self->capture, NULL, NULL);
  tin_capture_set_clock (self->capture, NULL, NULL);
  g_hash_table_unref (self->conversations);
  tin_packet_file_free (self->file);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->room);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Import, import_free)

static Import *
import_new (TinLoader * loader,
            TinLoaderProgress * progress)
{
  Import *self = g_new0 (Import, 1);

  self->loader = loader;
  self->progress = progress;
  self->capture = loader->capture;
  self->file = tin_packet_file_new (loader->source, progress->n_total);
  self->conversations = g_hash_table_new_full (key_hash, key_equal, g_free, (GDestroyNotify) tin_conversation_free);
  g_mutex_init (&self->lock);
  g_cond_init (&self->room);
  tin_capture_set_clock (self->capture, get_time, self);
  tin_capture_set_room_func (self->capture, room_cb, self);
  return self;
}

/**
 * tin_loader_import:
 * @loader: a loader, in its thread
 * @progress: what is told, and filled in
 *
 * Reads all packets of the file and appends what they mean to the capture.
 */
void
tin_loader_import (TinLoader         *loader,
                   TinLoaderProgress *progress)
{
  g_autoptr (Import) self = import_new (loader, progress);

  read_packets (self);
  end_conversations (self);
  tell (self);
  tin_capture_flush (self->capture, FLUSH_TIMEOUT);
  check_disk (self);
}
