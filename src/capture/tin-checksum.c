/* tin-checksum.c: the internet checksum.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-checksum.h"

#include <string.h>

static inline guint64
add_with_carry (guint64 sum,
                guint64 word)
{
  sum += word;
  return sum + (sum < word);
}

static inline guint64
load (const guint8 *data)
{
  guint64 word;

  memcpy (&word, data, sizeof word);
  return word;
}

/* Less than eight bytes. In pieces of fixed sizes: copied byte by byte into a
 * word that is then read whole, they stall the processor longer than all the rest takes. */
static inline guint64
load_tail (const guint8 *data,
           gsize         size)
{
  guint32 four = 0;
  guint16 two = 0;
  guint16 one = 0;

  if (size & 4)
    memcpy (&four, data, sizeof four);
  if (size & 2)
    memcpy (&two, data + (size & 4), sizeof two);
  if (size & 1)
    memcpy (&one, data + (size & 6), 1);
  return (guint64) four + two + one;
}

/**
 * tin_checksum_add:
 * @sum: 0, or the sum of what comes before, which was of even size
 * @data: what to add
 * @size: of @data, bytes; the last one of an odd size counts as padded with zero
 *
 * Sums in whole 64-bit words with the carry brought around, in whatever byte
 * order the machine has: RFC 1071 section 2 says why that may be done.
 *
 * Returns: the sum so far, for tin_checksum_finish()
 */
guint64
tin_checksum_add (guint64       sum,
                  gconstpointer data,
                  gsize         size)
{
  const guint8 *bytes = data;
  guint64 second = 0;
  guint64 third = 0;
  guint64 fourth = 0;

  /* Four sums that do not wait for each other, by name, so that they stay in registers. */
  for (; size >= 32; size -= 32, bytes += 32)
    {
      sum = add_with_carry (sum, load (bytes));
      second = add_with_carry (second, load (bytes + 8));
      third = add_with_carry (third, load (bytes + 16));
      fourth = add_with_carry (fourth, load (bytes + 24));
    }

  sum = add_with_carry (add_with_carry (sum, second), add_with_carry (third, fourth));
  for (; size >= 8; size -= 8, bytes += 8)
    sum = add_with_carry (sum, load (bytes));

  return add_with_carry (sum, load_tail (bytes, size));
}

/**
 * tin_checksum_finish:
 * @sum: from tin_checksum_add()
 *
 * Returns: the checksum, in the byte order in which it stands in a packet
 */
guint16
tin_checksum_finish (guint64 sum)
{
  sum = (sum & 0xffffffff) + (sum >> 32);
  sum = (sum & 0xffffffff) + (sum >> 32);
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  return (guint16) ~sum;
}
