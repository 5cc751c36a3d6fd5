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

#define PATIENCE 8 /* bytes compared for each one passed, until the way that looks at each once is faster */

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

/* Makes one class of the two that @a and @b are in; a class is named by the least byte in it. */
static void
unite (guint8 *classes,
       guint8  a,
       guint8  b)
{
  const guint8 kept = MIN (classes[a], classes[b]);
  const guint8 lost = MAX (classes[a], classes[b]);

  for (guint byte = lost; kept != lost && byte < TIN_BYTE_SEARCH_N_BYTES; byte++)
    if (classes[byte] == lost)
      classes[byte] = kept;
}

/* Bytes that match at one place are of one class. */
static void
classify (TinByteSearch *self)
{
  guint counts[TIN_BYTE_SEARCH_N_BYTES] = { 0 };

  for (guint byte = 0; byte < TIN_BYTE_SEARCH_N_BYTES; byte++)
    self->classes[byte] = (guint8) byte;

  for (gsize i = 0; i < self->size; i++)
    for (guint bits = self->masks[i]; bits != 0; bits = (bits - 1) & self->masks[i])
      unite (self->classes, self->bytes[i], (guint8) (self->bytes[i] ^ bits));

  for (guint byte = 0; byte < TIN_BYTE_SEARCH_N_BYTES; byte++)
    counts[self->classes[byte]]++;

  self->exact = TRUE;
  for (gsize i = 0; i < self->size && self->exact; i++)
    self->exact = counts[self->classes[self->bytes[i]]] == 1U << __builtin_popcount (self->masks[i]);
}

/* How much of the beginning is the end of each beginning, by classes: Knuth, Morris and Pratt, 1977. */
static void
measure_borders (TinByteSearch *self)
{
  guint32 border = 0;

  self->borders = g_new0 (guint32, self->size);
  for (gsize i = 1; i < self->size; i++)
    {
      while (border > 0 && self->classes[self->bytes[i]] != self->classes[self->bytes[border]])
        border = self->borders[border - 1];

      if (self->classes[self->bytes[i]] == self->classes[self->bytes[border]])
        border++;

      self->borders[i] = border;
    }
}

/**
 * tin_byte_search_init:
 * @bytes: (array length=size): what to look for
 * @masks: (array length=size) (nullable): bits of each byte that do not matter
 * @size: how many, at least 1, less than 4 GiB
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
  classify (self);
  measure_borders (self);
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
  g_clear_pointer (&self->borders, g_free);
}

/* Returns: whether it matches; @steps grows by the bytes compared */
static gboolean
matches_at (const TinByteSearch *self,
            const guint8        *at,
            gsize               *steps)
{
  gsize i = 0;

  while (i < self->size && (at[i] | self->masks[i]) == self->bytes[i])
    i++;

  *steps += MIN (i + 1, self->size);

  return i == self->size;
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
                  guint64              word,
                  gsize               *steps)
{
  for (word = GUINT64_FROM_LE (word); word != 0;)
    {
      guint lane = (guint) __builtin_ctzll (word) / 8;

      if (matches_at (self, data + first + lane, steps))
        return first + lane;

      word &= ~((guint64) 0xFF << (lane * 8));
    }

  return TIN_BYTE_SEARCH_NOT_FOUND;
}

/* Looks at the places [@start, @end), at least LANES of them. The last turn looks at some of them once more.
 * Where much nearly matches it gives up, and @rest says from where on. */
static gsize
find_in_lanes (const TinByteSearch *self,
               const guint8        *data,
               gsize                start,
               gsize                end,
               gsize               *steps,
               gsize               *rest)
{
  const gsize steps_before = *steps;
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

      found = check_candidates (self, data, first, words[0], steps);
      if (found == TIN_BYTE_SEARCH_NOT_FOUND)
        found = check_candidates (self, data, first + LANES / 2, words[1], steps);

      if (found != TIN_BYTE_SEARCH_NOT_FOUND)
        return found;

      if (*steps - steps_before > PATIENCE * (first + LANES - start + self->size))
        {
          *rest = first + LANES;
          return TIN_BYTE_SEARCH_NOT_FOUND;
        }
    }

  *rest = end;

  return TIN_BYTE_SEARCH_NOT_FOUND;
}

/* Passes each byte from @start on once. Only where classes are not all that is to be known the whole is compared. */
static gsize
find_by_borders (const TinByteSearch *self,
                 const guint8        *data,
                 gsize                size,
                 gsize                start,
                 gsize                limit,
                 gsize               *steps)
{
  guint32 matched = 0;

  for (gsize i = start; i < size; i++)
    {
      const guint8 class = self->classes[data[i]];

      for (; matched > 0 && class != self->classes[self->bytes[matched]]; (*steps)++)
        matched = self->borders[matched - 1];

      (*steps)++;
      if (class == self->classes[self->bytes[matched]])
        matched++;

      if (matched < self->size)
        continue;

      if (self->exact || matches_at (self, data + i + 1 - self->size, steps))
        return i + 1 - self->size;

      if (*steps > limit)
        return TIN_BYTE_SEARCH_GAVE_UP;

      matched = self->borders[matched - 1];
    }

  return TIN_BYTE_SEARCH_NOT_FOUND;
}

/**
 * tin_byte_search_find:
 * @data: (array length=size) (nullable): where to look
 * @size: how many bytes
 * @start: the first place to look at
 *
 * Any thread. See tin_byte_search_find_within() for how long it takes.
 *
 * Returns: the first place that matches, or %TIN_BYTE_SEARCH_NOT_FOUND
 */
gsize
tin_byte_search_find (const TinByteSearch *self,
                      const guint8        *data,
                      gsize                size,
                      gsize                start)
{
  gsize steps = 0;

  return tin_byte_search_find_within (self, data, size, start, G_MAXSIZE, &steps);
}

/**
 * tin_byte_search_find_within:
 * @data: (array length=size) (nullable): where to look
 * @size: how many bytes
 * @start: the first place to look at
 * @limit: of @steps
 * @steps: (inout): grows by how often a byte was compared
 *
 * Any thread. Usually sixteen places cost a few instructions, without a step. At worst there are about thirty steps a
 * byte of data, whatever is looked for, as long as what matches one byte of it either matches another one, too, or has
 * nothing in common with it: so it is with exact bytes, and with ASCII in either case. Otherwise it may be the product
 * of both sizes, and @limit is heeded, which is exceeded by that of what is looked for at most.
 *
 * Returns: the first place that matches, %TIN_BYTE_SEARCH_NOT_FOUND or %TIN_BYTE_SEARCH_GAVE_UP
 */
gsize
tin_byte_search_find_within (const TinByteSearch *self,
                             const guint8        *data,
                             gsize                size,
                             gsize                start,
                             gsize                limit,
                             gsize               *steps)
{
  gsize end;
  gsize found;

  if (size < self->size)
    return TIN_BYTE_SEARCH_NOT_FOUND;

  end = size - self->size + 1;
  if (start < end && end - start >= LANES)
    {
      found = find_in_lanes (self, data, start, end, steps, &start);
      if (found != TIN_BYTE_SEARCH_NOT_FOUND)
        return found;
    }

  return start < end ? find_by_borders (self, data, size, start, limit, steps) : TIN_BYTE_SEARCH_NOT_FOUND;
}
