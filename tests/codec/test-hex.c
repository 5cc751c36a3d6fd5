/* test-hex.c: hexadecimal notation.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-hex.h"

#include "codec-assert.h"

static const struct
{
  const char   *text;
  const guint8 *data;
  gsize         size;
} good[] = {
  { "", BYTES ("") },
  { " \t\r\n\f ", BYTES ("") },
  { "00", BYTES ("\0") },
  { "48656C6c6f", BYTES ("Hello") },
  { "48 65 6c 6c 6f", BYTES ("Hello") },
  { "  4865\n6c\t6c6f\r\n", BYTES ("Hello") },
  { "0x48 0X65 6c", BYTES ("Hel") },
  { "0x4865", BYTES ("He") },
  { "fF Ff", BYTES ("\377\377") },
};

static const struct
{
  const char    *text;
  TinCodecError  code;
  gsize          offset;
} bad[] = {
  { "4", TIN_CODEC_ERROR_TRUNCATED, 0 },
  { "48 6", TIN_CODEC_ERROR_TRUNCATED, 3 },
  { "486", TIN_CODEC_ERROR_TRUNCATED, 2 },
  { "4 8", TIN_CODEC_ERROR_INVALID, 0 },
  { "48 g1", TIN_CODEC_ERROR_INVALID, 3 },
  { "48 1g", TIN_CODEC_ERROR_INVALID, 4 },
  { "48:65", TIN_CODEC_ERROR_INVALID, 2 },
  { "48,65", TIN_CODEC_ERROR_INVALID, 2 },
  { "48-65", TIN_CODEC_ERROR_INVALID, 2 },
  { "480x65", TIN_CODEC_ERROR_INVALID, 3 },
  { "0x", TIN_CODEC_ERROR_INVALID, 1 },
  { "0x 48", TIN_CODEC_ERROR_INVALID, 1 },
  { "0x4", TIN_CODEC_ERROR_TRUNCATED, 2 },
  { "\xC3\xA4", TIN_CODEC_ERROR_INVALID, 0 },
  { "4\xFF", TIN_CODEC_ERROR_INVALID, 1 },
  { "\xC2\xA0", TIN_CODEC_ERROR_INVALID, 0 },
};

static void
test_reads_pairs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = tin_hex_decode (good[i].text, &error);

      g_assert_no_error (error);
      assert_bytes (bytes, good[i].data, good[i].size);
    }
}

static void
test_points_at_the_fault (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_null (tin_hex_decode (bad[i].text, &error));
      assert_codec_error (&error, bad[i].code, bad[i].offset);
      g_assert_null (tin_hex_decode (bad[i].text, NULL));
    }
}

static void
test_writes_pairs (void)
{
  g_autofree char *nothing = tin_hex_encode (NULL, 0);
  g_autofree char *spaced_nothing = tin_hex_encode_spaced (NULL, 0);
  g_autofree char *one = tin_hex_encode_spaced (BYTES ("\xAB"));
  g_autofree char *three = tin_hex_encode_spaced (BYTES ("\0\x7F\xFF"));
  g_autofree char *close = tin_hex_encode (BYTES ("\0\x7F\xFF"));

  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (spaced_nothing, ==, "");
  g_assert_cmpstr (one, ==, "ab");
  g_assert_cmpstr (three, ==, "00 7f ff");
  g_assert_cmpstr (close, ==, "007fff");
}

static void
test_appends_pairs (void)
{
  g_autoptr (GString) out = g_string_new ("x");

  tin_hex_append (out, NULL, 0);
  tin_hex_append (out, BYTES ("\0\x7F"));
  tin_hex_append (out, BYTES ("\xFF"));
  g_assert_cmpstr (out->str, ==, "x007fff");
}

static void
test_reads_what_it_wrote (void)
{
  guint8 data[4096];

  for (gsize size = 0; size <= sizeof data; size = size * 2 + 1)
    {
      g_autofree char *close = NULL;
      g_autofree char *spaced = NULL;
      g_autoptr (GBytes) from_close = NULL;
      g_autoptr (GBytes) from_spaced = NULL;

      for (gsize i = 0; i < size; i++)
        data[i] = g_test_rand_int ();

      close = tin_hex_encode (data, size);
      spaced = tin_hex_encode_spaced (data, size);
      from_close = tin_hex_decode (close, NULL);
      from_spaced = tin_hex_decode (spaced, NULL);
      assert_bytes (from_close, data, size);
      assert_bytes (from_spaced, data, size);
    }
}

static void
test_survives_a_huge_size (void)
{
  /* More than any address space: refused, not aborted. */
  g_assert_null (tin_hex_encode ((const guint8 *) "", G_MAXSIZE));
  g_assert_null (tin_hex_encode_spaced ((const guint8 *) "", G_MAXSIZE / 3 + 1));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hex/reads-pairs", test_reads_pairs);
  g_test_add_func ("/hex/points-at-the-fault", test_points_at_the_fault);
  g_test_add_func ("/hex/writes-pairs", test_writes_pairs);
  g_test_add_func ("/hex/appends-pairs", test_appends_pairs);
  g_test_add_func ("/hex/reads-what-it-wrote", test_reads_what_it_wrote);
  g_test_add_func ("/hex/survives-a-huge-size", test_survives_a_huge_size);

  return g_test_run ();
}
