/* test-query.c: which messages are wanted, as a line that somebody typed.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query.h"

#include "codec/tin-codec-error.h"

#include <string.h>

/* What the messages are that queries are asked about. */
typedef enum
{
  HELLO,      /* "Hello, OK" that came from 127.0.0.1:40001, connection 1, at 14:05:30 local time */
  BINARY,     /* CR LF NUL FF, sent by a rule to [::1]:40002, connection 2, a minute later */
  EMPTY,      /* an empty datagram from 10.1.2.3:5000, connection 3 */
  RESET,      /* "Connection reset" of connection 1 */
  LISTENING,  /* "Listening" of the session itself */
  N_MESSAGES,
} Message;

#define A (1 << HELLO)
#define B (1 << BINARY)
#define C (1 << EMPTY)
#define D (1 << RESET)
#define E (1 << LISTENING)

static const struct
{
  const char    *text;
  TinQueryFlags  flags;
  guint          matches;
} queries[] = {
  { "", 0, A | B | C | D | E },
  { " \t\n ", 0, A | B | C | D | E },
  { "in", 0, A | C },
  { "OUT", 0, B },
  { "-in", 0, B | D | E },
  { "data", 0, A | B | C },
  { "events", 0, D | E },
  { "errors", 0, D },
  { "events -errors", 0, E },
  { "event:reset", 0, D },
  { "event=listening", 0, E },
  { "-event:data", 0, D | E },
  { "by:rule", 0, B },
  { "by:PEER", 0, A | C | D },
  { "connection:1", 0, A | D },
  { "connection:1..2", 0, A | B | D },
  { "connection:2..", 0, B | C },
  { "connection:..1", 0, A | D | E },
  { "connection>2", 0, C },
  { "connection<1", 0, E },
  { "size>4", 0, A },
  { "size>=4", 0, A | B },
  { "size<4", 0, C },
  { "size<=4", 0, B | C },
  { "size:0", 0, C },
  { "size=9", 0, A },
  { "size:1..9", 0, A | B },
  { "size<1k", 0, A | B | C },
  { "size>1k", 0, 0 },
  { "size<99999999999999999999g", 0, A | B | C },
  { "-size>4", 0, B | C | D | E },
  { "time:14:05", 0, A },
  { "time:14:05..14:07", 0, A | B },
  { "time>14:06", 0, B | C | D | E },
  { "peer:127.0.0.1", 0, A | D },
  { "peer:127.0.0.1:40001", 0, A | D },
  { "peer:127.0.0.1:40002", 0, 0 },
  { "peer:127.0.0.0/8", 0, A | D },
  { "peer:10.0.0.0/8", 0, C },
  { "peer:[::1]:40002", 0, B },
  { "peer:[::1]", 0, B },
  { "peer:::1", 0, B },
  { "peer:::/0", 0, B },
  { "-peer:0.0.0.0/0", 0, B | E },
  { "port:5000", 0, C },
  { "-port:5000 -port:40002", 0, A | D | E },
  { "hello", 0, A },
  { "Hello", 0, A },
  { "HELLO", 0, 0 },
  { "hello", TIN_QUERY_MATCH_CASE, 0 },
  { "ok hello", 0, A },
  { "ok -hello", 0, 0 },
  { "\"hello, ok\"", 0, A },
  { "\"hello,  ok\"", 0, 0 },
  { "-hello", 0, B | C | D | E },
  { "\"\\r\\n\"", 0, B },
  { "\"\\xff\"", 0, B },
  { "\"\\0\"", 0, B },
  { "\"lo\\u002c\"", 0, A },
  { "\"\\\"\"", 0, 0 },
  { "hex:0d0a", 0, B },
  { "hex:\"0D 0a 00\"", 0, B },
  { "-hex:0d0a", 0, A | C | D | E },
  { "/l+o/", 0, A },
  { "/O+K$/", 0, A },
  { "/O+K$/i", 0, A },
  { "/o+k$/c", 0, 0 },
  { "/o.k/s", 0, 0 },
  { "/^$/", 0, B | C },
  { "/\\xff/", 0, B },
  { "/,\\//", 0, 0 },
  { "h.l", 0, 0 },
  { "h.l", TIN_QUERY_REGEX, A },
  { "\"o, o\"", TIN_QUERY_REGEX, A },
  { "\"\\bok\"", TIN_QUERY_REGEX, A },
  { "reset", 0, D },
  { "listening", 0, E },
  { "events reset", 0, D },
  { "/n$/", 0, 0 },
  { "text:in", 0, E },
  { "text:\"in\"", 0, E },
  { "\"in\"", 0, E },
  { "http://x", 0, 0 },
  { "in size>4 peer:127.0.0.1 /OK/ -bye", 0, A },
};

