/* test-composer.c: what is typed, as the bytes it means.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-composer.h"

#include "codec/tin-codec-error.h"

#include <string.h>

#define BYTES(literal) (literal), sizeof (literal) - 1

static void
assert_means (TinComposer *composer,
              const char  *expected,
              gsize        size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tin_composer_get_bytes (composer, &error);
  g_autofree char *problem = NULL;
  gint64 told_size;
  int offset;

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, size);

  g_object_get (composer, "size", &told_size, "problem", &problem, "problem-offset", &offset, NULL);
  g_assert_cmpint (told_size, ==, size);
  g_assert_null (problem);
  g_assert_cmpint (offset, ==, -1);
}

static void
assert_means_nothing (TinComposer *composer,
                      int          expected_offset)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  gint64 size;
  int offset;

  g_assert_null (tin_composer_get_bytes (composer, &error));
  g_object_get (composer, "size", &size, "problem", &problem, "problem-offset", &offset, NULL);
  g_assert_cmpint (size, ==, -1);
  g_assert_cmpstr (problem, ==, error->message);
  g_assert_cmpint (offset, ==, expected_offset);
}

static void
test_adds_the_line_ending (void)
{
  static const struct
  {
    TinLineEnding  ending;
    TinFormat      format;
    const char    *text;
    const char    *encoding;
    const char    *bytes;
    gsize          size;
  } cases[] = {
    { TIN_LINE_ENDING_LF, TIN_FORMAT_TEXT, "hello", "UTF-8", BYTES ("hello\n") },
    { TIN_LINE_ENDING_NONE, TIN_FORMAT_TEXT, "hello", "UTF-8", BYTES ("hello") },
    { TIN_LINE_ENDING_CRLF, TIN_FORMAT_TEXT, "", "UTF-8", BYTES ("\r\n") },
    { TIN_LINE_ENDING_NUL, TIN_FORMAT_TEXT, "a", "UTF-8", BYTES ("a\0") },
    { TIN_LINE_ENDING_CR, TIN_FORMAT_TEXT, "two\nlines", "UTF-8", BYTES ("two\nlines\r") },
    { TIN_LINE_ENDING_LF, TIN_FORMAT_TEXT, "\\n", "UTF-8", BYTES ("\\n\n") },
    { TIN_LINE_ENDING_CRLF, TIN_FORMAT_TEXT, "ü", "ISO-8859-1", BYTES ("\xFC\r\n") },
    { TIN_LINE_ENDING_CRLF, TIN_FORMAT_TEXT, "a", "UTF-16LE", BYTES ("a\0\r\0\n\0") },
    { TIN_LINE_ENDING_NUL, TIN_FORMAT_ESCAPES, "a\\xFF", "UTF-8", BYTES ("a\xFF\0") },
    { TIN_LINE_ENDING_LF, TIN_FORMAT_ESCAPES, "a\\\\", "UTF-8", BYTES ("a\\\n") },
    { TIN_LINE_ENDING_LF, TIN_FORMAT_ESCAPES, "a", "UTF-16BE", BYTES ("\0a\0\n") },
    { TIN_LINE_ENDING_LF, TIN_FORMAT_HEX, "48 0x49", "UTF-8", BYTES ("HI") },
    { TIN_LINE_ENDING_CRLF, TIN_FORMAT_HEX, "", "UTF-16LE", BYTES ("") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TinComposer) composer = tin_composer_new ();

      g_object_set (composer, "format", cases[i].format, "line-ending", cases[i].ending,
                    "encoding", cases[i].encoding, "text", cases[i].text, NULL);
      assert_means (composer, cases[i].bytes, cases[i].size);
      g_assert_finalize_object (g_steal_pointer (&composer));
    }
}

static void
test_points_at_a_character (void)
{
  static const struct
  {
    TinFormat   format;
    const char *text;
    const char *encoding;
    int         offset;
  } cases[] = {
    { TIN_FORMAT_TEXT, "üü€", "ISO-8859-1", 2 },
    { TIN_FORMAT_TEXT, "ab\xFF", "UTF-8", 2 },
    { TIN_FORMAT_TEXT, "a", "no-such", 0 },
    { TIN_FORMAT_ESCAPES, "üü\\q", "UTF-8", 2 },
    { TIN_FORMAT_ESCAPES, "üü\\", "UTF-8", 2 },
    { TIN_FORMAT_ESCAPES, "ü\\n€", "ISO-8859-1", 3 },
    { TIN_FORMAT_HEX, "48 4", "UTF-8", 3 },
    { TIN_FORMAT_HEX, "ü", "UTF-8", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TinComposer) composer = tin_composer_new ();

      g_object_set (composer, "format", cases[i].format, "encoding", cases[i].encoding, "text", cases[i].text, NULL);
      assert_means_nothing (composer, cases[i].offset);
    }
}

static void
test_keeps_the_meaning_in_another_format (void)
{
  static const struct
  {
    TinFormat   from;
    const char *text;
    const char *encoding;
    TinFormat   to;
    const char *expected;
  } cases[] = {
    { TIN_FORMAT_TEXT, "Hi ü", "UTF-8", TIN_FORMAT_HEX, "48 69 20 c3 bc" },
    { TIN_FORMAT_TEXT, "Hi ü", "ISO-8859-1", TIN_FORMAT_HEX, "48 69 20 fc" },
    { TIN_FORMAT_TEXT, "a\nb\\c", "UTF-8", TIN_FORMAT_ESCAPES, "a\\nb\\\\c" },
    { TIN_FORMAT_TEXT, "ü", "ISO-8859-1", TIN_FORMAT_ESCAPES, "ü" },
    { TIN_FORMAT_HEX, "48 69", "UTF-8", TIN_FORMAT_TEXT, "Hi" },
    { TIN_FORMAT_HEX, "fc 0a", "ISO-8859-1", TIN_FORMAT_TEXT, "ü\n" },
    { TIN_FORMAT_HEX, "fc 00 1b", "ISO-8859-1", TIN_FORMAT_ESCAPES, "ü\\0\\x1B" },
    { TIN_FORMAT_HEX, "61 ff 62", "UTF-8", TIN_FORMAT_ESCAPES, "a\\xFFb" },
    { TIN_FORMAT_HEX, "61 00 62", "UTF-16LE", TIN_FORMAT_ESCAPES, "\\x61\\x00\\x62" },
    { TIN_FORMAT_ESCAPES, "\\x48\\u0069\\n", "UTF-8", TIN_FORMAT_TEXT, "Hi\n" },
    { TIN_FORMAT_ESCAPES, "", "UTF-8", TIN_FORMAT_HEX, "" },
    /* What the new format cannot say, and what means nothing, stays as it is. */
    { TIN_FORMAT_HEX, "61 ff", "UTF-8", TIN_FORMAT_TEXT, "61 ff" },
    { TIN_FORMAT_HEX, "61 00", "UTF-8", TIN_FORMAT_TEXT, "61 00" },
    { TIN_FORMAT_HEX, "6", "UTF-8", TIN_FORMAT_TEXT, "6" },
    { TIN_FORMAT_TEXT, "€", "ISO-8859-1", TIN_FORMAT_HEX, "€" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TinComposer) composer = tin_composer_new ();

      g_object_set (composer, "format", cases[i].from, "encoding", cases[i].encoding, "text", cases[i].text, NULL);
      tin_composer_set_format (composer, cases[i].to);
      g_assert_cmpint (tin_composer_get_format (composer), ==, cases[i].to);
      g_assert_cmpstr (tin_composer_get_text (composer), ==, cases[i].expected);
    }
}

