/* tin-block-copy.c: blocks of a capture, for another file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A copy is the original, except that it has what a capture in memory leaves out,
 * the checksums of TCP and UDP, and what a user wrote on a message.
 */

#include "capture/tin-block-copy.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-checksum.h"
#include "capture/tin-packet.h"
#include "capture/tin-packet-reader.h"
#include "capture/tin-pcapng.h"

#include <string.h>

#define TCP_CHECKSUM   16  /* where in the header */
#define UDP_CHECKSUM   6
#define MAX_COMMENT    (TIN_PCAPNG_MAX_REASON + sizeof TIN_PCAPNG_BOOKMARK + 2) /* bytes */
#define JOURNAL_NOTE   "TINCAN_NOTE="

static guint32
get32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

static void
put16 (guint8  *at,
       guint16  value)
{
  value = GUINT16_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

static void
put32 (guint8  *at,
       guint32  value)
{
  value = GUINT32_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

static gsize
pad (gsize size)
{
  return (size + 3) & ~(gsize) 3;
}

/* RFC 9293 section 3.1, RFC 8200 section 8.1: addresses, size and protocol count, too. */
static guint16
sum_packet (const TinPacketHeaders *headers,
            const guint8           *transport,
            gsize                   size)
{
  gsize address_size = headers->source.family == TIN_FAMILY_IPV6 ? 16 : 4;
  guint32 pseudo[2] = { GUINT32_TO_BE (size), GUINT32_TO_BE (headers->protocol) };
  guint64 sum = 0;

  sum = tin_checksum_add (sum, headers->source.bytes, address_size);
  sum = tin_checksum_add (sum, headers->destination.bytes, address_size);
  sum = tin_checksum_add (sum, pseudo, sizeof pseudo);
  return tin_checksum_finish (tin_checksum_add (sum, transport, size));
}

/* Where the packet has none: none is what zero means for UDP (RFC 768), and a TCP
 * checksum of zero comes out as zero again. */
static void
fill_in_checksum (guint8 *data,
                  gsize   size)
{
  TinPacket packet = { data, size, size };
  TinPacketHeaders headers;
  gsize transport_offset;
  guint8 *at;
  guint16 checksum;

  if (!tin_packet_parse (&packet, &headers) || headers.refused)
    return;

  transport_offset = data[0] >> 4 == 4 ? (data[0] & 0xf) * 4 : 40;
  at = data + transport_offset + (headers.protocol == TIN_PROTOCOL_TCP ? TCP_CHECKSUM : UDP_CHECKSUM);
  if (at[0] != 0 || at[1] != 0)
    return;

  checksum = sum_packet (&headers, data + transport_offset, size - transport_offset);
  if (checksum == 0 && headers.protocol == TIN_PROTOCOL_UDP)
    checksum = 0xffff;
  memcpy (at, &checksum, sizeof checksum);
}

/* Makes the last block of @out larger by @size zero bytes before @tail_size bytes at its end. Returns them. */
static guint8 *
widen (GByteArray *out,
       gsize       start,
       gsize       tail_size,
       gsize       size)
{
  gsize block_size = out->len - start + size;
  guint8 *gap;

  g_byte_array_set_size (out, out->len + size);
  gap = out->data + out->len - size - tail_size;
  memmove (gap + size, gap, tail_size);
  memset (gap, 0, size);

  put32 (out->data + start + 4, block_size);
  put32 (out->data + out->len - 4, block_size);
  return gap;
}

/* Before the end of the options, or as the only one. */
static void
add_comment (GByteArray *out,
             gsize       start,
             const char *note)
{
  char comment[MAX_COMMENT];
  char clean[TIN_PCAPNG_MAX_REASON];
  gsize options_offset, options_size;
  gsize size;
  guint8 *at;

  if (!tin_block_locate_options (out->data + start, out->len - start, &options_offset, &options_size))
    return;

  g_snprintf (comment, sizeof comment, *note != '\0' ? TIN_PCAPNG_BOOKMARK ": %s" : TIN_PCAPNG_BOOKMARK,
              tin_pcapng_clean_reason (note, clean));
  size = strlen (comment);
  at = widen (out, start, options_size > 0 ? 8 : 4, 4 + pad (size) + (options_size > 0 ? 0 : 4));
  put16 (at, TIN_PCAPNG_OPTION_COMMENT);
  put16 (at + 2, size);
  memcpy (at + 4, comment, size);
}

/* As a field of its own behind the last: padding follows the text. */
static void
add_field (GByteArray *out,
           gsize       start,
           const char *note)
{
  char clean[TIN_PCAPNG_MAX_REASON];
  gsize text_end = out->len - 4;
  gsize padding, size;
  guint8 *at;

  note = tin_pcapng_clean_reason (note, clean);
  size = strlen (JOURNAL_NOTE) + strlen (note) + 1;

  while (text_end > start + 8 && out->data[text_end - 1] == 0)
    text_end--;
  padding = out->len - 4 - text_end;
  widen (out, start, 4, pad (text_end - start - 8 + size) - (text_end - start - 8 + padding));

  at = out->data + text_end;
  memcpy (at, JOURNAL_NOTE, strlen (JOURNAL_NOTE));
  memcpy (at + strlen (JOURNAL_NOTE), note, strlen (note));
  at[size - 1] = '\n';
}

/**
 * tin_block_copy:
 * @out: where the blocks are appended
 * @blocks: of one record, from tin_scan_get_blocks()
 * @size: bytes
 * @note: (nullable): what a user wrote on the record, empty for a mere bookmark: becomes
 *   a comment of the first packet, or a field of the journal entry
 *
 * Copies packets and journal entries; the head of a section, and what other programs
 * put between, is left out. Checksums are filled in where they are missing.
 *
 * Returns: %FALSE when the blocks contradict themselves; then nothing was appended
 */
gboolean
tin_block_copy (GByteArray   *out,
                const guint8 *blocks,
                gsize         size,
                const char   *note)
{
  gsize before = out->len;

  for (gsize at = 0, block_size; at < size; at += block_size)
    {
      const guint8 *block = blocks + at;
      guint start = out->len;
      gsize options_offset, options_size;

      block_size = tin_block_get_size (block, size - at);
      if (block_size == 0 || block_size > size - at)
        {
          g_byte_array_set_size (out, before);
          return FALSE;
        }
      if (get32 (block) != TIN_PCAPNG_PACKET && get32 (block) != TIN_PCAPNG_JOURNAL)
        continue;

      g_byte_array_append (out, block, block_size);
      if (tin_block_locate_options (block, block_size, &options_offset, &options_size))
        fill_in_checksum (out->data + start + TIN_PCAPNG_PACKET_HEAD, get32 (block + 20));
      if (note != NULL && get32 (block) == TIN_PCAPNG_PACKET)
        add_comment (out, start, note);
      else if (note != NULL)
        add_field (out, start, note);
      note = NULL;
    }

  return TRUE;
}
