/* tin-indexer.c: makes the index of a recording anew from its blocks.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way back from tin-capture-events.c. A packet with data does not say to which
 * connection it belongs: its addresses do, since that was opened. Nothing is
 * believed: a file may have been cut, damaged or made up.
 */

#include "capture/tin-indexer.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-little-endian.h"
#include "capture/tin-packet-reader.h"
#include "capture/tin-packet.h"
#include "capture/tin-pcapng.h"

#include <string.h>

#define MAX_PAYLOAD        G_MAXUINT16 /* bytes: what no record that we write goes past */
#define PLAIN_OPTIONS_SIZE 12          /* bytes: a direction and the end, no comment */
#define FIRST_UNKNOWN      0x80000000u /* a connection whose beginning is gone is not taken for one that comes */

/* What another program may add to a copy (draft-ietf-opsawg-pcapng). */
#define BLOCK_NAMES          4u
#define BLOCK_SECRETS        10u
#define BLOCK_CUSTOM         0xbadu
#define BLOCK_CUSTOM_NO_COPY 0x40000badu

/* The two ends of a conversation, ours first. Without padding, so that keys compare as bytes. */
typedef struct
{
  guint8  addresses[2][16];
  guint16 ports[2];
  guint16 family;
  guint16 transport;
  guint32 scope;
  guint32 spare;
} Key;

G_STATIC_ASSERT (sizeof (Key) == 6 * sizeof (guint64));

/* A packet as far as the index needs it. */
typedef struct
{
  TinPacketHeaders headers;
  TinTcpFlags      flags;
  TinDirection     direction;
  gint64           time_ns;
} Packet;

struct _TinIndexer
{
  GHashTable *connections;      /* (owned) (element-type Key guint32) */
  Key         last_key;
  guint32     last_number;      /* of @last_key, 0 for none */
  guint32     last_unknown;
  guint       n_replaced;       /* connections whose addresses another one took before they ended, or that had none */
  guint64     n_unplaced;       /* records */
  TinEvent    attempt;          /* what the SYN before came to, %TIN_EVENT_DATA for no SYN */
  guint32     attempt_connection;
  gint64      attempt_time_ns;
  gint64      last_time_ns;
};

static guint
key_hash (gconstpointer data)
{
  guint64 words[sizeof (Key) / sizeof (guint64)];
  guint64 hash = 0;

  memcpy (words, data, sizeof words);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      hash = (hash ^ words[i]) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 32;
    }
  return (guint) hash;
}

static gboolean
key_equal (gconstpointer a,
           gconstpointer b)
{
  return memcmp (a, b, sizeof (Key)) == 0;
}

static void
make_key (Key              *key,
          TinTransport      transport,
          const TinAddress *local,
          const TinAddress *peer)
{
  memset (key, 0, sizeof *key);
  memcpy (key->addresses[0], local->bytes, sizeof local->bytes);
  memcpy (key->addresses[1], peer->bytes, sizeof peer->bytes);
  key->ports[0] = local->port;
  key->ports[1] = peer->port;
  key->family = peer->family != TIN_FAMILY_NONE ? peer->family : local->family;
  key->transport = transport;
  key->scope = MAX (local->scope, peer->scope);
}

/* Returns FALSE for one connection too many. */
static gboolean
remember (TinIndexer *self,
          const Key  *key,
          guint32     connection)
{
  guint32 old = GPOINTER_TO_UINT (g_hash_table_lookup (self->connections, key));

  if (old != connection && g_hash_table_size (self->connections) + self->n_replaced >= TIN_INDEXER_MAX_OPEN)
    return FALSE;

  if (old != connection)
    g_hash_table_replace (self->connections, g_memdup2 (key, sizeof *key), GUINT_TO_POINTER (connection));
  self->n_replaced += old != 0 && old != connection;
  self->last_key = *key;
  self->last_number = connection;
  return TRUE;
}

/* Unless another one has its addresses already: a peer may come back before its end was noticed. */
static void
forget (TinIndexer *self,
        const Key  *key,
        guint32     connection)
{
  guint32 known = GPOINTER_TO_UINT (g_hash_table_lookup (self->connections, key));

  if (known != connection && known < FIRST_UNKNOWN)
    return;

  g_hash_table_remove (self->connections, key);
  self->last_number = 0;
}

/* The connection of a packet, 0 for none; one whose beginning is missing gets a number of its own. */
static guint32
find_connection (TinIndexer *self,
                 const Key  *key)
{
  guint32 connection;

  if (G_LIKELY (self->last_number != 0 && key_equal (key, &self->last_key)))
    return self->last_number;

  connection = GPOINTER_TO_UINT (g_hash_table_lookup (self->connections, key));
  if (connection == 0 && self->last_unknown < G_MAXUINT32 && remember (self, key, self->last_unknown + 1))
    connection = ++self->last_unknown;
  self->last_key = *key;
  self->last_number = connection;
  self->n_unplaced += connection == 0;
  return connection;
}