static void
test_keeps_any_bytes_between_hex_and_escapes (void)
{
  const char *const encodings[] = { "UTF-8", "ISO-8859-1", "UTF-16LE", "SHIFT_JIS", "ISO-2022-JP", "UTF-16", "IBM037" };

  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (TinComposer) composer = tin_composer_new ();
      g_autoptr (GBytes) before = NULL;
      g_autoptr (GBytes) after = NULL;
      g_autoptr (GString) hex = g_string_new (NULL);

      for (gint n = g_test_rand_int_range (0, 20); n > 0; n--)
        g_string_append_printf (hex, "%02x ", g_test_rand_int_range (0, 256));

      g_object_set (composer, "format", TIN_FORMAT_HEX, "line-ending", TIN_LINE_ENDING_NONE,
                    "encoding", encodings[round % G_N_ELEMENTS (encodings)], "text", hex->str, NULL);
      before = tin_composer_get_bytes (composer, NULL);
      tin_composer_set_format (composer, TIN_FORMAT_ESCAPES);
      after = tin_composer_get_bytes (composer, NULL);
      g_assert_nonnull (after);
      g_assert_true (g_bytes_equal (before, after));
    }
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *count)
{
  ++*count;
}

static void
test_notifies_once (void)
{
  g_autoptr (TinComposer) composer = tin_composer_new ();
  guint n_texts = 0, n_sizes = 0, n_formats = 0;

  g_signal_connect (composer, "notify::text", G_CALLBACK (count_cb), &n_texts);
  g_signal_connect (composer, "notify::size", G_CALLBACK (count_cb), &n_sizes);
  g_signal_connect (composer, "notify::format", G_CALLBACK (count_cb), &n_formats);

  tin_composer_set_text (composer, "abc");
  tin_composer_set_text (composer, "abc");
  g_assert_cmpuint (n_texts, ==, 1);
  g_assert_cmpuint (n_sizes, ==, 1);

  tin_composer_set_format (composer, TIN_FORMAT_HEX);
  tin_composer_set_format (composer, TIN_FORMAT_HEX);
  g_assert_cmpuint (n_formats, ==, 1);
  g_assert_cmpuint (n_texts, ==, 2);
  g_assert_cmpuint (n_sizes, ==, 2);

  g_object_set (composer, "text", NULL, "encoding", NULL, NULL);
  g_assert_cmpstr (tin_composer_get_text (composer), ==, "");
}

static void
test_is_bounded (void)
{
  g_autoptr (TinComposer) composer = tin_composer_new ();
  g_autofree char *text = g_strnfill (TIN_COMPOSER_MAX_SIZE + 1, 'a');
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  tin_composer_set_text (composer, text);
  g_assert_null (tin_composer_get_bytes (composer, &error));
  g_assert_error (error, TIN_CODEC_ERROR, TIN_CODEC_ERROR_TOO_LARGE);

  text[TIN_COMPOSER_MAX_SIZE] = '\0';
  tin_composer_set_text (composer, text);
  bytes = tin_composer_get_bytes (composer, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, TIN_COMPOSER_MAX_SIZE + 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/composer/adds-the-line-ending", test_adds_the_line_ending);
  g_test_add_func ("/composer/points-at-a-character", test_points_at_a_character);
  g_test_add_func ("/composer/keeps-the-meaning-in-another-format", test_keeps_the_meaning_in_another_format);
  g_test_add_func ("/composer/keeps-any-bytes-between-hex-and-escapes", test_keeps_any_bytes_between_hex_and_escapes);
  g_test_add_func ("/composer/notifies-once", test_notifies_once);
  g_test_add_func ("/composer/is-bounded", test_is_bounded);

  return g_test_run ();
}
