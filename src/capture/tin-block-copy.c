/* tin-block-copy.c: blocks of a capture, for another file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A copy is the original, except that it has what a capture in memory leaves out,
 * the checksums of TCP and UDP, and what a user wrote on a message.
 */

#include "capture/tin-block-copy.h"

#include "capture/tin-block-comment.h"
#include "capture/tin-block-reader.h"
#include "capture/tin-checksum.h"
#include "capture/tin-little-endian.h"
#include "capture/tin-packet.h"
#include "capture/tin-packet-reader.h"
#include "capture/tin-pcapng.h"

#include <string.h>

#define TCP_CHECKSUM   16  /* where in the header */
#define UDP_CHECKSUM   6
#define OPTION_HEAD    4
#define PLAIN_OPTIONS  12  /* bytes: a direction and the end, no comment */
#define JOURNAL_HEAD   8   /* bytes before the text */
#define JOURNAL_NOTE   TIN_PCAPNG_JOURNAL_NOTE "="

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

static void
append_padded (GByteArray *out,
               const void *data,
               gsize       size)
{
  static const guint8 zero[4];

  g_byte_array_append (out, data, size);
  g_byte_array_append (out, zero, -size & 3);
}

static void
append_option (GByteArray *out,
               guint16     code,
               const void *data,
               gsize       size)
{
  guint8 head[OPTION_HEAD];

  tin_put16_le (head, code);
  tin_put16_le (head + 2, size);
  g_byte_array_append (out, head, sizeof head);
  append_padded (out, data, size);
}

static void
append_comment (GByteArray    *out,
                const TinNote *note)
{
  char clean[TIN_PCAPNG_MAX_REASON];
  g_autoptr (GString) comment = g_string_new (TIN_PCAPNG_BOOKMARK);

  if (note->offset > 0)
    g_string_append_printf (comment, " at %u", note->offset);
  if (*note->text != '\0')
    g_string_append_printf (comment, ": %s", tin_pcapng_clean_reason (note->text, clean));
  append_option (out, TIN_PCAPNG_OPTION_COMMENT, comment->str, comment->len);
}

/* Whether what was written on a byte is to be left out, as it was written anew or taken away. */
static gboolean
is_outdated (guint32           offset,
             const TinNotes   *notes,
             TinBlockCopyMode  mode)
{
  return mode == TIN_BLOCK_COPY_REPLACE || (notes != NULL && tin_notes_find (notes, offset) != NULL);
}

static gboolean
is_outdated_comment (const guint8     *text,
                     gsize             size,
                     const TinNotes   *notes,
                     TinBlockCopyMode  mode)
{
  g_autofree char *comment = NULL;
  const char *note;
  guint32 offset;

  if (size < strlen (TIN_PCAPNG_BOOKMARK) || memcmp (text, TIN_PCAPNG_BOOKMARK, strlen (TIN_PCAPNG_BOOKMARK)) != 0)
    return FALSE;

  comment = g_strndup ((const char *) text, size);
  return tin_block_comment_parse_bookmark (comment, &offset, &note) && is_outdated (offset, notes, mode);
}

/* Up to the end of the options, which is not copied; FALSE where they contradict themselves. */
static gboolean
copy_options (GByteArray       *out,
              const guint8     *at,
              gsize             size,
              const TinNotes   *notes,
              TinBlockCopyMode  mode)
{
  while (size >= OPTION_HEAD)
    {
      guint16 code = tin_get16_le (at);
      gsize length = tin_get16_le (at + 2);
      gsize whole = OPTION_HEAD + ((length + 3) & ~(gsize) 3);

      if (code == TIN_PCAPNG_OPTION_END)
        return TRUE;
      if (whole > size)
        return FALSE;
      if (code != TIN_PCAPNG_OPTION_COMMENT || !is_outdated_comment (at + OPTION_HEAD, length, notes, mode))
        g_byte_array_append (out, at, whole);
      at += whole;
      size -= whole;
    }
  return size == 0;
}

/* Makes what stands behind @start a block. */
static gboolean
finish_block (GByteArray *out,
              gsize       start)
{
  guint8 size[4];

  tin_put32_le (size, out->len - start + sizeof size);
  g_byte_array_append (out, size, sizeof size);
  memcpy (out->data + start + 4, size, sizeof size);
  return out->len - start <= TIN_BLOCK_MAX_SIZE;
}

