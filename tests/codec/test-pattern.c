/* test-pattern.c: text, bytes or a regular expression to be found in a payload.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-pattern.h"

#include "codec-assert.h"

#include <string.h>

typedef enum
{
  TEXT,
  REGEX,
} Kind;

static const struct
{
  Kind          kind;
  const char   *wanted;
  const char   *encoding;
  TinCase       letter_case;
  const guint8 *data;
  gsize         size;
  int           start;    /* -1: not there */
  int           end;
} found[] = {
  { TEXT, "ok", "UTF-8", TIN_CASE_SMART, BYTES ("it is OK now"), 6, 8 },
  { TEXT, "OK", "UTF-8", TIN_CASE_SMART, BYTES ("it is ok now"), -1, 0 },
  { TEXT, "OK", "UTF-8", TIN_CASE_SMART, BYTES ("it is OK now"), 6, 8 },
  { TEXT, "OK", "UTF-8", TIN_CASE_IGNORED, BYTES ("it is oK now"), 6, 8 },
  { TEXT, "ok", "UTF-8", TIN_CASE_MATTERS, BYTES ("it is OK now"), -1, 0 },
  { TEXT, "[", "UTF-8", TIN_CASE_IGNORED, BYTES ("{"), -1, 0 },
  { TEXT, "@", "UTF-8", TIN_CASE_IGNORED, BYTES ("`"), -1, 0 },
  { TEXT, "a", "UTF-8", TIN_CASE_SMART, BYTES (""), -1, 0 },
  { TEXT, "b", "UTF-8", TIN_CASE_SMART, BYTES ("a\0B"), 2, 3 },
  { TEXT, "gr\303\274n", "UTF-8", TIN_CASE_SMART, BYTES ("GR\303\234N"), 0, 5 },
  { TEXT, "gr\303\274n", "ISO-8859-1", TIN_CASE_SMART, BYTES ("GR\334N"), 0, 4 },
  { TEXT, "gr\303\274n", "ISO-8859-1", TIN_CASE_MATTERS, BYTES ("gr\374n"), 0, 4 },
  { TEXT, "\321\200", "UTF-8", TIN_CASE_SMART, BYTES ("\320\240"), 0, 2 },
  { TEXT, "\321\200", "UTF-8", TIN_CASE_SMART, BYTES ("\320\200\321\200"), 2, 4 },
  { TEXT, "\321\200", "UTF-8", TIN_CASE_SMART, BYTES ("\321\240"), -1, 0 },
  { TEXT, "\320\277\321\200", "KOI8-R", TIN_CASE_SMART, BYTES ("\360\362"), 0, 2 },
  { TEXT, "\342\204\252", "UTF-8", TIN_CASE_IGNORED, BYTES ("k\342\204\252"), 1, 4 },
  { TEXT, "ab", "UTF-16LE", TIN_CASE_SMART, BYTES ("x\0A\0b\0"), 2, 6 },
  { TEXT, "a", "UTF-16LE", TIN_CASE_SMART, BYTES ("xa\0xa\0"), 4, 6 },
  { TEXT, "a", "UTF-16BE", TIN_CASE_SMART, BYTES ("x\0a\0\0A"), 4, 6 },
  { REGEX, "o+k", "UTF-8", TIN_CASE_SMART, BYTES ("it is OOK now"), 6, 9 },
  { REGEX, "O+k", "UTF-8", TIN_CASE_SMART, BYTES ("it is ook now"), -1, 0 },
  { REGEX, "\\Sk", "UTF-8", TIN_CASE_SMART, BYTES ("it is OK now"), 6, 8 },
  { REGEX, "ok$", "UTF-8", TIN_CASE_SMART, BYTES ("is ok\r\nnot"), 3, 5 },
  { REGEX, "^not", "UTF-8", TIN_CASE_SMART, BYTES ("is ok\r\nnot"), 7, 10 },
  { REGEX, "^..$", "UTF-8", TIN_CASE_SMART, BYTES ("\303\244\303\266"), 0, 4 },
  { REGEX, "^..$", "ISO-8859-1", TIN_CASE_SMART, BYTES ("\344\366"), 0, 2 },
  { REGEX, "[\303\244\303\266]+", "UTF-8", TIN_CASE_SMART, BYTES ("a\303\244\303\226"), 1, 5 },
  { REGEX, "[\303\244\303\266]+", "ISO-8859-1", TIN_CASE_SMART, BYTES ("a\344\366"), 1, 3 },
  { REGEX, "b\\xff", "UTF-8", TIN_CASE_SMART, BYTES ("a\0b\377"), 2, 4 },
  { REGEX, "\\x00", "UTF-8", TIN_CASE_SMART, BYTES ("a\0b"), 1, 2 },
  { REGEX, "\303\266", "UTF-8", TIN_CASE_SMART, BYTES ("\0\303\266"), 1, 3 },
  { REGEX, "x*", "UTF-8", TIN_CASE_SMART, BYTES ("abc"), 0, 0 },
  { REGEX, "^$", "UTF-8", TIN_CASE_SMART, BYTES (""), 0, 0 },
  { REGEX, "(a)(b)\\2", "UTF-8", TIN_CASE_SMART, BYTES ("abb"), 0, 3 },
  { REGEX, "a.b", "UTF-8", TIN_CASE_SMART, BYTES ("a\nb"), -1, 0 },
  { REGEX, "nee+dle$", "UTF-8", TIN_CASE_SMART, BYTES ("a NEEEDLE\nneedles"), 2, 9 },
  { REGEX, "k", "UTF-8", TIN_CASE_SMART, BYTES ("a\342\204\252"), 1, 4 },
  { REGEX, "us", "UTF-8", TIN_CASE_SMART, BYTES ("U\305\277"), 0, 3 },
  { REGEX, "\\w+", "UTF-8", TIN_CASE_SMART, BYTES ("-\303\244\303\266-"), 1, 5 },
  { REGEX, "\\w+", "ISO-8859-1", TIN_CASE_SMART, BYTES ("\344a"), 1, 2 },
  { REGEX, "a\\Kb", "UTF-8", TIN_CASE_SMART, BYTES ("ab"), 1, 2 },
  { REGEX, "us", "ISO-8859-1", TIN_CASE_SMART, BYTES ("\344US"), 1, 3 },
};

