/* tin-packet-file-pcapng.c: the packets in a pcapng file of any program.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As draft-ietf-opsawg-pcapng has it, with the obsolete packet block of its first drafts.
 */

#include "capture/tin-packet-file-private.h"

#include "capture/tin-pcapng.h"

#include <string.h>

#define BYTE_ORDER_MAGIC   0x1a2b3c4du
#define BLOCK_HEAD         8  /* bytes: type and length */
#define BLOCK_MIN          12 /* bytes: and the length again */
#define SECTION_MIN        28
#define INTERFACE_OPTIONS  16 /* bytes of a block before its options */
#define OPTION_HEAD        4  /* bytes: code and length */
#define BLOCK_OLD_PACKET   2u
#define BLOCK_SIMPLE       3u
#define OPTION_RESOLUTION  9  /* of an interface */
#define OPTION_TIME_OFFSET 14
#define MAX_INTERFACES     65536
#define MICROSECONDS       6

/* A block that is all there. */
typedef struct
{
  const guint8 *data;
  gsize         size;  /* bytes, without the length at its end */
} Block;

typedef struct
{
  guint16       code;
  const guint8 *value;
  gsize         length;
} Option;

/* The one at @at, which is then behind it. Returns: FALSE at the end, and at what goes past that of the block */
static gboolean
next_option (const TinPacketFile *self,
             const Block         *block,
             gsize               *at,
             Option              *option)
{
  const guint8 *head = block->data + *at;

  if (*at + OPTION_HEAD > block->size)
    return FALSE;

  option->code = tin_packet_file_get16 (self, head);
  option->length = tin_packet_file_get16 (self, head + 2);
  option->value = head + OPTION_HEAD;
  if (option->code == TIN_PCAPNG_OPTION_END || option->length > block->size - *at - OPTION_HEAD)
    return FALSE;

  *at += OPTION_HEAD + ((option->length + 3) & ~(gsize) 3);
  return TRUE;
}

static void
take_interface_option (const TinPacketFile *self,
                       TinFileInterface    *interface,
                       const Option        *option)
{
  if (option->code == OPTION_RESOLUTION && option->length == 1)
    interface->resolution = *option->value;
  if (option->code == OPTION_TIME_OFFSET && option->length == 8)
    {
      guint64 low = tin_packet_file_get32 (self, option->value + (self->is_swapped ? 4 : 0));
      guint64 high = tin_packet_file_get32 (self, option->value + (self->is_swapped ? 0 : 4));

      interface->offset = (gint64) (high << 32 | low);
    }
}

static gboolean
take_interface (TinPacketFile *self,
                const Block   *block)
{
  TinFileInterface interface = { .resolution = MICROSECONDS };
  gsize at = INTERFACE_OPTIONS;
  Option option;

  if (block->size < INTERFACE_OPTIONS || self->interfaces->len >= MAX_INTERFACES)
    return FALSE;

  interface.link_type = tin_packet_file_get16 (self, block->data + 8);
  interface.snap_length = tin_packet_file_get32 (self, block->data + 12);
  while (next_option (self, block, &at, &option))
    take_interface_option (self, &interface, &option);
  g_array_append_val (self->interfaces, interface);
  return TRUE;
}

/* Which way the packet went, if one of the options says so. */
static TinDirection
find_direction (const TinPacketFile *self,
                const Block         *block,
                gsize                at)
{
  Option option;

  while (next_option (self, block, &at, &option))
    if (option.code == TIN_PCAPNG_OPTION_FLAGS && option.length == 4)
      switch (tin_packet_file_get32 (self, option.value) & 3)
        {
        case 1:
          return TIN_DIRECTION_IN;
        case 2:
          return TIN_DIRECTION_OUT;
        default:
          return TIN_DIRECTION_NONE;
        }

  return TIN_DIRECTION_NONE;
}

static gboolean
take_packet (TinPacketFile *self,
             const Block   *block,
             guint32        number,
             TinFilePacket *packet)
{
  const guint8 *head = block->data;
  const TinFileInterface *interface;
  guint64 ticks;

  if (number >= self->interfaces->len)
    return FALSE;
  interface = &g_array_index (self->interfaces, TinFileInterface, number);
  ticks = (guint64) tin_packet_file_get32 (self, head + 12) << 32 | tin_packet_file_get32 (self, head + 16);
  packet->size = tin_packet_file_get32 (self, head + 20);
  if (packet->size > block->size - TIN_PCAPNG_PACKET_HEAD)
    return FALSE;

  packet->link_type = interface->link_type;
  packet->time_ns = tin_file_interface_get_time (interface, ticks);
  packet->total = MAX (tin_packet_file_get32 (self, head + 24), packet->size);
  packet->data = head + TIN_PCAPNG_PACKET_HEAD;
  packet->direction = find_direction (self, block, TIN_PCAPNG_PACKET_HEAD + ((packet->size + 3) & ~(gsize) 3));
  self->last_time_ns = packet->time_ns;
  return TRUE;
}

