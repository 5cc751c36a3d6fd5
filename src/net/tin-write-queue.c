/* tin-write-queue.c: what waits for a socket to take it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-write-queue.h"

static void
write_free (TinWrite *write)
{
  if (write->receipt != NULL)
    {
      tin_receipt_add_lost (write->receipt, g_bytes_get_size (write->bytes) - write->offset);
      tin_receipt_unref (write->receipt);
    }

  g_bytes_unref (write->bytes);
  g_free (write);
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
  TinWrite *write = g_new0 (TinWrite, 1);

  write->link.data = write;
  write->bytes = g_bytes_ref (bytes);
  write->by = by;
  write->reason = reason;

  g_queue_push_tail_link (&self->writes, &write->link);
  self->size += g_bytes_get_size (bytes);

  return write;
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
  const guint8 *data = g_bytes_get_data (self->bytes, size);

  *size -= self->offset;

  return data != NULL ? data + self->offset : (const guint8 *) "";
}

/**
 * tin_write_queue_advance:
 * @self: a queue that is not empty
 * @size: how much of the first write the socket took; when it has taken all of it, the write goes
 */
void
tin_write_queue_advance (TinWriteQueue *self,
                         gsize          size)
{
  TinWrite *write = g_queue_peek_head (&self->writes);

  write->offset += size;
  self->size -= size;
  if (write->receipt != NULL)
    tin_receipt_add_taken (write->receipt, size);

  if (write->offset == g_bytes_get_size (write->bytes))
    write_free (g_queue_pop_head_link (&self->writes)->data);
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

  self->size -= g_bytes_get_size (write->bytes) - write->offset;
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

      self->size -= g_bytes_get_size (write->bytes) - write->offset;
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
