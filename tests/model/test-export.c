/* test-export.c: saves messages for other programs, and for people, to a file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "export-fixture.h"

#include "codec/tin-hex.h"

#include <string.h>
#include <sys/resource.h>

static const TinFraming as_received = TIN_FRAMING_INIT;

static guint
count_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strv_length (lines) - 1;
}

static void
test_writes_text (ExportFixture *fixture,
                  gconstpointer  data)
{
  g_autofree char *detail = NULL;
  g_autofree char *text = export_save (fixture, tin_export_new (fixture->frames, TIN_EXPORT_TEXT), &detail);

  g_assert_cmpuint (count_lines (text), ==, 8);
  g_assert_nonnull (strstr (text, "  received      127.0.0.1:40001  one\\n\n"));
  g_assert_nonnull (strstr (text, "  sent          127.0.0.1:40001  ONE\\n\n"));
  g_assert_cmpstr (detail, ==, "Saved 8 entries as “log”");
}

static void
test_writes_hexdump (ExportFixture *fixture,
                     gconstpointer  data)
{
  g_autofree char *text = export_save (fixture, tin_export_new (fixture->frames, TIN_EXPORT_HEXDUMP), NULL);

  g_assert_nonnull (strstr (text, "00000000  74 77 6f 0a                                       |two.|\n\n"));
}

static void
test_writes_csv (ExportFixture *fixture,
                 gconstpointer  data)
{
  g_autofree char *text = export_save (fixture, tin_export_new (fixture->frames, TIN_EXPORT_CSV), NULL);

  g_assert_cmpuint (count_lines (text), ==, 9);
  g_assert_true (g_str_has_prefix (text, "time,event,"));
  g_assert_nonnull (strstr (text, ",data,2,in,127.0.0.1:40002,127.0.0.1:8080,4,\"two\\n\",74776f0a,,peer,\r\n"));
}

static void
test_writes_json (ExportFixture *fixture,
                  gconstpointer  data)
{
  TinExport *export = tin_export_new (fixture->frames, TIN_EXPORT_JSON);
  g_autofree char *text = NULL;

  tin_export_set_session (export, 3, "tcp-listen://127.0.0.1:8080", "ISO-8859-1");
  text = export_save (fixture, export, NULL);
  g_assert_cmpuint (count_lines (text), ==, 8);
  g_assert_nonnull (strstr (text, "\"session\":3,\"connection\":2,\"direction\":\"in\",\"peer\":\"127.0.0.1:40002\","
                            "\"local\":\"127.0.0.1:8080\",\"size\":4,\"text\":\"two\\n\",\"hex\":\"74776f0a\","
                            "\"by\":\"peer\"}\n"));
}

static void
test_writes_one_stream (ExportFixture *fixture,
                        gconstpointer  data)
{
  TinExport *export = tin_export_new (fixture->frames, TIN_EXPORT_RAW);
  g_autofree char *detail = NULL;
  g_autofree char *text = NULL;

  tin_export_set_stream (export, 1, TIN_DIRECTION_IN);
  text = export_save (fixture, export, &detail);
  g_assert_cmpstr (text, ==, "one\nthree\n");
  g_assert_cmpstr (detail, ==, "Saved 2 entries as “log”");
}

static void
test_writes_every_stream (ExportFixture *fixture,
                          gconstpointer  data)
{
  g_autofree char *text = export_save (fixture, tin_export_new (fixture->frames, TIN_EXPORT_RAW), NULL);

  g_assert_cmpstr (text, ==, "one\nONE\ntwo\nthree\n");
}

static void
test_writes_what_was_chosen (ExportFixture *fixture,
                             gconstpointer  data)
{
  TinExport *export = tin_export_new (fixture->frames, TIN_EXPORT_RAW);
  TinNumbers *numbers = tin_numbers_new ();
  g_autofree char *text = NULL;

  tin_numbers_add (numbers, 5);
  tin_numbers_add (numbers, 2);
  tin_numbers_add (numbers, 0);
  tin_export_take_numbers (export, numbers);
  text = export_save (fixture, export, NULL);
  g_assert_cmpstr (text, ==, "ONE\nthree\n");
}

#define LARGE_SIZE (8 * 1024 * 1024) /* bytes */

