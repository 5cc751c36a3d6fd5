/* tin-framer.c: finds the ends of messages in one stream of bytes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-framer.h"

#include <string.h>

#define US_PER_MS 1000

/* How many bytes of the delimiter the longest end of its first @matched bytes begins. */
static guint
fall_back (const TinFraming *framing,
           guint             matched)
{
  guint shorter = matched - 1;

  while (shorter > 0 && memcmp (framing->delimiter, framing->delimiter + matched - shorter, shorter) != 0)
    shorter--;

  return shorter;
}

static guint
match_byte (const TinFraming *framing,
            guint             matched,
            guint8            byte)
{
  while (matched > 0 && framing->delimiter[matched] != byte)
    matched = fall_back (framing, matched);

  return framing->delimiter[matched] == byte ? matched + 1 : 0;
}

/* Goes on with a delimiter of which some bytes may have been matched already. */
G_NO_INLINE static gsize
take_matching (TinFramer    *self,
               const guint8 *data,
               gsize         size,
               TinFramerEnd *end)
{
  const TinFraming *framing = self->framing;
  gsize taken = 0;

  while (taken < size)
    {
      if (self->matched == 0)
        {
          const guint8 *first = memchr (data + taken, framing->delimiter[0], size - taken);

          if (first == NULL)
            return size;

          taken = (gsize) (first - data);
        }

      self->matched = match_byte (framing, self->matched, data[taken++]);
      if (self->matched == framing->delimiter_size)
        {
          *end = TIN_FRAMER_END_WHOLE;
          break;
        }
    }

  return taken;
}

/* Goes on to the end of a delimiter, which may have begun in bytes of before. */
static inline gsize
take_delimited (TinFramer    *self,
                const guint8 *data,
                gsize         size,
                TinFramerEnd *end)
{
  const guint8 *delimiter = self->framing->delimiter;
  gsize n = self->framing->delimiter_size;
  gsize before = 0;

  if (self->matched == 0)
    {
      const guint8 *first = memchr (data, delimiter[0], size);

      if (first == NULL)
        return size;

      before = (gsize) (first - data);
      if (n == 1 || (size - before >= n && memcmp (first, delimiter, n) == 0))
        {
          *end = TIN_FRAMER_END_WHOLE;
          return before + n;
        }
    }

  return before + take_matching (self, data + before, size - before, end);
}

/* How many bytes a message has by its prefix, or G_MAXUINT64 if that is more than fit;
 * 0 if it says less than it takes itself. */
static guint64
get_whole_size (const TinFramer *self)
{
  const TinFraming *framing = self->framing;
  guint64 head = framing->length_offset + framing->length_size;
  guint64 before = 0;

  if (framing->length_counts == TIN_FRAMING_COUNTS_REST)
    before = head;
  else if (framing->length_counts == TIN_FRAMING_COUNTS_ITSELF)
    before = framing->length_offset;

  if (self->value > G_MAXUINT64 - before)
    return G_MAXUINT64;

  return self->value + before < head ? 0 : self->value + before;
}

/* The prefix, as far as it is in these bytes. */
static inline gsize
take_head (TinFramer    *self,
           const guint8 *data,
           gsize         size)
{
  const TinFraming *framing = self->framing;
  guint64 done = self->done;
  guint64 value = self->value;
  gsize taken = 0;

  if (done < framing->length_offset)
    taken = (gsize) MIN (size, framing->length_offset - done);

  for (; taken < size && done + taken < framing->length_offset + framing->length_size; taken++)
    if (framing->little_endian)
      value |= (guint64) data[taken] << (8 * (done + taken - framing->length_offset));
    else
      value = value << 8 | data[taken];

  self->value = value;

  return taken;
}

