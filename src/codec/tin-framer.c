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

/* Goes on to the end of a delimiter, which may have begun in bytes of before. */
static gsize
take_delimited (TinFramer    *self,
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
static gsize
take_head (TinFramer    *self,
           const guint8 *data,
           gsize         size)
{
  const TinFraming *framing = self->framing;
  guint64 head = framing->length_offset + framing->length_size;
  gsize taken = 0;

  for (; taken < size && self->done + taken < head; taken++)
    {
      guint64 byte = data[taken];

      if (self->done + taken < framing->length_offset)
        continue;

      if (framing->little_endian)
        self->value |= byte << (8 * (self->done + taken - framing->length_offset));
      else
        self->value = self->value << 8 | byte;
    }

  return taken;
}

static gsize
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

static gsize
take (TinFramer    *self,
      const guint8 *data,
      gsize         size,
      TinFramerEnd *end)
{
  switch (self->framing->kind)
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
  gboolean as_received = self->framing->kind == TIN_FRAMING_AS_RECEIVED;
  gsize room = as_received ? size : self->framing->max_size - self->size;
  gsize taken;

  *end = TIN_FRAMER_END_NONE;
  taken = take (self, data, MIN (size, room), end);

  if (*end == TIN_FRAMER_END_NONE && taken == room)
    *end = TIN_FRAMER_END_SPLIT;

  self->time_us = time_us;
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
  return framing->kind == TIN_FRAMING_DELIMITER || framing->kind == TIN_FRAMING_LENGTH_PREFIX;
}