static const struct
{
  Kind           kind;
  const char    *wanted;
  const char    *encoding;
  TinCodecError  code;
  gsize          offset;
} refused[] = {
  { TEXT, "", "UTF-8", TIN_CODEC_ERROR_TRUNCATED, 0 },
  { TEXT, "a\342\202\254", "ISO-8859-1", TIN_CODEC_ERROR_NOT_REPRESENTABLE, 1 },
  { TEXT, "a\377", "UTF-8", TIN_CODEC_ERROR_INVALID, 1 },
  { REGEX, "", "UTF-8", TIN_CODEC_ERROR_TRUNCATED, 0 },
  { REGEX, "a(b", "UTF-8", TIN_CODEC_ERROR_INVALID, 3 },
  { REGEX, "\303\244*+*", "UTF-8", TIN_CODEC_ERROR_INVALID, 4 },
  { REGEX, "3)", "UTF-8", TIN_CODEC_ERROR_INVALID, 1 },
  { REGEX, "*", "UTF-8", TIN_CODEC_ERROR_INVALID, 0 },
  { REGEX, "a", "UTF-16LE", TIN_CODEC_ERROR_UNSUPPORTED, 0 },
  { REGEX, "a\377", "UTF-8", TIN_CODEC_ERROR_INVALID, 1 },
};

static TinPattern *
create (Kind         kind,
        const char  *wanted,
        const char  *encoding,
        TinCase      letter_case,
        GError     **error)
{
  if (kind == REGEX)
    return tin_pattern_new_regex (wanted, encoding, letter_case, FALSE, error);

  return tin_pattern_new_text (wanted, encoding, letter_case, error);
}

static void
test_finds_text_and_expressions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TinPattern) pattern = create (found[i].kind, found[i].wanted, found[i].encoding,
                                               found[i].letter_case, &error);
      TinSpan span = { 0 };
      TinMatch match;

      g_test_message ("case %u", i);
      g_assert_no_error (error);
      match = tin_pattern_find (pattern, found[i].data, found[i].size, 0, &span);
      g_assert_cmpint (match, ==, found[i].start >= 0 ? TIN_MATCH_YES : TIN_MATCH_NO);
      if (match != TIN_MATCH_YES)
        continue;

      g_assert_cmpint (span.start, ==, found[i].start);
      g_assert_cmpint (span.end, ==, found[i].end);
      g_assert_cmpint (tin_pattern_find (pattern, found[i].data, found[i].size, 0, NULL), ==, TIN_MATCH_YES);
    }
}

