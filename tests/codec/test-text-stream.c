/* test-text-stream.c: text in any encoding that comes piece by piece.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-text-stream.h"

#include "codec/tin-display.h"
#include "codec/tin-text.h"
#include "codec-assert.h"

#include <string.h>

static const char *const encodings[] = {
  "UTF-8", "US-ASCII", "ISO-8859-1", "WINDOWS-1258", "GB18030", "BIG5", "SHIFT_JIS", "EUC-JP", "ISO-2022-JP", "UTF-16",
  "UTF-16LE", "UTF-32BE", "UTF-7", "no such thing",
};

/* Pieces of one byte up to @most. */
static gboolean
stream (TinTextStreamKind  kind,
        const char        *encoding,
        const guint8      *data,
        gsize              size,
        gsize              most,
        GString           *out)
{
  g_auto (TinTextStream) stream = { 0 };
  gboolean is_text = TRUE;

  tin_text_stream_init (&stream, kind, encoding);
  for (gsize at = 0, piece; at < size; at += piece)
    {
      piece = (gsize) g_test_rand_int_range (1, (gint32) most + 1);
      piece = MIN (piece, size - at);
      is_text = tin_text_stream_add (&stream, data + at, piece, out) && is_text;
    }

  return tin_text_stream_end (&stream, out) && is_text;
}

static void
assert_same (const char   *encoding,
             const guint8 *data,
             gsize         size,
             gsize         most)
{
  g_autoptr (GString) visible = g_string_new (NULL);
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (GString) exact = g_string_new (NULL);
  g_autofree char *text = NULL;
  gsize text_size = 0;

  g_assert_true (stream (TIN_TEXT_STREAM_VISIBLE, encoding, data, size, most, visible));
  tin_display_append (expected, data, size, encoding);
  g_assert_cmpstr (visible->str, ==, expected->str);

  text = tin_text_decode_sized (data, size, encoding, &text_size, NULL);
  g_assert_cmpint (stream (TIN_TEXT_STREAM_EXACT, encoding, data, size, most, exact), ==, text != NULL);
  if (text != NULL)
    g_assert_cmpmem (exact->str, exact->len, text, text_size);
}

static void
test_reads_what_the_whole_is (gconstpointer data)
{
  static const char text[] = "plain ASCII, é ä ß, 日本語 한국어, кириллица, 😀\n\t\\ \x7f\033[2J end";
  const char *encoding = data;
  g_autoptr (GBytes) bytes = tin_text_encode_sized (text, sizeof text, encoding, NULL);

  /* What the encoding cannot say is nonsense in it. */
  if (bytes == NULL)
    bytes = g_bytes_new_static (text, sizeof text);

  for (gsize most = 1; most <= 20; most++)
    assert_same (encoding, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), most);
}

/* Bytes of characters, of shift sequences, and any others. */
static void
test_holds_any_bytes (gconstpointer data)
{
  static const char parts[] = "\xE2\x82\xAC\xF0\x9F\033$B\0a\r";
  const char *encoding = data;
  guint8 bytes[300];

  for (guint round = 0; round < 300; round++)
    {
      const gsize size = (gsize) g_test_rand_int_range (0, sizeof bytes + 1);

      for (gsize i = 0; i < size; i++)
        bytes[i] = (guint8) (g_test_rand_bit () ? g_test_rand_int () : parts[g_test_rand_int_range (0, sizeof parts)]);
      assert_same (encoding, bytes, size, (gsize) g_test_rand_int_range (1, 40));
    }
}

/* Large pieces go through in steps, which cut characters as well. */
static void
test_reads_large_pieces (void)
{
  g_autoptr (GString) text = g_string_new ("x");
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "日é😀");
  bytes = tin_text_encode_sized (text->str, text->len, "GB18030", NULL);

  assert_same ("UTF-8", (const guint8 *) text->str, text->len, 30000);
  assert_same ("GB18030", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 30000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autofree char *whole = g_strconcat ("/text-stream/reads-what-the-whole-is/", encodings[i], NULL);
      g_autofree char *any = g_strconcat ("/text-stream/holds-any-bytes/", encodings[i], NULL);

      g_test_add_data_func (whole, encodings[i], test_reads_what_the_whole_is);
      g_test_add_data_func (any, encodings[i], test_holds_any_bytes);
    }
  g_test_add_func ("/text-stream/reads-large-pieces", test_reads_large_pieces);

  return g_test_run ();
}
