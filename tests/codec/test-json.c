/* test-json.c: writes JSON objects of strings and integers.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-json.h"

static void
test_writes_members_in_order (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  tin_json_begin (out);
  tin_json_add_string (out, "a", "b", -1);
  tin_json_add_integer (out, "n", G_MAXUINT64);
  tin_json_add_null (out, "none");
  tin_json_add_string (out, "empty", "", 0);
  tin_json_end (out);

  g_assert_cmpstr (out->str, ==, "{\"a\":\"b\",\"n\":18446744073709551615,\"none\":null,\"empty\":\"\"}\n");
}

typedef struct
{
  const char *text;
  gsize       size;
  const char *json;
} Case;

#define BYTES(literal) literal, sizeof literal - 1

static const Case strings[] = {
  { BYTES (""), "" },
  { BYTES ("plain"), "plain" },
  { BYTES ("\"quoted\" \\ back"), "\\\"quoted\\\" \\\\ back" },
  { BYTES ("\b\f\n\r\t"), "\\b\\f\\n\\r\\t" },
  { BYTES ("a\0b\x1b\x7f"), "a\\u0000b\\u001b\\u007f" },
  { BYTES ("\303\244\342\202\254\360\237\230\200"), "\303\244\342\202\254\360\237\230\200" },
  { BYTES ("/<>&'"), "/<>&'" },
};

static void
test_escapes_strings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      g_autofree char *expected = g_strdup_printf ("{\"s\":\"%s\"}\n", strings[i].json);

      tin_json_begin (out);
      tin_json_add_string (out, "s", strings[i].text, (gssize) strings[i].size);
      tin_json_end (out);
      g_assert_cmpstr (out->str, ==, expected);
    }
}

/* Also where what came before is written away already. */
static void
test_writes_strings_by_pieces (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  tin_json_begin (out);
  tin_json_begin_string (out, "s");
  tin_json_append (out, "a\"", 2);
  tin_json_append (out, "", 0);
  tin_json_append (out, "\nb{", 3);
  tin_json_end_string (out);
  g_assert_cmpstr (out->str, ==, "{\"s\":\"a\\\"\\nb{\"");

  g_string_truncate (out, 0);
  tin_json_add_null (out, "n");
  tin_json_end (out);
  g_assert_cmpstr (out->str, ==, ",\"n\":null}\n");
}

static void
test_writes_times (void)
{
  static const struct
  {
    gint64      time_ns;
    const char *text;
  } times[] = {
    { 0, "1970-01-01T00:00:00.000000000Z" },
    { 1, "1970-01-01T00:00:00.000000001Z" },
    { G_GINT64_CONSTANT (1709210096789012345), "2024-02-29T12:34:56.789012345Z" },
    { G_MAXINT64, "2262-04-11T23:47:16.854775807Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      g_autofree char *expected = g_strdup_printf ("{\"t\":\"%s\"}\n", times[i].text);

      tin_json_begin (out);
      tin_json_add_time (out, "t", times[i].time_ns);
      tin_json_end (out);
      g_assert_cmpstr (out->str, ==, expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/writes-members-in-order", test_writes_members_in_order);
  g_test_add_func ("/json/escapes-strings", test_escapes_strings);
  g_test_add_func ("/json/writes-strings-by-pieces", test_writes_strings_by_pieces);
  g_test_add_func ("/json/writes-times", test_writes_times);

  return g_test_run ();
}
