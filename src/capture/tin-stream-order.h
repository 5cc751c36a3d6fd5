/* tin-stream-order.h: puts the segments of one direction of a TCP connection in order.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TinStreamOrderFunc:
 * @data: (nullable): the next bytes of the stream; %NULL for bytes that nobody captured
 * @size: how many, bytes; 0 with %NULL for the end of the stream
 */
typedef void (*TinStreamOrderFunc) (const guint8 *data,
                                    gsize         size,
                                    gpointer      user_data);

/**
 * TinStreamOrder:
 * @is_begun: whether @next is known
 * @is_finished: whether the end of the stream was reached
 * @next: the sequence number of the next byte (RFC 9293 section 3.4)
 * @end: the sequence number behind the last byte, once it is finished
 * @n_repeated: bytes that came again
 * @n_late: bytes that came behind the end: no stream has them
 * @held: memory that waits, bytes
 */
typedef struct
{
  gboolean  is_begun;
  gboolean  is_finished;
  guint32   next;
  guint32   end;
  guint64   n_repeated;
  guint64   n_late;
  gsize     held;
  GQueue    waiting;      /* (owned) (element-type Piece): by their sequence numbers */
} TinStreamOrder;

void     tin_stream_order_clear       (TinStreamOrder     *self);

void     tin_stream_order_begin       (TinStreamOrder     *self,
                                       guint32             next);

void     tin_stream_order_add         (TinStreamOrder     *self,
                                       guint32             sequence,
                                       const guint8       *data,
                                       gsize               size,
                                       gsize               total,
                                       gboolean            is_last,
                                       TinStreamOrderFunc  func,
                                       gpointer            user_data);

void     tin_stream_order_acknowledge (TinStreamOrder     *self,
                                       guint32             acknowledged,
                                       TinStreamOrderFunc  func,
                                       gpointer            user_data);

void     tin_stream_order_finish      (TinStreamOrder     *self);

void     tin_stream_order_flush       (TinStreamOrder     *self,
                                       TinStreamOrderFunc  func,
                                       gpointer            user_data);

G_END_DECLS
