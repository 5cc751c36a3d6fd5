/* tin-receipt.c: what became of bytes that were given to send.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-receipt.h"

/**
 * TinReceipt:
 *
 * Goes with one message or several to tin_channel_send_with_receipt(), and says how much of them the socket took
 * and how much it never will. What is neither waits. Any thread.
 */
struct _TinReceipt
{
  gatomicrefcount ref_count;
  guint64         taken;       /* bytes (atomic) */
  guint64         lost;        /* bytes (atomic) */
};

/**
 * tin_receipt_new:
 *
 * Returns: (transfer full): a receipt for nothing
 */
TinReceipt *
tin_receipt_new (void)
{
  TinReceipt *self = g_new0 (TinReceipt, 1);

  g_atomic_ref_count_init (&self->ref_count);

  return self;
}

/**
 * tin_receipt_ref:
 * @self: a receipt
 *
 * Returns: (transfer full): @self
 */
TinReceipt *
tin_receipt_ref (TinReceipt *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * tin_receipt_unref:
 * @self: (transfer full): a receipt
 */
void
tin_receipt_unref (TinReceipt *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

/**
 * tin_receipt_get_taken:
 * @self: a receipt
 *
 * Returns: bytes that the socket took: they are with the kernel, which sends them even when the program ends
 */
guint64
tin_receipt_get_taken (TinReceipt *self)
{
  return __atomic_load_n (&self->taken, __ATOMIC_ACQUIRE);
}

/**
 * tin_receipt_get_lost:
 * @self: a receipt
 *
 * Returns: bytes that will not be sent, as the peer went, sending to it was finished, or the socket refused the datagram
 */
guint64
tin_receipt_get_lost (TinReceipt *self)
{
  return __atomic_load_n (&self->lost, __ATOMIC_ACQUIRE);
}

/* The engine's thread, and who drops what was never sent. */

void
tin_receipt_add_taken (TinReceipt *self,
                       gsize       size)
{
  __atomic_add_fetch (&self->taken, size, __ATOMIC_RELEASE);
}

void
tin_receipt_add_lost (TinReceipt *self,
                      gsize       size)
{
  __atomic_add_fetch (&self->lost, size, __ATOMIC_RELEASE);
}