static void
begin_large (ExportFixture *fixture,
             guint8        *data)
{
  TinFraming fixed = { .kind = TIN_FRAMING_FIXED, .size = LARGE_SIZE, .max_size = LARGE_SIZE };
  const gsize step = 50000;

  for (gsize i = 0; i < LARGE_SIZE; i++)
    data[i] = (guint8) (i * 7 + i / 256);

  scene_init (&fixture->scene);
  for (gsize at = 0; at < LARGE_SIZE; at += step)
    {
      scene_bytes (&fixture->scene, 1, TIN_DIRECTION_IN, data + at, MIN (step, LARGE_SIZE - at));
      scene_data (&fixture->scene, 2, TIN_DIRECTION_IN, "others\n");
    }
  scene_publish (&fixture->scene);
  fixture->folder = folder_new ();
  fixture->path = g_build_filename (fixture->folder, "log", NULL);
  fixture->frames = tin_frames_new (fixture->scene.capture, &fixed, &as_received);
}

/* A message of many records, as every format has it. */
static void
test_writes_a_large_message (void)
{
  ExportFixture fixture = { 0 };
  g_autofree guint8 *data = g_malloc (LARGE_SIZE);
  g_autoptr (GString) hex = g_string_new (NULL);
  g_autofree char *raw = NULL;
  gsize size;

  begin_large (&fixture, data);
  tin_hex_append (hex, data, LARGE_SIZE);

  for (TinExportFormat format = TIN_EXPORT_TEXT; format < TIN_N_EXPORT_FORMATS; format++)
    {
      TinExport *export = tin_export_new (fixture.frames, format);
      g_autofree char *text = NULL;

      tin_export_set_stream (export, 1, TIN_DIRECTION_NONE);
      text = export_save (&fixture, export, NULL);
      if (format == TIN_EXPORT_CSV || format == TIN_EXPORT_JSON)
        g_assert_nonnull (strstr (text, hex->str));
    }

  g_assert_true (g_file_get_contents (fixture.path, &raw, &size, NULL));
  g_assert_cmpmem (raw, size, data, LARGE_SIZE);

  export_tear_down (&fixture, NULL);
}

/* Every byte after every other, what breaks files of its kind, and what other programs would do something about. */
static void
add_hostile_messages (Scene     *scene,
                      GPtrArray *expected)
{
  static const char *const texts[] = {
    "\"", "\"\"\r\n,\"", ",", "=1+1", "+cmd|' /C calc'!A0", "-1", "@SUM(A1)", "'", "\t=1", "\r\n=1", "\n\n00000000  41\n", "\\",
    "{\"time\":0}\n", "\303\244\342\200\250\342\200\251\302\205", "\357\273\277bom", "\355\240\200", "\300\200", "\360\220\200",
    "\033[2J", "0010  41 42", "#TEXT2PCAP", "# 2023-11-14", "I", "0a", "\342\200\256gnp.exe",
  };
  guint8 bytes[512];

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      scene_data (scene, 1, TIN_DIRECTION_IN, texts[i]);
      g_ptr_array_add (expected, tin_hex_encode ((const guint8 *) texts[i], strlen (texts[i])));
      scene_event (scene, 1, TIN_EVENT_NOTE, TIN_BY_PEER, texts[i]);
    }
  for (guint first = 0; first < 256; first++)
    {
      for (guint i = 0; i < 256; i++)
        {
          bytes[2 * i] = (guint8) first;
          bytes[2 * i + 1] = (guint8) i;
        }
      scene_bytes (scene, 1, TIN_DIRECTION_OUT, bytes, sizeof bytes);
      g_ptr_array_add (expected, tin_hex_encode (bytes, sizeof bytes));
    }
  g_ptr_array_add (expected, NULL);
}

