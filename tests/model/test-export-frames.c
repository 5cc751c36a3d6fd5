/* test-export-frames.c: saves messages that a framing makes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "export-fixture.h"

#include <string.h>

/* Lines that reads of the socket cut, and several in one; the last one has not ended. */
static void
begin_lines (ExportFixture *fixture)
{
  TinFraming lines = TIN_FRAMING_INIT;

  lines.kind = TIN_FRAMING_DELIMITER;
  lines.delimiter[0] = '\n';
  lines.delimiter_size = 1;

  scene_init (&fixture->scene);
  scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, "a\nb\nc");
  scene_data (&fixture->scene, 2, TIN_DIRECTION_IN, "x\n");
  scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, "d\nmore");
  scene_publish (&fixture->scene);
  fixture->folder = folder_new ();
  fixture->path = g_build_filename (fixture->folder, "log", NULL);
  fixture->frames = tin_frames_new (fixture->scene.capture, &lines, &lines);
  while (tin_frames_get_done (fixture->frames) < 3)
    g_thread_yield ();
}

static void
test_writes_framed_messages (void)
{
  ExportFixture fixture = { 0 };
  TinExport *export;
  TinNumbers *numbers;
  g_autofree char *text = NULL;
  g_autofree char *chosen = NULL;
  g_autoptr (GPtrArray) records = NULL;

  begin_lines (&fixture);

  text = export_save (&fixture, tin_export_new (fixture.frames, TIN_EXPORT_CSV), NULL);
  g_assert_nonnull (strstr (text, ",2,\"a\\n\",610a,"));
  g_assert_nonnull (strstr (text, ",2,\"b\\n\",620a,"));
  g_assert_nonnull (strstr (text, ",2,\"x\\n\",780a,"));
  g_assert_nonnull (strstr (text, ",3,\"cd\\n\",63640a,,peer,\r\n"));
  g_assert_nonnull (strstr (text, ",4,\"more\",6d6f7265,,peer,unfinished\r\n"));

  /* The last line: its records whole, and each once. */
  numbers = tin_numbers_new ();
  tin_numbers_add (numbers, 1);
  tin_numbers_add (numbers, 3);
  export = tin_export_new (fixture.frames, TIN_EXPORT_PCAPNG);
  tin_export_take_numbers (export, numbers);
  chosen = export_save (&fixture, export, NULL);
  records = export_read_recording (fixture.path);
  export_assert_records (records, "data 5 a\nb\nc|data 6 d\nmore");

  export_tear_down (&fixture, NULL);
}

/* Returns: (transfer full): what has not ended */
static GArray *
await_pending (TinFrames *frames,
               guint64    n_records)
{
  while (TRUE)
    {
      g_autoptr (GArray) pending = NULL;

      tin_frames_wake (frames);
      pending = tin_frames_dup_pending (frames);
      if (pending != NULL && tin_frames_get_done (frames) == n_records)
        return g_steal_pointer (&pending);
      g_thread_yield ();
    }
}

/* The message before it, and what had come of it: the end comes before the file has a name. */
static TinExport *
choose_unfinished (ExportFixture   *fixture,
                   TinExportFormat  format,
                   GArray          *pending)
{
  TinExport *export = tin_export_new (fixture->frames, format);
  TinNumbers *numbers = tin_numbers_new ();

  tin_numbers_add (numbers, 3);
  tin_export_take_numbers (export, numbers);
  tin_export_take_pending (export, g_array_ref (pending));

  return export;
}