static void
test_points_at_the_fault (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_null (create (refused[i].kind, refused[i].wanted, refused[i].encoding, TIN_CASE_SMART, &error));
      assert_codec_error (&error, refused[i].code, refused[i].offset);
      g_assert_null (create (refused[i].kind, refused[i].wanted, refused[i].encoding, TIN_CASE_SMART, NULL));
    }
}

static void
test_goes_on_after_a_match (void)
{
  const guint8 data[] = "one two one two";
  g_autoptr (TinPattern) text = tin_pattern_new_text ("one", "UTF-8", TIN_CASE_SMART, NULL);
  g_autoptr (TinPattern) regex = tin_pattern_new_regex ("\\bone", "UTF-8", TIN_CASE_SMART, FALSE, NULL);
  TinPattern *patterns[] = { text, regex };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      TinSpan span;

      g_assert_cmpint (tin_pattern_find (patterns[i], data, 15, 0, &span), ==, TIN_MATCH_YES);
      g_assert_cmpint (tin_pattern_find (patterns[i], data, 15, span.end, &span), ==, TIN_MATCH_YES);
      g_assert_cmpuint (span.start, ==, 8);
      g_assert_cmpint (tin_pattern_find (patterns[i], data, 15, span.end, &span), ==, TIN_MATCH_NO);
      g_assert_cmpint (tin_pattern_find (patterns[i], data, 15, 15, &span), ==, TIN_MATCH_NO);
      g_assert_cmpint (tin_pattern_find (patterns[i], data, 15, 16, &span), ==, TIN_MATCH_NO);
      g_assert_cmpint (tin_pattern_find (patterns[i], data, 15, G_MAXSIZE, &span), ==, TIN_MATCH_NO);
    }
}

static void
test_finds_bytes (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("\r\n\0", 3);
  g_autoptr (TinPattern) pattern = tin_pattern_new_bytes (bytes);
  TinSpan span;

  g_assert_cmpint (tin_pattern_find (pattern, BYTES ("a\r\nb\r\n\0"), 0, &span), ==, TIN_MATCH_YES);
  g_assert_cmpuint (span.start, ==, 4);
  g_assert_cmpuint (span.end, ==, 7);
  g_assert_cmpint (tin_pattern_find (pattern, BYTES ("\r\n"), 0, &span), ==, TIN_MATCH_NO);
  g_assert_cmpint (tin_pattern_find (pattern, NULL, 0, 0, &span), ==, TIN_MATCH_NO);
}

/* Well-known to take for ever. */
static void
test_gives_up_on_an_explosion (void)
{
  g_autoptr (TinPattern) pattern = tin_pattern_new_regex ("(a+)+$", "UTF-8", TIN_CASE_SMART, FALSE, NULL);
  g_autofree char *data = g_strnfill (65536, 'a');

  data[65535] = 'b';
  g_assert_cmpint (tin_pattern_find (pattern, (const guint8 *) data, 65536, 0, NULL), ==, TIN_MATCH_UNKNOWN);
}

/* What PCRE's own limit does not see: it goes over the bytes again and again from each of them. */
static void
test_gives_up_on_large_payloads (void)
{
  static const char *const expressions[] = {
    "(a+)+$", "(\\w+)\\s(\\1)", "(\\w+)(\\w+)\\s\\1", "[a-z]*\\d+x", "(?:[a-z]*\\d|a)*b", "(.*)(.*)(.*)(.*)\\d-", "(a|aa)+$",
  };
  const gsize size = 1024 * 1024;
  g_autofree char *data = g_strnfill (size, 'a');

  memcpy (data + size - 8, "- b 1 x-", 8);

  for (guint i = 0; i < G_N_ELEMENTS (expressions); i++)
    {
      g_autoptr (TinPattern) pattern = tin_pattern_new_regex (expressions[i], "UTF-8", TIN_CASE_SMART, FALSE, NULL);

      g_test_message ("%s", expressions[i]);
      g_assert_cmpint (tin_pattern_find (pattern, (const guint8 *) data, size, 0, NULL), ==, TIN_MATCH_UNKNOWN);
    }
}

