/* tin-packet-file.c: the packets in a pcap or pcapng file of any program.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Here is what both share, and the older format, draft-ietf-opsawg-pcap. Nothing is believed: a
 * file may have been cut, damaged or made up.
 */

#include "capture/tin-packet-file.h"

#include "capture/tin-packet-file-private.h"

#include <string.h>

#define BUFFER_SIZE       (2 * TIN_PACKET_FILE_MAX_SIZE)
#define NS_PER_SECOND     G_GINT64_CONSTANT (1000000000)
#define PCAP_HEAD         24 /* bytes of the file before the first packet */
#define PCAP_PACKET_HEAD  16
#define PCAP_MICROSECONDS 0xa1b2c3d4u
#define PCAP_NANOSECONDS  0xa1b23c4du
#define PCAPNG_SECTION    0x0a0d0d0au

/* How much is left between what was read and the end of the file. */
static guint64
get_left (const TinPacketFile *self)
{
  return self->file_size - MIN (self->file_size, self->offset + self->used);
}

/**
 * tin_packet_file_peek:
 * @size: bytes, at most %TIN_PACKET_FILE_MAX_SIZE
 *
 * Returns: (nullable): the next @size bytes, valid until the next call; %NULL when the file has
 *   not so many, or with @error set
 */
const guint8 *
tin_packet_file_peek (TinPacketFile  *self,
                      gsize           size,
                      GError        **error)
{
  gsize left = self->size - self->used;
  gssize n;

  if (G_LIKELY (left >= size))
    return self->buffer + self->used;

  if (self->buffer == NULL)
    self->buffer = g_try_malloc (BUFFER_SIZE);
  if (self->buffer == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (ENOMEM));
      return NULL;
    }

  memmove (self->buffer, self->buffer + self->used, left);
  self->offset += self->used;
  self->used = 0;
  self->size = left;
  n = tin_sink_read (self->source, self->buffer + left, MIN (BUFFER_SIZE - left, get_left (self) - left),
                     self->offset + left, error);
  if (n < 0)
    return NULL;
  self->size += n;
  return self->size >= size ? self->buffer : NULL;
}

/* Goes on behind the next @size bytes, whether they were read or not. */
void
tin_packet_file_skip (TinPacketFile *self,
                      guint64        size)
{
  gsize left = self->size - self->used;

  if (size <= left)
    {
      self->used += size;
      return;
    }
  self->offset += self->used + size;
  self->used = 0;
  self->size = 0;
}

guint16
tin_packet_file_get16 (const TinPacketFile *self,
                       const guint8        *at)
{
  guint16 value;

  memcpy (&value, at, sizeof value);
  value = GUINT16_FROM_LE (value);
  return self->is_swapped ? GUINT16_SWAP_LE_BE (value) : value;
}

guint32
tin_packet_file_get32 (const TinPacketFile *self,
                       const guint8        *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  value = GUINT32_FROM_LE (value);
  return self->is_swapped ? GUINT32_SWAP_LE_BE (value) : value;
}

static gint64
scale_decimal (guint64 ticks,
               guint   digits)
{
  for (; digits > 9 && ticks > 0; digits--)
    ticks /= 10;
  for (; digits < 9; digits++)
    {
      if (ticks > G_MAXINT64 / 10)
        return G_MAXINT64;
      ticks *= 10;
    }
  return MIN (ticks, G_MAXINT64);
}

static gint64
scale_binary (guint64 ticks,
              guint   bits)
{
  guint64 seconds = bits < 64 ? ticks >> bits : 0;
  guint64 rest = bits < 64 ? ticks & ((G_GUINT64_CONSTANT (1) << bits) - 1) : ticks;

  if (seconds >= G_MAXINT64 / NS_PER_SECOND)
    return G_MAXINT64;
  for (; bits > 34; bits--)
    rest >>= 1;
  return seconds * NS_PER_SECOND + (rest * NS_PER_SECOND >> bits);
}

/**
 * tin_file_interface_get_time:
 * @ticks: as the file has them
 *
 * Returns: nanoseconds since 1970; what cannot be is brought near to what can
 */
gint64
tin_file_interface_get_time (const TinFileInterface *self,
                             guint64                 ticks)
{
  gint64 time_ns = self->resolution & 0x80 ? scale_binary (ticks, self->resolution & 0x7f)
                                           : scale_decimal (ticks, self->resolution);
  gint64 limit = G_MAXINT64 / NS_PER_SECOND;
  gint64 offset = CLAMP (self->offset, -limit, limit) * NS_PER_SECOND;

  if (offset > 0 && time_ns > G_MAXINT64 - offset)
    return G_MAXINT64;
  return MAX (time_ns + offset, 0);
}