static const struct
{
  const char *text;
  gsize       offset;
} bad[] = {
  { "-", 1 },
  { "in -", 4 },
  { "\"", 0 },
  { "\"\"", 1 },
  { "a \"b", 2 },
  { "\"\\\"", 0 },
  { "\"\\q\"", 1 },
  { "text:\"a", 5 },
  { "/a(/", 3 },
  { "in /a(/", 6 },
  { "hex:", 4 },
  { "hex:0", 4 },
  { "hex:zz", 4 },
  { "hex:\"0d 0\"", 8 },
  { "hex>00", 3 },
  { "hex:\" \"", 5 },
  { "event:", 6 },
  { "event:opening", 6 },
  { "event>opened", 5 },
  { "by:me", 3 },
  { "by:", 3 },
  { "peer:localhost", 5 },
  { "peer:127.0.0.1:x", 15 },
  { "peer:127.0.0.1:0", 15 },
  { "peer:1.2.3.4/33", 5 },
  { "peer:[", 5 },
  { "peer:]", 5 },
  { "peer<1.2.3.4", 4 },
  { "port:70000", 5 },
  { "port:", 5 },
  { "size:", 5 },
  { "size:x", 5 },
  { "size:..", 7 },
  { "size:1..2..3", 9 },
  { "size:2..1", 9 },
  { "size>1..2", 6 },
  { "size>-1", 5 },
  { "in size>x", 8 },
  { "time:", 5 },
  { "time:noon", 5 },
  { "in time:10:00..9x", 16 },
  { "a\377b", 1 },
};

static const TinAddress addresses[N_MESSAGES] = {
  [HELLO] = { .family = TIN_FAMILY_IPV4, .port = 40001, .bytes = { 127, 0, 0, 1 } },
  [BINARY] = { .family = TIN_FAMILY_IPV6, .port = 40002, .bytes = { [15] = 1 } },
  [EMPTY] = { .family = TIN_FAMILY_IPV4, .port = 5000, .bytes = { 10, 1, 2, 3 } },
  [RESET] = { .family = TIN_FAMILY_IPV4, .port = 40001, .bytes = { 127, 0, 0, 1 } },
};

static TinQueryFacts
get_facts (Message message)
{
  static const TinQueryFacts facts[N_MESSAGES] = {
    [HELLO] = { TIN_EVENT_DATA, TIN_DIRECTION_IN, TIN_BY_PEER, 1, 9, 0 },
    [BINARY] = { TIN_EVENT_DATA, TIN_DIRECTION_OUT, TIN_BY_RULE, 2, 4, 0 },
    [EMPTY] = { TIN_EVENT_DATA, TIN_DIRECTION_IN, TIN_BY_PEER, 3, 0, 0 },
    [RESET] = { TIN_EVENT_RESET, TIN_DIRECTION_IN, TIN_BY_PEER, 1, 0, 0 },
    [LISTENING] = { TIN_EVENT_LISTENING, TIN_DIRECTION_NONE, TIN_BY_NONE, 0, 0, 0 },
  };
  g_autoptr (GDateTime) there = g_date_time_new_local (2026, 8, 1, 14, 5 + MIN (message, 4), 30);
  TinQueryFacts result = facts[message];

  result.time_us = g_date_time_to_unix (there) * G_TIME_SPAN_SECOND;
  if (message > BINARY)
    result.time_us += G_TIME_SPAN_HOUR;

  return result;
}

static gboolean
matches (TinQuery *query,
         Message   message)
{
  static const char *const payloads[] = { "Hello, OK", "\r\n\0\377", "" };
  TinQueryFacts facts = get_facts (message);

  if (!tin_query_matches_facts (query, &facts))
    return FALSE;

  if (tin_query_has_peers (query) && !tin_query_matches_peer (query, &addresses[message]))
    return FALSE;

  if (!tin_query_has_patterns (query))
    return TRUE;

  if (message <= EMPTY)
    return tin_query_matches_payload (query, (const guint8 *) payloads[message], facts.size) == TIN_MATCH_YES;

  return tin_query_matches_sentence (query, message == RESET ? "Connection reset" : "Listening") == TIN_MATCH_YES;
}

