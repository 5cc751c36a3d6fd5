/* bench-pattern.c: bytes of which anybody can tell whether they are the right ones.
 *
 * The pattern repeats after a prime number of bytes, so that no lost, doubled or
 * exchanged block leaves a stream in step, and it has no end of a line in it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-pattern.h"

#include <string.h>

/**
 * bench_pattern_new:
 *
 * Returns: (transfer full): the pattern twice, so that any piece of it stands in one piece
 */
guint8 *
bench_pattern_new (void)
{
  guint8 *pattern = g_malloc (BENCH_PATTERN_SIZE + BENCH_PATTERN_RUN);
  guint32 state = 2463534242; /* Marsaglia, "Xorshift RNGs", 2003 */

  for (gsize i = 0; i < BENCH_PATTERN_SIZE; i++)
    {
      state ^= state << 13;
      state ^= state >> 17;
      state ^= state << 5;
      pattern[i] = state;

      if (pattern[i] == '\n' || pattern[i] == '\r')
        pattern[i] = ' ';
    }

  memcpy (pattern + BENCH_PATTERN_SIZE, pattern, BENCH_PATTERN_SIZE);
  memcpy (pattern + 2 * BENCH_PATTERN_SIZE, pattern, BENCH_PATTERN_SIZE);

  return pattern;
}

/* Returns: what a stream has from @offset on, %BENCH_PATTERN_RUN bytes in one piece */
const guint8 *
bench_pattern_at (const guint8 *pattern,
                  guint64       offset)
{
  return pattern + offset % BENCH_PATTERN_SIZE;
}

/* Returns: whether @data is what a stream has from @offset on */
gboolean
bench_pattern_is (const guint8 *pattern,
                  guint64       offset,
                  const guint8 *data,
                  gsize         size)
{
  while (size > 0)
    {
      gsize part = MIN (size, BENCH_PATTERN_SIZE);

      if (memcmp (data, bench_pattern_at (pattern, offset), part) != 0)
        return FALSE;

      data += part;
      offset += part;
      size -= part;
    }

  return TRUE;
}
