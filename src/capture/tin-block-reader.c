/* tin-block-reader.c: what a block of a capture says.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing is believed: a file may have been cut, damaged or made up.
 */

#include "capture/tin-block-reader.h"

#include "capture/tin-block-comment.h"
#include "capture/tin-little-endian.h"
#include "capture/tin-packet-reader.h"
#include "capture/tin-pcapng.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _("The capture is damaged at this record."));
  return FALSE;
}

/* 0.0.0.0 and :: with port 0 stand for an end that nobody knew. */
static void
unset_if_unknown (TinAddress *address)
{
  static const guint8 zero[16];

  if (address->port == 0 && memcmp (address->bytes, zero, sizeof zero) == 0)
    address->family = TIN_FAMILY_NONE;
}

static gboolean
read_options (const guint8 *at,
              gsize         size,
              TinRecord    *record)
{
  while (size >= 4)
    {
      guint16 code = tin_get16_le (at);
      gsize length = tin_get16_le (at + 2);
      gsize padded = (length + 3) & ~(gsize) 3;

      if (code == TIN_PCAPNG_OPTION_END)
        return TRUE;
      at += 4;
      size -= 4;
      if (padded > size)
        return FALSE;
      if (code == TIN_PCAPNG_OPTION_FLAGS && length == 4)
        record->direction = MIN (tin_get32_le (at) & 3, TIN_DIRECTION_OUT);
      else if (code == TIN_PCAPNG_OPTION_COMMENT)
        {
          g_autofree char *text = g_strndup ((const char *) at, length);

          tin_block_comment_read (text, record);
        }
      at += padded;
      size -= padded;
    }
  return size == 0;
}

/* Which end is ours follows from the direction; for a conversation that we
 * opened the first packet goes out, for an accepted one it comes in. */
static void
take_addresses (TinRecord        *record,
                TinPacketHeaders *headers)
{
  gboolean in = record->direction == TIN_DIRECTION_IN;
  guint32 local_scope = record->local.scope;
  guint32 peer_scope = record->peer.scope;

  unset_if_unknown (&headers->source);
  unset_if_unknown (&headers->destination);
  record->local = in ? headers->destination : headers->source;
  record->peer = in ? headers->source : headers->destination;
  if (record->local.family == TIN_FAMILY_IPV6)
    record->local.scope = local_scope;
  if (record->peer.family == TIN_FAMILY_IPV6)
    record->peer.scope = peer_scope;
}

static void
take_payload (TinRecord              *record,
              const TinPacket        *packet,
              const TinPacketHeaders *headers,
              gsize                   limit)
{
  gsize available = packet->size - MIN (packet->size, headers->payload_offset);
  gsize size = MIN (MIN (limit, available), headers->payload_size);

  if (limit > 0)
    record->payload = g_bytes_new (packet->data + headers->payload_offset, size);
}

/* What the packet had behind what is there. */
static guint32
get_missing (const guint8 *head)
{
  guint32 captured = tin_get32_le (head + 20);
  guint32 original = tin_get32_le (head + 24);

  return original > captured && original - captured <= G_MAXUINT16 ? original - captured : 0;
}

static gboolean
read_packet (const TinBlock *block,
             gsize           payload_limit,
             TinRecord      *record)
{
  const guint8 *head = block->head;
  TinPacket packet = { head + TIN_PCAPNG_PACKET_HEAD, 0, 0 };
  TinPacketHeaders headers;
  TinBlock whole = *block;
  gsize options_offset;
  gsize options_size;

  if (!tin_block_locate_options (head, block->head_size, &options_offset, &options_size))
    return FALSE;
  if (whole.options == NULL && block->head_size >= options_offset + options_size)
    {
      whole.options = head + options_offset;
      whole.options_size = options_size;
    }

  packet.total = tin_get32_le (head + 20);
  packet.size = MIN (packet.total, block->head_size - TIN_PCAPNG_PACKET_HEAD);
  if (!tin_packet_parse (&packet, &headers))
    return FALSE;

  record->event = headers.refused ? TIN_EVENT_REFUSED : TIN_EVENT_DATA;
  record->time_ns = (gint64) ((guint64) tin_get32_le (head + 12) << 32 | tin_get32_le (head + 16));
  record->transport = headers.transport;
  record->size = headers.payload_size;
  if (record->event == TIN_EVENT_DATA && headers.transport == TIN_TRANSPORT_UDP)
    record->missing = get_missing (head);
  if (whole.options != NULL && !read_options (whole.options, whole.options_size, record))
    return FALSE;
  if (record->by == TIN_BY_NONE && record->event == TIN_EVENT_DATA)
    record->by = record->direction == TIN_DIRECTION_IN ? TIN_BY_PEER : TIN_BY_LOCAL;
  take_addresses (record, &headers);
  if (record->event == TIN_EVENT_DATA)
    take_payload (record, &packet, &headers, payload_limit);
  return TRUE;
}

static guint32
parse_number (const char *text)
{
  guint64 number = 0;

  g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &number, NULL);
  return number;
}