static gboolean
copy_packet (GByteArray       *out,
             const guint8     *block,
             gsize             options_offset,
             gsize             options_size,
             const TinNotes   *notes,
             TinBlockCopyMode  mode)
{
  gsize start = out->len;
  gsize before;

  g_byte_array_append (out, block, options_offset);
  before = out->len;
  if (!copy_options (out, block + options_offset, options_size, notes, mode))
    return FALSE;
  for (guint i = 0; notes != NULL && i < tin_notes_get_length (notes); i++)
    append_comment (out, tin_notes_get (notes, i));
  if (out->len > before)
    append_option (out, TIN_PCAPNG_OPTION_END, NULL, 0);
  return finish_block (out, start);
}

static gboolean
copy_journal (GByteArray       *out,
              const guint8     *block,
              gsize             size,
              const TinNotes   *notes,
              TinBlockCopyMode  mode)
{
  g_autofree char *text = g_strndup ((const char *) block + JOURNAL_HEAD, size - TIN_BLOCK_MIN_SIZE);
  const TinNote *note = notes != NULL ? tin_notes_find (notes, 0) : NULL;
  g_autoptr (GString) changed = g_string_sized_new (size);
  char clean[TIN_PCAPNG_MAX_REASON];
  gsize start = out->len;

  for (char *line = text, *end; *line != '\0'; line = end)
    {
      end = line + strcspn (line, "\n");
      end += *end != '\0';
      if (!g_str_has_prefix (line, JOURNAL_NOTE) || !is_outdated (0, notes, mode))
        g_string_append_len (changed, line, end - line);
    }
  if (note != NULL)
    g_string_append_printf (changed, JOURNAL_NOTE "%s\n", tin_pcapng_clean_reason (note->text, clean));

  g_byte_array_append (out, block, JOURNAL_HEAD);
  append_padded (out, changed->str, changed->len);
  return finish_block (out, start);
}

/* What contradicts itself is copied as it is: no note can be in it. */
static void
copy_first (GByteArray       *out,
            const guint8     *block,
            gsize             size,
            const TinNotes   *notes,
            TinBlockCopyMode  mode)
{
  gsize start = out->len;
  gsize options_offset, options_size;
  gboolean copied;

  if (tin_get32_le (block) == TIN_PCAPNG_JOURNAL)
    copied = copy_journal (out, block, size, notes, mode);
  else
    copied = tin_block_locate_options (block, size, &options_offset, &options_size) &&
             (notes != NULL || options_size > PLAIN_OPTIONS) &&
             copy_packet (out, block, options_offset, options_size, notes, mode);

  if (copied)
    return;
  g_byte_array_set_size (out, start);
  g_byte_array_append (out, block, size);
}

/**
 * tin_block_copy:
 * @out: where the blocks are appended
 * @blocks: of one record, from tin_scan_get_blocks()
 * @size: bytes
 * @notes: (nullable): what a user wrote on the record: each becomes a comment of its first packet, or a field of
 *   the journal entry
 * @mode: what becomes of those that it has already
 *
 * Copies packets and journal entries; the head of a section, and what other programs
 * put between, is left out. Checksums are filled in where they are missing.
 *
 * Returns: %FALSE when the blocks contradict themselves; then nothing was appended
 */
gboolean
tin_block_copy (GByteArray       *out,
                const guint8     *blocks,
                gsize             size,
                const TinNotes   *notes,
                TinBlockCopyMode  mode)
{
  gboolean is_first = notes != NULL || mode == TIN_BLOCK_COPY_REPLACE;
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
      if (tin_get32_le (block) != TIN_PCAPNG_PACKET && tin_get32_le (block) != TIN_PCAPNG_JOURNAL)
        continue;

      if (is_first)
        copy_first (out, block, block_size, notes, mode);
      else
        g_byte_array_append (out, block, block_size);
      is_first = FALSE;
      /* Nobody can sum what is not there. */
      if (tin_block_locate_options (block, block_size, &options_offset, &options_size) &&
          tin_get32_le (block + 20) == tin_get32_le (block + 24))
        fill_in_checksum (out->data + start + TIN_PCAPNG_PACKET_HEAD, tin_get32_le (block + 20));
    }

  return TRUE;
}