/* As they come to mind to somebody who looks for something: none is too much for a payload of any size. */
static void
test_goes_through_large_payloads (void)
{
  static const struct
  {
    const char *expression;
    TinMatch    match;
  } cases[] = {
    { "needle", TIN_MATCH_YES }, { "n[e]+dle$", TIN_MATCH_YES }, { "\\w+@\\w+", TIN_MATCH_NO },
    { "[a-z]+ing\\b.*\\d", TIN_MATCH_NO }, { "^.*e{2}dle", TIN_MATCH_YES }, { "(?:foo|bar|[0-9]{3})+", TIN_MATCH_NO },
    { "\\bneedle\\b", TIN_MATCH_YES }, { "^\\s+$", TIN_MATCH_NO }, { "(?s)b.*needle", TIN_MATCH_YES },
    { "([a-z])\\1{6}", TIN_MATCH_NO }, { "\\d", TIN_MATCH_NO }, { "(?i:NEEDLE)\\Z", TIN_MATCH_YES },
  };
  const gsize size = 1024 * 1024;
  g_autofree char *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = i % 80 == 79 ? '\n' : i % 7 == 6 ? ' ' : (char) ('a' + i * i % 23);

  memcpy (data + size - 7, " needle", 7);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TinPattern) pattern = tin_pattern_new_regex (cases[i].expression, "UTF-8", TIN_CASE_SMART, FALSE, NULL);

      g_test_message ("%s", cases[i].expression);
      g_assert_cmpint (tin_pattern_find (pattern, (const guint8 *) data, size, 0, NULL), ==, cases[i].match);
    }
}

static void
test_gives_up_when_cancelled (void)
{
  g_autoptr (TinPattern) pattern = tin_pattern_new_regex ("\\w+\\d", "UTF-8", TIN_CASE_SMART, FALSE, NULL);
  g_autofree char *data = g_strnfill (4096, 'a');
  gint cancelled = FALSE;
  TinSpan span;

  data[4095] = '1';
  g_assert_cmpint (tin_pattern_find_until (pattern, (const guint8 *) data, 4096, 0, &cancelled, &span), ==, TIN_MATCH_YES);
  g_assert_cmpuint (span.end, ==, 4096);
  cancelled = TRUE;
  g_assert_cmpint (tin_pattern_find_until (pattern, (const guint8 *) data, 4096, 0, &cancelled, NULL), ==,
                   TIN_MATCH_UNKNOWN);
}

/* Well-known to take for ever, too, where both cases of a letter differ in more than a bit. */
static void
test_gives_up_on_text_that_nearly_matches (void)
{
  const gsize n_letters = 16384;
  g_autoptr (GString) wanted = g_string_new (NULL);
  g_autoptr (GString) data = g_string_new (NULL);
  g_autoptr (TinPattern) pattern = NULL;

  for (gsize i = 0; i < n_letters; i++)
    g_string_append (wanted, "\321\217");

  for (gsize i = 0; i < 8 * n_letters; i++)
    g_string_append (data, "\320\257");

  g_string_append (wanted, "\321\216");
  pattern = tin_pattern_new_text (wanted->str, "UTF-8", TIN_CASE_IGNORED, NULL);
  g_assert_cmpint (tin_pattern_find (pattern, (const guint8 *) data->str, data->len, 0, NULL), !=, TIN_MATCH_YES);

  g_string_append (data, "\320\256");
  g_assert_cmpint (tin_pattern_find (pattern, (const guint8 *) data->str, data->len, data->len - wanted->len, NULL), ==,
                   TIN_MATCH_YES);
}

static void
test_lets_a_dot_be_all (void)
{
  g_autoptr (TinPattern) pattern = tin_pattern_new_regex ("a.b", "UTF-8", TIN_CASE_SMART, TRUE, NULL);

  g_assert_cmpint (tin_pattern_find (pattern, BYTES ("a\nb"), 0, NULL), ==, TIN_MATCH_YES);
}

static void
test_refuses_what_is_too_long (void)
{
  g_autofree char *text = g_strnfill (65537, 'a');
  g_autoptr (GError) error = NULL;

  g_assert_null (tin_pattern_new_text (text, "UTF-8", TIN_CASE_SMART, &error));
  assert_codec_error (&error, TIN_CODEC_ERROR_TOO_LARGE, 65536);
  g_assert_null (tin_pattern_new_regex (text, "UTF-8", TIN_CASE_SMART, FALSE, &error));
  assert_codec_error (&error, TIN_CODEC_ERROR_TOO_LARGE, 65536);
}

