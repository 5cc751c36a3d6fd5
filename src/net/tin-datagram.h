/* tin-datagram.h: what the kernel does with datagrams, without a state of its own.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-address.h"

G_BEGIN_DECLS

#define TIN_DATAGRAM_MAX_SIZE  65507 /* bytes: 65,535 less the headers of IPv4 (RFC 791) and UDP (RFC 768) */
#define TIN_DATAGRAM_BUFFER_SIZE (4 * 1024 * 1024) /* bytes that the kernel is asked to hold for us */
#define TIN_DATAGRAM_NO_LIMIT  G_MAXSIZE
#define TIN_DATAGRAM_BATCH     32    /* datagrams received or sent by one system call */

/**
 * TinDatagram:
 * @data: the payload, until the next receive
 * @size: how much of it is there, bytes; possibly 0
 * @whole_size: how much there was, bytes; more if the datagram was cut
 * @stamp_ns: when it came, by CLOCK_REALTIME; 0 if the kernel does not tell
 * @interface: the index of the network interface that it came in on; 0 if the kernel was not asked
 * @local: which of our addresses it was sent to, or what can answer in place of @group
 * @group: the multicast or broadcast address that it was sent to; unset for one of ours
 */
typedef struct
{
  const guint8 *data;
  gsize         size;
  gsize         whole_size;
  gint64        stamp_ns;
  guint         interface;
  TinAddress    sender;
  TinAddress    local;
  TinAddress    group;
} TinDatagram;

/**
 * TinOutgoing:
 * @to: (nullable): where to, NULL if the socket is connected
 * @from: (nullable): which of our addresses to send from, NULL if the socket is bound to it
 * @data: the payload
 * @size: its size, bytes; may be 0
 *
 * A datagram that is to be sent.
 */
typedef struct
{
  const TinAddress *to;
  const TinAddress *from;
  const guint8     *data;
  gsize             size;
} TinOutgoing;

typedef struct _TinDatagramBatch TinDatagramBatch;

TinDatagramBatch *tin_datagram_batch_new     (gsize             limit);

void              tin_datagram_batch_free    (TinDatagramBatch *self);

int               tin_datagram_batch_receive (TinDatagramBatch *self,
                                              int               fd);

void              tin_datagram_batch_get     (TinDatagramBatch *self,
                                              int               position,
                                              const TinAddress *bound,
                                              TinDatagram      *datagram);

gboolean          tin_datagram_set_options   (int               fd,
                                              gboolean          is_v6,
                                              gboolean          wants_route);

int               tin_datagram_send          (int                fd,
                                              gboolean           is_v6,
                                              const TinOutgoing *datagrams,
                                              guint              n_datagrams);

gboolean          tin_datagram_next_error    (int               fd,
                                              TinAddress       *destination,
                                              int              *error_number);

gboolean          tin_datagram_discard       (int               fd);

guint32           tin_datagram_get_n_dropped (int               fd);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinDatagramBatch, tin_datagram_batch_free)

G_END_DECLS