static void
test_finds_what_is_asked_for (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TinQuery) query = tin_query_new (queries[i].text, queries[i].flags, "UTF-8", &error);
      guint found = 0;

      g_assert_no_error (error);
      for (Message message = 0; message < N_MESSAGES; message++)
        found |= matches (query, message) ? 1u << message : 0;

      g_test_message ("query %u: %s", i, queries[i].text);
      g_assert_cmphex (found, ==, queries[i].matches);
    }
}

static void
test_points_at_the_fault (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = g_strescape (bad[i].text, NULL);

      g_test_message ("query %u: %s", i, shown);
      g_assert_null (tin_query_new (bad[i].text, TIN_QUERY_DEFAULT, "UTF-8", &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == TIN_CODEC_ERROR);
      g_assert_cmpuint (tin_codec_error_get_offset (error), ==, bad[i].offset);
      g_assert_null (tin_query_new (bad[i].text, TIN_QUERY_DEFAULT, "UTF-8", NULL));
    }
}

/* What somebody types who thinks of a path, or of an expression. */
static const struct
{
  const char    *text;
  TinQueryFlags  flags;
  const char    *found;      /* what it is found in */
  const char    *not_found;
  gboolean       hint;
} slashes[] = {
  { "/item/3", 0, "GET /item/3 HTTP", "GET /item HTTP 3", TRUE },
  { "/item", 0, "GET /item", "item", TRUE },
  { "/", 0, "a/b", "ab", TRUE },
  { "//", 0, "http://x", "http:/x", TRUE },
  { "///", 0, "file:///x", "http://x", TRUE },
  { "//host/x", 0, "//host/x", "/host/x", TRUE },
  { "/usr/bin", 0, "/usr/bin", "/usr/sbin", TRUE },
  { "/usr/bin/", 0, "/usr/bin/env", "/usr/bin", TRUE },
  { "/a/x", 0, "/a/x", "a", TRUE },
  { "/index.html", 0, "/index.html", "/indexxhtml", TRUE },
  { "/v1/a?b=c&d=[1]", 0, "/v1/a?b=c&d=[1]", "/v1/", TRUE },
  { "/a b/d", 0, "/a b/d", "/a c", TRUE },
  { "GET /item/3", 0, "GET /item/3", "GET /item", TRUE },
  { "-/item/3", 0, "/item/4", "/item/3", TRUE },
  { "/a\\/b", 0, "/a\\/b", "a/b", TRUE },
  { "item/3", 0, "/item/3", "/item", FALSE },
  { "\"/item/3\"", 0, "/item/3", "/item", FALSE },
  { "\"/item/\"", 0, "/item/3", "item", FALSE },
  { "text:/item/", 0, "/item/3", "item", FALSE },
  { "/ite?m/", 0, "itm", "/ite?m/x", FALSE },
  { "/item/i", 0, "ITEM", "itm", FALSE },
  { "/a b/", 0, "a b", "a c", FALSE },
  { "/a b/c", 0, "a b", "A B", FALSE },
  { "/a b/ c", 0, "c a b", "a b", FALSE },
  { "/a\\/b/", 0, "a/b", "ab", FALSE },
  { "-/item/", 0, "itm", "item", FALSE },
  { "/ite?m", TIN_QUERY_REGEX, "/itm", "itm", FALSE },
};

static void
test_knows_a_path_from_an_expression (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (slashes); i++)
    {
      const guint8 *found = (const guint8 *) slashes[i].found;
      const guint8 *not_found = (const guint8 *) slashes[i].not_found;
      g_autoptr (GError) error = NULL;
      g_autoptr (TinQuery) query = tin_query_new (slashes[i].text, slashes[i].flags, "UTF-8", &error);

      g_test_message ("query %u: %s", i, slashes[i].text);
      g_assert_no_error (error);
      g_assert_cmpint (tin_query_matches_payload (query, found, strlen (slashes[i].found)), ==, TIN_MATCH_YES);
      g_assert_cmpint (tin_query_matches_payload (query, not_found, strlen (slashes[i].not_found)), ==, TIN_MATCH_NO);
      g_assert_cmpint (tin_query_get_hint (query) != NULL, ==, slashes[i].hint);
    }
}

