/* test-text.c: text in any encoding.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-text.h"

#include "codec-assert.h"

static void
test_knows_encodings (void)
{
  static const char *const known[] = { "UTF-8", "utf8", "ISO-8859-1", "latin1", "US-ASCII", "UTF-16LE", "SHIFT_JIS" };
  static const char *const unknown[] = {
    "", "/", "UTF-8//TRANSLIT", "ASCII//IGNORE", "no-such", "UTF-8\n", "ISO 8859-1", "../../evil", "Ü",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_true (tin_text_is_encoding (known[i]));

  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    g_assert_false (tin_text_is_encoding (unknown[i]));

  g_assert_false (tin_text_is_encoding (NULL));
  g_assert_true (tin_text_is_utf8 ("utf-8"));
  g_assert_true (tin_text_is_utf8 ("UTF8"));
  g_assert_false (tin_text_is_utf8 ("UTF-16"));
  g_assert_false (tin_text_is_utf8 (NULL));
}

static void
test_offers_encodings_that_work (void)
{
  const char **encodings = tin_text_get_encodings ();

  g_assert_cmpstr (encodings[0], ==, "UTF-8");
  g_assert_cmpuint (g_strv_length ((char **) encodings), >, 10);
  g_assert_true (encodings == tin_text_get_encodings ());

  for (guint i = 0; encodings[i] != NULL; i++)
    {
      gsize size;
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = tin_text_encode ("Hello 1234", encodings[i], &error);
      g_autofree char *back = NULL;

      g_assert_no_error (error);
      back = tin_text_decode_sized (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), encodings[i], &size, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (back, ==, "Hello 1234");
      g_assert_cmpuint (size, ==, strlen (back));
    }
}

static void
test_encodes (void)
{
  static const struct
  {
    const char   *text;
    const char   *encoding;
    const guint8 *data;
    gsize         size;
  } cases[] = {
    { "", "UTF-8", BYTES ("") },
    { "", "UTF-16LE", BYTES ("") },
    { "ü", "utf8", BYTES ("\xC3\xBC") },
    { "ü€", "ISO-8859-15", BYTES ("\xFC\xA4") },
    { "ü", "IBM850", BYTES ("\x81") },
    { "日本", "SHIFT_JIS", BYTES ("\x93\xFA\x96{") },
    { "日本a", "ISO-2022-JP", BYTES ("\x1B$BF|K\\\x1B(Ba") },
    { "日", "ISO-2022-JP", BYTES ("\x1B$BF|\x1B(B") },
    { "\xF0\x9F\x98\x80", "UTF-16BE", BYTES ("\xD8\x3D\xDE\x00") },
    { "\xF3\xA0\x81\x81", "UTF-16BE", BYTES ("\xDB\x40\xDC\x41") },
    { "A", "IBM037", BYTES ("\xC1") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = tin_text_encode (cases[i].text, cases[i].encoding, &error);

      g_assert_no_error (error);
      assert_bytes (bytes, cases[i].data, cases[i].size);
    }
}

static void
test_refuses_a_character_without_a_code (void)
{
  static const struct
  {
    const char    *text;
    const char    *encoding;
    TinCodecError  code;
    gsize          offset;
  } cases[] = {
    { "€", "ISO-8859-1", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 0 },
    { "ü€", "ISO-8859-1", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 2 },
    { "abü", "US-ASCII", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 2 },
    { "“", "US-ASCII", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 0 },
    { "日本\xF0\x9F\x98\x80", "SHIFT_JIS", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 6 },
    { "a\xE2\x80\xAE", "ISO-8859-1", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 1 },
    /* Tag characters, which iconv drops in silence. */
    { "ab\xF3\xA0\x81\x81z", "ISO-8859-1", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 2 },
    { "\xF3\xA0\x80\x80", "US-ASCII", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 0 },
    { "日\xF3\xA0\x80\x81", "ISO-2022-JP", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 3 },
    { "a\xFF", "ISO-8859-1", TIN_CODEC_ERROR_INVALID, 1 },
    { "a\xFF", "UTF-8", TIN_CODEC_ERROR_INVALID, 1 },
    { "a\xE2\x82", "UTF-8", TIN_CODEC_ERROR_TRUNCATED, 1 },
    { "a", "no-such", TIN_CODEC_ERROR_UNSUPPORTED, 0 },
    { "a", "US-ASCII//TRANSLIT", TIN_CODEC_ERROR_UNSUPPORTED, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u in %s", i, cases[i].encoding);
      g_assert_null (tin_text_encode (cases[i].text, cases[i].encoding, &error));
      assert_codec_error (&error, cases[i].code, cases[i].offset);
    }
}

