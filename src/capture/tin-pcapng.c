/* tin-pcapng.c: the blocks of a capture file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The format is draft-ietf-opsawg-pcapng; everything is little-endian,
 * whatever the machine, so that the same events make the same file everywhere.
 */

#include "capture/tin-pcapng.h"

#include "capture/tin-little-endian.h"

#include <string.h>

#define BYTE_ORDER_MAGIC   0x1a2b3c4du
#define OPTION_USER_APPL   4 /* of a section */
#define OPTION_IF_NAME     2
#define OPTION_IF_TSRESOL  9
#define OPTION_END_TIME    3 /* of statistics */
#define MAX_INTERFACE_NAME 1024 /* bytes */

/* Every block and every option ends on a multiple of four. */
static inline guint8 *
pad (guint8 *at,
     gsize   size)
{
  while (size++ % 4 != 0)
    *at++ = 0;
  return at;
}

static guint8 *
put_option (guint8        *at,
            guint16        code,
            gconstpointer  value,
            gsize          size)
{
  at = tin_put16_le (at, code);
  at = tin_put16_le (at, size);
  memcpy (at, value, size);
  return pad (at + size, size);
}

/* The total size stands at both ends of a block. */
static gsize
finish_block (guint8 *block,
              guint8 *at)
{
  gsize size = at + 4 - block;

  tin_put32_le (block + 4, size);
  tin_put32_le (at, size);
  return size;
}

static gsize
truncated_size (const char *text,
                gsize       limit)
{
  gsize size = strlen (text);

  if (size <= limit)
    return size;
  return g_utf8_find_prev_char (text, text + limit + 1) - text;
}

/**
 * tin_pcapng_clean_reason:
 * @reason: anything that says why
 * @buffer: for the result, if it differs
 *
 * Makes one line of valid UTF-8 that is not too long of a text that may come from anywhere.
 *
 * Returns: @reason itself when it is fine, else @buffer
 */
