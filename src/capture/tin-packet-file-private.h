/* tin-packet-file-private.h: what the readers of both formats share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-packet-file.h"

G_BEGIN_DECLS

#define TIN_PACKET_FILE_MAX_SIZE (1024 * 1024) /* bytes of a packet with what stands around it */

/* How the times of one interface are told. */
typedef struct
{
  guint16 link_type;
  guint32 snap_length;   /* bytes, 0 for no limit */
  guint8  resolution;    /* as the option if_tsresol */
  gint64  offset;        /* seconds */
} TinFileInterface;

struct _TinPacketFile
{
  TinSink             *source;         /* (owned) */
  guint64              file_size;
  guint8              *buffer;         /* (owned) (nullable) */
  guint64              offset;         /* in the file, of @buffer */
  gsize                size;           /* of what is in it, bytes */
  gsize                used;           /* of that */
  gboolean             is_begun;
  gboolean             is_swapped;     /* the other byte order */
  gboolean             is_pcapng;
  gint64               last_time_ns;
  GArray              *interfaces;     /* (owned) (element-type TinFileInterface) of the section */
};

const guint8       *tin_packet_file_peek    (TinPacketFile           *self,
                                             gsize                    size,
                                             GError                 **error);

void                tin_packet_file_skip    (TinPacketFile           *self,
                                             guint64                  size);

guint16             tin_packet_file_get16   (const TinPacketFile     *self,
                                             const guint8            *at);

guint32             tin_packet_file_get32   (const TinPacketFile     *self,
                                             const guint8            *at);

gint64              tin_file_interface_get_time (const TinFileInterface *self,
                                                 guint64                 ticks);

TinPacketFileResult tin_packet_file_next_in_pcapng (TinPacketFile    *self,
                                                    TinFilePacket    *packet,
                                                    GError          **error);

G_END_DECLS