static gboolean
take_simple_packet (TinPacketFile *self,
                    const Block   *block,
                    TinFilePacket *packet)
{
  const TinFileInterface *interface;

  if (self->interfaces->len == 0 || block->size < 12)
    return FALSE;

  interface = &g_array_index (self->interfaces, TinFileInterface, 0);
  packet->total = tin_packet_file_get32 (self, block->data + 8);
  packet->size = MIN (packet->total, block->size - 12);
  if (interface->snap_length > 0)
    packet->size = MIN (packet->size, interface->snap_length);
  packet->link_type = interface->link_type;
  packet->time_ns = self->last_time_ns;
  packet->data = block->data + 12;
  return TRUE;
}

/* A section may have the other byte order, and forgets all interfaces. */
static gboolean
begin_section (TinPacketFile *self,
               const guint8  *head)
{
  self->is_swapped = FALSE;
  if (tin_packet_file_get32 (self, head + 8) != BYTE_ORDER_MAGIC)
    self->is_swapped = TRUE;
  g_array_set_size (self->interfaces, 0);
  return tin_packet_file_get32 (self, head + 8) == BYTE_ORDER_MAGIC;
}

/* Finds the next block, and how long it says that it is. */
static TinPacketFileResult
begin_block (TinPacketFile  *self,
             guint32        *type,
             guint32        *size,
             GError        **error)
{
  const guint8 *head = tin_packet_file_peek (self, BLOCK_MIN, error);

  if (head == NULL)
    return tin_packet_file_get_offset (self) == self->file_size ? TIN_PACKET_FILE_END : TIN_PACKET_FILE_CUT;

  *type = tin_packet_file_get32 (self, head);
  if (*type == TIN_PCAPNG_SECTION && !begin_section (self, head))
    return TIN_PACKET_FILE_DAMAGED;
  *size = tin_packet_file_get32 (self, head + 4);
  if (*size < (*type == TIN_PCAPNG_SECTION ? SECTION_MIN : BLOCK_MIN) || *size % 4 != 0)
    return TIN_PACKET_FILE_DAMAGED;
  return TIN_PACKET_FILE_PACKET;
}

static gboolean
is_wanted (guint32 type)
{
  return type == TIN_PCAPNG_INTERFACE || type == TIN_PCAPNG_PACKET || type == BLOCK_OLD_PACKET ||
         type == BLOCK_SIMPLE;
}

/* Takes in what a block says; FALSE when that cannot be. */
static gboolean
take_block (TinPacketFile *self,
            guint32        type,
            const Block   *block,
            TinFilePacket *packet)
{
  switch (type)
    {
    case TIN_PCAPNG_INTERFACE:
      return take_interface (self, block);
    case BLOCK_SIMPLE:
      return take_simple_packet (self, block, packet);
    case TIN_PCAPNG_PACKET:
      return block->size >= TIN_PCAPNG_PACKET_HEAD &&
             take_packet (self, block, tin_packet_file_get32 (self, block->data + 8), packet);
    case BLOCK_OLD_PACKET:
      return block->size >= TIN_PCAPNG_PACKET_HEAD &&
             take_packet (self, block, tin_packet_file_get16 (self, block->data + 8), packet);
    default:
      return TRUE;
    }
}

TinPacketFileResult
tin_packet_file_next_in_pcapng (TinPacketFile  *self,
                                TinFilePacket  *packet,
                                GError        **error)
{
  for (;;)
    {
      guint32 type, size;
      TinPacketFileResult result = begin_block (self, &type, &size, error);
      Block block;

      if (result != TIN_PACKET_FILE_PACKET)
        return result;

      /* What is none of ours may be of any size. */
      if (!is_wanted (type))
        {
          if (size > self->file_size - tin_packet_file_get_offset (self))
            return TIN_PACKET_FILE_CUT;
          tin_packet_file_skip (self, size);
          continue;
        }

      if (size > TIN_PACKET_FILE_MAX_SIZE)
        return TIN_PACKET_FILE_DAMAGED;
      block.data = tin_packet_file_peek (self, size, error);
      block.size = size - 4;
      if (block.data == NULL)
        return TIN_PACKET_FILE_CUT;
      if (tin_packet_file_get32 (self, block.data + block.size) != size ||
          !take_block (self, type, &block, packet))
        return TIN_PACKET_FILE_DAMAGED;
      tin_packet_file_skip (self, size);
      if (packet->data != NULL)
        return TIN_PACKET_FILE_PACKET;
    }
}