/* The opinion of Python's readers of CSV and JSON, and of text2pcap where it is installed. */
static void
test_is_read_by_others (gconstpointer data)
{
  const TinExportFormat format = (TinExportFormat) GPOINTER_TO_UINT (data);
  static const char *const names[TIN_N_EXPORT_FORMATS] = {
    [TIN_EXPORT_HEXDUMP] = "hexdump", [TIN_EXPORT_CSV] = "csv", [TIN_EXPORT_JSON] = "json",
  };
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "model", "read-export.py", NULL);
  g_autofree char *text2pcap = g_find_program_in_path ("text2pcap");
  g_autofree char *wanted = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  ExportFixture fixture = { 0 };

  scene_init (&fixture.scene);
  add_hostile_messages (&fixture.scene, expected);
  scene_publish (&fixture.scene);
  export_begin (&fixture);
  g_free (export_save (&fixture, tin_export_new (fixture.frames, format), NULL));

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "python3", script, names[format], fixture.path,
                              NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);

  wanted = g_strjoinv ("\n", (char **) expected->pdata);
  if (format != TIN_EXPORT_HEXDUMP || text2pcap != NULL)
    g_assert_cmpstr (g_strchomp (output), ==, wanted);

  export_tear_down (&fixture, NULL);
}

/* Part of a message is no message. */
static void
test_drops_a_message_that_is_gone_in_part (void)
{
  TinFraming fixed = { .kind = TIN_FRAMING_FIXED, .size = 2 * 1024 * 1024, .max_size = 2 * 1024 * 1024 };
  g_autofree guint8 *large = g_malloc0 (60000);
  g_autofree char *detail = NULL;
  g_autofree char *text = NULL;
  ExportFixture fixture = { 0 };

  scene_init_small (&fixture.scene);
  fixture.frames = tin_frames_new (fixture.scene.capture, &fixed, &as_received);
  fixture.folder = folder_new ();
  fixture.path = g_build_filename (fixture.folder, "log", NULL);
  for (guint i = 0; i < 400; i++)
    {
      scene_bytes (&fixture.scene, 1, TIN_DIRECTION_IN, large, 60000);
      scene_publish (&fixture.scene);
      while (tin_frames_get_done (fixture.frames) <= i)
        tin_frames_wake (fixture.frames);
    }

  scene_data (&fixture.scene, 1, TIN_DIRECTION_OUT, "kept");
  scene_publish (&fixture.scene);
  text = export_save (&fixture, tin_export_new (fixture.frames, TIN_EXPORT_JSON), &detail);
  g_assert_nonnull (strstr (text, "\"text\":\"kept\""));
  g_assert_nonnull (strstr (detail, "no longer held"));

  for (const char *line = text; *line != '\0'; line = strchr (line, '\n') + 1)
    g_assert_true (g_str_has_prefix (line, "{\"time\":"));

  export_tear_down (&fixture, NULL);
}

/* While the file is written, and before it is begun, messages go on to come: none of them is taken for one that is gone. */
static void
test_saves_while_messages_come (ExportFixture *fixture,
                                gconstpointer  data)
{
  for (TinExportFormat format = TIN_EXPORT_PCAPNG; format < TIN_N_EXPORT_FORMATS; format++)
    {
      TinJob *job = tin_export_start (tin_export_new (fixture->frames, format), fixture->path);
      g_autofree char *detail = NULL;

      /* No more than are held. */
      for (guint n = 0; n < 20000 && tin_job_get_state (job) == TIN_JOB_RUNNING; n++)
        {
          scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, "more\n");
          scene_publish (&fixture->scene);
          g_main_context_iteration (NULL, FALSE);
        }

      g_assert_cmpint (export_finish (job, &detail), ==, TIN_JOB_DONE);
      g_assert_null (strstr (detail, "no longer held"));
    }
}