static void
unplace (TinIndexer *self,
         TinRecord  *record)
{
  record->connection = 0;
  self->n_unplaced++;
}

/* Without an address nobody can tell when its place is free again. */
static void
place_unknown (TinIndexer *self,
               TinRecord  *record)
{
  if (g_hash_table_size (self->connections) + self->n_replaced >= TIN_INDEXER_MAX_OPEN)
    unplace (self, record);
  else
    self->n_replaced++;
}

/* Follows which addresses belong to which number. What would be one connection too many belongs to none: so
 * whoever keeps something for each that is open keeps a bounded number of them. */
static void
follow (TinIndexer *self,
        TinRecord  *record)
{
  Key key;

  if (record->event == TIN_EVENT_STOPPED)
    self->n_replaced = 0;
  if (record->connection == 0)
    return;

  if (record->peer.family == TIN_FAMILY_NONE)
    {
      if (record->event == TIN_EVENT_OPENED)
        place_unknown (self, record);
      return;
    }
  make_key (&key, record->transport, &record->local, &record->peer);
  switch (record->event)
    {
    case TIN_EVENT_OPENED:
    case TIN_EVENT_DATA:
      if (!remember (self, &key, record->connection))
        unplace (self, record);
      break;
    case TIN_EVENT_CLOSED:
    case TIN_EVENT_RESET:
      forget (self, &key, record->connection);
      break;
    default:
      break;
    }
}

static void
set_entry (TinIndexEntry   *entry,
           const TinRecord *record)
{
  entry->event = record->event;
  entry->direction = record->direction;
  entry->by = record->by;
  entry->connection = record->connection;
  entry->size = record->size;
  entry->loss = record->loss;
}

/* The same packet, with a comment or more: all that it says is looked at. */
static TinIndexed
take_commented (TinIndexer    *self,
                const guint8  *block,
                gsize          size,
                const Packet  *packet,
                TinIndexEntry *entry)
{
  TinBlock whole = { .head = block, .head_size = size };
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  if (!tin_block_read (&whole, 0, &record, NULL))
    return TIN_INDEXED_DAMAGED;

  if (record.event == TIN_EVENT_DATA)
    {
      Key key;

      make_key (&key, record.transport, &record.local, &record.peer);
      record.connection = find_connection (self, &key);
    }
  else if (record.event == TIN_EVENT_OPENED)
    record.by = record.direction == TIN_DIRECTION_IN ? TIN_BY_PEER : TIN_BY_LOCAL;
  else if (record.event != TIN_EVENT_HALF_CLOSED)
    record.direction = TIN_DIRECTION_NONE;

  follow (self, &record);
  if (packet->flags & TIN_TCP_SYN && record.event != TIN_EVENT_OPENED)
    {
      self->attempt = record.event;
      self->attempt_connection = record.connection;
      self->attempt_time_ns = record.time_ns;
    }
  set_entry (entry, &record);
  return TIN_INDEXED_RECORD;
}

static TinIndexed
take_plain (TinIndexer    *self,
            const Packet  *packet,
            TinIndexEntry *entry)
{
  const TinPacketHeaders *headers = &packet->headers;
  gboolean in = packet->direction == TIN_DIRECTION_IN;
  Key key;

  /* Without data it is a part of what began before: of a handshake, of an end. */
  if (headers->refused)
    return TIN_INDEXED_MORE;
  if (headers->transport == TIN_TRANSPORT_TCP && headers->payload_size == 0 && !(packet->flags & TIN_TCP_PSH))
    return TIN_INDEXED_MORE;

  make_key (&key, headers->transport, in ? &headers->destination : &headers->source,
            in ? &headers->source : &headers->destination);
  entry->event = TIN_EVENT_DATA;
  entry->direction = packet->direction;
  entry->by = in ? TIN_BY_PEER : TIN_BY_LOCAL;
  entry->connection = find_connection (self, &key);
  entry->size = headers->payload_size;
  entry->loss = TIN_LOSS_UNKNOWN;
  return TIN_INDEXED_RECORD;
}

static TinIndexed
take_packet (TinIndexer    *self,
             const guint8  *block,
             gsize          size,
             TinIndexEntry *entry,
             gint64        *time_ns)
{
  TinPacket raw = { .data = block + TIN_PCAPNG_PACKET_HEAD };
  const guint8 *options;
  gsize options_offset;
  gsize options_size;
  gsize ip_size;
  Packet packet = { 0 };

  if (!tin_block_locate_options (block, size, &options_offset, &options_size))
    return TIN_INDEXED_DAMAGED;
  raw.total = raw.size = tin_get32_le (block + 20);
  if (!tin_packet_parse (&raw, &packet.headers) || packet.headers.payload_size > MAX_PAYLOAD)
    return TIN_INDEXED_DAMAGED;

  ip_size = raw.data[0] >> 4 == 6 ? 40 : (raw.data[0] & 0xf) * 4;
  if (packet.headers.protocol == TIN_PROTOCOL_TCP)
    packet.flags = raw.data[ip_size + 13];
  *time_ns = (gint64) ((guint64) tin_get32_le (block + 12) << 32 | tin_get32_le (block + 16));

  options = block + options_offset;
  if (options_size != PLAIN_OPTIONS_SIZE || tin_get16_le (options) != TIN_PCAPNG_OPTION_FLAGS ||
      tin_get16_le (options + 2) != 4)
    return take_commented (self, block, size, &packet, entry);
  packet.direction = MIN (tin_get32_le (options + 4) & 3, TIN_DIRECTION_OUT);
  return take_plain (self, &packet, entry);
}

