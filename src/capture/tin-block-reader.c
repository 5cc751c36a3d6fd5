/* tin-block-reader.c: what a block of a capture says.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing is believed: a file may have been cut, damaged or made up.
 */

#include "capture/tin-block-reader.h"

#include "capture/tin-little-endian.h"
#include "capture/tin-packet-reader.h"
#include "capture/tin-pcapng.h"

#include <arpa/inet.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
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

/* "connection 17[ closed][ by peer]", as tin-capture-events.c writes it. */
static gboolean
read_connection_comment (const char *comment,
                         TinRecord  *record)
{
  g_auto (GStrv) words = NULL;
  guint64 number;
  guint n;

  if (!g_str_has_prefix (comment, "connection "))
    return FALSE;
  words = g_strsplit (comment, " ", 6);
  n = g_strv_length (words);
  if (n > 5 || !g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXUINT32, &number, NULL))
    return FALSE;

  record->connection = number;
  record->event = TIN_EVENT_OPENED;
  if (n > 2 && !tin_event_from_nick (words[2], &record->event))
    return FALSE;
  for (TinBy by = TIN_BY_LOCAL; n == 5 && by <= TIN_BY_RULE; by++)
    if (strcmp (words[4], tin_by_get_nick (by)) == 0)
      record->by = by;
  return TRUE;
}

static void
add_note (TinRecord  *record,
          guint32     offset,
          const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  if (record->notes == NULL)
    record->notes = tin_notes_new ();
  tin_notes_add (record->notes, offset, valid);
}

/**
 * tin_block_parse_bookmark:
 * @comment: of a packet
 * @offset: (out): the byte of the payload that it is on
 * @text: (out) (transfer none): what is written on it, within @comment
 *
 * Reads "bookmark", or "bookmark at 17" for another byte than the first; ": " and a text may follow.
 *
 * Returns: %FALSE when it is another comment
 */
gboolean
tin_block_parse_bookmark (const char  *comment,
                          guint32     *offset,
                          const char **text)
{
  const char *at = comment + strlen (TIN_PCAPNG_BOOKMARK);

  *offset = 0;
  if (!g_str_has_prefix (comment, TIN_PCAPNG_BOOKMARK))
    return FALSE;

  if (g_str_has_prefix (at, " at ") && g_ascii_isdigit (at[4]))
    {
      char *end;
      guint64 number = g_ascii_strtoull (at + 4, &end, 10);

      if (number > G_MAXUINT32)
        return FALSE;
      *offset = (guint32) number;
      at = end;
    }

  *text = g_str_has_prefix (at, ": ") ? at + 2 : at;
  return *at == '\0' || *text != at;
}

static gboolean
parse_address (const char *text,
               TinAddress *address)
{
  g_autofree char *host = NULL;
  const char *colon = strrchr (text, ':');
  guint64 port;
  gsize size;

  if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL))
    return FALSE;
  size = colon - text;
  if (text[0] == '[' && size > 2 && text[size - 1] == ']')
    {
      host = g_strndup (text + 1, size - 2);
      address->family = TIN_FAMILY_IPV6;
      if (inet_pton (AF_INET6, host, address->bytes) != 1)
        return FALSE;
    }
  else
    {
      host = g_strndup (text, size);
      address->family = TIN_FAMILY_IPV4;
      if (inet_pton (AF_INET, host, address->bytes) != 1)
        return FALSE;
    }
  address->port = port;
  return TRUE;
}

/* "to 239.1.2.3:5353 on eth0", or either half of it, as tin-capture-data.c writes it. */
static gboolean
read_delivery (const char *text,
               TinRecord  *record)
{
  const char *on = text;
  TinAddress group = { 0 };

  if (record->event != TIN_EVENT_DATA || record->transport != TIN_TRANSPORT_UDP || record->by == TIN_BY_RULE)
    return FALSE;

  if (g_str_has_prefix (text, TIN_PCAPNG_GROUP))
    {
      const char *address = text + strlen (TIN_PCAPNG_GROUP);
      gsize size = strcspn (address, " ");
      g_autofree char *address_text = g_strndup (address, size);

      if (!parse_address (address_text, &group))
        return FALSE;
      on = address + size + (address[size] == ' ');
    }

  if (g_str_has_prefix (on, TIN_PCAPNG_ON) && record->interface == NULL)
    {
      g_autofree char *name = g_strndup (on + strlen (TIN_PCAPNG_ON), TIN_PCAPNG_MAX_INTERFACE);

      record->interface = g_utf8_make_valid (name, -1);
    }
  else if (on == text || *on != '\0')
    return FALSE;

  if (tin_address_is_set (&group))
    record->group = group;
  return TRUE;
}

static void
read_comment (const char *text,
              TinRecord  *record)
{
  const char *note;
  guint32 offset;
  guint64 scope;

  if (record->connection == 0 && read_connection_comment (text, record))
    return;
  if (tin_block_parse_bookmark (text, &offset, &note))
    {
      add_note (record, offset, note);
      return;
    }

  if (g_str_has_prefix (text, "zone ") &&
      g_ascii_string_to_unsigned (text + strlen ("zone "), 10, 0, G_MAXUINT32, &scope, NULL))
    {
      record->local.scope = scope;
      record->peer.scope = scope;
      return;
    }

  if (read_delivery (text, record))
    return;

  if (record->event == TIN_EVENT_DATA && g_str_has_prefix (text, "rule"))
    {
      record->by = TIN_BY_RULE;
      if (strcmp (text, "rule") == 0)
        return;
      if (g_str_has_prefix (text, "rule: "))
        text += strlen ("rule: ");
    }
  if (record->reason == NULL && *text != '\0')
    record->reason = g_utf8_make_valid (text, -1);
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

          read_comment (text, record);
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
  else if (strcmp (name, "TINCAN_LOCAL") == 0)
    return parse_address (value, &record->local);
  else if (strcmp (name, "TINCAN_PEER") == 0)
    return parse_address (value, &record->peer);
  else if (strcmp (name, "TINCAN_LOCAL_SCOPE") == 0)
    record->local.scope = parse_number (value);
  else if (strcmp (name, "TINCAN_PEER_SCOPE") == 0)
    record->peer.scope = parse_number (value);
  else if (strcmp (name, "TINCAN_REASON") == 0 && record->reason == NULL)
    record->reason = g_utf8_make_valid (value, -1);
  else if (strcmp (name, TIN_PCAPNG_JOURNAL_NOTE) == 0)
    add_note (record, 0, value);
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
