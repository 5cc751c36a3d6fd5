/* tin-stream-order.c: puts the segments of one direction of a TCP connection in order.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-stream-order.h"

#include <string.h>

#define MAX_HELD    (16 * 1024 * 1024) /* bytes that one direction may make wait for what is missing */
#define MAX_WAITING 8192               /* segments, as well */

/* A segment that came too early. */
typedef struct
{
  guint32  sequence;
  gboolean is_last;   /* a FIN follows */
  gsize    total;     /* bytes, of which @size are there */
  gsize    size;
  guint8   data[];
} Piece;

static gsize
get_memory (const Piece *piece)
{
  return sizeof *piece + sizeof (GList) + piece->size;
}

/* How far @a is behind @b, in a number space that is a circle. */
static gint32
compare (guint32 a,
         guint32 b)
{
  return (gint32) (a - b);
}

static void
pass_missing (TinStreamOrder     *self,
              guint32             size,
              TinStreamOrderFunc  func,
              gpointer            user_data)
{
  if (size == 0)
    return;
  self->next += size;
  func (NULL, size, user_data);
}

/* What comes after the end came before, or should not have come at all. */
static void
count_after_end (TinStreamOrder *self,
                 guint32         sequence,
                 gsize           total)
{
  gint32 before = compare (self->end, sequence);
  gsize repeated = before > 0 ? MIN ((gsize) before, total) : 0;

  self->n_repeated += repeated;
  self->n_late += total - repeated;
}

/* Takes what begins at or before the next byte. */
static void
pass (TinStreamOrder     *self,
      guint32             sequence,
      const guint8       *data,
      gsize               size,
      gsize               total,
      gboolean            is_last,
      TinStreamOrderFunc  func,
      gpointer            user_data)
{
  gsize old = (guint32) (self->next - sequence);
  gsize there = MIN (old, size);

  if (self->is_finished)
    {
      count_after_end (self, sequence, total);
      return;
    }
  if (old > total)
    {
      self->n_repeated += total;
      return;
    }
  self->n_repeated += old;
  if (size > there)
    {
      self->next += size - there;
      func (data + there, size - there, user_data);
    }
  pass_missing (self, total - MAX (old, size), func, user_data);

  if (is_last)
    {
      tin_stream_order_finish (self);
      self->next++;
      func (NULL, 0, user_data);
    }
}

static void
pass_waiting (TinStreamOrder     *self,
              TinStreamOrderFunc  func,
              gpointer            user_data)
{
  Piece *piece;

  while ((piece = g_queue_peek_head (&self->waiting)) != NULL && compare (piece->sequence, self->next) <= 0)
    {
      g_queue_pop_head (&self->waiting);
      self->held -= get_memory (piece);
      pass (self, piece->sequence, piece->data, piece->size, piece->total, piece->is_last, func, user_data);
      g_free (piece);
    }
}

static void
wait (TinStreamOrder *self,
      guint32         sequence,
      const guint8   *data,
      gsize           size,
      gsize           total,
      gboolean        is_last)
{
  Piece *piece = g_malloc (sizeof *piece + size);
  GList *at = self->waiting.tail;

  piece->sequence = sequence;
  piece->is_last = is_last;
  piece->total = total;
  piece->size = size;
  memcpy (piece->data, data, size);
  self->held += get_memory (piece);

  while (at != NULL && compare (((const Piece *) at->data)->sequence, sequence) > 0)
    at = at->prev;
  g_queue_insert_after (&self->waiting, at, piece);
}

/**
 * tin_stream_order_clear:
 * @self: an order
 *
 * Frees what waits in it.
 */
void
tin_stream_order_clear (TinStreamOrder *self)
{
  g_queue_clear_full (&self->waiting, g_free);
  self->held = 0;
}

/**
 * tin_stream_order_begin:
 * @self: an order, all zero
 * @next: the sequence number of the first byte
 */
void
tin_stream_order_begin (TinStreamOrder *self,
                        guint32         next)
{
  self->is_begun = TRUE;
  self->next = next;
}

/**
 * tin_stream_order_add:
 * @self: an order that has begun
 * @sequence: of the first byte
 * @data: a segment
 * @size: how much of it is there, bytes
 * @total: how much there was, bytes; the rest is missing for good
 * @is_last: whether nothing comes after it (FIN)
 * @func: called for what is in order now
 * @user_data: for @func
 *
 * Passes a segment on, now or when what comes before it has come. What came
 * before is passed over: the first copy counts. Waiting segments take 16
 * megabytes at most; then what they wait for is taken for missing.
 */
void
tin_stream_order_add (TinStreamOrder     *self,
                      guint32             sequence,
                      const guint8       *data,
                      gsize               size,
                      gsize               total,
                      gboolean            is_last,
                      TinStreamOrderFunc  func,
                      gpointer            user_data)
{
  if (compare (sequence, self->next) > 0 && !self->is_finished)
    {
      wait (self, sequence, data, size, total, is_last);
      if (self->held > MAX_HELD || self->waiting.length > MAX_WAITING)
        tin_stream_order_flush (self, func, user_data);
      return;
    }

  pass (self, sequence, data, size, total, is_last, func, user_data);
  pass_waiting (self, func, user_data);
}

/**
 * tin_stream_order_acknowledge:
 * @self: an order that has begun
 * @acknowledged: up to where the receiver has all
 * @func: called for what is in order now
 * @user_data: for @func
 *
 * What the receiver has and we have not, nobody will send again: it is missing.
 */
void
tin_stream_order_acknowledge (TinStreamOrder     *self,
                              guint32             acknowledged,
                              TinStreamOrderFunc  func,
                              gpointer            user_data)
{
  Piece *piece;

  while ((piece = g_queue_peek_head (&self->waiting)) != NULL && compare (acknowledged, piece->sequence) >= 0)
    {
      pass_missing (self, piece->sequence - self->next, func, user_data);
      pass_waiting (self, func, user_data);
    }
}

/**
 * tin_stream_order_finish:
 * @self: an order
 *
 * Ends the stream behind what was passed on: what waits, and what is added from now on, is only counted.
 */
void
tin_stream_order_finish (TinStreamOrder *self)
{
  Piece *piece;

  self->is_finished = TRUE;
  self->end = self->next;
  while ((piece = g_queue_pop_head (&self->waiting)) != NULL)
    {
      count_after_end (self, piece->sequence, piece->total);
      g_free (piece);
    }
  self->held = 0;
}

/**
 * tin_stream_order_flush:
 * @self: an order
 * @func: called for all that waits, and what is missing between
 * @user_data: for @func
 *
 * Waits no longer.
 */
void
tin_stream_order_flush (TinStreamOrder     *self,
                        TinStreamOrderFunc  func,
                        gpointer            user_data)
{
  Piece *piece;

  while ((piece = g_queue_peek_head (&self->waiting)) != NULL)
    {
      pass_missing (self, piece->sequence - self->next, func, user_data);
      pass_waiting (self, func, user_data);
    }
}