static void
test_names_the_character (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tin_text_encode ("a€", "ISO-8859-1", &error));
  g_assert_cmpstr (error->message, ==, "The character € (U+20AC) does not exist in ISO-8859-1");
}

static void
test_keeps_nul_characters (void)
{
  g_autoptr (GBytes) bytes = tin_text_encode_sized ("a\0b", 3, "UTF-16LE", NULL);
  g_autofree char *text = NULL;
  gsize size;

  assert_bytes (bytes, "a\0\0\0b\0", 6);
  text = tin_text_decode_sized (BYTES ("a\0\0\0b\0"), "UTF-16LE", &size, NULL);
  g_assert_cmpmem (text, size, "a\0b", 3);
  g_clear_pointer (&text, g_free);
  text = tin_text_decode_sized (BYTES ("\0a\0"), "UTF-8", &size, NULL);
  g_assert_cmpmem (text, size, "\0a\0", 3);
}

static void
test_decodes (void)
{
  static const struct
  {
    const guint8 *data;
    gsize         size;
    const char   *encoding;
    const char   *text;
  } cases[] = {
    { BYTES (""), "UTF-8", "" },
    { BYTES (""), "ISO-8859-1", "" },
    { BYTES ("Gr\xC3\xBC"), "UTF-8", "Grü" },
    { BYTES ("Gr\xFC"), "ISO-8859-1", "Grü" },
    { BYTES ("\x1B$BF|K\\\x1B(Ba"), "ISO-2022-JP", "日本a" },
    { BYTES ("a\0\xAC "), "UTF-16LE", "a€" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = tin_text_decode (cases[i].data, cases[i].size, cases[i].encoding, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_refuses_what_is_no_text (void)
{
  static const struct
  {
    const guint8  *data;
    gsize          size;
    const char    *encoding;
    TinCodecError  code;
    gsize          offset;
  } cases[] = {
    { BYTES ("a\xFF"), "UTF-8", TIN_CODEC_ERROR_INVALID, 1 },
    { BYTES ("a\0b"), "UTF-8", TIN_CODEC_ERROR_INVALID, 1 },
    { BYTES ("\0"), "ISO-8859-1", TIN_CODEC_ERROR_INVALID, 0 },
    { BYTES ("\xED\xA0\x80"), "UTF-8", TIN_CODEC_ERROR_INVALID, 0 },
    { BYTES ("\xC0\x80"), "UTF-8", TIN_CODEC_ERROR_INVALID, 0 },
    { BYTES ("\xF4\x90\x80\x80"), "UTF-8", TIN_CODEC_ERROR_INVALID, 0 },
    { BYTES ("ab\xE2\x82"), "UTF-8", TIN_CODEC_ERROR_TRUNCATED, 2 },
    { BYTES ("ab\x80"), "US-ASCII", TIN_CODEC_ERROR_INVALID, 2 },
    { BYTES ("a\0b"), "UTF-16LE", TIN_CODEC_ERROR_TRUNCATED, 2 },
    { BYTES ("a\0\0\xDC"), "UTF-16LE", TIN_CODEC_ERROR_INVALID, 2 },
    { BYTES ("\x93"), "SHIFT_JIS", TIN_CODEC_ERROR_TRUNCATED, 0 },
    { BYTES ("a"), "no-such", TIN_CODEC_ERROR_UNSUPPORTED, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u in %s", i, cases[i].encoding);
      g_assert_null (tin_text_decode (cases[i].data, cases[i].size, cases[i].encoding, &error));
      assert_codec_error (&error, cases[i].code, cases[i].offset);
    }
}

static void
test_shows_bad_bytes (void)
{
  static const struct
  {
    const guint8 *data;
    gsize         size;
    const char   *encoding;
    const char   *text;
  } cases[] = {
    { BYTES (""), "UTF-8", "" },
    { BYTES ("one\r\n\ttwo\n"), "UTF-8", "one\r\n\ttwo\n" },
    { BYTES ("C:\\x\0\x1B[0m\xFF" "ü"), "UTF-8", "C:\\x\\0\\x1B[0m\\xFFü" },
    { BYTES ("\xE2\x80\xAE" "abc"), "UTF-8", "\\u{202E}abc" },
    { BYTES ("\xFC\x80"), "US-ASCII", "\\xFC\\x80" },
    { BYTES ("a\xFC\xFF z"), "ISO-8859-1", "aüÿ z" },
    { BYTES ("a\x85z"), "ISO-8859-1", "a\\u{85}z" },
    { BYTES ("a\0\0\xDC" "b\0c"), "UTF-16LE", "a\\0\\xDCb\\x63" },
    { BYTES ("\x93\xFA\x93"), "SHIFT_JIS", "日\\x93" },
    { BYTES ("\xFF\xFE\0\0"), "UTF-8", "\\xFF\\xFE\\0\\0" },
    { BYTES ("ab\n"), "no-such", "\\x61\\x62\\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tin_text_decode_lossy (cases[i].data, cases[i].size, cases[i].encoding);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_shows_any_bytes_in_any_encoding (void)
{
  const char **encodings = tin_text_get_encodings ();
  guint8 data[2000];

  for (guint i = 0; encodings[i] != NULL; i++)
    {
      for (guint round = 0; round < 20; round++)
        {
          const gsize size = g_test_rand_int_range (0, sizeof data);
          g_autofree char *text = NULL;

          for (gsize j = 0; j < size; j++)
            data[j] = g_test_rand_int ();

          text = tin_text_decode_lossy (data, size, encodings[i]);
          g_assert_true (g_utf8_validate (text, -1, NULL));
          g_assert_null (strchr (text, '\x1B'));
        }
    }
}

static void
test_converts_much (void)
{
  const gsize size = 4 * 1024 * 1024;
  g_autofree char *text = g_strnfill (size, 'e');
  g_autoptr (GBytes) bytes = tin_text_encode (text, "UTF-16LE", NULL);
  g_autofree char *back = NULL;

  g_assert_cmpuint (g_bytes_get_size (bytes), ==, size * 2);
  back = tin_text_decode (g_bytes_get_data (bytes, NULL), size * 2, "UTF-16LE", NULL);
  g_assert_cmpstr (back, ==, text);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/knows-encodings", test_knows_encodings);
  g_test_add_func ("/text/offers-encodings-that-work", test_offers_encodings_that_work);
  g_test_add_func ("/text/encodes", test_encodes);
  g_test_add_func ("/text/refuses-a-character-without-a-code", test_refuses_a_character_without_a_code);
  g_test_add_func ("/text/names-the-character", test_names_the_character);
  g_test_add_func ("/text/keeps-nul-characters", test_keeps_nul_characters);
  g_test_add_func ("/text/decodes", test_decodes);
  g_test_add_func ("/text/refuses-what-is-no-text", test_refuses_what_is_no_text);
  g_test_add_func ("/text/shows-bad-bytes", test_shows_bad_bytes);
  g_test_add_func ("/text/shows-any-bytes-in-any-encoding", test_shows_any_bytes_in_any_encoding);
  g_test_add_func ("/text/converts-much", test_converts_much);

  return g_test_run ();
}
