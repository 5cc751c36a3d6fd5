/* tin-numbers.c: a set of numbers, such as those of the messages that were selected.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-numbers.h"

#include <string.h>

#define BITS 64 /* of a word */

/**
 * TinNumbers:
 *
 * A bit for each number between the smallest and the largest: ten million of them, all
 * or any, take little more than a megabyte, and going through them is as fast as counting.
 */
struct _TinNumbers
{
  guint64  base;   /* number of the first bit; a multiple of %BITS */
  guint64  count;
  GArray  *words;  /* (element-type guint64) (owned) */
};

/**
 * tin_numbers_new:
 *
 * Returns: (transfer full): the empty set
 */
TinNumbers *
tin_numbers_new (void)
{
  TinNumbers *self = g_new0 (TinNumbers, 1);

  self->words = g_array_new (FALSE, TRUE, sizeof (guint64));

  return self;
}

/**
 * tin_numbers_free:
 */
void
tin_numbers_free (TinNumbers *self)
{
  g_array_unref (self->words);
  g_free (self);
}

static guint64 *
get_word (TinNumbers *self,
          guint64     index)
{
  return &g_array_index (self->words, guint64, index);
}

/* Makes room for the bits from @first up to @end. */
static void
cover (TinNumbers *self,
       guint64     first,
       guint64     end)
{
  guint64 base = first / BITS * BITS;
  guint64 n_words;

  if (self->words->len == 0)
    self->base = base;

  if (base < self->base)
    {
      guint n_new = (guint) ((self->base - base) / BITS);
      guint n_old = self->words->len;

      g_array_set_size (self->words, n_old + n_new);
      memmove (get_word (self, n_new), get_word (self, 0), n_old * sizeof (guint64));
      memset (get_word (self, 0), 0, n_new * sizeof (guint64));
      self->base = base;
    }

  n_words = (end - self->base + BITS - 1) / BITS;
  if (n_words > self->words->len)
    g_array_set_size (self->words, (guint) n_words);
}

static void
set_bits (TinNumbers *self,
          guint64     index,
          guint64     mask)
{
  guint64 *word = get_word (self, index);

  self->count += (guint) __builtin_popcountll (mask & ~*word);
  *word |= mask;
}

/**
 * tin_numbers_add:
 * Adds a number; one that is in the set already changes nothing.
 */
void
tin_numbers_add (TinNumbers *self,
                 guint64     number)
{
  tin_numbers_add_range (self, number, number + 1);
}

/**
 * tin_numbers_add_range:
 * @first: the smallest
 * @end: the one behind the largest
 *
 * Adds all numbers from @first up to @end.
 */
void
tin_numbers_add_range (TinNumbers *self,
                       guint64     first,
                       guint64     end)
{
  if (first >= end)
    return;

  cover (self, first, end);

  for (guint64 at = first - self->base; at < end - self->base;)
    {
      guint shift = (guint) (at % BITS);
      guint64 n_bits = MIN (BITS - shift, end - self->base - at);
      guint64 mask = n_bits == BITS ? G_MAXUINT64 : ((G_GUINT64_CONSTANT (1) << n_bits) - 1) << shift;

      set_bits (self, at / BITS, mask);
      at += n_bits;
    }
}

/**
 * tin_numbers_has:
 *
 * Returns: whether @number is in the set
 */
gboolean
tin_numbers_has (TinNumbers *self,
                 guint64     number)
{
  guint64 next = number;

  return tin_numbers_next (self, &next) && next == number;
}

/**
 * tin_numbers_count:
 *
 * Returns: how many numbers are in the set
 */
guint64
tin_numbers_count (TinNumbers *self)
{
  return self->count;
}

/**
 * tin_numbers_next:
 * @number: (inout): from where to look; the smallest number of the set that is no less
 *
 * Returns: %FALSE if there is none
 */
gboolean
tin_numbers_next (TinNumbers *self,
                  guint64    *number)
{
  guint64 at = MAX (*number, self->base) - self->base;
  guint64 index = at / BITS;
  guint64 mask = G_MAXUINT64 << at % BITS;

  for (; index < self->words->len; index++, mask = G_MAXUINT64)
    {
      guint64 word = *get_word (self, index) & mask;

      if (word != 0)
        {
          *number = self->base + index * BITS + (guint) __builtin_ctzll (word);
          return TRUE;
        }
    }

  return FALSE;
}
