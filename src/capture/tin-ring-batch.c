/* tin-ring-batch.c: what of a batch is in the file, and what comes next.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-ring.h"

#include "capture/tin-block-reader.h"

/**
 * tin_ring_batch_count_whole:
 * @batch: what was to be written
 * @written: how much of it was, bytes
 *
 * Returns: how much of that are whole blocks, bytes
 */
gsize
tin_ring_batch_count_whole (const TinRingBatch *batch,
                            gsize               written)
{
  gsize whole = 0;

  for (int i = 0; i < batch->n_vectors; i++)
    {
      const struct iovec *vector = &batch->vectors[i];
      gsize offset = 0;

      while (offset < vector->iov_len)
        {
          gsize size = tin_block_get_size ((const guint8 *) vector->iov_base + offset,
                                           vector->iov_len - offset);

          if (size == 0 || whole + size > written)
            return whole;
          offset += size;
          whole += size;
        }
    }
  return whole;
}

/**
 * tin_ring_batch_cut:
 * @batch: what is to be written
 * @written: how much of it was, bytes
 * @size: what goes into the file next at most, bytes
 * @vectors: (out caller-allocates): %TIN_RING_BATCH_VECTORS of them, for what comes next
 *
 * Returns: how many vectors that takes
 */
int
tin_ring_batch_cut (const TinRingBatch *batch,
                    gsize               written,
                    gsize               size,
                    struct iovec       *vectors)
{
  int n_vectors = 0;

  for (int i = 0; i < batch->n_vectors && size > 0; i++)
    {
      const struct iovec *vector = &batch->vectors[i];
      gsize skipped = MIN (written, vector->iov_len);
      gsize taken = MIN (size, vector->iov_len - skipped);

      written -= skipped;
      size -= taken;
      if (taken > 0)
        vectors[n_vectors++] = (struct iovec) { (guint8 *) vector->iov_base + skipped, taken };
    }
  return n_vectors;
}
