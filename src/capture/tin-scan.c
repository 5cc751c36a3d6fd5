/* tin-scan.c: the payloads of many records, one after another.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A record at a time costs a lock and a system call each. Here large pieces of
 * the stream are copied or read at once, and a payload is found in them by the
 * sizes of the headers before it.
 */

#include "capture/tin-scan.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-capture-private.h"
#include "capture/tin-packet.h"
#include "capture/tin-pcapng.h"

#include <string.h>

#define SLAB_SIZE   (512 * 1024)            /* bytes read from a file at once */
#define MEMORY_SIZE (2 * TIN_RING_MAX_RECORD) /* bytes copied at once: the engine may wait for the lock */

G_STATIC_ASSERT (SLAB_SIZE >= MEMORY_SIZE);

/**
 * TinScan:
 *
 * Goes through records in their order, in any one thread. Several may go
 * through one capture at a time, and while it grows.
 */
struct _TinScan
{
  TinCapture   *capture;  /* (owned) */
  guint64       position; /* of the next record */
  guint64       end;
  guint64       n_lost;
  gboolean      no_payloads;
  TinIndexEntry entry;    /* of the record given last */
  guint64       offset;   /* in the stream, of @slab */
  gsize         size;     /* of what is in @slab, bytes */
  guint8       *slab;     /* (owned) (nullable) */
};

static inline guint32
get32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

/* The size of the IP and the TCP or UDP header; 0 if they are none, or not all there. */
static inline gsize
get_headers_size (const guint8 *packet,
                  gsize         size)
{
  gsize ip_size;
  guint8 protocol;

  if (G_LIKELY (size >= 20 && packet[0] >> 4 == 4))
    {
      ip_size = (packet[0] & 0xf) * 4;
      protocol = packet[9];
    }
  else if (size >= 40 && packet[0] >> 4 == 6)
    {
      ip_size = 40;
      protocol = packet[6];
    }
  else
    return 0;

  if (protocol == TIN_PROTOCOL_TCP && size >= ip_size + 20)
    return ip_size + (packet[ip_size + 12] >> 4) * 4;
  if (protocol == TIN_PROTOCOL_UDP && size >= ip_size + 8)
    return ip_size + 8;
  return 0;
}

/* The payload of the record, if all of it is in the slab. */
static inline const guint8 *
find_payload (const TinScan       *self,
              const TinIndexEntry *entry)
{
  guint64 skip = entry->offset - self->offset;
  const guint8 *block;
  gsize available;
  gsize packet_size;
  gsize headers_size;

  if (entry->offset < self->offset || skip > self->size || self->size - skip < TIN_PCAPNG_PACKET_HEAD)
    return NULL;
  block = self->slab + skip;
  if (get32 (block) != TIN_PCAPNG_PACKET)
    return NULL;

  available = self->size - skip - TIN_PCAPNG_PACKET_HEAD;
  packet_size = get32 (block + 20);
  if (packet_size > available)
    return NULL;
  headers_size = get_headers_size (block + TIN_PCAPNG_PACKET_HEAD, packet_size);
  if (headers_size == 0 || headers_size > packet_size || packet_size - headers_size != entry->size)
    return NULL;
  return block + TIN_PCAPNG_PACKET_HEAD + headers_size;
}

/* Has the slab begin where the record does. */
static gboolean
fill_slab (TinScan *self,
           guint64  offset)
{
  g_autoptr (TinSink) sink = NULL;
  gsize size = MEMORY_SIZE;
  guint64 file_offset = 0;
  gssize n;

  if (self->slab == NULL)
    self->slab = g_try_malloc (SLAB_SIZE);
  if (self->slab == NULL)
    return FALSE;

  self->offset = offset;
  self->size = 0;
  switch (tin_ring_locate (self->capture->ring, offset, 0, self->slab, &size, &sink, &file_offset))
    {
    case TIN_RING_HERE:
      self->size = size;
      return TRUE;
    case TIN_RING_IN_FILE:
      /* A file may give more at once; it holds nobody up. */
      size = SLAB_SIZE;
      g_clear_object (&sink);
      if (tin_ring_locate (self->capture->ring, offset, 0, self->slab, &size, &sink, &file_offset) !=
          TIN_RING_IN_FILE)
        return FALSE;
      n = tin_sink_read (sink, self->slab, size, file_offset, NULL);
      self->size = MAX (n, 0);
      return n > 0;
    case TIN_RING_GONE:
    default:
      return FALSE;
    }
}

