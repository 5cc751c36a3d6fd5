/* test-framing.c: where one message of a stream ends and the next begins.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-framing.h"

#include "codec-assert.h"

typedef struct
{
  const char *text;
  const char *canonical;  /* (nullable): if it is another */
} WordCase;

static const WordCase words[] = {
  { "received" },
  { "lines:lf" },
  { "lines:crlf" },
  { "lines:cr" },
  { "lines:nul" },
  { "lines:lf,max:100" },
  { "lines:lf,max:1048576", "lines:lf" },
  { "delimiter:0d0a0d0a" },
  { "delimiter:0a", "lines:lf" },
  { "delimiter:000102030405060708090a0b0c0d0e0f" },
  { "fixed:1" },
  { "fixed:1048576" },
  { "fixed:2000000,max:2000000" },
  { "length:1" },
  { "length:1@0", "length:1" },
  { "length:1le@2", "length:1@2" },
  { "length:2be" },
  { "length:3be" },
  { "length:8le@65535:whole" },
  { "length:4be@1:itself,max:70000" },
  { "idle:1ms" },
  { "idle:3600000ms" },
  { "idle:20ms,max:1073741824" },
};

static void
test_is_a_word (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      TinFraming framing;
      TinFraming again;
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (tin_framing_parse (words[i].text, &framing, &error));
      g_assert_no_error (error);

      text = tin_framing_to_text (&framing);
      g_assert_cmpstr (text, ==, words[i].canonical != NULL ? words[i].canonical : words[i].text);
      g_assert_true (tin_framing_parse (text, &again, NULL));
      g_assert_true (tin_framing_equal (&framing, &again));
    }
}

static void
test_differs_by_its_word (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint j = 0; j < G_N_ELEMENTS (words); j++)
      {
        TinFraming a;
        TinFraming b;
        g_autofree char *text_a = NULL;
        g_autofree char *text_b = NULL;

        g_assert_true (tin_framing_parse (words[i].text, &a, NULL));
        g_assert_true (tin_framing_parse (words[j].text, &b, NULL));
        text_a = tin_framing_to_text (&a);
        text_b = tin_framing_to_text (&b);
        g_assert_cmpint (tin_framing_equal (&a, &b), ==, g_str_equal (text_a, text_b));
      }
}

static void
test_refuses_other_words (void)
{
  static const struct
  {
    const char *text;
    gsize       offset;
  } cases[] = {
    { "", 0 },
    { "Received", 0 },
    { "received ", 8 },
    { "received,max:10", 8 },
    { "lines:", 6 },
    { "lines:lfcr", 8 },
    { "lines:none", 6 },
    { "lines:lf,max:", 13 },
    { "lines:lf,max:0", 0 },
    { "lines:lf,max:1073741825", 0 },
    { "lines:lf,max:99999999999999999999", 13 },
    { "lines:lf,max:-1", 13 },
    { "delimiter:", 0 },
    { "delimiter:0", 10 },
    { "delimiter:0g", 10 },
    { "delimiter:000102030405060708090A0B0C0D0E0F10", 0 },
    { "fixed:", 6 },
    { "fixed:0", 0 },
    { "fixed:1048577", 0 },
    { "fixed:18446744073709551617", 6 },
    { "length:0be", 0 },
    { "length:2", 8 },
    { "length:5be", 0 },
    { "length:16be", 0 },
    { "length:2be@65536", 0 },
    { "length:2be@", 11 },
    { "length:2be:all", 10 },
    { "length:2be@10,max:11", 0 },
    { "idle:20", 7 },
    { "idle:0ms", 0 },
    { "idle:3600001ms", 0 },
    { "idle:20ms\n", 9 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TinFraming framing = { .kind = TIN_FRAMING_FIXED, .size = 77 };
      GError *error = NULL;

      g_assert_false (tin_framing_parse (cases[i].text, &framing, &error));
      assert_codec_error (&error, TIN_CODEC_ERROR_INVALID, cases[i].offset);
      g_assert_cmpuint (framing.size, ==, 77);
    }
}

static void
test_knows_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      TinFraming framing;
      g_autofree char *text = NULL;

      g_assert_true (tin_framing_parse (words[i].text, &framing, NULL));
      text = tin_framing_to_text (&framing);
      g_assert_cmpint (tin_framing_is_lines (&framing), ==, g_str_has_prefix (text, "lines:"));
    }
}

static void
test_keeps_the_number_of_too_long_a_delimiter (void)
{
  TinFraming framing = TIN_FRAMING_INIT;
  guint8 bytes[100] = { 1 };
  GError *error = NULL;

  tin_framing_set_delimiter (&framing, bytes, sizeof bytes);
  g_assert_false (tin_framing_check (&framing, &error));
  assert_codec_error (&error, TIN_CODEC_ERROR_INVALID, 0);

  tin_framing_set_delimiter (&framing, NULL, 0);
  g_assert_false (tin_framing_check (&framing, &error));
  assert_codec_error (&error, TIN_CODEC_ERROR_INVALID, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/framing/is-a-word", test_is_a_word);
  g_test_add_func ("/framing/differs-by-its-word", test_differs_by_its_word);
  g_test_add_func ("/framing/refuses-other-words", test_refuses_other_words);
  g_test_add_func ("/framing/knows-lines", test_knows_lines);
  g_test_add_func ("/framing/keeps-the-number-of-too-long-a-delimiter", test_keeps_the_number_of_too_long_a_delimiter);

  return g_test_run ();
}