static void
test_counts_what_is_gone (void)
{
  ExportFixture fixture = { 0 };
  g_autofree guint8 *large = g_malloc0 (60000);
  g_autofree char *detail = NULL;
  TinExport *export;
  TinNumbers *numbers = tin_numbers_new ();

  scene_init_small (&fixture.scene);
  for (guint i = 0; i < 200; i++)
    {
      scene_bytes (&fixture.scene, 1, TIN_DIRECTION_IN, large, 60000);
      scene_publish (&fixture.scene);
    }
  export_begin (&fixture);

  tin_numbers_add (numbers, 0);
  tin_numbers_add (numbers, 199);
  export = tin_export_new (fixture.frames, TIN_EXPORT_RAW);
  tin_export_take_numbers (export, numbers);
  g_free (export_save (&fixture, export, &detail));
  g_assert_cmpstr (detail, ==, "Saved 1 entry as “log”; 1 was no longer held");

  export_tear_down (&fixture, NULL);
}

static void
test_keeps_the_old_file_when_it_fails (ExportFixture *fixture,
                                       gconstpointer  data)
{
  struct rlimit limit;
  struct rlimit full;
  g_autofree char *text = NULL;
  TinJobState state;

  write_file (fixture->path, "old", -1);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  full = limit;
  full.rlim_cur = 100;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &full), ==, 0);
  state = export_finish (tin_export_start (tin_export_new (fixture->frames, TIN_EXPORT_TEXT), fixture->path), NULL);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_cmpint (state, ==, TIN_JOB_FAILED);
  text = read_file (fixture->path);
  g_assert_cmpstr (text, ==, "old");
  g_assert_cmpuint (folder_count (fixture->folder, ""), ==, 1);
}

/* Whether it comes in time is up to the scheduler; either way the file is whole or not there. */
static void
test_leaves_nothing_when_cancelled (ExportFixture *fixture,
                                    gconstpointer  data)
{
  TinJob *job;
  TinJobState state;

  for (guint i = 0; i < 200000; i++)
    scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, "line\n");
  scene_publish (&fixture->scene);

  job = tin_export_start (tin_export_new (fixture->frames, TIN_EXPORT_JSON), fixture->path);
  tin_job_cancel (job);
  state = export_finish (job, NULL);
  g_assert_cmpuint (folder_count (fixture->folder, ""), ==, state == TIN_JOB_DONE ? 1 : 0);
  g_assert_cmpint (state, ==, TIN_JOB_CANCELLED);
}

#define ADD(path, func) g_test_add ("/export/" path, ExportFixture, NULL, export_set_up, func, export_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("writes-text", test_writes_text);
  ADD ("writes-hexdump", test_writes_hexdump);
  ADD ("writes-csv", test_writes_csv);
  ADD ("writes-json", test_writes_json);
  ADD ("writes-one-stream", test_writes_one_stream);
  ADD ("writes-every-stream", test_writes_every_stream);
  ADD ("writes-what-was-chosen", test_writes_what_was_chosen);
  ADD ("keeps-the-old-file-when-it-fails", test_keeps_the_old_file_when_it_fails);
  ADD ("leaves-nothing-when-cancelled", test_leaves_nothing_when_cancelled);
  g_test_add_func ("/export/writes-a-large-message", test_writes_a_large_message);
  g_test_add_data_func ("/export/is-read-by-others/csv", GUINT_TO_POINTER (TIN_EXPORT_CSV), test_is_read_by_others);
  g_test_add_data_func ("/export/is-read-by-others/json", GUINT_TO_POINTER (TIN_EXPORT_JSON), test_is_read_by_others);
  g_test_add_data_func ("/export/is-read-by-others/hexdump", GUINT_TO_POINTER (TIN_EXPORT_HEXDUMP),
                        test_is_read_by_others);
  g_test_add_func ("/export/drops-a-message-that-is-gone-in-part", test_drops_a_message_that_is_gone_in_part);
  g_test_add_func ("/export/counts-what-is-gone", test_counts_what_is_gone);
  ADD ("saves-while-messages-come", test_saves_while_messages_come);

  return g_test_run ();
}
