/* test-hexdump.c: bytes in columns.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-hexdump.h"

#include "codec-assert.h"

static void
test_lays_out_columns (void)
{
  static const struct
  {
    const guint8 *data;
    gsize         size;
    guint64       first_offset;
    const char   *text;
  } cases[] = {
    { BYTES (""), 0, "" },
    { BYTES ("A"), 0,
      "00000000  41                                                |A|\n" },
    { BYTES ("0123456789abcdef"), 0x10,
      "00000010  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n" },
    { BYTES ("\0\t\n\x1B ~\x7F\x80\xFF|\xC3\xA4 bidi\r"), 0,
      "00000000  00 09 0a 1b 20 7e 7f 80  ff 7c c3 a4 20 62 69 64  |.... ~...|.. bid|\n"
      "00000010  69 0d                                             |i.|\n" },
    { BYTES ("A"), 0xFFFFFFFF,
      "0000000ffffffff" },
    { BYTES ("A"), G_GUINT64_CONSTANT (0x123456789ABCDEF0),
      "123456789abcdef0  41" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tin_hexdump (cases[i].data, cases[i].size, cases[i].first_offset);

      if (cases[i].first_offset <= 0x10)
        g_assert_cmpstr (text, ==, cases[i].text);
      else
        g_assert_nonnull (strstr (text, cases[i].text));
    }
}

static void
test_is_as_long_as_it_says (void)
{
  guint8 data[1000];

  for (guint i = 0; i < sizeof data; i++)
    data[i] = g_test_rand_int ();

  for (gsize size = 1; size <= sizeof data; size += 13)
    {
      g_autofree char *text = tin_hexdump (data, size, G_MAXUINT32);
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
      const guint n_lines = g_strv_length (lines);

      g_assert_cmpuint (n_lines, ==, (size + 15) / 16 + 1);
      g_assert_cmpstr (lines[n_lines - 1], ==, "");
      for (guint i = 0; i + 2 < n_lines; i++)
        g_assert_cmpuint (strlen (lines[i]) + 1, ==, 87);
    }
}

static void
test_goes_on_by_pieces (void)
{
  guint8 data[200];

  for (guint i = 0; i < sizeof data; i++)
    data[i] = (guint8) g_test_rand_int ();

  for (gsize size = 0; size <= sizeof data; size += 7)
    {
      g_autofree char *whole = tin_hexdump (data, size, 0);
      g_autoptr (GString) pieces = g_string_new (NULL);
      TinHexdump dump = { 0 };

      for (gsize at = 0, piece; at < size; at += piece)
        {
          piece = (gsize) g_test_rand_int_range (0, 40);
          piece = MIN (piece, size - at);
          tin_hexdump_add (&dump, data + at, piece, pieces);
        }
      tin_hexdump_end (&dump, pieces);
      tin_hexdump_end (&dump, pieces);
      g_assert_cmpstr (pieces->str, ==, whole);
    }
}

static void
test_survives_a_huge_size (void)
{
  g_assert_null (tin_hexdump ((const guint8 *) "", G_MAXSIZE, 0));
  g_assert_null (tin_hexdump ((const guint8 *) "", G_MAXSIZE / 2, 0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hexdump/lays-out-columns", test_lays_out_columns);
  g_test_add_func ("/hexdump/is-as-long-as-it-says", test_is_as_long_as_it_says);
  g_test_add_func ("/hexdump/goes-on-by-pieces", test_goes_on_by_pieces);
  g_test_add_func ("/hexdump/survives-a-huge-size", test_survives_a_huge_size);

  return g_test_run ();
}