static inline gsize
take_prefixed (TinFramer    *self,
               const guint8 *data,
               gsize         size,
               TinFramerEnd *end)
{
  guint64 head = self->framing->length_offset + self->framing->length_size;
  gsize taken = take_head (self, data, size);
  guint64 whole;

  if (self->done + taken < head)
    return taken;

  whole = get_whole_size (self);
  if (whole == 0)
    {
      *end = TIN_FRAMER_END_INVALID;
      return taken;
    }

  taken = (gsize) MIN (size, whole - self->done);
  if (self->done + taken == whole)
    *end = TIN_FRAMER_END_WHOLE;

  return taken;
}

static gsize
take_fixed (TinFramer    *self,
            gsize         size,
            TinFramerEnd *end)
{
  gsize taken = (gsize) MIN (size, self->framing->size - self->done);

  if (self->done + taken == self->framing->size)
    *end = TIN_FRAMER_END_WHOLE;

  return taken;
}

static void
begin_message (TinFramer *self)
{
  self->size = 0;
  self->is_rest = FALSE;
  self->matched = 0;
  self->done = 0;
  self->value = 0;
}

G_ALWAYS_INLINE static inline gsize
take (TinFramer      *self,
      TinFramingKind  kind,
      const guint8   *data,
      gsize           size,
      TinFramerEnd   *end)
{
  switch (kind)
    {
    case TIN_FRAMING_DELIMITER:
      return take_delimited (self, data, size, end);

    case TIN_FRAMING_FIXED:
      return take_fixed (self, size, end);

    case TIN_FRAMING_LENGTH_PREFIX:
      return take_prefixed (self, data, size, end);

    case TIN_FRAMING_IDLE_GAP:
      return size;

    case TIN_FRAMING_AS_RECEIVED:
    default:
      *end = TIN_FRAMER_END_WHOLE;
      return size;
    }
}

/**
 * tin_framer_init:
 * @self: (out caller-allocates): the state before the first byte
 * @framing: (transfer none): valid, and to outlive the framer
 */
void
tin_framer_init (TinFramer        *self,
                 const TinFraming *framing)
{
  *self = (TinFramer) { .framing = framing };
}

/**
 * tin_framer_reset:
 * @self: a framer
 *
 * Begins a message with the next byte, whatever came before.
 */
void
tin_framer_reset (TinFramer *self)
{
  begin_message (self);
}

/* Up to the next end, at most the maximum for one message. */
G_ALWAYS_INLINE static inline gsize
take_next (TinFramer      *self,
           TinFramingKind  kind,
           const guint8   *data,
           gsize           size,
           TinFramerEnd   *end)
{
  gsize room = kind == TIN_FRAMING_AS_RECEIVED ? size : self->framing->max_size - self->size;
  gsize taken;

  *end = TIN_FRAMER_END_NONE;
  taken = take (self, kind, data, MIN (size, room), end);

  if (*end == TIN_FRAMER_END_NONE && taken == room)
    *end = TIN_FRAMER_END_SPLIT;

  self->done += taken;
  self->size += (guint32) taken;

  if (*end == TIN_FRAMER_END_SPLIT)
    {
      self->size = 0;
      self->is_rest = TRUE;
    }
  else if (*end != TIN_FRAMER_END_NONE)
    {
      begin_message (self);
    }

  return taken;
}

/**
 * tin_framer_take:
 * @self: a framer
 * @time_us: when the bytes came, µs
 * @data: (array length=size) (nullable): the bytes that follow in the stream; %NULL does
 *   if tin_framing_needs_data() says so
 * @size: how many, at least one
 * @end: (out): what ends with the last byte taken
 *
 * Takes bytes up to the next end of a message, at most the maximum for one. When
 * something ended, the size and is_rest of what ended are those of before the call, plus
 * what was taken; call it again with what is left. An idle gap ends nothing here; ask
 * tin_framer_is_idle() first.
 *
 * Returns: how many bytes were taken, at least one
 */
gsize
tin_framer_take (TinFramer    *self,
                 gint64        time_us,
                 const guint8 *data,
                 gsize         size,
                 TinFramerEnd *end)
{
  self->time_us = time_us;

  return take_next (self, self->framing->kind, data, size, end);
}

