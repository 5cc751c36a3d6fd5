/* test-byte-search.c: where a few bytes stand among many.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-byte-search.h"

#include <string.h>

/* What tin_byte_search_find() must return, in the simplest way. */
static gsize
find_simply (const guint8 *bytes,
             const guint8 *masks,
             gsize         n_bytes,
             const guint8 *data,
             gsize         size,
             gsize         start)
{
  for (gsize i = start; i + n_bytes <= size; i++)
    {
      gsize j = 0;

      while (j < n_bytes && ((data[i + j] ^ bytes[j]) & ~masks[j]) == 0)
        j++;

      if (j == n_bytes)
        return i;
    }

  return TIN_BYTE_SEARCH_NOT_FOUND;
}

static void
test_finds_every_place (void)
{
  guint8 data[100];

  for (gsize size = 1; size <= sizeof data; size++)
    for (gsize place = 0; place + 3 <= size; place++)
      {
        TinByteSearch search;

        memset (data, 'x', sizeof data);
        memcpy (data + place, "abc", 3);
        tin_byte_search_init (&search, (const guint8 *) "abc", NULL, 3);

        g_assert_cmpuint (tin_byte_search_find (&search, data, size, 0), ==, place);
        g_assert_cmpuint (tin_byte_search_find (&search, data, size, place), ==, place);
        g_assert_cmpuint (tin_byte_search_find (&search, data, size, place + 1), ==, TIN_BYTE_SEARCH_NOT_FOUND);
        g_assert_cmpuint (tin_byte_search_find (&search, data, place + 2, 0), ==, TIN_BYTE_SEARCH_NOT_FOUND);
        tin_byte_search_clear (&search);
      }
}

/* Few different bytes, so that there is much that nearly matches, and both ways are gone. Memory of the exact size shows a read beyond. */
static void
test_finds_what_the_simple_way_finds (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      gsize size = (gsize) g_test_rand_int_range (0, 90);
      gsize n_bytes = (gsize) g_test_rand_int_range (1, round % 8 == 0 ? 24 : 7);
      g_autofree guint8 *data = g_malloc (size);
      guint8 bytes[24];
      guint8 masks[24];
      TinByteSearch search;

      for (gsize i = 0; i < size; i++)
        data[i] = (guint8) g_test_rand_int_range (0, 4);

      for (gsize i = 0; i < n_bytes; i++)
        {
          bytes[i] = (guint8) g_test_rand_int_range (0, 4);
          masks[i] = g_test_rand_int_range (0, 3) == 0 ? (guint8) g_test_rand_int_range (0, 4) : 0;
        }

      tin_byte_search_init (&search, bytes, masks, n_bytes);
      for (gsize start = 0; start <= size + 1; start++)
        g_assert_cmpuint (tin_byte_search_find (&search, data, size, start), ==,
                          find_simply (bytes, masks, n_bytes, data, size, start));
      tin_byte_search_clear (&search);
    }
}

/* What nearly matches everywhere, and what was looked for at the end. */
static const struct
{
  char        first;     /* one of these, ... */
  char        rest;      /* then these, ... */
  char        last;      /* then one of these */
  guint8      mask;      /* of each */
  const char *data;      /* again and again */
} hostile[] = {
  { 'a', 'a', 'b', 0, "a" },
  { 'b', 'a', 'a', 0, "a" },
  { 'a', 'a', 'b', 0x20, "aA" },
  { 'b', 'a', 'a', 0x20, "Aa" },
  { '\0', '\0', '\1', 0, "" },
};

static guint8 *
repeat (const char *text,
        gsize       size)
{
  guint8 *data = g_malloc0 (size);

  for (gsize i = 0; i < size && *text != '\0'; i++)
    data[i] = (guint8) text[i % strlen (text)];

  return data;
}

/* Independent of the clock: the simple way needs a thousand million comparisons and more. */
static void
test_needs_few_steps_at_worst (void)
{
  static const gsize sizes[] = { 33, 1024, 65536 };
  const gsize data_size = 1024 * 1024;

  for (guint i = 0; i < G_N_ELEMENTS (hostile) * G_N_ELEMENTS (sizes); i++)
    {
      const gsize size = sizes[i % G_N_ELEMENTS (sizes)];
      const guint kind = i / G_N_ELEMENTS (sizes);
      g_autofree guint8 *data = repeat (hostile[kind].data, data_size);
      g_autofree guint8 *bytes = g_malloc (size);
      g_autofree guint8 *masks = g_malloc (size);
      TinByteSearch search;
      gsize steps = 0;

      memset (bytes, hostile[kind].rest, size);
      memset (masks, hostile[kind].mask, size);
      bytes[0] = (guint8) hostile[kind].first;
      bytes[size - 1] = (guint8) hostile[kind].last;
      tin_byte_search_init (&search, bytes, masks, size);

      g_assert_cmpuint (tin_byte_search_find_within (&search, data, data_size, 0, 0, &steps), ==,
                        TIN_BYTE_SEARCH_NOT_FOUND);
      g_assert_cmpuint (steps, <, 32 * data_size);

      memcpy (data + data_size - size, bytes, size);
      g_assert_cmpuint (tin_byte_search_find (&search, data, data_size, 0), ==, data_size - size);
      tin_byte_search_clear (&search);
    }
}

/* The bytes that match are neither the same nor different: 'a' or 'c' here, 'a' alone there. */
static void
test_gives_up_where_nothing_bounds_it (void)
{
  const gsize data_size = 1024 * 1024;
  const gsize size = 4096;
  g_autofree guint8 *data = repeat ("c", data_size);
  g_autofree guint8 *bytes = repeat ("a", size);
  g_autofree guint8 *masks = g_malloc0 (size);
  TinByteSearch search;
  gsize steps = 0;

  memset (masks, 0x02, size - 1);
  tin_byte_search_init (&search, bytes, masks, size);

  g_assert_cmpuint (tin_byte_search_find_within (&search, data, data_size, 0, 16 * data_size, &steps), ==,
                    TIN_BYTE_SEARCH_GAVE_UP);
  g_assert_cmpuint (steps, <, 16 * data_size + 3 * size);

  data[data_size - 1] = 'a';
  g_assert_cmpuint (tin_byte_search_find (&search, data, data_size, data_size - 2 * size), ==, data_size - size);

  tin_byte_search_clear (&search);
}

static void
test_finds_nothing_in_nothing (void)
{
  TinByteSearch search;

  tin_byte_search_init (&search, (const guint8 *) "a", NULL, 1);

  g_assert_cmpuint (tin_byte_search_find (&search, NULL, 0, 0), ==, TIN_BYTE_SEARCH_NOT_FOUND);
  g_assert_cmpuint (tin_byte_search_find (&search, NULL, 0, G_MAXSIZE), ==, TIN_BYTE_SEARCH_NOT_FOUND);

  tin_byte_search_clear (&search);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/byte-search/finds-every-place", test_finds_every_place);
  g_test_add_func ("/byte-search/finds-what-the-simple-way-finds", test_finds_what_the_simple_way_finds);
  g_test_add_func ("/byte-search/needs-few-steps-at-worst", test_needs_few_steps_at_worst);
  g_test_add_func ("/byte-search/gives-up-where-nothing-bounds-it", test_gives_up_where_nothing_bounds_it);
  g_test_add_func ("/byte-search/finds-nothing-in-nothing", test_finds_nothing_in_nothing);

  return g_test_run ();
}