/* Whether it is of a kind that says nothing about messages; one that a single wrong bit made of another is none. */
static gboolean
says_nothing (const guint8 *block,
              gsize         size)
{
  switch (tin_get32_le (block))
    {
    case TIN_PCAPNG_SECTION:
    case TIN_PCAPNG_END:
    case BLOCK_SECRETS:
    case BLOCK_CUSTOM:
    case BLOCK_CUSTOM_NO_COPY:
      return TRUE;
    case TIN_PCAPNG_INTERFACE:
      return size >= 20 && tin_get16_le (block + 8) == TIN_PCAPNG_LINKTYPE_RAW;
    case BLOCK_NAMES:
      return size >= 16 && tin_get16_le (block + 8) != 0;
    default:
      return FALSE;
    }
}

static TinIndexed
take_journal (TinIndexer    *self,
              const guint8  *block,
              gsize          size,
              TinIndexEntry *entry,
              gint64        *time_ns)
{
  TinBlock whole = { .head = block, .head_size = size };
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  if (!tin_block_read (&whole, 0, &record, NULL) || record.event == TIN_EVENT_DATA)
    return TIN_INDEXED_DAMAGED;

  /* The SYN of an attempt was the record; this says what came of it. */
  if (self->attempt == record.event && self->attempt_connection == record.connection &&
      self->attempt_time_ns == record.time_ns)
    return TIN_INDEXED_MORE;

  follow (self, &record);
  set_entry (entry, &record);
  *time_ns = record.time_ns;
  return TIN_INDEXED_RECORD;
}

/**
 * tin_indexer_new:
 *
 * Holds what it takes to tell connections apart: a hundred bytes for each that is open, and no more than
 * %TIN_INDEXER_MAX_OPEN of them.
 *
 * Returns: (transfer full): an indexer at the beginning of a recording
 */
TinIndexer *
tin_indexer_new (void)
{
  TinIndexer *self = g_new0 (TinIndexer, 1);

  self->connections = g_hash_table_new_full (key_hash, key_equal, g_free, NULL);
  self->attempt = TIN_EVENT_DATA;
  self->last_unknown = FIRST_UNKNOWN - 1;
  return self;
}

/**
 * tin_indexer_free:
 * @self: (transfer full): an indexer
 */
void
tin_indexer_free (TinIndexer *self)
{
  g_hash_table_unref (self->connections);
  g_free (self);
}

/**
 * tin_indexer_get_n_unplaced:
 * @self: an indexer
 *
 * Returns: how many records were given no connection, as %TIN_INDEXER_MAX_OPEN were open
 */
guint64
tin_indexer_get_n_unplaced (TinIndexer *self)
{
  return self->n_unplaced;
}

/**
 * tin_indexer_take:
 * @self: an indexer
 * @block: the next block
 * @size: its size, all of which is there, bytes
 * @entry: (out caller-allocates): what the index says of a record, but for the offset
 * @time_ns: (out): of the record; never before the one of the record before
 *
 * Returns: what the block is
 */
TinIndexed
tin_indexer_take (TinIndexer    *self,
                  const guint8  *block,
                  gsize          size,
                  TinIndexEntry *entry,
                  gint64        *time_ns)
{
  TinIndexed indexed = TIN_INDEXED_MORE;

  memset (entry, 0, sizeof *entry);
  if (size < TIN_BLOCK_MIN_SIZE || tin_get32_le (block + size - 4) != size)
    return TIN_INDEXED_DAMAGED;

  if (G_LIKELY (tin_get32_le (block) == TIN_PCAPNG_PACKET))
    indexed = take_packet (self, block, size, entry, time_ns);
  else if (tin_get32_le (block) == TIN_PCAPNG_JOURNAL)
    {
      indexed = take_journal (self, block, size, entry, time_ns);
      self->attempt = TIN_EVENT_DATA;
    }
  else if (!says_nothing (block, size))
    indexed = TIN_INDEXED_DAMAGED;

  if (indexed == TIN_INDEXED_RECORD)
    {
      *time_ns = MAX (*time_ns, self->last_time_ns);
      self->last_time_ns = *time_ns;
      entry->time_us = *time_ns / 1000;
    }
  return indexed;
}