/* A user's settings would make characters of bytes that are none, and are read where no character ends. */
static void
test_refuses_settings_of_expressions (void)
{
  static const struct
  {
    const char *expression;
    gsize       offset;
  } settings[] = {
    { "(*UTF).", 0 }, { "(*UTF8).", 0 }, { "(*UCP)a", 0 }, { "(*NO_JIT)a", 0 }, { "(*NO_START_OPT)a", 0 },
    { "(*NO_AUTO_POSSESS)a", 0 }, { "(*NO_DOTSTAR_ANCHOR)a", 0 }, { "(*NOTEMPTY)a", 0 }, { "(*NOTEMPTY_ATSTART)a", 0 },
    { "(*CR)a", 0 }, { "(*LF)a", 0 }, { "(*CRLF)a", 0 }, { "(*ANY)a", 0 }, { "(*ANYCRLF)a", 0 }, { "(*NUL)a", 0 },
    { "(*BSR_ANYCRLF)a", 0 }, { "(*BSR_UNICODE)a", 0 }, { "(*LIMIT_MATCH=5)(*LIMIT_HEAP=5)(*UTF)a", 31 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (settings) * 2; i++)
    {
      const char *encoding = i % 2 == 0 ? "UTF-8" : "ISO-8859-1";
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", settings[i / 2].expression);
      g_assert_null (tin_pattern_new_regex (settings[i / 2].expression, encoding, TIN_CASE_SMART, FALSE, &error));
      assert_codec_error (&error, TIN_CODEC_ERROR_UNSUPPORTED, settings[i / 2].offset);
    }
}

static void
test_takes_limits_and_verbs_of_expressions (void)
{
  static const struct
  {
    const char *expression;
    TinMatch    match;
  } taken[] = {
    { "(*LIMIT_MATCH=1)(a+)+$", TIN_MATCH_UNKNOWN },
    { "(*LIMIT_MATCH=1000)a", TIN_MATCH_YES },
    { "(*LIMIT_DEPTH=1000)(*LIMIT_HEAP=1000)a", TIN_MATCH_YES },
    { "(*FAIL)", TIN_MATCH_NO },
    { "(*COMMIT)b", TIN_MATCH_YES },
    { "(*positive_lookahead:a)a", TIN_MATCH_YES },
    { "(?C1)a", TIN_MATCH_YES },
  };

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TinPattern) pattern = tin_pattern_new_regex (taken[i].expression, "UTF-8", TIN_CASE_SMART, FALSE, &error);

      g_test_message ("%s", taken[i].expression);
      g_assert_no_error (error);
      g_assert_cmpint (tin_pattern_find (pattern, BYTES ("aaab"), 0, NULL), ==, taken[i].match);
    }
}

static void
test_refuses_single_bytes_of_characters (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tin_pattern_new_regex ("\303\244a\\C", "UTF-8", TIN_CASE_SMART, FALSE, &error));
  assert_codec_error (&error, TIN_CODEC_ERROR_UNSUPPORTED, 5);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pattern/finds-text-and-expressions", test_finds_text_and_expressions);
  g_test_add_func ("/pattern/points-at-the-fault", test_points_at_the_fault);
  g_test_add_func ("/pattern/goes-on-after-a-match", test_goes_on_after_a_match);
  g_test_add_func ("/pattern/finds-bytes", test_finds_bytes);
  g_test_add_func ("/pattern/gives-up-on-an-explosion", test_gives_up_on_an_explosion);
  g_test_add_func ("/pattern/gives-up-on-large-payloads", test_gives_up_on_large_payloads);
  g_test_add_func ("/pattern/goes-through-large-payloads", test_goes_through_large_payloads);
  g_test_add_func ("/pattern/gives-up-when-cancelled", test_gives_up_when_cancelled);
  g_test_add_func ("/pattern/gives-up-on-text-that-nearly-matches", test_gives_up_on_text_that_nearly_matches);
  g_test_add_func ("/pattern/lets-a-dot-be-all", test_lets_a_dot_be_all);
  g_test_add_func ("/pattern/refuses-what-is-too-long", test_refuses_what_is_too_long);
  g_test_add_func ("/pattern/refuses-settings-of-expressions", test_refuses_settings_of_expressions);
  g_test_add_func ("/pattern/takes-limits-and-verbs-of-expressions", test_takes_limits_and_verbs_of_expressions);
  g_test_add_func ("/pattern/refuses-single-bytes-of-characters", test_refuses_single_bytes_of_characters);

  return g_test_run ();
}
