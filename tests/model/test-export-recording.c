/* test-export-recording.c: saves messages as a recording.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "export-fixture.h"

static void
test_writes_a_recording (ExportFixture *fixture,
                         gconstpointer  data)
{
  g_autoptr (GPtrArray) records = NULL;
  TinExport *export = tin_export_new (fixture->frames, TIN_EXPORT_PCAPNG);
  g_autoptr (TinBookmarks) bookmarks = tin_bookmarks_new ();
  g_autofree char *detail = NULL;

  tin_bookmarks_add (bookmarks, 4, 0, "look here");
  tin_bookmarks_add (bookmarks, 7, 0, "");
  tin_export_set_session (export, 1, "tcp-listen://127.0.0.1:8080", NULL);
  tin_export_set_bookmarks (export, bookmarks);
  g_free (export_save (fixture, export, &detail));
  g_assert_cmpstr (detail, ==, "Saved 8 entries as “log”");

  records = export_read_recording (fixture->path);
  export_assert_records (records, "opened 0 |data 4 one\n|data 4 ONE\n|opened 0 |data 4 two\n note look here|"
                         "data 6 three\n|closed 0 |stopped 0  note ");
}

/* The chosen messages, and how their connections began. */
static void
test_records_what_was_chosen (ExportFixture *fixture,
                              gconstpointer  data)
{
  g_autoptr (GPtrArray) records = NULL;
  TinExport *export = tin_export_new (fixture->frames, TIN_EXPORT_PCAPNG);
  TinNumbers *numbers = tin_numbers_new ();

  tin_numbers_add (numbers, 5);
  tin_export_take_numbers (export, numbers);
  g_free (export_save (fixture, export, NULL));

  records = export_read_recording (fixture->path);
  export_assert_records (records, "opened 0 |data 6 three\n");
}

static void
test_is_read_by_tshark (ExportFixture *fixture,
                        gconstpointer  data)
{
  g_free (export_save (fixture, tin_export_new (fixture->frames, TIN_EXPORT_PCAPNG), NULL));
  export_assert_followed (fixture, "6f6e650a\n\t4f4e450a\n74687265650a\n");
}

#define ADD(path, func) g_test_add ("/export-recording/" path, ExportFixture, NULL, export_set_up, func, export_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("has-all-messages", test_writes_a_recording);
  ADD ("has-what-was-chosen", test_records_what_was_chosen);
  ADD ("is-read-by-tshark", test_is_read_by_tshark);

  return g_test_run ();
}
