/* test-checksum.c: tests of the internet checksum.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-checksum.h"

#include <string.h>

/* RFC 1071 section 4.1, word by word. */
static guint16
sum_plainly (const guint8 *data,
             gsize         size)
{
  guint32 sum = 0;

  for (gsize i = 0; i < size; i++)
    sum += i % 2 == 0 ? data[i] << 8 : data[i];
  while (sum >> 16)
    sum = (sum & 0xffff) + (sum >> 16);
  return ~sum;
}

static guint16
sum (const guint8 *data,
     gsize         size)
{
  return GUINT16_FROM_BE (tin_checksum_finish (tin_checksum_add (0, data, size)));
}

static void
test_rfc_1071 (void)
{
  static const guint8 data[] = { 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7 };

  g_assert_cmphex (sum (data, sizeof data), ==, (guint16) ~0xddf2);
  g_assert_cmphex (sum (data, 0), ==, 0xffff);
}

static void
test_every_size_and_alignment (void)
{
  guint8 data[300];

  for (guint i = 0; i < sizeof data; i++)
    data[i] = g_test_rand_int ();
  for (gsize start = 0; start < 9; start++)
    for (gsize size = 0; size + start <= sizeof data; size++)
      g_assert_cmphex (sum (data + start, size), ==, sum_plainly (data + start, size));
}

static void
test_carries (void)
{
  guint8 data[65535];

  memset (data, 0xff, sizeof data);
  g_assert_cmphex (sum (data, sizeof data), ==, sum_plainly (data, sizeof data));
  g_assert_cmphex (sum (data, sizeof data - 1), ==, 0);
}

static void
test_parts_add_up (void)
{
  guint8 data[1000];

  for (guint i = 0; i < sizeof data; i++)
    data[i] = g_test_rand_int ();
  for (gsize cut = 0; cut <= sizeof data; cut += 2)
    {
      guint64 parts = tin_checksum_add (tin_checksum_add (0, data, cut), data + cut, sizeof data - cut);

      g_assert_cmphex (GUINT16_FROM_BE (tin_checksum_finish (parts)), ==, sum_plainly (data, sizeof data));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/checksum/rfc-1071", test_rfc_1071);
  g_test_add_func ("/checksum/every-size-and-alignment", test_every_size_and_alignment);
  g_test_add_func ("/checksum/carries", test_carries);
  g_test_add_func ("/checksum/parts-add-up", test_parts_add_up);

  return g_test_run ();
}
