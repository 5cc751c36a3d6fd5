/* test-hex-layout.c: where each byte stands in a hexadecimal view.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-hex-layout.h"

#include "codec-assert.h"

static void
test_writes_lines (void)
{
  static const struct
  {
    guint         n_columns;
    guint64       first_offset;
    const guint8 *data;
    gsize         size;
    const char   *text;
  } cases[] = {
    { 16, 0, BYTES (""), "" },
    { 4, 0, BYTES ("A\n\xFF"), "0000  41 0a ff     A.. \n" },
    { 4, 0x10, BYTES ("ABCDE"), "0010  41 42 43 44  ABCD\n0014  45           E   \n" },
    { 16, 0, BYTES ("0123456789abcdef"),
      "0000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  0123456789abcdef\n" },
    { 4, 0x12345678, BYTES ("A"), "12345678  41           A   \n" },
    { 0, 0, BYTES ("A"), "0000  41  A\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TinHexLayout layout;
      g_autofree char *text = NULL;

      tin_hex_layout_init (&layout, cases[i].n_columns, cases[i].first_offset, cases[i].size,
                           cases[i].first_offset + cases[i].size);
      text = tin_hex_layout_write (&layout, cases[i].data);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Each byte is found where it was written, by both of its places. */
static void
test_finds_what_it_wrote (void)
{
  guint8 data[200];

  for (guint i = 0; i < sizeof data; i++)
    data[i] = (guint8) (0x20 + i % 0x5F);

  for (guint n_columns = 1; n_columns <= 33; n_columns++)
    {
      TinHexLayout layout;
      g_autofree char *text = NULL;

      tin_hex_layout_init (&layout, n_columns, 0, sizeof data, sizeof data);
      text = tin_hex_layout_write (&layout, data);

      for (gsize byte = 0; byte < sizeof data; byte++)
        {
          const gsize pair = tin_hex_layout_get_pair (&layout, byte);
          const gsize character = tin_hex_layout_get_character (&layout, byte);

          g_assert_cmpint (g_ascii_xdigit_value (text[pair]) << 4 | g_ascii_xdigit_value (text[pair + 1]), ==, data[byte]);
          g_assert_cmpint (text[character], ==, data[byte]);
          g_assert_cmpuint (tin_hex_layout_find_byte (&layout, pair), ==, byte);
          g_assert_cmpuint (tin_hex_layout_find_byte (&layout, pair + 1), ==, byte);
          g_assert_cmpuint (tin_hex_layout_find_byte (&layout, character), ==, byte);
          g_assert_cmpuint (tin_hex_layout_find_end (&layout, pair), ==, byte);
          g_assert_cmpuint (tin_hex_layout_find_end (&layout, pair + 1), ==, byte + 1);
          g_assert_cmpuint (tin_hex_layout_find_end (&layout, pair + 2), ==, byte + 1);
          g_assert_cmpuint (tin_hex_layout_find_end (&layout, character + 1), ==, byte + 1);
        }
    }
}

static void
test_stays_inside (void)
{
  TinHexLayout layout;

  tin_hex_layout_init (&layout, 16, 0, 5, 5);

  for (gsize position = 0; position < 300; position++)
    {
      g_assert_cmpuint (tin_hex_layout_find_byte (&layout, position), <=, 5);
      g_assert_cmpuint (tin_hex_layout_find_end (&layout, position), <=, 5);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hex-layout/writes-lines", test_writes_lines);
  g_test_add_func ("/hex-layout/finds-what-it-wrote", test_finds_what_it_wrote);
  g_test_add_func ("/hex-layout/stays-inside", test_stays_inside);

  return g_test_run ();
}