const char *
tin_pcapng_clean_reason (const char *reason,
                         char        buffer[TIN_PCAPNG_MAX_REASON])
{
  g_autofree char *valid = NULL;
  gsize size;
  gboolean clean = TRUE;

  for (size = 0; reason[size] != '\0' && clean && size < TIN_PCAPNG_MAX_REASON; size++)
    clean = g_ascii_isprint (reason[size]);
  if (clean && size < TIN_PCAPNG_MAX_REASON)
    return reason;

  valid = g_utf8_make_valid (reason, -1);
  size = truncated_size (valid, TIN_PCAPNG_MAX_REASON - 1);
  memcpy (buffer, valid, size);
  buffer[size] = '\0';
  for (char *c = buffer; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  return buffer;
}

/**
 * tin_pcapng_write_header:
 * @block: room for %TIN_PCAPNG_HEADER_ROOM bytes
 * @interface_name: what readers show as the interface, such as the endpoint
 *
 * Writes the section header and the one interface description: raw IP
 * packets, times in nanoseconds, and a section of unknown length, as befits a live file.
 *
 * Returns: size of both blocks
 */
gsize
tin_pcapng_write_header (guint8     *block,
                         const char *interface_name)
{
  static const guint8 nanoseconds = 9;
  guint8 *interface;
  guint8 *at;
  gsize size;

  at = tin_put32_le (block, TIN_PCAPNG_SECTION);
  at = tin_put32_le (at + 4, BYTE_ORDER_MAGIC);
  at = tin_put16_le (at, 1);
  at = tin_put16_le (at, 0);
  at = tin_put32_le (at, G_MAXUINT32);
  at = tin_put32_le (at, G_MAXUINT32);
  at = put_option (at, OPTION_USER_APPL, "Tincan", strlen ("Tincan"));
  at = put_option (at, TIN_PCAPNG_OPTION_END, "", 0);
  size = finish_block (block, at);

  interface = block + size;
  at = tin_put32_le (interface, TIN_PCAPNG_INTERFACE);
  at = tin_put16_le (at + 4, TIN_PCAPNG_LINKTYPE_RAW);
  at = tin_put16_le (at, 0);
  at = tin_put32_le (at, 0);
  at = put_option (at, OPTION_IF_NAME, interface_name,
                   truncated_size (interface_name, MAX_INTERFACE_NAME));
  at = put_option (at, OPTION_IF_TSRESOL, &nanoseconds, 1);
  at = put_option (at, TIN_PCAPNG_OPTION_END, "", 0);
  return size + finish_block (interface, at);
}

/**
 * tin_pcapng_finish_packet:
 * @block: where the block begins; the packet stands %TIN_PCAPNG_PACKET_HEAD behind already
 * @time_ns: nanoseconds since 1970
 * @packet_size: bytes that are there
 * @missing: bytes that the packet had behind them
 * @direction: what readers show as the packet's direction
 * @comments: (nullable) (array zero-terminated=1): clean lines, at most %TIN_PCAPNG_MAX_COMMENTS
 *
 * Makes an enhanced packet block around a packet.
 *
 * Returns: size of the block
 */
gsize
tin_pcapng_finish_packet (guint8            *block,
                          gint64             time_ns,
                          gsize              packet_size,
                          gsize              missing,
                          TinDirection       direction,
                          const char *const *comments)
{
  guint8 *at;

  at = tin_put32_le (block, TIN_PCAPNG_PACKET);
  at = tin_put32_le (at + 4, 0);
  at = tin_put32_le (at, (guint64) time_ns >> 32);
  at = tin_put32_le (at, (guint64) time_ns);
  at = tin_put32_le (at, packet_size);
  at = tin_put32_le (at, packet_size + missing);
  at = pad (at + packet_size, packet_size);

  at = tin_put16_le (at, TIN_PCAPNG_OPTION_FLAGS);
  at = tin_put16_le (at, 4);
  at = tin_put32_le (at, direction);
  for (; comments != NULL && *comments != NULL; comments++)
    at = put_option (at, TIN_PCAPNG_OPTION_COMMENT, *comments, strlen (*comments));
  at = tin_put32_le (at, TIN_PCAPNG_OPTION_END);
  return finish_block (block, at);
}

static void
append_address (GString          *text,
                const char       *name,
                const TinAddress *address)
{
  char buffer[TIN_ADDRESS_STRING_SIZE];
  TinAddress plain = *address;

  if (!tin_address_is_set (address))
    return;
  plain.scope = 0;
  g_string_append_printf (text, "TINCAN_%s=%s\n", name, tin_address_format (&plain, buffer));
  if (address->scope != 0)
    g_string_append_printf (text, "TINCAN_%s_SCOPE=%u\n", name, address->scope);
}

/* For people who read the file with another program: never translated, like the rest of a file. */
static void
append_message (GString         *text,
                const TinRecord *record)
{
  char local[TIN_ADDRESS_STRING_SIZE];
  char peer[TIN_ADDRESS_STRING_SIZE];

  g_string_append (text, "MESSAGE=");
  if (record->connection != 0)
    g_string_append_printf (text, "connection %u ", record->connection);
  g_string_append (text, tin_event_get_nick (record->event));
  tin_address_format (&record->local, local);
  tin_address_format (&record->peer, peer);
  if (*local != '\0')
    g_string_append_printf (text, " local %s", local);
  if (*peer != '\0')
    g_string_append_printf (text, " peer %s", peer);
  if (record->reason != NULL)
    g_string_append_printf (text, ": %s", record->reason);
  g_string_append_c (text, '\n');
}

/**
 * tin_pcapng_write_journal:
 * @block: room for %TIN_PCAPNG_JOURNAL_ROOM bytes
 * @record: with a clean reason, if it has one
 *
 * Writes what is no packet, as a block with an entry of the Journal Export
 * Format of systemd, which readers list by its MESSAGE.
 *
 * Returns: size of the block
 */
gsize
tin_pcapng_write_journal (guint8          *block,
                          const TinRecord *record)
{
  g_autoptr (GString) text = g_string_sized_new (1024);
  const char *direction = tin_direction_get_nick (record->direction);
  const char *by = tin_by_get_nick (record->by);
  guint8 *at;

  g_string_append_printf (text, "__REALTIME_TIMESTAMP=%" G_GINT64_FORMAT "\n",
                          record->time_ns / 1000);
  append_message (text, record);
  g_string_append_printf (text, "PRIORITY=%d\n", record->event == TIN_EVENT_ERROR ? 3 : 6);
  g_string_append (text, "SYSLOG_IDENTIFIER=tincan\n");
  g_string_append_printf (text, "TINCAN_EVENT=%s\n", tin_event_get_nick (record->event));
  g_string_append_printf (text, "TINCAN_CONNECTION=%u\n", record->connection);
  g_string_append_printf (text, "TINCAN_TIME_NS=%" G_GINT64_FORMAT "\n", record->time_ns);
  g_string_append_printf (text, "TINCAN_TRANSPORT=%s\n",
                          record->transport == TIN_TRANSPORT_UDP ? "udp" : "tcp");
  if (direction != NULL)
    g_string_append_printf (text, "TINCAN_DIRECTION=%s\n", direction);
  if (by != NULL)
    g_string_append_printf (text, "TINCAN_BY=%s\n", by);
  g_string_append_printf (text, "TINCAN_SIZE=%u\n", record->size);
  if (record->loss != TIN_LOSS_UNKNOWN)
    g_string_append_printf (text, "TINCAN_LOSS=%s\n", tin_loss_get_nick (record->loss));
  append_address (text, "LOCAL", &record->local);
  append_address (text, "PEER", &record->peer);
  if (record->reason != NULL)
    g_string_append_printf (text, "TINCAN_REASON=%s\n", record->reason);

  at = tin_put32_le (block, TIN_PCAPNG_JOURNAL);
  memcpy (at + 4, text->str, text->len);
  return finish_block (block, pad (at + 4 + text->len, text->len));
}

/**
 * tin_pcapng_write_end:
 * @block: room for %TIN_PCAPNG_END_SIZE bytes
 * @time_ns: of the last record, nanoseconds since 1970
 *
 * Writes the statistics of the interface, as programs that capture do in the end. A recording
 * without them did not end, but broke off.
 *
 * Returns: size of the block, always the same
 */
gsize
tin_pcapng_write_end (guint8 *block,
                      gint64  time_ns)
{
  guint8 time[8];
  guint8 *at;

  tin_put32_le (tin_put32_le (time, (guint64) time_ns >> 32), (guint64) time_ns);
  at = tin_put32_le (block, TIN_PCAPNG_END);
  at = tin_put32_le (at + 4, 0);
  at = tin_put32_le (at, (guint64) time_ns >> 32);
  at = tin_put32_le (at, (guint64) time_ns);
  at = put_option (at, OPTION_END_TIME, time, sizeof time);
  return finish_block (block, at);
}

/**
 * tin_pcapng_is_end:
 * @block: the last %TIN_PCAPNG_END_SIZE bytes of a file
 *
 * Returns: whether they are what tin_pcapng_write_end() wrote
 */
gboolean
tin_pcapng_is_end (const guint8 *block)
{
  guint8 expected[8];

  tin_put32_le (tin_put32_le (expected, TIN_PCAPNG_END), TIN_PCAPNG_END_SIZE);
  return memcmp (block, expected, sizeof expected) == 0 &&
         memcmp (block + TIN_PCAPNG_END_SIZE - 4, expected + 4, 4) == 0;
}
