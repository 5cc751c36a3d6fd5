/* test-regex-literal.c: bytes without which a regular expression cannot match.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-regex-literal.h"

#include <string.h>

static const struct
{
  const char *expression;
  const char *literal;     /* (nullable) */
  gboolean    caseless;
} literals[] = {
  { "needle", "needle", FALSE },
  { "nee+dle$", "edle", FALSE },
  { "^GET /[a-z]+ HTTP/", " HTTP/", FALSE },
  { "ab?cd", "cd", FALSE },
  { "ab*?cd", "cd", FALSE },
  { "ab{0}cde", "cde", FALSE },
  { "ab{0,3}cde", "cde", FALSE },
  { "abc{2,}d", "abc", FALSE },
  { "a++b", "ab", FALSE },
  { "a\\.b\\/c", "a.b/c", FALSE },
  { "ab\\d+xyz", "xyz", FALSE },
  { "(foo|bar)baz", "baz", FALSE },
  { "(a(b[)]c)\\)d)?xy", "xy", FALSE },
  { "(?:a)b(?=c)", "b", FALSE },
  { "(?<name>a)bc", "bc", FALSE },
  { "[]ab]cd", "cd", FALSE },
  { "[^]ab]cd", "cd", FALSE },
  { "[[:alpha:]]]cd", "]cd", FALSE },
  { "[\\]ab]cd", "cd", FALSE },
  { "caf\303\251 au lait", " au lait", FALSE },
  { "caf\303\251?", "caf", FALSE },
  { "kiss me", " me", TRUE },
  { "HELLO", "HELLO", TRUE },

  /* Nothing is certain. */
  { "", NULL, FALSE },
  { ".*", NULL, FALSE },
  { "ab|cd", NULL, FALSE },
  { "a?", NULL, FALSE },
  { "sk", NULL, TRUE },

  /* Not clear enough. */
  { "(?i)ab", NULL, FALSE },
  { "(?x: a b ) c", NULL, FALSE },
  { "(*UTF)ab", NULL, FALSE },
  { "(a(*ACCEPT))b", NULL, FALSE },
  { "(?#()ab", NULL, FALSE },
  { "\\Qa|b\\E", NULL, FALSE },
  { "[\\Q]\\E]b", NULL, FALSE },
  { "\\x41b", NULL, FALSE },
  { "a\\Kb", NULL, FALSE },
  { "\\p{L}b", NULL, FALSE },
  { "(a)\\1b", NULL, FALSE },
  { "a{b", NULL, FALSE },
  { "a{,3}b", NULL, FALSE },
  { "a{1,2,3}b", NULL, FALSE },

  /* No expressions at all. */
  { "a\\", NULL, FALSE },
  { "a(b", NULL, FALSE },
  { "a(b\\", NULL, FALSE },
  { "a(?", NULL, FALSE },
  { "a)b", NULL, FALSE },
  { "a[b", NULL, FALSE },
  { "a[", NULL, FALSE },
  { "a[^", NULL, FALSE },
  { "a[[:", NULL, FALSE },
  { "a[\\", NULL, FALSE },
  { "*a", NULL, FALSE },
  { "a**", NULL, FALSE },
  { "a{1", NULL, FALSE },
};

static void
test_finds_what_must_be_there (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (literals); i++)
    {
      g_autofree char *literal = tin_regex_literal_dup (literals[i].expression, literals[i].caseless);

      g_test_message ("%s", literals[i].expression);
      g_assert_cmpstr (literal, ==, literals[i].literal);
    }
}

static char *
dup_random (const char *alphabet,
            gint        max_length)
{
  gint length = g_test_rand_int_range (0, max_length + 1);
  char *text = g_malloc0 ((gsize) length + 1);

  for (gint i = 0; i < length; i++)
    text[i] = alphabet[g_test_rand_int_range (0, (gint32) strlen (alphabet))];

  return text;
}

/* Whatever PCRE takes and finds has the literal in it. */
static void
test_is_in_every_match (void)
{
  guint n_matches = 0;

  for (guint round = 0; round < 30000; round++)
    {
      const GRegexCompileFlags flags = G_REGEX_MULTILINE | (round % 2 == 0 ? G_REGEX_CASELESS : 0);
      g_autofree char *expression = dup_random ("aabbcck|()[]^$.*+?{}012,\\:=!<dwsx ", 9);
      g_autoptr (GRegex) regex = g_regex_new (expression, flags, 0, NULL);
      g_autofree char *literal = tin_regex_literal_dup (expression, (flags & G_REGEX_CASELESS) != 0);

      for (guint i = 0; regex != NULL && literal != NULL && i < 10; i++)
        {
          g_autofree char *subject = dup_random ("aAbBcC[]{},0\\=: \n", 12);
          g_autoptr (GMatchInfo) match = NULL;
          g_autofree char *found = NULL;

          if (!g_regex_match (regex, subject, 0, &match))
            continue;

          n_matches++;
          g_test_message ("%s in %s", expression, subject);
          found = (flags & G_REGEX_CASELESS) != 0 ? g_ascii_strdown (subject, -1) : g_strdup (subject);
          g_assert_nonnull (strstr (found, literal));
        }
    }

  g_assert_cmpuint (n_matches, >, 100);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/regex-literal/finds-what-must-be-there", test_finds_what_must_be_there);
  g_test_add_func ("/regex-literal/is-in-every-match", test_is_in_every_match);

  return g_test_run ();
}
