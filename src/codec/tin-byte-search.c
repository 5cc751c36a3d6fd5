/* tin-byte-search.c: where a few bytes stand among many.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-byte-search.h"

#include <string.h>

#define LANES 16 /* places that are looked at in one go */

/* A vector of the compiler's, which makes it the machine's own if it has such. */
typedef guint8 Lanes __attribute__ ((vector_size (LANES)));

/* How often a byte is met in what goes over sockets, roughly: the fewer, the better to look for. */
static guint
guess_frequency (guint8 byte)
{
  if (byte == '\0' || byte == ' ' || byte == 0xFF)
    return 5;

  if (byte != '\0' && strchr ("eatoinsr0", byte) != NULL)
    return 4;

  if (g_ascii_isalnum (byte) || byte == '\n' || byte == '\r')
    return 3;

  return g_ascii_isprint (byte) ? 2 : 1;
}

static void
choose_anchors (TinByteSearch *self)
{
  self->anchors[0] = 0;
  for (gsize i = 1; i < self->size; i++)
    if (guess_frequency (self->bytes[i]) < guess_frequency (self->bytes[self->anchors[0]]))
      self->anchors[0] = i;

  self->anchors[1] = self->anchors[0] == 0 ? self->size - 1 : 0;
  for (gsize i = 1; i < self->size; i++)
    if (i != self->anchors[0]
        && guess_frequency (self->bytes[i]) < guess_frequency (self->bytes[self->anchors[1]]))
      self->anchors[1] = i;
}

/**
 * tin_byte_search_init:
 * @bytes: (array length=size): what to look for
 * @masks: (array length=size) (nullable): bits of each byte that do not matter
 * @size: how many, at least 1
 */
void
tin_byte_search_init (TinByteSearch *self,
                      const guint8  *bytes,
                      const guint8  *masks,
                      gsize          size)
{
  g_return_if_fail (bytes != NULL);
  g_return_if_fail (size > 0);

  self->bytes = g_memdup2 (bytes, size);
  self->masks = masks != NULL ? g_memdup2 (masks, size) : g_malloc0 (size);
  self->size = size;

  for (gsize i = 0; i < size; i++)
    self->bytes[i] |= self->masks[i];

  choose_anchors (self);
}

/**
 * tin_byte_search_clear:
 * @self: (nullable): a search that is over
 */
void
tin_byte_search_clear (TinByteSearch *self)
{
  g_clear_pointer (&self->bytes, g_free);
  g_clear_pointer (&self->masks, g_free);
}

static gboolean
matches_at (const TinByteSearch *self,
            const guint8        *at)
{
  for (gsize i = 0; i < self->size; i++)
    if ((at[i] | self->masks[i]) != self->bytes[i])
      return FALSE;

  return TRUE;
}

static inline Lanes
fill (guint8 byte)
{
  return (Lanes) { 0 } +byte;
}

static inline Lanes
load (const guint8 *at)
{
  Lanes lanes;

  memcpy (&lanes, at, sizeof lanes);

  return lanes;
}

/* Checks the places whose lanes are set, eight of them in @word. */
static gsize
check_candidates (const TinByteSearch *self,
                  const guint8        *data,
                  gsize                first,
                  guint64              word)
{
  for (word = GUINT64_FROM_LE (word); word != 0;)
    {
      guint lane = (guint) __builtin_ctzll (word) / 8;

      if (matches_at (self, data + first + lane))
        return first + lane;

      word &= ~((guint64) 0xFF << (lane * 8));
    }

  return TIN_BYTE_SEARCH_NOT_FOUND;
}

/* Looks at the places [@start, @end), at least LANES of them. The last turn looks at some of them once more. */
static gsize
find_in_lanes (const TinByteSearch *self,
               const guint8        *data,
               gsize                start,
               gsize                end)
{
  const gsize a = self->anchors[0];
  const gsize b = self->anchors[1];
  const Lanes byte_a = fill (self->bytes[a]);
  const Lanes byte_b = fill (self->bytes[b]);
  const Lanes mask_a = fill (self->masks[a]);
  const Lanes mask_b = fill (self->masks[b]);

  for (gsize i = start; i < end; i += LANES)
    {
      const gsize first = MIN (i, end - LANES);
      const Lanes same = (Lanes) (((load (data + first + a) | mask_a) == byte_a)
                                  & ((load (data + first + b) | mask_b) == byte_b));
      guint64 words[2];
      gsize found;

      memcpy (words, &same, sizeof words);
      if (G_LIKELY ((words[0] | words[1]) == 0))
        continue;

      found = check_candidates (self, data, first, words[0]);
      if (found == TIN_BYTE_SEARCH_NOT_FOUND)
        found = check_candidates (self, data, first + LANES / 2, words[1]);

      if (found != TIN_BYTE_SEARCH_NOT_FOUND)
        return found;
    }

  return TIN_BYTE_SEARCH_NOT_FOUND;
}

/**
 * tin_byte_search_find:
 * @data: (array length=size) (nullable): where to look
 * @size: how many bytes
 * @start: the first place to look at
 *
 * Any thread. The worst case is the product of both sizes; usually sixteen places cost a few instructions.
 *
 * Returns: the first place that matches, or %TIN_BYTE_SEARCH_NOT_FOUND
 */
gsize
tin_byte_search_find (const TinByteSearch *self,
                      const guint8        *data,
                      gsize                size,
                      gsize                start)
{
  gsize end;

  if (size < self->size)
    return TIN_BYTE_SEARCH_NOT_FOUND;

  end = size - self->size + 1;
  if (start < end && end - start >= LANES)
    return find_in_lanes (self, data, start, end);

  for (gsize i = start; i < end; i++)
    if (matches_at (self, data + i))
      return i;

  return TIN_BYTE_SEARCH_NOT_FOUND;
}