static void
test_writes_what_is_unfinished_as_chosen (void)
{
  static const char *const expected[TIN_N_EXPORT_FORMATS] = {
    [TIN_EXPORT_TEXT] = "(unfinished)", [TIN_EXPORT_HEXDUMP] = "00000000  6d 6f 72 65  ",
    [TIN_EXPORT_CSV] = ",4,\"more\",6d6f7265,,peer,unfinished\r\n", [TIN_EXPORT_JSON] = "\"marks\":\"unfinished\"",
    [TIN_EXPORT_RAW] = "cd\nmore",
  };
  ExportFixture fixture = { 0 };
  g_autoptr (GArray) pending = NULL;
  g_autoptr (GArray) others = NULL;

  begin_lines (&fixture);
  pending = await_pending (fixture.frames, 3);
  g_assert_cmpuint (pending->len, ==, 1);
  scene_data (&fixture.scene, 1, TIN_DIRECTION_IN, " of it\n");
  scene_publish (&fixture.scene);
  others = await_pending (fixture.frames, 4);
  g_assert_cmpuint (others->len, ==, 0);

  for (TinExportFormat format = TIN_EXPORT_TEXT; format < TIN_N_EXPORT_FORMATS; format++)
    {
      g_autofree char *detail = NULL;
      g_autofree char *text = export_save (&fixture, choose_unfinished (&fixture, format, pending), &detail);

      g_assert_nonnull (strstr (text, expected[format]));
      g_assert_null (strstr (text, "of it"));
      g_assert_cmpstr (detail, ==, "Saved 2 entries as “log”");
    }

  export_tear_down (&fixture, NULL);
}

/* The record that two chosen messages share once, and those of what has not ended. */
static void
test_records_what_is_unfinished (void)
{
  ExportFixture fixture = { 0 };
  g_autoptr (GArray) pending = NULL;
  g_autoptr (GPtrArray) chosen = NULL;
  g_autoptr (GPtrArray) stream = NULL;
  TinExport *export;

  begin_lines (&fixture);
  scene_data (&fixture.scene, 2, TIN_DIRECTION_IN, "y");
  scene_data (&fixture.scene, 1, TIN_DIRECTION_IN, " of");
  scene_publish (&fixture.scene);
  pending = await_pending (fixture.frames, 5);
  g_assert_cmpuint (pending->len, ==, 2);

  g_free (export_save (&fixture, choose_unfinished (&fixture, TIN_EXPORT_PCAPNG, pending), NULL));
  chosen = export_read_recording (fixture.path);
  export_assert_records (chosen, "data 5 a\nb\nc|data 6 d\nmore|data 1 y|data 3  of");
  export_assert_followed (&fixture, "610a620a63\n640a6d6f7265\n206f66\n===");

  export = tin_export_new (fixture.frames, TIN_EXPORT_PCAPNG);
  tin_export_set_stream (export, 1, TIN_DIRECTION_NONE);
  g_free (export_save (&fixture, export, NULL));
  stream = export_read_recording (fixture.path);
  export_assert_records (stream, "data 5 a\nb\nc|data 6 d\nmore|data 3  of");

  export_tear_down (&fixture, NULL);
}

/* Nobody else may be looking any more, as while the view is paused. */
static void
test_has_messages_made (void)
{
  TinFraming lines = TIN_FRAMING_INIT;
  ExportFixture fixture = { 0 };
  g_autofree char *text = NULL;

  lines.kind = TIN_FRAMING_DELIMITER;
  lines.delimiter[0] = '\n';
  lines.delimiter_size = 1;

  scene_init (&fixture.scene);
  fixture.folder = folder_new ();
  fixture.path = g_build_filename (fixture.folder, "log", NULL);
  fixture.frames = tin_frames_new (fixture.scene.capture, &lines, &lines);
  g_array_unref (await_pending (fixture.frames, 0));

  scene_data (&fixture.scene, 1, TIN_DIRECTION_IN, "late\n");
  scene_publish (&fixture.scene);
  text = export_save (&fixture, tin_export_new (fixture.frames, TIN_EXPORT_RAW), NULL);
  g_assert_cmpstr (text, ==, "late\n");

  export_tear_down (&fixture, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/export-frames/are-written", test_writes_framed_messages);
  g_test_add_func ("/export-frames/that-are-unfinished-are-written-as-chosen", test_writes_what_is_unfinished_as_chosen);
  g_test_add_func ("/export-frames/that-are-unfinished-are-recorded", test_records_what_is_unfinished);
  g_test_add_func ("/export-frames/are-made-for-it", test_has_messages_made);

  return g_test_run ();
}
