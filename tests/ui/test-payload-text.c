/* test-payload-text.c: hostile bytes as text that a text buffer takes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-payload-text.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *bytes;
  gssize      size;
  const char *encoding;
  const char *expected;
} Case;

static const Case cases[] = {
  { "empty", "", 0, "UTF-8", "" },
  { "one-line", "hello", -1, "UTF-8", "hello" },
  { "keeps-line-breaks", "a\nb\r\nc\n", -1, "UTF-8", "a\nb\nc\n" },
  { "keeps-tabs", "a\tb", -1, "UTF-8", "a\tb" },
  { "keeps-markup-as-it-is", "<b>&amp;</b>", -1, "UTF-8", "<b>&amp;</b>" },
  { "shows-nul", "a\0b", 3, "UTF-8", "a\\0b" },
  { "shows-escape", "\x1b[31m", -1, "UTF-8", "\\x1B[31m" },
  { "shows-a-lone-return", "a\rb", -1, "UTF-8", "a\\rb" },
  { "shows-invalid-bytes", "\xff\xc3(", -1, "UTF-8", "\\xFF\\xC3(" },
  { "shows-directional-marks", "a\xe2\x80\xae" "b", -1, "UTF-8", "a\\u{202E}b" },
  { "reads-latin-1", "caf\xe9", -1, "ISO-8859-1", "caf\xc3\xa9" },
  { "keeps-a-backslash", "{ \"a\": \"\\n\" }", -1, "UTF-8", "{ \"a\": \"\\n\" }" },
  { "shows-what-is-no-ascii", "a\xff" "b", -1, "US-ASCII", "a\\xFF" "b" },
  { "shows-half-a-character", "h\0i", 3, "UTF-16LE", "h\\x69" },
  { "reads-utf-16", "h\0i\0", 4, "UTF-16LE", "hi" },
};

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  gsize size = item->size < 0 ? strlen (item->bytes) : (gsize) item->size;
  g_autofree char *text = tin_payload_text ((const guint8 *) item->bytes, size, item->encoding);

  g_assert_cmpstr (text, ==, item->expected);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

/* Laying out a paragraph costs with its length. */
static void
test_breaks_long_lines (void)
{
  const gsize size = 1024 * 1024;
  g_autofree char *bytes = g_strnfill (size, 'x');
  g_autofree char *text = tin_payload_text ((const guint8 *) bytes, size, "UTF-8");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, size / TIN_PAYLOAD_TEXT_MAX_LINE);

  for (char **line = lines; *line != NULL; line++)
    g_assert_cmpuint (strlen (*line), ==, TIN_PAYLOAD_TEXT_MAX_LINE);
}

static void
test_breaks_between_characters (void)
{
  GString *bytes = g_string_new ("x");
  g_autofree char *text = NULL;

  for (int i = 0; i < 2000; i++)
    g_string_append (bytes, "猫");

  text = tin_payload_text ((const guint8 *) bytes->str, bytes->len, "UTF-8");
  g_string_free (bytes, TRUE);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strchr (text, '\\'));
  g_assert_nonnull (strchr (text, '\n'));
}

static void
test_survives_random_bytes (void)
{
  for (int round = 0; round < 200; round++)
    {
      guint8 bytes[3000];
      g_autofree char *text = NULL;

      for (gsize i = 0; i < sizeof bytes; i++)
        bytes[i] = g_test_rand_int_range (0, 256);

      text = tin_payload_text (bytes, g_test_rand_int_range (0, sizeof bytes), round % 2 ? "UTF-8" : "UTF-16LE");
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

/* Each character of the text can be found among the bytes, and the other way round. */
static void
test_tells_where_characters_came_from (void)
{
  static const char bytes[] = "a\r\n\xc3\xa9\r\xff.";
  static const guint32 expected[] = { 0, 1, 3, 5, 5, 6, 6, 6, 6, 7, 8 };
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree char *text = tin_payload_text_map ((const guint8 *) bytes, sizeof bytes - 1, "UTF-8", offsets);

  g_assert_cmpstr (text, ==, "a\n\xc3\xa9\\r\\xFF.");
  g_assert_cmpmem (offsets->data, offsets->len * sizeof (guint32), expected, sizeof expected);
}

static void
test_counts_added_line_breaks (void)
{
  g_autofree char *bytes = g_strnfill (3 * TIN_PAYLOAD_TEXT_MAX_LINE, 'x');
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree char *text = tin_payload_text_map ((const guint8 *) bytes, strlen (bytes), "UTF-8", offsets);

  g_assert_cmpuint (strlen (text), ==, 3 * TIN_PAYLOAD_TEXT_MAX_LINE + 2);
  g_assert_cmpuint (offsets->len, ==, strlen (text) + 1);
  g_assert_cmpuint (g_array_index (offsets, guint32, TIN_PAYLOAD_TEXT_MAX_LINE), ==, TIN_PAYLOAD_TEXT_MAX_LINE);
  g_assert_cmpuint (g_array_index (offsets, guint32, TIN_PAYLOAD_TEXT_MAX_LINE + 1), ==, TIN_PAYLOAD_TEXT_MAX_LINE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/payload-text/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  g_test_add_func ("/payload-text/breaks-long-lines", test_breaks_long_lines);
  g_test_add_func ("/payload-text/breaks-between-characters", test_breaks_between_characters);
  g_test_add_func ("/payload-text/tells-where-characters-came-from", test_tells_where_characters_came_from);
  g_test_add_func ("/payload-text/counts-added-line-breaks", test_counts_added_line_breaks);
  g_test_add_func ("/payload-text/survives-random-bytes", test_survives_random_bytes);

  return g_test_run ();
}