static gboolean
has_payload (const TinScan       *self,
             const TinIndexEntry *entry)
{
  return entry->event == TIN_EVENT_DATA && entry->size > 0 && !self->no_payloads;
}

static const guint8 *
read_payload (TinScan             *self,
              const TinIndexEntry *entry)
{
  const guint8 *payload = NULL;

  if (fill_slab (self, entry->offset))
    payload = find_payload (self, entry);
  if (payload == NULL)
    self->n_lost++;
  return payload;
}

/**
 * tin_scan_new:
 * @capture: a capture
 * @first: position of the first record
 * @end: position behind the last, at most what is published
 *
 * Holds half a megabyte once the first payload is read. Use it in one thread at a time.
 *
 * Returns: (transfer full): a scan at its beginning
 */
TinScan *
tin_scan_new (TinCapture *capture,
              guint64     first,
              guint64     end)
{
  TinScan *self;

  g_return_val_if_fail (TIN_IS_CAPTURE (capture), NULL);

  self = g_new0 (TinScan, 1);
  self->capture = g_object_ref (capture);
  self->position = first;
  self->end = end;
  return self;
}

/**
 * tin_scan_free:
 * @self: (transfer full): a scan
 */
void
tin_scan_free (TinScan *self)
{
  g_object_unref (self->capture);
  g_free (self->slab);
  g_free (self);
}

/**
 * tin_scan_get_n_lost:
 * @self: a scan
 *
 * Returns: how many records so far were dropped before they were read, or had a
 *   payload that cannot be read
 */
guint64
tin_scan_get_n_lost (TinScan *self)
{
  return self->n_lost;
}

/**
 * tin_scan_extend:
 * @self: a scan
 * @end: position behind the last record; nothing happens when it is not further on
 *
 * Lets the scan go on with what came later, from where it is.
 */
void
tin_scan_extend (TinScan *self,
                 guint64  end)
{
  self->end = MAX (self->end, end);
}

/**
 * tin_scan_omit_payloads:
 * @self: a scan that has given no record yet
 *
 * Has it give none, and read nothing: what the index says is enough.
 */
void
tin_scan_omit_payloads (TinScan *self)
{
  self->no_payloads = TRUE;
}

/**
 * tin_scan_seek:
 * @self: a scan
 * @position: of the record to give next
 *
 * Passes over what lies between; it counts neither as given nor as lost. Going on a
 * little is cheap: what was read at once is kept.
 */
void
tin_scan_seek (TinScan *self,
               guint64  position)
{
  self->position = position;
}

/* Goes past the records that the capture has dropped, if it has. */
static gboolean
skip_dropped (TinScan *self)
{
  guint64 first = MIN (tin_capture_get_first (self->capture), self->end);

  if (first <= self->position)
    return FALSE;

  self->n_lost += first - self->position;
  self->position = first;

  return TRUE;
}

/**
 * tin_scan_next:
 * @self: a scan
 * @item: (out caller-allocates): the next record
 *
 * Records that the capture has dropped are passed over and counted. A payload
 * that is not held any more, or cannot be read, is %NULL and counted, too. May
 * read from the disk.
 *
 * Returns: %FALSE at the end, or when the next record is not published yet
 */
gboolean
tin_scan_next (TinScan     *self,
               TinScanItem *item)
{
  return tin_scan_next_many (self, item, 1) == 1;
}

/* The entries of the next records, as far as they are there. */
static guint
peek_next (TinScan       *self,
           TinIndexEntry *entries,
           guint          n_entries)
{
  while (self->position < self->end)
    {
      guint n = tin_ring_peek_many (self->capture->ring, self->position, entries,
                                    (guint) MIN (n_entries, self->end - self->position));

      if (G_LIKELY (n > 0))
        return n;

      if (!skip_dropped (self))
        break;
    }

  return 0;
}

/**
 * tin_scan_next_many:
 * @self: a scan
 * @items: (out caller-allocates) (array length=n_items): the next records
 * @n_items: how many are wanted at most; past %TIN_SCAN_MANY there are never more
 *
 * The same as tin_scan_next() for records in a row, at a fraction of the cost for each.
 * All their payloads are valid until the next call; only that of the first can be lost.
 *
 * Returns: how many it gives, which may be fewer than there are; 0 at the end, or when
 *   the next record is not published yet
 */
