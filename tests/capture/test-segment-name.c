/* test-segment-name.c: tests of the names of the files of one recording.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-segment-name.h"

static void
test_makes (void)
{
  static const struct
  {
    const char *name;
    guint       number;
    const char *expected;
  } cases[] = {
    { "a.pcapng", 2, "a_00002.pcapng" },
    { "a_00002.pcapng", 3, "a_00003.pcapng" },
    { "a.b.pcapng", 99999, "a.b_99999.pcapng" },
    { "a.pcapng", G_MAXUINT, "a_4294967295.pcapng" },
    { "a", 2, "a_00002" },
    { "", 2, "_00002" },
    { ".pcapng", 2, "_00002.pcapng" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = tin_segment_name_make (cases[i].name, cases[i].number);

      g_assert_cmpstr (name, ==, cases[i].expected);
    }
}

static void
test_parses (void)
{
  static const struct
  {
    const char *name;
    guint       number;
    const char *first;
  } cases[] = {
    { "a.pcapng", 1, "a.pcapng" },
    { "a_00002.pcapng", 2, "a.pcapng" },
    { "/x/a_123456.pcapng", 123456, "/x/a.pcapng" },
    { "a_4294967295.pcapng", G_MAXUINT, "a.pcapng" },
    { "a_4294967296.pcapng", 1, "a_4294967296.pcapng" },
    { "a_99999999999999999999999.pcapng", 1, "a_99999999999999999999999.pcapng" },
    { "a_00001.pcapng", 1, "a_00001.pcapng" },
    { "a_00000.pcapng", 1, "a_00000.pcapng" },
    { "a_0002.pcapng", 1, "a_0002.pcapng" },
    { "_00002.pcapng", 1, "_00002.pcapng" },
    { "00002.pcapng", 1, "00002.pcapng" },
    { "a_00002", 2, "a" },
    { "a_00002.pcapng.index", 1, "a_00002.pcapng.index" },
    { "", 1, "" },
    { ".pcapng", 1, ".pcapng" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *first = NULL;

      g_assert_cmpuint (tin_segment_name_parse (cases[i].name, &first), ==, cases[i].number);
      g_assert_cmpstr (first, ==, cases[i].first);
      g_assert_cmpuint (tin_segment_name_parse (cases[i].name, NULL), ==, cases[i].number);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/segment-name/makes", test_makes);
  g_test_add_func ("/segment-name/parses", test_parses);

  return g_test_run ();
}
