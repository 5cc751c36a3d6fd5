/* tin-write-queue.c: what waits for a socket to take it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-write-queue.h"

#include <string.h>

#define MIN_BLOCK_SIZE 256 /* bytes: with the write about what a message is counted with */

static void
write_free (TinWrite *write)
{
  if (write->receipt != NULL)
    {
      tin_receipt_add_lost (write->receipt, write->size - write->offset);
      tin_receipt_unref (write->receipt);
    }

  g_clear_pointer (&write->bytes, g_bytes_unref);
  g_free (write->block);
  g_free (write);
}

static TinWrite *
push_new (TinWriteQueue *self,
          TinBy          by,
          const char    *reason)
{
  TinWrite *write = g_new0 (TinWrite, 1);

  write->link.data = write;
  write->by = by;
  write->reason = reason;
  g_queue_push_tail_link (&self->writes, &write->link);

  return write;
}

void
tin_write_queue_init (TinWriteQueue *self)
{
  g_queue_init (&self->writes);
  self->size = 0;
}

void
tin_write_queue_clear (TinWriteQueue *self)
{
  GList *link;

  while ((link = g_queue_pop_head_link (&self->writes)) != NULL)
    write_free (link->data);

  self->size = 0;
}

/**
 * tin_write_queue_push:
 * @self: a queue; it has no bound of its own
 * @bytes: what to send, may be empty: a datagram can be
 * @by: who sends it
 * @reason: (nullable): which rule, a string that lives for ever
 *
 * Returns: (transfer none): the write, for its owner and receipt to be set
 */
TinWrite *
tin_write_queue_push (TinWriteQueue *self,
                      GBytes        *bytes,
                      TinBy          by,
                      const char    *reason)
{
  TinWrite *write = push_new (self, by, reason);

  write->bytes = g_bytes_ref (bytes);
  write->size = g_bytes_get_size (bytes);
  self->size += write->size;

  return write;
}

/* Returns: how much of @size now fits into the block, which grows for it */
static gsize
make_room (TinWrite *write,
           gsize     size)
{
  const gsize wanted = MIN (write->size + size, TIN_WRITE_BLOCK_SIZE);

  if (wanted > write->capacity)
    {
      write->capacity = CLAMP (2 * write->capacity, MAX (wanted, MIN_BLOCK_SIZE), TIN_WRITE_BLOCK_SIZE);
      write->block = g_realloc (write->block, write->capacity);
    }

  return wanted - write->size;
}

/* The last write, if more can be appended to it. */
static TinWrite *
peek_block (TinWriteQueue *self,
            TinBy          by,
            const char    *reason)
{
  TinWrite *last = g_queue_peek_tail (&self->writes);

  if (last == NULL || last->block == NULL || last->size == TIN_WRITE_BLOCK_SIZE ||
      last->by != by || last->reason != reason)
    return NULL;

  return last;
}

/**
 * tin_write_queue_append:
 * @self: a queue for a stream; it has no bound of its own
 * @data: what to send; copied
 * @size: its size
 * @by: who sends it
 * @reason: (nullable): which rule, a string that lives for ever
 *
 * What is alike and comes piece by piece, however small the pieces, is in few writes, of up to
 * %TIN_WRITE_BLOCK_SIZE bytes. It is not to be called while the rest of a write is in use.
 */
void
tin_write_queue_append (TinWriteQueue *self,
                        const guint8  *data,
                        gsize          size,
                        TinBy          by,
                        const char    *reason)
{
  while (size > 0)
    {
      TinWrite *write = peek_block (self, by, reason);
      gsize fitting;

      if (write == NULL)
        write = push_new (self, by, reason);

      fitting = make_room (write, size);
      memcpy (write->block + write->size, data, fitting);
      write->size += fitting;
      self->size += fitting;
      data += fitting;
      size -= fitting;
    }
}

/* Returns: (nullable): what goes first */
TinWrite *
tin_write_queue_peek (TinWriteQueue *self)
{
  return g_queue_peek_head (&self->writes);
}

const guint8 *
tin_write_get_rest (TinWrite *self,
                    gsize    *size)
{
  const guint8 *data = self->block != NULL ? self->block : g_bytes_get_data (self->bytes, NULL);

  *size = self->size - self->offset;

  return data != NULL ? data + self->offset : (const guint8 *) "";
}

/**
 * tin_write_queue_advance:
 * @self: a queue that is not empty
 * @size: how much of the first write the socket took
 *
 * Returns: whether that was the rest of it, and the write is gone
 */
gboolean
tin_write_queue_advance (TinWriteQueue *self,
                         gsize          size)
{
  TinWrite *write = g_queue_peek_head (&self->writes);

  write->offset += size;
  self->size -= size;
  if (write->receipt != NULL)
    tin_receipt_add_taken (write->receipt, size);

  if (write->offset < write->size)
    return FALSE;

  g_queue_pop_head_link (&self->writes);
  write_free (write);

  return TRUE;
}

/**
 * tin_write_queue_drop_first:
 * @self: a queue that is not empty
 *
 * What the socket will never take goes: its receipt has it as lost.
 */
void
tin_write_queue_drop_first (TinWriteQueue *self)
{
  TinWrite *write = g_queue_pop_head_link (&self->writes)->data;

  self->size -= write->size - write->offset;
  write_free (write);
}

/* All that is for one owner goes; the order of the rest stays. Returns: how many writes it were */
guint
tin_write_queue_drop (TinWriteQueue *self,
                      gpointer       owner)
{
  guint n_dropped = 0;
  GList *next;

  for (GList *each = self->writes.head; each != NULL; each = next)
    {
      TinWrite *write = each->data;

      next = each->next;
      if (write->owner != owner)
        continue;

      self->size -= write->size - write->offset;
      g_queue_unlink (&self->writes, each);
      write_free (write);
      n_dropped++;
    }

  return n_dropped;
}

gboolean
tin_write_queue_has (TinWriteQueue *self,
                     gpointer       owner)
{
  for (GList *each = self->writes.head; each != NULL; each = each->next)
    if (((TinWrite *) each->data)->owner == owner)
      return TRUE;

  return FALSE;
}