static inline gboolean
needs_data (TinFramingKind kind)
{
  return kind == TIN_FRAMING_DELIMITER || kind == TIN_FRAMING_LENGTH_PREFIX;
}

G_ALWAYS_INLINE static inline gsize
cut (TinFramer      *self,
     TinFramingKind  kind,
     const guint8   *data,
     gsize           size,
     TinFramerCut   *cuts,
     guint          *n_cuts)
{
  gsize taken = 0;
  guint n = 0;

  while (taken < size && n < *n_cuts)
    {
      TinFramerEnd end;

      taken += take_next (self, kind, needs_data (kind) ? data + taken : NULL, size - taken, &end);
      if (end != TIN_FRAMER_END_NONE)
        cuts[n++] = (TinFramerCut) { .behind = taken, .end = end };
    }

  *n_cuts = n;

  return taken;
}

G_NO_INLINE static gsize
cut_delimited (TinFramer    *self,
               const guint8 *data,
               gsize         size,
               TinFramerCut *cuts,
               guint        *n_cuts)
{
  return cut (self, TIN_FRAMING_DELIMITER, data, size, cuts, n_cuts);
}

G_NO_INLINE static gsize
cut_prefixed (TinFramer    *self,
              const guint8 *data,
              gsize         size,
              TinFramerCut *cuts,
              guint        *n_cuts)
{
  return cut (self, TIN_FRAMING_LENGTH_PREFIX, data, size, cuts, n_cuts);
}

/**
 * tin_framer_cut:
 * @self: a framer
 * @time_us: when the bytes came, µs
 * @data: (array length=size) (nullable): as for tin_framer_take()
 * @size: how many
 * @cuts: (out caller-allocates) (array length=n_cuts): where something ends in them
 * @n_cuts: (inout): how many there is room for, at least one; how many were made
 *
 * The same as tin_framer_take() for many messages at once: takes all bytes, or those up
 * to the last cut that there is room for. A message that begins after a cut of
 * %TIN_FRAMER_END_SPLIT is the rest of one.
 *
 * Returns: how many bytes were taken
 */
gsize
tin_framer_cut (TinFramer    *self,
                gint64        time_us,
                const guint8 *data,
                gsize         size,
                TinFramerCut *cuts,
                guint        *n_cuts)
{
  self->time_us = time_us;

  /* The kinds that look at bytes have a loop each, in which nothing asks for the kind. */
  switch (self->framing->kind)
    {
    case TIN_FRAMING_DELIMITER:
      return cut_delimited (self, data, size, cuts, n_cuts);

    case TIN_FRAMING_LENGTH_PREFIX:
      return cut_prefixed (self, data, size, cuts, n_cuts);

    case TIN_FRAMING_FIXED:
    case TIN_FRAMING_IDLE_GAP:
    case TIN_FRAMING_AS_RECEIVED:
    default:
      return cut (self, self->framing->kind, NULL, size, cuts, n_cuts);
    }
}

/**
 * tin_framer_is_idle:
 * @self: a framer
 * @time_us: now, or when the next bytes came, µs
 *
 * Returns: whether a message has begun that an idle gap ended before this time; of one
 *   that was split, nothing may have come since
 */
gboolean
tin_framer_is_idle (const TinFramer *self,
                    gint64           time_us)
{
  return self->framing->kind == TIN_FRAMING_IDLE_GAP && (self->size > 0 || self->is_rest) &&
         time_us - self->time_us >= (gint64) self->framing->gap * US_PER_MS;
}

/**
 * tin_framing_needs_data:
 * @framing: a framing
 *
 * Returns: whether the bytes themselves say where a message ends, and not their number
 *   or time alone
 */
gboolean
tin_framing_needs_data (const TinFraming *framing)
{
  return needs_data (framing->kind);
}
