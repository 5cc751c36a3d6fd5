/* test-query-field.c: a named term of a typed query, as a form has it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-query-field.h"

#include "model/tin-query.h"

static void
test_reads_a_value (void)
{
  static const struct
  {
    const char *text;
    const char *value;
  } cases[] = {
    { "", "" },
    { "peer", "" },
    { "\"peer:10.0.0.1\" /peer:1/", "" },
    { "-peer:10.0.0.1", "" },
    { "ok peer:10.0.0.0/8 peer:10.0.0.1", "10.0.0.0/8" },
    { "PEER=[::1]:80", "[::1]:80" },
    { "peer:", "" },
    { "peer:\"a b", "a b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = tin_query_field_dup_value (cases[i].text, "peer");

      g_assert_cmpstr (value, ==, cases[i].value);
    }
}

static void
test_writes_a_value (void)
{
  static const struct
  {
    const char *text;
    const char *value;
    const char *result;
  } cases[] = {
    { "", "", "" },
    { "ok", "10.0.0.1", "peer:10.0.0.1 ok" },
    { "ok peer:1 -peer:2 peer:3", "10.0.0.1", "peer:10.0.0.1 ok -peer:2" },
    { "peer:1 ok", "", "ok" },
    { "\"open", "a b", "peer:\"a b\" \"open" },
    { "", "\"\\", "peer:\"\\\"\\\\\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = tin_query_field_set_value (cases[i].text, "peer", cases[i].value);

      g_assert_cmpstr (result, ==, cases[i].result);
    }
}

static void
test_reads_a_range (void)
{
  static const struct
  {
    const char *text;
    const char *first;
    const char *last;
  } cases[] = {
    { "", "", "" },
    { "size", "", "" },
    { "x size:100..200", "100", "200" },
    { "size=1k..2M", "1k", "2M" },
    { "size:100", "100", "100" },
    { "size>100", "100", "" },
    { "size>=1k", "1k", "" },
    { "size<100", "", "100" },
    { "size<=1k", "", "1k" },
    { "size>1..2", "1..2", "" },
    { "size:..5", "", "5" },
    { "size:5..", "5", "" },
    { "size:", "", "" },
    { "-size>5 size<7 size>1", "", "7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *first = NULL, *last = NULL;

      tin_query_field_dup_range (cases[i].text, "size", &first, &last);
      g_assert_cmpstr (first, ==, cases[i].first);
      g_assert_cmpstr (last, ==, cases[i].last);
    }
}

/* What a form writes, it reads again, and a query understands. */
static void
test_writes_a_range (void)
{
  static const struct
  {
    const char *name;
    const char *first;
    const char *last;
    const char *result;
  } cases[] = {
    { "size", "", "", "in" },
    { "size", "100", "", "size>=100 in" },
    { "size", "", "1k", "size<=1k in" },
    { "size", "100", "1k", "size:100..1k in" },
    { "size", "7", "7", "size:7..7 in" },
    { "time", "14:05", "", "time>=14:05 in" },
    { "time", "14:05", "14:10", "time:14:05..14:10 in" },
    { "time", "2026-08-01T14:05", "2026-08-02T14:05", "time:2026-08-01T14:05..2026-08-02T14:05 in" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *before = g_strdup_printf ("in %s:1..2 %s>3", cases[i].name, cases[i].name);
      g_autofree char *result = tin_query_field_set_range (before, cases[i].name, cases[i].first, cases[i].last);
      g_autofree char *first = NULL, *last = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (TinQuery) query = tin_query_new (result, TIN_QUERY_DEFAULT, "UTF-8", &error);

      g_assert_no_error (error);
      g_assert_nonnull (query);
      g_assert_cmpstr (result, ==, cases[i].result);
      tin_query_field_dup_range (result, cases[i].name, &first, &last);
      g_assert_cmpstr (first, ==, cases[i].first);
      g_assert_cmpstr (last, ==, cases[i].last);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/query-field/reads-a-value", test_reads_a_value);
  g_test_add_func ("/query-field/writes-a-value", test_writes_a_value);
  g_test_add_func ("/query-field/reads-a-range", test_reads_a_range);
  g_test_add_func ("/query-field/writes-a-range", test_writes_a_range);

  return g_test_run ();
}