/* A message of 12 bytes in pages of some bytes that have in common what the query wants. */
static const struct
{
  const char *text;
  TinMatch    match;
  gboolean    partly;
} looks[] = {
  { "cdef", TIN_MATCH_YES, FALSE },
  { "kl", TIN_MATCH_YES, FALSE },
  { "fghi", TIN_MATCH_YES, FALSE },
  { "abcdefghijkl", TIN_MATCH_YES, FALSE },
  { "la", TIN_MATCH_NO, FALSE },
  { "ab kl", TIN_MATCH_YES, FALSE },
  { "ab kl xy", TIN_MATCH_NO, FALSE },
  { "-ab", TIN_MATCH_NO, FALSE },
  { "-kl", TIN_MATCH_NO, FALSE },
  { "-xy ab", TIN_MATCH_YES, FALSE },
  { "hex:6b6c", TIN_MATCH_YES, FALSE },
  { "/ab/", TIN_MATCH_YES, FALSE },
  { "/kl/", TIN_MATCH_UNKNOWN, TRUE },
  { "-/kl/", TIN_MATCH_UNKNOWN, TRUE },
  { "-/ab/", TIN_MATCH_NO, FALSE },
  { "/kl/ xy", TIN_MATCH_NO, TRUE },
  { "/ab/ kl", TIN_MATCH_YES, FALSE },
};

static void
test_looks_at_pages (void)
{
  static const guint8 data[] = "abcdefghijkl";
  const gsize size = sizeof data - 1;

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autoptr (TinQuery) query = tin_query_new (looks[i].text, TIN_QUERY_DEFAULT, "UTF-8", NULL);
      const gsize overlap = tin_query_get_overlap (query);
      TinQueryLook look = { 0 };
      gboolean more = TRUE;

      g_test_message ("query %u: %s", i, looks[i].text);
      g_assert_cmpuint (overlap % 4, ==, 0);
      g_assert_cmpint (tin_query_has_expressions (query), ==, strchr (looks[i].text, '/') != NULL);

      for (gsize at = 0; more && at < size; at += 4)
        more = tin_query_look (query, &look, data + at, MIN (overlap + 4, size - at), at == 0);

      g_assert_cmpint (tin_query_conclude (query, &look), ==, looks[i].match);
      g_assert_cmpint (look.partly, ==, looks[i].partly);
    }
}

static void
test_refuses_what_is_too_long (void)
{
  g_autofree char *text = g_strnfill (TIN_QUERY_MAX_SIZE + 1, 'a');
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (tin_query_new (text, TIN_QUERY_DEFAULT, "UTF-8", &error));
  g_assert_error (error, TIN_CODEC_ERROR, TIN_CODEC_ERROR_TOO_LARGE);
  g_clear_error (&error);

  for (guint i = 0; i < 1000; i++)
    g_string_append (many, "in ");

  g_assert_null (tin_query_new (many->str, TIN_QUERY_DEFAULT, "UTF-8", &error));
  g_assert_error (error, TIN_CODEC_ERROR, TIN_CODEC_ERROR_TOO_LARGE);
}

static void
test_asks_for_one_connection (void)
{
  g_autoptr (TinQuery) hello = tin_query_new ("hello", TIN_QUERY_DEFAULT, "UTF-8", NULL);
  g_autoptr (TinQuery) first = tin_query_with_connection (hello, 1);
  g_autoptr (TinQuery) second = tin_query_with_connection (hello, 2);
  g_autoptr (TinQuery) any = tin_query_with_connection (hello, 0);
  g_autoptr (TinQuery) all_of_first = tin_query_with_connection (NULL, 1);
  g_autoptr (TinQuery) all = tin_query_with_connection (NULL, 0);

  g_assert_true (matches (first, HELLO));
  g_assert_false (matches (second, HELLO));
  g_assert_false (matches (first, RESET));
  g_assert_true (any == hello);
  g_assert_true (matches (all_of_first, RESET));
  g_assert_false (matches (all_of_first, BINARY));
  g_assert_true (tin_query_is_empty (all));
  g_assert_false (tin_query_is_empty (all_of_first));
  g_assert_true (tin_query_has_highlights (first));
  g_assert_false (tin_query_has_highlights (all_of_first));
}

