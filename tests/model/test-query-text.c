/* test-query-text.c: changes a typed query, and says how it could go on.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query-text.h"

#include "model/tin-query.h"

#include <string.h>

static const char *const directions[] = { "in", "out", NULL };
static const char *const times[] = { "time", NULL };

static void
test_finds_words (void)
{
  g_assert_cmpint (tin_query_text_find ("", directions), ==, -1);
  g_assert_cmpint (tin_query_text_find ("in", directions), ==, 0);
  g_assert_cmpint (tin_query_text_find ("foo OUT in", directions), ==, 1);
  g_assert_cmpint (tin_query_text_find ("-in \"out\" inn text:in /in/", directions), ==, -1);
  g_assert_cmpint (tin_query_text_find ("x time>10:00", times), ==, 0);
}

static void
test_replaces_words (void)
{
  static const struct
  {
    const char *text;
    const char *replacement;
    const char *result;
  } cases[] = {
    { "", NULL, "" },
    { "", "in", "in" },
    { "in", "out", "out" },
    { "  a   in  \"b  c\" out ", NULL, "a \"b  c\"" },
    { "a in /b c/i", "out", "out a /b c/i" },
    { "-in \"in\" x", NULL, "-in \"in\" x" },
    { "\"open in", "in", "in \"open in" },
  };
  g_autofree char *timed = tin_query_text_replace ("x time:10:00 time>9:00", times, "time:1:00..2:00");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = tin_query_text_replace (cases[i].text, directions, cases[i].replacement);

      g_assert_cmpstr (result, ==, cases[i].result);
    }

  g_assert_cmpstr (timed, ==, "time:1:00..2:00 x");
}

static void
test_completes (void)
{
  static const char *const peers[] = { "127.0.0.1:4000", "127.0.0.1:5000", "[::1]:80", NULL };
  static const struct
  {
    const char *text;
    int         cursor;    /* -1: at the end */
    guint       n_proposals;
    const char *first;
    gsize       start;
    gsize       end;
  } cases[] = {
    { "", -1, 18, "in", 0, 0 },
    { "foo ", -1, 18, "in", 4, 4 },
    { "e", -1, 3, "events", 0, 1 },
    { "foo -ev", -1, 2, "events", 5, 7 },
    { "E", -1, 3, "events", 0, 1 },
    { "event", -1, 2, "events", 0, 5 },
    { "in", -1, 0, NULL, 0, 2 },
    { "event:o", -1, 1, "opened", 6, 7 },
    { "event:re", -1, 2, "reset", 6, 8 },
    { "event:re foo", 8, 2, "reset", 6, 8 },
    { "by:", -1, 3, "local", 3, 3 },
    { "peer:127", -1, 2, "127.0.0.1:4000", 5, 8 },
    { "peer:[", -1, 1, "[::1]:80", 5, 6 },
    { "port:1", -1, 0, NULL, 5, 6 },
    { "\"ev", -1, 0, NULL, 3, 3 },
    { "/ev", -1, 0, NULL, 0, 3 },
    { "/ev/", -1, 0, NULL, 4, 4 },
    { "hex:\"0", -1, 0, NULL, 5, 6 },
    { "si foo", 2, 3, "size>", 0, 2 },
    { "zzz", -1, 0, NULL, 0, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize cursor = cases[i].cursor >= 0 ? (gsize) cases[i].cursor : strlen (cases[i].text);
      gsize start, end;
      g_autoptr (GPtrArray) proposals = tin_query_text_complete (cases[i].text, cursor, peers, &start, &end);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (proposals->len, ==, cases[i].n_proposals);
      g_assert_cmpuint (start, ==, cases[i].start);
      g_assert_cmpuint (end, ==, cases[i].end);
      if (proposals->len > 0)
        g_assert_cmpstr (((TinQueryProposal *) proposals->pdata[0])->text, ==, cases[i].first);
    }
}

static void
test_quotes_any_text (void)
{
  static const char *const texts[] = { "in", "a b", "say \"x\"", "C:\\new", "-/x/" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *quoted = tin_query_text_quote (texts[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (TinQuery) query = tin_query_new (quoted, TIN_QUERY_DEFAULT, "UTF-8", &error);
      TinSpan span;

      g_assert_no_error (error);
      g_assert_true (tin_query_next_match (query, (const guint8 *) texts[i], strlen (texts[i]), 0, &span));
      g_assert_cmpuint (span.end, ==, strlen (texts[i]));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/query-text/finds-words", test_finds_words);
  g_test_add_func ("/query-text/replaces-words", test_replaces_words);
  g_test_add_func ("/query-text/completes", test_completes);
  g_test_add_func ("/query-text/quotes-any-text", test_quotes_any_text);

  return g_test_run ();
}
