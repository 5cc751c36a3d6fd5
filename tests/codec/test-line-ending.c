/* test-line-ending.c: the bytes that end a typed line.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-line-ending.h"

#include "codec-assert.h"

static void
test_has_a_word_each (void)
{
  for (TinLineEnding i = 0; i < TIN_N_LINE_ENDINGS; i++)
    {
      TinLineEnding found = TIN_N_LINE_ENDINGS;

      g_assert_true (tin_line_ending_from_nick (tin_line_ending_get_nick (i), &found));
      g_assert_cmpint (found, ==, i);
    }
}

static void
test_refuses_other_words (void)
{
  static const char *const words[] = { "", "LF", "lf ", "crlfcr", "\n", "unix" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      TinLineEnding found = TIN_LINE_ENDING_CR;

      g_assert_false (tin_line_ending_from_nick (words[i], &found));
      g_assert_cmpint (found, ==, TIN_LINE_ENDING_CR);
    }
}

static void
test_has_bytes (void)
{
  static const struct
  {
    TinLineEnding ending;
    const guint8 *data;
    gsize         size;
  } cases[] = {
    { TIN_LINE_ENDING_NONE, BYTES ("") },
    { TIN_LINE_ENDING_LF, BYTES ("\n") },
    { TIN_LINE_ENDING_CRLF, BYTES ("\r\n") },
    { TIN_LINE_ENDING_CR, BYTES ("\r") },
    { TIN_LINE_ENDING_NUL, BYTES ("\0") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize size;
      const guint8 *data = tin_line_ending_get_bytes (cases[i].ending, &size);

      g_assert_nonnull (data);
      g_assert_cmpmem (data, size, cases[i].data, cases[i].size);
    }
}

static void
test_trims_one_ending (void)
{
  static const struct
  {
    const guint8 *data;
    gsize         size;
    gsize         trimmed;
  } cases[] = {
    { BYTES (""), 0 },
    { BYTES ("bye"), 3 },
    { BYTES ("bye\n"), 3 },
    { BYTES ("bye\r\n"), 3 },
    { BYTES ("bye\r"), 3 },
    { BYTES ("bye\0"), 3 },
    { BYTES ("bye\n\n"), 4 },
    { BYTES ("bye\r\n\r\n"), 5 },
    { BYTES ("bye\n\r"), 4 },
    { BYTES ("\n"), 0 },
    { BYTES ("\r\n"), 0 },
    { BYTES ("\0"), 0 },
    { BYTES ("\nbye"), 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (tin_line_ending_trim (cases[i].data, cases[i].size), ==, cases[i].trimmed);

  g_assert_cmpuint (tin_line_ending_trim (NULL, 0), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/line-ending/has-a-word-each", test_has_a_word_each);
  g_test_add_func ("/line-ending/refuses-other-words", test_refuses_other_words);
  g_test_add_func ("/line-ending/has-bytes", test_has_bytes);
  g_test_add_func ("/line-ending/trims-one-ending", test_trims_one_ending);

  return g_test_run ();
}