static void
test_looks_for_text_in_the_encoding (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TinQuery) latin = tin_query_new ("\303\244", TIN_QUERY_DEFAULT, "ISO-8859-1", NULL);
  g_autoptr (TinQuery) escaped = tin_query_new ("\"\\u00e4\"", TIN_QUERY_DEFAULT, "ISO-8859-1", NULL);

  g_assert_cmpint (tin_query_matches_payload (latin, (const guint8 *) "\304", 1), ==, TIN_MATCH_YES);
  g_assert_cmpint (tin_query_matches_payload (escaped, (const guint8 *) "\344", 1), ==, TIN_MATCH_YES);
  g_assert_cmpint (tin_query_matches_sentence (latin, "\303\204"), ==, TIN_MATCH_YES);
  g_assert_cmpint (tin_query_matches_sentence (escaped, "\303\244"), ==, TIN_MATCH_YES);
  g_assert_null (tin_query_new ("in \342\202\254", TIN_QUERY_DEFAULT, "ISO-8859-1", &error));
  g_assert_error (error, TIN_CODEC_ERROR, TIN_CODEC_ERROR_NOT_REPRESENTABLE);
  g_assert_cmpuint (tin_codec_error_get_offset (error), ==, 3);
}

/* Whoever draws rows waits for it: what takes too many steps again and again is looked for no more. */
static void
test_highlights_nothing_that_takes_too_long (void)
{
  g_autoptr (TinQuery) query = tin_query_new ("/(a|aa)+[xyz]/", TIN_QUERY_DEFAULT, "UTF-8", NULL);
  g_autofree char *slow = g_strnfill (1000, 'a');
  TinSpan span;

  g_assert_true (tin_query_next_match (query, (const guint8 *) "aax", 3, 0, &span));
  for (guint i = 0; i < 20; i++)
    g_assert_false (tin_query_next_match (query, (const guint8 *) slow, 1000, 0, &span));

  g_assert_false (tin_query_next_match (query, (const guint8 *) "aax", 3, 0, &span));
}

static void
test_highlights_every_term (void)
{
  const guint8 *data = (const guint8 *) "one two three two";
  g_autoptr (TinQuery) query = tin_query_new ("two -four /h.*e/ /x*/ hex:6f in", TIN_QUERY_DEFAULT, "UTF-8", NULL);
  static const TinSpan spans[] = { { 0, 1 }, { 4, 7 }, { 9, 13 }, { 14, 17 } };
  gsize start = 0;
  TinSpan span;

  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      g_assert_true (tin_query_next_match (query, data, 17, start, &span));
      g_assert_cmpuint (span.start, ==, spans[i].start);
      g_assert_cmpuint (span.end, ==, spans[i].end);
      start = span.end;
    }

  g_assert_false (tin_query_next_match (query, data, 17, start, &span));
  g_assert_true (tin_query_next_in_sentence (query, "one two", 0, &span));
  g_assert_cmpuint (span.start, ==, 4);
}

static void
test_does_not_know_what_takes_too_long (void)
{
  g_autofree char *data = g_strnfill (10000, 'a');
  g_autoptr (TinQuery) query = tin_query_new ("/(a+)+$/", TIN_QUERY_DEFAULT, "UTF-8", NULL);
  g_autoptr (TinQuery) negated = tin_query_new ("-/(a+)+$/", TIN_QUERY_DEFAULT, "UTF-8", NULL);
  g_autoptr (TinQuery) both = tin_query_new ("/(a+)+$/ c", TIN_QUERY_DEFAULT, "UTF-8", NULL);

  data[9999] = 'b';
  g_assert_cmpint (tin_query_matches_payload (query, (const guint8 *) data, 10000), ==, TIN_MATCH_UNKNOWN);
  g_assert_cmpint (tin_query_matches_payload (negated, (const guint8 *) data, 10000), ==, TIN_MATCH_UNKNOWN);
  g_assert_cmpint (tin_query_matches_payload (both, (const guint8 *) data, 10000), ==, TIN_MATCH_NO);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/query/finds-what-is-asked-for", test_finds_what_is_asked_for);
  g_test_add_func ("/query/points-at-the-fault", test_points_at_the_fault);
  g_test_add_func ("/query/knows-a-path-from-an-expression", test_knows_a_path_from_an_expression);
  g_test_add_func ("/query/looks-at-pages", test_looks_at_pages);
  g_test_add_func ("/query/refuses-what-is-too-long", test_refuses_what_is_too_long);
  g_test_add_func ("/query/asks-for-one-connection", test_asks_for_one_connection);
  g_test_add_func ("/query/looks-for-text-in-the-encoding", test_looks_for_text_in_the_encoding);
  g_test_add_func ("/query/highlights-every-term", test_highlights_every_term);
  g_test_add_func ("/query/highlights-nothing-that-takes-too-long", test_highlights_nothing_that_takes_too_long);
  g_test_add_func ("/query/does-not-know-what-takes-too-long", test_does_not_know_what_takes_too_long);

  return g_test_run ();
}
