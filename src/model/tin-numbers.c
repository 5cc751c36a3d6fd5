/* tin-numbers.c: a set of numbers, such as those of the messages that were selected.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-numbers.h"

#include <string.h>

#define PAGE_BITS    16
#define PAGE_NUMBERS (1u << PAGE_BITS)      /* numbers that a page may hold */
#define WORD_BITS    64
#define N_WORDS      (PAGE_NUMBERS / WORD_BITS)
#define MAX_VALUES   (PAGE_NUMBERS / 16)    /* as many take no less room than a bit for each number there could be */

/* The numbers that have all but their lowest bits in common: a few are listed in order, many are bits. */
typedef struct
{
  guint64  key;        /* what they have in common */
  guint    count;
  guint    allocated;  /* values that there is room for */
  guint16 *values;     /* (owned) (nullable) */
  guint64 *words;      /* (owned) (nullable): then there are no values */
} Page;

/**
 * TinNumbers:
 *
 * A number takes two bytes or a few more, and a bit where many are close together: ten million of them in a row take
 * little more than a megabyte, and what is between numbers far from each other nothing. A page adds some forty bytes.
 */
struct _TinNumbers
{
  guint64  count;
  GArray  *pages;  /* (element-type Page) (owned): by key */
};

static void
page_clear (gpointer data)
{
  Page *page = data;

  g_free (page->values);
  g_free (page->words);
}

/**
 * tin_numbers_new:
 *
 * Returns: (transfer full): the empty set
 */
TinNumbers *
tin_numbers_new (void)
{
  TinNumbers *self = g_new0 (TinNumbers, 1);

  self->pages = g_array_new (FALSE, TRUE, sizeof (Page));
  g_array_set_clear_func (self->pages, page_clear);

  return self;
}

/**
 * tin_numbers_free:
 */
void
tin_numbers_free (TinNumbers *self)
{
  g_array_unref (self->pages);
  g_free (self);
}

/* The index of the first page whose key is no less. Most often it is the last one. */
static guint
find_page (TinNumbers *self,
           guint64     key)
{
  guint low = 0;
  guint high = self->pages->len;

  if (high > 0 && g_array_index (self->pages, Page, high - 1).key <= key)
    low = g_array_index (self->pages, Page, high - 1).key < key ? high : high - 1;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->pages, Page, middle).key < key)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static Page *
ensure_page (TinNumbers *self,
             guint64     key)
{
  guint at = find_page (self, key);
  Page fresh = { .key = key };

  if (at == self->pages->len || g_array_index (self->pages, Page, at).key != key)
    g_array_insert_val (self->pages, at, fresh);

  return &g_array_index (self->pages, Page, at);
}

/* The index of the first value that is no less. */
static guint
find_value (const Page *page,
            guint       value)
{
  guint low = 0;
  guint high = page->count;

  if (high > 0 && page->values[high - 1] < value)
    return high;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (page->values[middle] < value)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
insert_value (Page    *page,
              guint16  value)
{
  guint at = find_value (page, value);

  if (at < page->count && page->values[at] == value)
    return;

  if (page->count == page->allocated)
    {
      page->allocated = MAX (2 * page->allocated, 4);
      page->values = g_renew (guint16, page->values, page->allocated);
    }
  memmove (page->values + at + 1, page->values + at, (page->count - at) * sizeof (guint16));
  page->values[at] = value;
  page->count++;
}

/* Sets the bits from @first up to @end. */
static void
set_bits (Page  *page,
          guint  first,
          guint  end)
{
  while (first < end)
    {
      guint shift = first % WORD_BITS;
      guint n_bits = MIN (WORD_BITS - shift, end - first);
      guint64 mask = (G_MAXUINT64 >> (WORD_BITS - n_bits)) << shift;
      guint64 *word = &page->words[first / WORD_BITS];

      page->count += (guint) __builtin_popcountll (mask & ~*word);
      *word |= mask;
      first += n_bits;
    }
}

static void
make_bits (Page *page)
{
  guint n = page->count;

  page->words = g_new0 (guint64, N_WORDS);
  page->count = 0;
  for (guint i = 0; i < n; i++)
    set_bits (page, page->values[i], page->values[i] + 1u);
  g_clear_pointer (&page->values, g_free);
}

/* Adds what lies in one page, from @first up to @end. */
static void
add_to_page (Page  *page,
             guint  first,
             guint  end)
{
  if (page->words == NULL && page->count + (end - first) > MAX_VALUES)
    make_bits (page);

  if (page->words != NULL)
    {
      set_bits (page, first, end);
      return;
    }

  for (; first < end; first++)
    insert_value (page, (guint16) first);
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
  while (first < end)
    {
      Page *page = ensure_page (self, first >> PAGE_BITS);
      guint low = (guint) (first % PAGE_NUMBERS);
      guint n = (guint) MIN (PAGE_NUMBERS - low, end - first);
      guint before = page->count;

      add_to_page (page, low, low + n);
      self->count += page->count - before;
      first += n;
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

/* The smallest of a page that is no less than @value; FALSE if there is none. */
static gboolean
next_in_page (const Page *page,
              guint      *value)
{
  guint64 mask = G_MAXUINT64 << *value % WORD_BITS;

  if (page->words == NULL)
    {
      guint at = find_value (page, *value);

      if (at < page->count)
        *value = page->values[at];
      return at < page->count;
    }

  for (guint i = *value / WORD_BITS; i < N_WORDS; i++, mask = G_MAXUINT64)
    {
      guint64 word = page->words[i] & mask;

      if (word != 0)
        {
          *value = i * WORD_BITS + (guint) __builtin_ctzll (word);
          return TRUE;
        }
    }

  return FALSE;
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
  guint64 key = *number >> PAGE_BITS;
  guint value = (guint) (*number % PAGE_NUMBERS);

  for (guint i = find_page (self, key); i < self->pages->len; i++, value = 0)
    {
      const Page *page = &g_array_index (self->pages, Page, i);

      if (page->key > key)
        value = 0;
      if (next_in_page (page, &value))
        {
          *number = page->key << PAGE_BITS | value;
          return TRUE;
        }
    }

  return FALSE;
}