guint
tin_scan_next_many (TinScan     *self,
                    TinScanItem *items,
                    guint        n_items)
{
  TinIndexEntry entries[TIN_SCAN_MANY];
  guint n_entries = peek_next (self, entries, MIN (n_items, TIN_SCAN_MANY));
  guint n = 0;

  for (; n < n_entries; n++)
    {
      const TinIndexEntry *entry = &entries[n];
      const guint8 *payload = NULL;

      if (has_payload (self, entry))
        {
          payload = find_payload (self, entry);
          if (payload == NULL && n > 0)
            break;  /* Reading on would take away the payloads before it. */
          if (payload == NULL)
            payload = read_payload (self, entry);
        }

      items[n] = (TinScanItem) { .position = self->position + n, .entry = *entry, .payload = payload };
    }

  if (n > 0)
    self->entry = entries[n - 1];
  self->position += n;

  return n;
}

/* Where in the stream the record given last ends, at the latest. What a gap is logged by points back to it. */
static guint64
get_end (TinScan *self)
{
  guint64 end = tin_ring_get_published_end (self->capture->ring);
  TinIndexEntry next;

  for (guint64 position = self->position; tin_capture_peek (self->capture, position, &next); position++)
    if (next.offset > self->entry.offset)
      return next.offset;
  return end;
}

static gboolean
has (const TinScan *self,
     guint64        start,
     guint64        end)
{
  return self->slab != NULL && start >= self->offset && end <= self->offset + self->size;
}

/* Whether what stands there is the record: a note may stand where one was lost. */
static gboolean
is_record (const TinScan *self,
           const guint8  *blocks,
           gsize          size)
{
  TinBlock block = { .head = blocks, .head_size = MIN (size, tin_block_get_size (blocks, size)) };
  g_auto (TinRecord) record = TIN_RECORD_INIT;

  if (block.head_size < TIN_BLOCK_MIN_SIZE)
    return FALSE;
  if (self->entry.event == TIN_EVENT_DATA)
    return get32 (blocks) == TIN_PCAPNG_PACKET;
  return tin_block_read (&block, 0, &record, NULL) &&
         (record.event != TIN_EVENT_DROPPED || self->entry.event == TIN_EVENT_DROPPED);
}

/**
 * tin_scan_get_blocks:
 * @self: a scan that has just given a record
 * @size: (out): bytes
 *
 * The record as it stands in the file: whole blocks, the first of which is its own. May
 * read from the disk.
 *
 * Returns: (nullable): the blocks, valid until the next call; %NULL when the record is
 *   not held any more or cannot be read, which does not count as lost once more
 */
const guint8 *
tin_scan_get_blocks (TinScan *self,
                     gsize   *size)
{
  guint64 start = self->entry.offset;
  guint64 end = get_end (self);
  const guint8 *blocks;

  if (end <= start || (!has (self, start, end) && !fill_slab (self, start)))
    return NULL;

  /* A note about a gap stands for more than it takes. */
  blocks = self->slab + (start - self->offset);
  if (has (self, start, end))
    *size = end - start;
  else
    *size = tin_block_get_size (blocks, self->size);
  if (*size == 0 || !has (self, start, start + *size) || !is_record (self, blocks, *size))
    return NULL;
  return blocks;
}

/**
 * tin_scan_read:
 * @self: a scan that has just given a record
 * @payload_limit: how many bytes of the payload are wanted at most; 0 for none
 * @record: (out caller-allocates): a copy, to be cleared; cleared already on failure
 *
 * The same as tin_capture_read(), from what was read at once.
 *
 * Returns: %FALSE when the record is not held any more or cannot be read
 */
gboolean
tin_scan_read (TinScan   *self,
               gsize      payload_limit,
               TinRecord *record)
{
  gsize size;
  const guint8 *blocks = tin_scan_get_blocks (self, &size);
  TinBlock block = { .head = blocks };

  memset (record, 0, sizeof *record);
  if (blocks == NULL)
    return FALSE;

  block.head_size = tin_block_get_size (blocks, size);
  if (!tin_block_read (&block, payload_limit, record, NULL))
    return FALSE;

  record->event = self->entry.event;
  record->direction = self->entry.direction;
  record->by = self->entry.by;
  record->connection = self->entry.connection;
  record->size = self->entry.size;
  return TRUE;
}
