/* test-inspect.c: what a few bytes are as numbers, times and characters.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-inspect.h"

#include "codec-assert.h"

static void
test_reads (void)
{
  static const struct
  {
    TinInspectKind  kind;
    const guint8   *data;
    gsize           size;
    const char     *little;
    const char     *big;
  } cases[] = {
    { TIN_INSPECT_BITS, BYTES ("\xA5"), "1010 0101", "1010 0101" },
    { TIN_INSPECT_INT8, BYTES ("\xFF"), "-1", "-1" },
    { TIN_INSPECT_UINT8, BYTES ("\xFF"), "255", "255" },
    { TIN_INSPECT_INT16, BYTES ("\x00\x80"), "-32768", "128" },
    { TIN_INSPECT_UINT16, BYTES ("\x00\x80"), "32768", "128" },
    { TIN_INSPECT_INT32, BYTES ("\xFE\xFF\xFF\xFF"), "-2", "-16777217" },
    { TIN_INSPECT_UINT32, BYTES ("\x01\x02\x03\x04"), "67305985", "16909060" },
    { TIN_INSPECT_INT64, BYTES ("\0\0\0\0\0\0\0\x80"), "-9223372036854775808", "128" },
    { TIN_INSPECT_UINT64, BYTES ("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), "18446744073709551615", "18446744073709551615" },
    { TIN_INSPECT_FLOAT, BYTES ("\x3D\xCC\xCC\xCD"), "-4.2949213e+08", "0.1" },
    { TIN_INSPECT_FLOAT, BYTES ("\x7F\x80\0\0"), "4.60957e-41", "∞" },
    { TIN_INSPECT_DOUBLE, BYTES ("\x9A\x99\x99\x99\x99\x99\xB9\x3F"), "0.1", "-1.5423487136675799e-180" },
    { TIN_INSPECT_DOUBLE, BYTES ("\xFF\xF8\0\0\0\0\0\0"), "3.14932264628586e-319", "NaN" },
    { TIN_INSPECT_TIME32, BYTES ("\x00\x00\x00\x00"), "1970-01-01 00:00:00Z", "1970-01-01 00:00:00Z" },
    { TIN_INSPECT_TIME32, BYTES ("\x7F\xFF\xFF\xFF"), "1969-12-31 23:57:51Z", "2038-01-19 03:14:07Z" },
    { TIN_INSPECT_TIME64, BYTES ("\0\0\0\0\x65\x92\x00\x80"), NULL, "2024-01-01 00:00:00Z" },
    { TIN_INSPECT_TIME64_MS, BYTES ("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), "1969-12-31 23:59:59.999Z",
      "1969-12-31 23:59:59.999Z" },
    { TIN_INSPECT_UTF8, BYTES ("A"), "A U+0041", "A U+0041" },
    { TIN_INSPECT_UTF8, BYTES ("é"), "é U+00E9", "é U+00E9" },
    { TIN_INSPECT_UTF8, BYTES ("\xE2\x80\xAE"), "U+202E", "U+202E" },
    { TIN_INSPECT_UTF8, BYTES ("\0"), "U+0000", "U+0000" },
    { TIN_INSPECT_UTF8, BYTES ("\xC3"), NULL, NULL },
    { TIN_INSPECT_UTF8, BYTES ("\xFF"), NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *little = tin_inspect (cases[i].kind, G_LITTLE_ENDIAN, cases[i].data, cases[i].size);
      g_autofree char *big = tin_inspect (cases[i].kind, G_BIG_ENDIAN, cases[i].data, cases[i].size);

      g_assert_cmpstr (little, ==, cases[i].little);
      g_assert_cmpstr (big, ==, cases[i].big);
    }
}

static void
test_needs_enough_bytes (void)
{
  static const guint8 data[TIN_INSPECT_MAX_SIZE];
  static const gsize sizes[TIN_N_INSPECT_KINDS] = { 1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 4, 8, 8, 1 };

  for (guint kind = 0; kind < TIN_N_INSPECT_KINDS; kind++)
    {
      g_autofree char *enough = tin_inspect (kind, G_BIG_ENDIAN, data, sizes[kind]);
      g_autofree char *less = tin_inspect (kind, G_BIG_ENDIAN, data, sizes[kind] - 1);

      g_assert_nonnull (enough);
      g_assert_null (less);
      g_assert_cmpint (tin_inspect_has_order (kind), ==, sizes[kind] > 1);
    }
}

static void
test_survives_random_bytes (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      const guint64 bits = (guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
      g_autofree char *text = tin_inspect (round % TIN_N_INSPECT_KINDS, round % 2 ? G_BIG_ENDIAN : G_LITTLE_ENDIAN,
                                           (const guint8 *) &bits, sizeof bits);

      g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/inspect/reads", test_reads);
  g_test_add_func ("/inspect/needs-enough-bytes", test_needs_enough_bytes);
  g_test_add_func ("/inspect/survives-random-bytes", test_survives_random_bytes);

  return g_test_run ();
}
