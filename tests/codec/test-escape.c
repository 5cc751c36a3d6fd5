/* test-escape.c: backslash escapes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-escape.h"

#include "codec-assert.h"

static const struct
{
  const char   *text;
  const char   *encoding;
  const guint8 *data;
  gsize         size;
} good[] = {
  { "", "UTF-8", BYTES ("") },
  { "Hello", "UTF-8", BYTES ("Hello") },
  { "\\r\\n\\t\\0\\\\", "UTF-8", BYTES ("\r\n\t\0\\") },
  { "\\x00\\xfF\\x7f", "UTF-8", BYTES ("\x00\xFF\x7F") },
  { "\\u20AC", "UTF-8", BYTES ("\xE2\x82\xAC") },
  { "\\u0041BC", "UTF-8", BYTES ("ABC") },
  { "\\u{41}BC", "UTF-8", BYTES ("ABC") },
  { "\\u{1F600}", "UTF-8", BYTES ("\xF0\x9F\x98\x80") },
  { "\\uD83D\\uDE00", "UTF-8", BYTES ("\xF0\x9F\x98\x80") },
  { "\\u{0}", "UTF-8", BYTES ("\0") },
  { "Grüße\n", "UTF-8", BYTES ("Gr\xC3\xBC\xC3\x9F" "e\n") },
  { "Grüße", "ISO-8859-1", BYTES ("Gr\xFC\xDF" "e") },
  { "ü\\xFFü\\u00FC", "ISO-8859-1", BYTES ("\xFC\xFF\xFC\xFC") },
  { "\\u20AC", "ISO-8859-15", BYTES ("\xA4") },
  { "a\\n\\0", "UTF-16LE", BYTES ("a\0\n\0\0\0") },
  { "\\xFE\\xFFa", "UTF-16BE", BYTES ("\xFE\xFF\0a") },
  { "日\\x00日", "ISO-2022-JP", BYTES ("\x1B$BF|\x1B(B\0\x1B$BF|\x1B(B") },
};

static const struct
{
  const char    *text;
  const char    *encoding;
  TinCodecError  code;
  gsize          offset;
} bad[] = {
  { "\\", "UTF-8", TIN_CODEC_ERROR_TRUNCATED, 0 },
  { "abc\\", "UTF-8", TIN_CODEC_ERROR_TRUNCATED, 3 },
  { "a\\q", "UTF-8", TIN_CODEC_ERROR_INVALID, 1 },
  { "a\\N", "UTF-8", TIN_CODEC_ERROR_INVALID, 1 },
  { "\\ü", "UTF-8", TIN_CODEC_ERROR_INVALID, 0 },
  { "\\x", "UTF-8", TIN_CODEC_ERROR_TRUNCATED, 2 },
  { "\\x4", "UTF-8", TIN_CODEC_ERROR_TRUNCATED, 3 },
  { "\\x4g", "UTF-8", TIN_CODEC_ERROR_INVALID, 3 },
  { "\\u12", "UTF-8", TIN_CODEC_ERROR_TRUNCATED, 4 },
  { "\\u12 4", "UTF-8", TIN_CODEC_ERROR_INVALID, 4 },
  { "\\u{", "UTF-8", TIN_CODEC_ERROR_TRUNCATED, 3 },
  { "\\u{}", "UTF-8", TIN_CODEC_ERROR_INVALID, 3 },
  { "\\u{12", "UTF-8", TIN_CODEC_ERROR_TRUNCATED, 5 },
  { "\\u{1234567}", "UTF-8", TIN_CODEC_ERROR_INVALID, 9 },
  { "a\\u{110000}", "UTF-8", TIN_CODEC_ERROR_INVALID, 1 },
  { "a\\uD800", "UTF-8", TIN_CODEC_ERROR_INVALID, 1 },
  { "a\\uDC00", "UTF-8", TIN_CODEC_ERROR_INVALID, 1 },
  { "a\\uD800\\u0041", "UTF-8", TIN_CODEC_ERROR_INVALID, 1 },
  { "ab\xFFzz", "UTF-8", TIN_CODEC_ERROR_INVALID, 2 },
  { "\\n\xC3", "UTF-8", TIN_CODEC_ERROR_TRUNCATED, 2 },
  { "a€", "ISO-8859-1", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 1 },
  { "ü\\n\\t€", "ISO-8859-1", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 6 },
  { "ü\\xFFü\\r€", "ISO-8859-1", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 10 },
  { "\\u{41}\\u20AC", "ISO-8859-1", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 6 },
  { "ü", "NO-SUCH-ENCODING", TIN_CODEC_ERROR_UNSUPPORTED, 0 },
};

static void
test_reads_escapes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = tin_escape_decode (good[i].text, good[i].encoding, &error);

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

      g_test_message ("case %u in %s", i, bad[i].encoding);
      g_assert_null (tin_escape_decode (bad[i].text, bad[i].encoding, &error));
      assert_codec_error (&error, bad[i].code, bad[i].offset);
    }
}

static void
test_writes_what_can_be_read (void)
{
  static const struct
  {
    const guint8 *data;
    gsize         size;
    const char   *text;
  } cases[] = {
    { BYTES (""), "" },
    { BYTES ("Hello, “Wörld”"), "Hello, “Wörld”" },
    { BYTES ("a\\b\r\n\t\0"), "a\\\\b\\r\\n\\t\\0" },
    { BYTES ("\x1B[31m\x7F"), "\\x1B[31m\\x7F" },
    { BYTES ("\xFF\xC3"), "\\xFF\\xC3" },
    { BYTES ("\xE2\x80\xAE"), "\\u{202E}" },
    { BYTES ("\xEF\xBB\xBF"), "\\u{FEFF}" },
    { BYTES ("\xC2\x85"), "\\u{85}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tin_escape_encode (cases[i].data, cases[i].size);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_reads_what_it_wrote (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      guint8 data[256];
      const gsize size = g_test_rand_int_range (0, sizeof data);
      g_autofree char *text = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      for (gsize i = 0; i < size; i++)
        data[i] = g_test_rand_int () >> (i % 3 == 0 ? 1 : 0);

      text = tin_escape_encode (data, size);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      bytes = tin_escape_decode (text, "UTF-8", &error);
      g_assert_no_error (error);
      assert_bytes (bytes, data, size);
    }
}

static void
test_takes_a_long_text (void)
{
  g_autofree char *text = g_strnfill (4 * 1024 * 1024, '\\');
  g_autoptr (GBytes) bytes = tin_escape_decode (text, "UTF-8", NULL);

  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 2 * 1024 * 1024);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/escape/reads-escapes", test_reads_escapes);
  g_test_add_func ("/escape/points-at-the-fault", test_points_at_the_fault);
  g_test_add_func ("/escape/writes-what-can-be-read", test_writes_what_can_be_read);
  g_test_add_func ("/escape/reads-what-it-wrote", test_reads_what_it_wrote);
  g_test_add_func ("/escape/takes-a-long-text", test_takes_a_long_text);

  return g_test_run ();
}