static TinPacketFileResult
begin_pcap (TinPacketFile  *self,
            const guint8   *magic,
            GError        **error)
{
  TinFileInterface interface = { 0 };
  guint32 number;
  const guint8 *head;

  number = tin_packet_file_get32 (self, magic);
  self->is_swapped = number != PCAP_MICROSECONDS && number != PCAP_NANOSECONDS;
  number = tin_packet_file_get32 (self, magic);
  if (number != PCAP_MICROSECONDS && number != PCAP_NANOSECONDS)
    return TIN_PACKET_FILE_DAMAGED;

  head = tin_packet_file_peek (self, PCAP_HEAD, error);
  if (head == NULL)
    return TIN_PACKET_FILE_CUT;
  interface.link_type = tin_packet_file_get32 (self, head + 20) & 0xffff;
  interface.resolution = number == PCAP_NANOSECONDS ? 9 : 6;
  g_array_append_val (self->interfaces, interface);
  tin_packet_file_skip (self, PCAP_HEAD);
  return TIN_PACKET_FILE_PACKET;
}

static TinPacketFileResult
begin (TinPacketFile  *self,
       GError        **error)
{
  const guint8 *magic = tin_packet_file_peek (self, 4, error);

  if (magic == NULL)
    return TIN_PACKET_FILE_CUT;

  self->is_begun = TRUE;
  self->is_pcapng = tin_packet_file_get32 (self, magic) == PCAPNG_SECTION;
  return self->is_pcapng ? TIN_PACKET_FILE_PACKET : begin_pcap (self, magic, error);
}

static gint64
get_pcap_time (const TinPacketFile    *self,
               const TinFileInterface *interface,
               const guint8           *head)
{
  gint64 seconds = tin_packet_file_get32 (self, head);
  gint64 fraction = tin_packet_file_get32 (self, head + 4);

  return seconds * NS_PER_SECOND + fraction * (interface->resolution == 9 ? 1 : 1000);
}

static TinPacketFileResult
next_in_pcap (TinPacketFile  *self,
              TinFilePacket  *packet,
              GError        **error)
{
  const TinFileInterface *interface = &g_array_index (self->interfaces, TinFileInterface, 0);
  const guint8 *head = tin_packet_file_peek (self, PCAP_PACKET_HEAD, error);

  if (head == NULL)
    return get_left (self) == 0 ? TIN_PACKET_FILE_END : TIN_PACKET_FILE_CUT;

  packet->size = tin_packet_file_get32 (self, head + 8);
  if (packet->size > TIN_PACKET_FILE_MAX_SIZE - PCAP_PACKET_HEAD)
    return TIN_PACKET_FILE_DAMAGED;
  head = tin_packet_file_peek (self, PCAP_PACKET_HEAD + packet->size, error);
  if (head == NULL)
    return TIN_PACKET_FILE_CUT;

  packet->link_type = interface->link_type;
  packet->total = MAX (tin_packet_file_get32 (self, head + 12), packet->size);
  packet->time_ns = get_pcap_time (self, interface, head);
  packet->data = head + PCAP_PACKET_HEAD;
  tin_packet_file_skip (self, PCAP_PACKET_HEAD + packet->size);
  return TIN_PACKET_FILE_PACKET;
}

/**
 * tin_packet_file_new:
 * @source: an open file, whose beginning tin_file_format_detect() knew
 * @size: how much of it to read, bytes
 *
 * Holds two megabytes once the first packet is read.
 *
 * Returns: (transfer full): the file at its beginning
 */
TinPacketFile *
tin_packet_file_new (TinSink *source,
                     guint64  size)
{
  TinPacketFile *self = g_new0 (TinPacketFile, 1);

  self->source = g_object_ref (source);
  self->file_size = size;
  self->interfaces = g_array_new (FALSE, TRUE, sizeof (TinFileInterface));
  return self;
}

/**
 * tin_packet_file_free:
 * @self: (transfer full): a file
 */
void
tin_packet_file_free (TinPacketFile *self)
{
  g_object_unref (self->source);
  g_array_unref (self->interfaces);
  g_free (self->buffer);
  g_free (self);
}

/**
 * tin_packet_file_get_offset:
 * @self: a file
 *
 * Returns: how much of it has been read, bytes
 */
guint64
tin_packet_file_get_offset (TinPacketFile *self)
{
  return MIN (self->offset + self->used, self->file_size);
}

/**
 * tin_packet_file_next:
 * @self: a file
 * @packet: (out caller-allocates): the next packet
 * @error: for %TIN_PACKET_FILE_ERROR, of %G_IO_ERROR
 *
 * Reads pcap with microseconds or nanoseconds, and pcapng with any number of sections and
 * interfaces, either in both byte orders. Blocks of pcapng that are no packets are passed over.
 *
 * Returns: %TIN_PACKET_FILE_PACKET, or why there is none; then there will be none any more
 */
TinPacketFileResult
tin_packet_file_next (TinPacketFile  *self,
                      TinFilePacket  *packet,
                      GError        **error)
{
  g_autoptr (GError) problem = NULL;
  TinPacketFileResult result = TIN_PACKET_FILE_PACKET;

  memset (packet, 0, sizeof *packet);
  if (!self->is_begun)
    result = begin (self, &problem);
  if (result == TIN_PACKET_FILE_PACKET)
    result = self->is_pcapng ? tin_packet_file_next_in_pcapng (self, packet, &problem)
                             : next_in_pcap (self, packet, &problem);
  if (problem == NULL)
    return result;

  g_propagate_error (error, g_steal_pointer (&problem));
  return TIN_PACKET_FILE_ERROR;
}
