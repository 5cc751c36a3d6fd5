/* tin-hits.c: which of many numbers were found, a bit each.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-hits.h"

#define WORD_BITS 64
#define N_WORDS   (TIN_HITS_CHUNK_SIZE / WORD_BITS)

/**
 * Chunk:
 * @before: hits before those of the chunk, dropped ones too
 * @words: (nullable): a bit for each number; %NULL without hits
 */
typedef struct
{
  guint64  before;
  guint64 *words;   /* (owned) (nullable) */
} Chunk;

struct _TinHits
{
  GArray  *chunks;        /* (owned) (element-type Chunk) */
  guint64  first_chunk;   /* whose numbers begin at this times the size of a chunk */
  guint64  end;           /* numbers before were looked at */
  guint64  count;         /* hits ever found */
};

static void
clear_chunk (gpointer data)
{
  g_free (((Chunk *) data)->words);
}

/**
 * tin_hits_new:
 * @first: the number that is looked at first
 *
 * Returns: (transfer full): nothing found
 */
TinHits *
tin_hits_new (guint64 first)
{
  TinHits *self = g_new0 (TinHits, 1);

  self->chunks = g_array_new (FALSE, TRUE, sizeof (Chunk));
  g_array_set_clear_func (self->chunks, clear_chunk);
  self->first_chunk = first / TIN_HITS_CHUNK_SIZE;
  self->end = first;

  return self;
}

/**
 * tin_hits_free:
 * @self: (transfer full): hits
 */
void
tin_hits_free (TinHits *self)
{
  g_array_unref (self->chunks);
  g_free (self);
}

static Chunk *
get_chunk (const TinHits *self,
           guint64        index)
{
  return &g_array_index (self->chunks, Chunk, index);
}

/* Makes chunks up to that of @number, which have no hits yet. */
static Chunk *
reach (TinHits *self,
       guint64  number)
{
  guint64 index = number / TIN_HITS_CHUNK_SIZE - self->first_chunk;

  while (self->chunks->len <= index)
    {
      Chunk chunk = { .before = self->count };

      g_array_append_val (self->chunks, chunk);
    }

  return get_chunk (self, index);
}

/**
 * tin_hits_append:
 * @end: the number after the last that was looked at, not before tin_hits_get_end()
 * @offsets: (array length=n_offsets) (nullable): the hits, ascending, counted from tin_hits_get_end()
 * @n_offsets: how many
 */
void
tin_hits_append (TinHits       *self,
                 guint64        end,
                 const guint32 *offsets,
                 gsize          n_offsets)
{
  g_return_if_fail (end >= self->end);

  for (gsize i = 0; i < n_offsets; i++)
    {
      guint64 number = self->end + offsets[i];
      Chunk *chunk = reach (self, number);

      if (chunk->words == NULL)
        chunk->words = g_new0 (guint64, N_WORDS);

      chunk->words[number % TIN_HITS_CHUNK_SIZE / WORD_BITS] |= G_GUINT64_CONSTANT (1) << number % WORD_BITS;
      self->count++;
    }

  self->end = end;
}

/**
 * tin_hits_get_end:
 *
 * Returns: the number after the last that was looked at
 */
guint64
tin_hits_get_end (const TinHits *self)
{
  return self->end;
}

/**
 * tin_hits_get_count:
 *
 * Returns: hits ever found, those that were dropped too
 */
guint64
tin_hits_get_count (const TinHits *self)
{
  return self->count;
}

/* The last chunk with at most @index hits before it: the one with that hit. */
static guint64
find_chunk (const TinHits *self,
            guint64        index)
{
  guint64 low = 0;
  guint64 high = self->chunks->len;

  while (high - low > 1)
    {
      guint64 middle = low + (high - low) / 2;

      if (get_chunk (self, middle)->before <= index)
        low = middle;
      else
        high = middle;
    }

  return low;
}

static guint
find_bit (guint64 word,
          guint   n_before)
{
  while (n_before-- > 0)
    word &= word - 1;

  return (guint) __builtin_ctzll (word);
}

/**
 * tin_hits_get:
 * @index: of a hit
 * @number: (out): which number it is
 *
 * Returns: %FALSE if there is no such hit, or not any more
 */
gboolean
tin_hits_get (const TinHits *self,
              guint64        index,
              guint64       *number)
{
  guint64 at;
  const Chunk *chunk;
  guint left;

  if (index >= self->count || self->chunks->len == 0 || index < get_chunk (self, 0)->before)
    return FALSE;

  at = find_chunk (self, index);
  chunk = get_chunk (self, at);
  left = (guint) (index - chunk->before);

  for (guint i = 0; chunk->words != NULL && i < N_WORDS; i++)
    {
      guint n_bits = (guint) __builtin_popcountll (chunk->words[i]);

      if (left < n_bits)
        {
          *number = (self->first_chunk + at) * TIN_HITS_CHUNK_SIZE + i * WORD_BITS + find_bit (chunk->words[i], left);
          return TRUE;
        }

      left -= n_bits;
    }

  return FALSE;
}

/**
 * tin_hits_count_before:
 * @number: any
 *
 * Returns: how many hits are before it, at least those that were dropped
 */
guint64
tin_hits_count_before (const TinHits *self,
                       guint64        number)
{
  guint64 index = number / TIN_HITS_CHUNK_SIZE;
  guint bit = number % TIN_HITS_CHUNK_SIZE;
  const Chunk *chunk;
  guint64 count;

  if (self->chunks->len == 0 || index >= self->first_chunk + self->chunks->len)
    return self->count;

  if (index < self->first_chunk)
    return get_chunk (self, 0)->before;

  chunk = get_chunk (self, index - self->first_chunk);
  count = chunk->before;
  for (guint i = 0; chunk->words != NULL && i <= bit / WORD_BITS && i < N_WORDS; i++)
    {
      guint64 mask = i < bit / WORD_BITS ? G_MAXUINT64 : (G_GUINT64_CONSTANT (1) << bit % WORD_BITS) - 1;

      count += (guint) __builtin_popcountll (chunk->words[i] & mask);
    }

  return count;
}

/**
 * tin_hits_drop_before:
 * @number: any
 *
 * Forgets hits before it, as far as all of a chunk is.
 */
void
tin_hits_drop_before (TinHits *self,
                      guint64  number)
{
  guint64 index = MIN (number, self->end) / TIN_HITS_CHUNK_SIZE;
  guint n_chunks;

  if (index <= self->first_chunk)
    return;

  n_chunks = (guint) MIN (index - self->first_chunk, self->chunks->len);
  g_array_remove_range (self->chunks, 0, n_chunks);
  self->first_chunk = index;
}
