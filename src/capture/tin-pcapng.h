/* tin-pcapng.h: the blocks of a capture file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-record.h"

G_BEGIN_DECLS

#define TIN_PCAPNG_SECTION   0x0a0d0d0au
#define TIN_PCAPNG_INTERFACE 1u
#define TIN_PCAPNG_END       5u /* statistics of the interface: the last block of a recording */
#define TIN_PCAPNG_PACKET    6u
#define TIN_PCAPNG_JOURNAL   9u

#define TIN_PCAPNG_LINKTYPE_RAW 101 /* packets that begin with IP */

#define TIN_PCAPNG_OPTION_END     0
#define TIN_PCAPNG_OPTION_COMMENT 1
#define TIN_PCAPNG_OPTION_FLAGS   2 /* of a packet */

/* The comment of a packet that a user marked: this, " at 17" for another byte of the payload than the first, and
 * ": " with what was written on it; the field of a journal entry. */
#define TIN_PCAPNG_BOOKMARK     "bookmark"
#define TIN_PCAPNG_JOURNAL_NOTE "TINCAN_NOTE"

/* The comment of a datagram: where it was sent to, if that is no address of ours, and the interface that it came in on. */
#define TIN_PCAPNG_GROUP          "to "
#define TIN_PCAPNG_ON             "on "
#define TIN_PCAPNG_MAX_INTERFACE  64 /* bytes of a name, far more than IF_NAMESIZE */

#define TIN_PCAPNG_PACKET_HEAD    28   /* bytes of a block before the packet */
#define TIN_PCAPNG_MAX_REASON     1024 /* bytes of UTF-8 with the NUL */
#define TIN_PCAPNG_MAX_COMMENTS   3
#define TIN_PCAPNG_OPTIONS_ROOM   (3 * 1100) /* bytes: what may come behind a packet */
#define TIN_PCAPNG_HEADER_ROOM    2048 /* bytes */
#define TIN_PCAPNG_JOURNAL_ROOM   4096 /* bytes */
#define TIN_PCAPNG_END_SIZE       36   /* bytes */

const char *tin_pcapng_clean_reason  (const char        *reason,
                                      char               buffer[TIN_PCAPNG_MAX_REASON]);

gsize       tin_pcapng_write_header  (guint8            *block,
                                      const char        *interface_name);

gsize       tin_pcapng_finish_packet (guint8            *block,
                                      gint64             time_ns,
                                      gsize              packet_size,
                                      gsize              missing,
                                      TinDirection       direction,
                                      const char *const *comments);

gsize       tin_pcapng_write_journal (guint8            *block,
                                      const TinRecord   *record);

gsize       tin_pcapng_write_end     (guint8            *block,
                                      gint64             time_ns);

gboolean    tin_pcapng_is_end        (const guint8      *block);

G_END_DECLS
