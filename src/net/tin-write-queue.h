/* tin-write-queue.h: what waits for a socket to take it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-record.h"
#include "net/tin-receipt.h"

G_BEGIN_DECLS

#define TIN_WRITE_BLOCK_SIZE (64 * 1024) /* bytes, at most, of what is appended into one write */

/**
 * TinWrite:
 * @bytes: (nullable): what to send
 * @block: (nullable): what to send, if that was appended
 * @capacity: bytes that @block has room for
 * @size: bytes to send, of @bytes or @block
 * @offset: how much of it the socket has taken
 * @by: who sends it
 * @reason: (nullable): which rule, a string that lives for ever
 * @owner: (nullable): whom it is for, where a queue serves several
 * @receipt: (nullable): told what the socket takes, and what is left when the write goes
 */
typedef struct
{
  GList       link;
  GBytes     *bytes;    /* (owned) */
  guint8     *block;    /* (owned) */
  gsize       capacity;
  gsize       size;
  gsize       offset;
  TinBy       by;
  const char *reason;
  gpointer    owner;
  TinReceipt *receipt; /* (owned) */
} TinWrite;

typedef struct
{
  GQueue writes;  /* of embedded links */
  gsize  size;    /* bytes in all, without what the writes cost besides */
} TinWriteQueue;

void          tin_write_queue_init    (TinWriteQueue *self);

void          tin_write_queue_clear   (TinWriteQueue *self);

TinWrite     *tin_write_queue_push    (TinWriteQueue *self,
                                       GBytes        *bytes,
                                       TinBy          by,
                                       const char    *reason);

void          tin_write_queue_append  (TinWriteQueue *self,
                                       const guint8  *data,
                                       gsize          size,
                                       TinBy          by,
                                       const char    *reason);

TinWrite     *tin_write_queue_peek    (TinWriteQueue *self);

const guint8 *tin_write_get_rest      (TinWrite      *self,
                                       gsize         *size);

gboolean      tin_write_queue_advance (TinWriteQueue *self,
                                       gsize          size);

void          tin_write_queue_drop_first (TinWriteQueue *self);

guint         tin_write_queue_drop    (TinWriteQueue *self,
                                       gpointer       owner);

gboolean      tin_write_queue_has     (TinWriteQueue *self,
                                       gpointer       owner);

G_END_DECLS