/* Returns FALSE for a value that cannot be; unknown names are none of our business. */
static gboolean
read_field (const char *name,
            const char *value,
            TinRecord  *record)
{
  if (strcmp (name, "TINCAN_EVENT") == 0)
    return tin_event_from_nick (value, &record->event);
  if (strcmp (name, "TINCAN_CONNECTION") == 0)
    record->connection = parse_number (value);
  else if (strcmp (name, "TINCAN_TIME_NS") == 0)
    record->time_ns = g_ascii_strtoll (value, NULL, 10);
  else if (strcmp (name, "TINCAN_TRANSPORT") == 0)
    record->transport = strcmp (value, "udp") == 0 ? TIN_TRANSPORT_UDP : TIN_TRANSPORT_TCP;
  else if (strcmp (name, "TINCAN_DIRECTION") == 0)
    record->direction = strcmp (value, "in") == 0 ? TIN_DIRECTION_IN : TIN_DIRECTION_OUT;
  else if (strcmp (name, "TINCAN_SIZE") == 0)
    record->size = parse_number (value);
  else if (strcmp (name, "TINCAN_LOSS") == 0)
    record->loss = tin_loss_from_nick (value);
  else if (strcmp (name, "TINCAN_LOCAL") == 0)
    return tin_address_parse (&record->local, value);
  else if (strcmp (name, "TINCAN_PEER") == 0)
    return tin_address_parse (&record->peer, value);
  else if (strcmp (name, "TINCAN_LOCAL_SCOPE") == 0)
    record->local.scope = parse_number (value);
  else if (strcmp (name, "TINCAN_PEER_SCOPE") == 0)
    record->peer.scope = parse_number (value);
  else if (strcmp (name, "TINCAN_REASON") == 0 && record->reason == NULL)
    record->reason = g_utf8_make_valid (value, -1);
  else if (strcmp (name, TIN_PCAPNG_JOURNAL_NOTE) == 0)
    tin_record_add_note (record, 0, value);
  else if (strcmp (name, "TINCAN_BY") == 0)
    for (TinBy by = TIN_BY_LOCAL; by <= TIN_BY_RULE; by++)
      if (strcmp (value, tin_by_get_nick (by)) == 0)
        record->by = by;
  return TRUE;
}

static gboolean
read_journal (const TinBlock *block,
              TinRecord      *record)
{
  gsize size = tin_block_get_size (block->head, block->head_size);
  g_autofree char *text = NULL;
  gboolean has_event = FALSE;

  if (size == 0 || block->head_size < size)
    return FALSE;

  text = g_strndup ((const char *) block->head + 8, size - TIN_BLOCK_MIN_SIZE);
  for (char *line = text; line != NULL && *line != '\0';)
    {
      char *end = strchr (line, '\n');
      char *equals;

      if (end != NULL)
        *end++ = '\0';
      equals = strchr (line, '=');
      if (equals != NULL)
        {
          *equals = '\0';
          if (!read_field (line, equals + 1, record))
            return FALSE;
          has_event = has_event || strcmp (line, "TINCAN_EVENT") == 0;
        }
      line = end;
    }
  return has_event;
}

/**
 * tin_block_get_size:
 * @head: the beginning of a block
 * @head_size: how much of it is there, bytes
 *
 * Returns: the size of the whole block by its own account, or 0 when that
 *   cannot be: under 12, over %TIN_BLOCK_MAX_SIZE, no multiple of four, or not there
 */
gsize
tin_block_get_size (const guint8 *head,
                    gsize         head_size)
{
  guint32 size;

  if (head_size < 8)
    return 0;
  size = tin_get32_le (head + 4);
  if (size < TIN_BLOCK_MIN_SIZE || size > TIN_BLOCK_MAX_SIZE || size % 4 != 0)
    return 0;
  return size;
}

/**
 * tin_block_locate_options:
 * @head: the beginning of a block, at least %TIN_PCAPNG_PACKET_HEAD bytes of a packet
 * @head_size: how much of it is there, bytes
 * @offset: (out): where in the block the options begin
 * @size: (out): how long they are, bytes
 *
 * Returns: %FALSE when the block is no packet or contradicts itself
 */
gboolean
tin_block_locate_options (const guint8 *head,
                          gsize         head_size,
                          gsize        *offset,
                          gsize        *size)
{
  gsize block_size = tin_block_get_size (head, head_size);
  gsize packet_size;

  if (block_size < TIN_PCAPNG_PACKET_HEAD + 4 || head_size < TIN_PCAPNG_PACKET_HEAD ||
      tin_get32_le (head) != TIN_PCAPNG_PACKET)
    return FALSE;
  packet_size = tin_get32_le (head + 20);
  if (packet_size > block_size - TIN_PCAPNG_PACKET_HEAD - 4)
    return FALSE;

  *offset = TIN_PCAPNG_PACKET_HEAD + ((packet_size + 3) & ~(gsize) 3);
  if (*offset > block_size - 4)
    return FALSE;
  *size = block_size - 4 - *offset;
  return TRUE;
}

/**
 * tin_block_read:
 * @block: a packet or a journal entry, as far as it is there
 * @payload_limit: how many bytes of payload are wanted; 0 for none
 * @record: (out caller-allocates): what it says; an own copy, cleared on failure
 * @error: %G_IO_ERROR_INVALID_DATA when the block says nothing, or nonsense
 *
 * Reads one block of ours back. What only the neighbours of a block know is
 * left out: the connection of a packet with data, and what belongs together.
 *
 * Returns: %FALSE on failure
 */
gboolean
tin_block_read (const TinBlock  *block,
                gsize            payload_limit,
                TinRecord       *record,
                GError         **error)
{
  gboolean good = FALSE;

  memset (record, 0, sizeof *record);
  if (tin_block_get_size (block->head, block->head_size) != 0)
    switch (tin_get32_le (block->head))
      {
      case TIN_PCAPNG_PACKET:
        good = read_packet (block, payload_limit, record);
        break;
      case TIN_PCAPNG_JOURNAL:
        good = read_journal (block, record);
        break;
      default:
        break;
      }

  if (good)
    return TRUE;
  tin_record_clear (record);
  return fail (error);
}
