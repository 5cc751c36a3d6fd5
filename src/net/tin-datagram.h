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
#define TIN_DATAGRAM_BATCH     32    /* datagrams received by one system call */

typedef struct _TinDatagramBatch TinDatagramBatch;

TinDatagramBatch *tin_datagram_batch_new     (void);

void              tin_datagram_batch_free    (TinDatagramBatch *self);

int               tin_datagram_batch_receive (TinDatagramBatch *self,
                                              int               fd);

const guint8     *tin_datagram_batch_get     (TinDatagramBatch *self,
                                              int               position,
                                              gsize            *size,
                                              TinAddress       *sender,
                                              TinAddress       *local);

gboolean          tin_datagram_set_options   (int               fd,
                                              gboolean          is_v6,
                                              gboolean          wants_local);

int               tin_datagram_send          (int               fd,
                                              const TinAddress *to,
                                              const TinAddress *from,
                                              gboolean          is_v6,
                                              const guint8     *data,
                                              gsize             size);

gboolean          tin_datagram_next_error    (int               fd,
                                              TinAddress       *destination,
                                              int              *error_number);

guint32           tin_datagram_get_n_dropped (int               fd);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinDatagramBatch, tin_datagram_batch_free)

G_END_DECLS
