/* tin-packet-file.h: the packets in a pcap or pcapng file of any program.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-record.h"
#include "capture/tin-sink.h"

G_BEGIN_DECLS

/**
 * TinFilePacket:
 * @link_type: as registered at tcpdump.org: what @data begins with
 * @time_ns: nanoseconds since 1970, the time of the packet before if it has none
 * @direction: which way it went, where the file says so
 * @data: valid until the next packet is read
 * @size: how much of it was captured, bytes
 * @total: how much there was, bytes; at least @size
 */
typedef struct
{
  guint16       link_type;
  gint64        time_ns;
  TinDirection  direction;
  const guint8 *data;
  gsize         size;
  gsize         total;
} TinFilePacket;

typedef enum
{
  TIN_PACKET_FILE_PACKET,
  TIN_PACKET_FILE_END,      /* of the file, after a whole packet */
  TIN_PACKET_FILE_CUT,      /* the file ends in the middle of a packet */
  TIN_PACKET_FILE_DAMAGED,  /* what follows cannot be read */
  TIN_PACKET_FILE_ERROR,
} TinPacketFileResult;

typedef struct _TinPacketFile TinPacketFile;

TinPacketFile       *tin_packet_file_new         (TinSink        *source,
                                                  guint64         size);

void                 tin_packet_file_free        (TinPacketFile  *self);

guint64              tin_packet_file_get_offset  (TinPacketFile  *self);

TinPacketFileResult  tin_packet_file_next        (TinPacketFile  *self,
                                                  TinFilePacket  *packet,
                                                  GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinPacketFile, tin_packet_file_free)

G_END_DECLS
