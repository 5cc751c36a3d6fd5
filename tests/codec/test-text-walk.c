/* test-text-walk.c: which bytes each character came from.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-text-walk.h"

#include "codec/tin-text.h"
#include "codec-assert.h"

static void
write_piece (gsize       offset,
             const char *text,
             gsize       size,
             gpointer    user_data)
{
  g_string_append_printf (user_data, "%u:%.*s ", (guint) offset, (int) size, text);
}

static void
test_tells_where_characters_are (void)
{
  static const struct
  {
    const guint8 *data;
    gsize         size;
    const char   *encoding;
    const char   *pieces;
  } cases[] = {
    { BYTES (""), "UTF-8", "" },
    { BYTES ("aé\n"), "UTF-8", "0:a 1:é 3:\n " },
    { BYTES ("\0\xFF\xC3"), "UTF-8", "0:\\0 1:\\xFF 2:\\xC3 " },
    { BYTES ("\xE2\x80\xAEx"), "UTF-8", "0:\\u{202E} 3:x " },
    { BYTES ("a\0\x3D\xD8\0\xDE" "b"), "UTF-16LE", "0:a 2:😀 6:\\x62 " },
    { BYTES ("\xE9z"), "ISO-8859-1", "0:é 1:z " },
    { BYTES ("a\xE9"), "US-ASCII", "0:a 1:\\xE9 " },
    { BYTES ("\x93\xFA\x96\x7B" "a"), "SHIFT_JIS", "0:日 2:本 4:a " },
    { BYTES ("ab"), "no such thing", "0:\\x61 1:\\x62 " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) pieces = g_string_new (NULL);

      tin_text_walk (cases[i].data, cases[i].size, cases[i].encoding, write_piece, pieces);
      g_assert_cmpstr (pieces->str, ==, cases[i].pieces);
    }
}

typedef struct
{
  GString *text;
  gsize    last;
  gsize    size;
} Sum;

static void
add_piece (gsize       offset,
           const char *text,
           gsize       size,
           gpointer    user_data)
{
  Sum *sum = user_data;

  g_assert_cmpuint (size, >, 0);
  g_assert_cmpuint (offset, >=, sum->last);
  g_assert_cmpuint (offset, <, sum->size);
  sum->last = offset;
  g_string_append_len (sum->text, text, (gssize) size);
}

/* Whatever comes: the pieces are what the whole is. */
static void
test_is_the_whole_text (void)
{
  static const char *const encodings[] = {
    "UTF-8", "UTF-16LE", "UTF-32BE", "ISO-8859-1", "SHIFT_JIS", "EUC-JP", "GB18030", "BIG5",
  };

  for (guint round = 0; round < 400; round++)
    {
      const char *encoding = encodings[round % G_N_ELEMENTS (encodings)];
      const gsize size = g_test_rand_int_range (0, 600);
      guint8 data[600];
      g_autofree char *whole = NULL;
      g_autoptr (GString) text = g_string_new (NULL);
      Sum sum = { .text = text, .size = size };

      for (gsize i = 0; i < size; i++)
        data[i] = (guint8) g_test_rand_int_range (0, round % 3 == 0 ? 128 : 256);

      tin_text_walk (data, size, encoding, add_piece, &sum);
      whole = tin_text_decode_lossy (data, size, encoding);
      g_assert_cmpstr (text->str, ==, whole);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text-walk/tells-where-characters-are", test_tells_where_characters_are);
  g_test_add_func ("/text-walk/is-the-whole-text", test_is_the_whole_text);

  return g_test_run ();
}
