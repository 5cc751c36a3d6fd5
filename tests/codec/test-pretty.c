/* test-pretty.c: JSON and XML over several lines.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-pretty.h"

#include "codec-assert.h"

static void
test_guesses (void)
{
  static const struct
  {
    const char    *text;
    TinPrettyKind  kind;
    gsize          start;
  } cases[] = {
    { "", TIN_PRETTY_NONE, 0 },
    { "hello", TIN_PRETTY_NONE, 0 },
    { " {\"a\": 1}", TIN_PRETTY_JSON, 1 },
    { "{}", TIN_PRETTY_JSON, 0 },
    { "{ a }", TIN_PRETTY_NONE, 0 },
    { "[1, 2]", TIN_PRETTY_JSON, 0 },
    { "[info] started", TIN_PRETTY_NONE, 0 },
    { "[", TIN_PRETTY_NONE, 0 },
    { "<a/>", TIN_PRETTY_XML, 0 },
    { "\xEF\xBB\xBF<?xml version=\"1.0\"?>", TIN_PRETTY_XML, 3 },
    { "<34>Oct 11 22:14:15 host su: failed", TIN_PRETTY_NONE, 0 },
    { "< b", TIN_PRETTY_NONE, 0 },
    { "HTTP/1.1 200 OK\r\nX: y\r\n\r\n{\"a\":1}", TIN_PRETTY_JSON, 25 },
    { "POST / HTTP/1.1\r\n\r\n<a>", TIN_PRETTY_XML, 19 },
    { "GET / HTTP/1.1\r\n\r\n", TIN_PRETTY_NONE, 18 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize start;

      g_assert_cmpint (tin_pretty_guess (cases[i].text, strlen (cases[i].text), &start), ==, cases[i].kind);
      if (cases[i].kind != TIN_PRETTY_NONE)
        g_assert_cmpuint (start, ==, cases[i].start);
    }
}

static void
test_writes (void)
{
  static const struct
  {
    const char *text;
    const char *pretty;
  } cases[] = {
    { "{}", "{}" },
    { "[ ]", "[]" },
    { "{ }", "{}" },
    { "[1,2]", "[\n  1,\n  2\n]" },
    { "{\"a\":{\"b\":[true,null]},\"c\":\"x, y: {}\"}",
      "{\n  \"a\": {\n    \"b\": [\n      true,\n      null\n    ]\n  },\n  \"c\": \"x, y: {}\"\n}" },
    { "{\"q\":\"a\\\"b\\\\\"}", "{\n  \"q\": \"a\\\"b\\\\\"\n}" },
    { "{\"a\":1}\n{\"a\":2}\n", "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}" },
    { "{\"a\":[1,", "{\n  \"a\": [\n    1,\n    " },
    { "{\"a", "{\n  \"a" },
    { "[1]]]x", "[\n  1\n]\n]\n]\nx" },
    { "{\"a\":tru e}", "{\n  \"a\": true\n}" },
    { "HTTP/1.1 200 OK\r\n\r\n[1]", "HTTP/1.1 200 OK\r\n\r\n[\n  1\n]" },
    { "<a/>", "<a/>" },
    { "<a><b>text</b><c/></a>", "<a>\n  <b>text</b>\n  <c/>\n</a>" },
    { "<?xml version=\"1.0\"?><a b=\"x>y\"> <!-- <z> --> <b></b>\n</a>",
      "<?xml version=\"1.0\"?>\n<a b=\"x>y\">\n  <!-- <z> -->\n  <b></b>\n</a>" },
    { "<a>one<b/>two</a>", "<a>one\n  <b/>\n  two\n</a>" },
    { "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<!DOCTYPE a [<!ENTITY b \"c\">]>\n<a>&b;</a>" },
    { "<a><![CDATA[<x>]]></a>", "<a>\n  <![CDATA[<x>]]>\n</a>" },
    { "<a><b", "<a>\n  <b" },
    { "<a></a></a></a>", "<a></a>\n</a>\n</a>" },
    { "<!-- never ends", "<!-- never ends" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean complete = FALSE;
      GString *pretty = tin_pretty (cases[i].text, strlen (cases[i].text), 10000, &complete);

      g_assert_nonnull (pretty);
      g_assert_cmpstr (pretty->str, ==, cases[i].pretty);
      g_assert_true (complete);
      g_string_free (pretty, TRUE);
    }
}

static void
test_leaves_other_text (void)
{
  g_assert_null (tin_pretty ("hello", 5, 100, NULL));
  g_assert_null (tin_pretty (NULL, 0, 100, NULL));
}

/* Brackets alone must neither take a stack nor grow beyond the limit. */
static void
test_stays_below_its_limit (void)
{
  static const char *const units[] = { "[", "{\"a\":", "<a>", "[[],", "[\"\xE7\x8C\xAB\"," };
  const gsize limit = 100000;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      gboolean complete = TRUE;
      GString *pretty;

      while (text->len < 1000000)
        g_string_append (text, units[i]);

      pretty = tin_pretty (text->str, text->len, limit, &complete);
      g_assert_nonnull (pretty);
      g_assert_false (complete);
      g_assert_cmpuint (pretty->len, <, limit + 1000);
      g_assert_true (g_utf8_validate (pretty->str, (gssize) pretty->len, NULL));
      g_string_free (pretty, TRUE);
    }
}

static void
test_survives_random_text (void)
{
  static const char alphabet[] = "{}[]\":,\\ \n<>/!?-a1&'=";

  for (guint round = 0; round < 20000; round++)
    {
      char text[200];
      const gsize size = g_test_rand_int_range (1, sizeof text);
      GString *pretty;

      for (gsize i = 0; i < size; i++)
        text[i] = alphabet[g_test_rand_int_range (0, sizeof alphabet)];

      text[0] = "{[<"[round % 3];
      pretty = tin_pretty (text, size, 100000, NULL);
      if (pretty != NULL)
        g_string_free (pretty, TRUE);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pretty/guesses", test_guesses);
  g_test_add_func ("/pretty/writes", test_writes);
  g_test_add_func ("/pretty/leaves-other-text", test_leaves_other_text);
  g_test_add_func ("/pretty/stays-below-its-limit", test_stays_below_its_limit);
  g_test_add_func ("/pretty/survives-random-text", test_survives_random_text);

  return g_test_run ();
}
