/* test-export.c: saves messages for other programs, and for people, to a file.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-export.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-pcapng.h"
#include "codec/tin-hex.h"
#include "folder.h"
#include "scene.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

typedef struct
{
  Scene      scene;
  TinFrames *frames;
  Folder    *folder;
  char      *path;
} Fixture;

static const TinFraming as_received = TIN_FRAMING_INIT;

static void
begin (Fixture *fixture)
{
  fixture->frames = tin_frames_new (fixture->scene.capture, &as_received, &as_received);
  fixture->folder = folder_new ();
  fixture->path = g_build_filename (fixture->folder, "log", NULL);
}

/* Two conversations: records 0 to 7. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  scene_init (&fixture->scene);
  scene_open (&fixture->scene, 1);
  scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, "one\n");
  scene_data (&fixture->scene, 1, TIN_DIRECTION_OUT, "ONE\n");
  scene_open (&fixture->scene, 2);
  scene_data (&fixture->scene, 2, TIN_DIRECTION_IN, "two\n");
  scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, "three\n");
  scene_event (&fixture->scene, 1, TIN_EVENT_CLOSED, TIN_BY_PEER, NULL);
  scene_event (&fixture->scene, 0, TIN_EVENT_STOPPED, TIN_BY_LOCAL, NULL);
  scene_publish (&fixture->scene);
  begin (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->frames);
  scene_clear (&fixture->scene);
  folder_free (fixture->folder);
  g_free (fixture->path);
}

static TinJobState
finish (TinJob  *job,
        char   **detail)
{
  TinJobState state;

  while (tin_job_get_state (job) == TIN_JOB_RUNNING)
    g_main_context_iteration (NULL, TRUE);

  state = tin_job_get_state (job);
  if (detail != NULL)
    *detail = g_strdup (tin_job_get_detail (job));
  g_assert_finalize_object (job);

  return state;
}

/* What the file says, and what the user is told. */
static char *
save (Fixture    *fixture,
      TinExport  *export,
      char      **detail)
{
  g_assert_cmpint (finish (tin_export_start (export, fixture->path), detail), ==, TIN_JOB_DONE);
  g_assert_cmpuint (folder_count (fixture->folder, ""), ==, 1);

  return read_file (fixture->path);
}

static guint
count_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strv_length (lines) - 1;
}

static void
test_writes_text (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *detail = NULL;
  g_autofree char *text = save (fixture, tin_export_new (fixture->frames, TIN_EXPORT_TEXT), &detail);

  g_assert_cmpuint (count_lines (text), ==, 8);
  g_assert_nonnull (strstr (text, "  received      127.0.0.1:40001  one\\n\n"));
  g_assert_nonnull (strstr (text, "  sent          127.0.0.1:40001  ONE\\n\n"));
  g_assert_cmpstr (detail, ==, "Saved 8 messages as “log”");
}

static void
test_writes_hexdump (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *text = save (fixture, tin_export_new (fixture->frames, TIN_EXPORT_HEXDUMP), NULL);

  g_assert_nonnull (strstr (text, "00000000  74 77 6f 0a                                       |two.|\n\n"));
}

static void
test_writes_csv (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *text = save (fixture, tin_export_new (fixture->frames, TIN_EXPORT_CSV), NULL);

  g_assert_cmpuint (count_lines (text), ==, 9);
  g_assert_true (g_str_has_prefix (text, "time,event,"));
  g_assert_nonnull (strstr (text, ",data,2,in,127.0.0.1:40002,127.0.0.1:8080,4,\"two\\n\",74776f0a,,peer,\r\n"));
}

static void
test_writes_json (Fixture       *fixture,
                  gconstpointer  data)
{
  TinExport *export = tin_export_new (fixture->frames, TIN_EXPORT_JSON);
  g_autofree char *text = NULL;

  tin_export_set_session (export, 3, "tcp-listen://127.0.0.1:8080", "ISO-8859-1");
  text = save (fixture, export, NULL);
  g_assert_cmpuint (count_lines (text), ==, 8);
  g_assert_nonnull (strstr (text, "\"session\":3,\"connection\":2,\"direction\":\"in\",\"peer\":\"127.0.0.1:40002\","
                            "\"local\":\"127.0.0.1:8080\",\"size\":4,\"text\":\"two\\n\",\"hex\":\"74776f0a\","
                            "\"by\":\"peer\"}\n"));
}

static void
test_writes_one_stream (Fixture       *fixture,
                        gconstpointer  data)
{
  TinExport *export = tin_export_new (fixture->frames, TIN_EXPORT_RAW);
  g_autofree char *detail = NULL;
  g_autofree char *text = NULL;

  tin_export_set_stream (export, 1, TIN_DIRECTION_IN);
  text = save (fixture, export, &detail);
  g_assert_cmpstr (text, ==, "one\nthree\n");
  g_assert_cmpstr (detail, ==, "Saved 2 messages as “log”");
}

static void
test_writes_every_stream (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autofree char *text = save (fixture, tin_export_new (fixture->frames, TIN_EXPORT_RAW), NULL);

  g_assert_cmpstr (text, ==, "one\nONE\ntwo\nthree\n");
}

static void
test_writes_what_was_chosen (Fixture       *fixture,
                             gconstpointer  data)
{
  TinExport *export = tin_export_new (fixture->frames, TIN_EXPORT_RAW);
  TinNumbers *numbers = tin_numbers_new ();
  g_autofree char *text = NULL;

  tin_numbers_add (numbers, 5);
  tin_numbers_add (numbers, 2);
  tin_numbers_add (numbers, 0);
  tin_export_take_numbers (export, numbers);
  text = save (fixture, export, NULL);
  g_assert_cmpstr (text, ==, "ONE\nthree\n");
}

static void
test_begins_where_it_is_told (Fixture       *fixture,
                              gconstpointer  data)
{
  TinExport *export = tin_export_new (fixture->frames, TIN_EXPORT_RAW);
  g_autofree char *text = NULL;

  tin_export_set_from (export, 4);
  text = save (fixture, export, NULL);
  g_assert_cmpstr (text, ==, "two\nthree\n");
}

/* The records of a file, in their order. */
static GPtrArray *
read_recording (const char *path)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);

  for (gsize at = 0, block_size; at < size; at += block_size)
    {
      TinBlock block = { .head = (const guint8 *) data + at, .head_size = size - at };
      TinRecord record;

      block_size = tin_block_get_size (block.head, block.head_size);
      g_assert_cmpuint (block_size, !=, 0);
      block.head_size = block_size;
      if (!tin_block_read (&block, G_MAXSIZE, &record, NULL))
        continue;

      g_ptr_array_add (records, g_strdup_printf ("%s %u %.*s%s%s", tin_event_get_nick (record.event), record.size,
                                                 record.payload != NULL ? (int) g_bytes_get_size (record.payload) : 0,
                                                 record.payload != NULL ?
                                                 (const char *) g_bytes_get_data (record.payload, NULL) : "",
                                                 record.notes != NULL ? " note " : "",
                                                 record.notes != NULL ? tin_notes_get (record.notes, 0)->text : ""));
      tin_record_clear (&record);
    }

  return records;
}

static void
assert_records (GPtrArray  *records,
                const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    {
      const char *record = g_ptr_array_index (records, i);

      /* The packets that open and end a connection are bare. */
      if (!g_str_equal (record, "data 0 "))
        g_string_append_printf (found, "%s%s", found->len > 0 ? "|" : "", record);
    }

  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_writes_a_recording (Fixture       *fixture,
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
  g_free (save (fixture, export, &detail));
  g_assert_cmpstr (detail, ==, "Saved 8 messages as “log”");

  records = read_recording (fixture->path);
  assert_records (records, "opened 0 |data 4 one\n|data 4 ONE\n|opened 0 |data 4 two\n note look here|"
                  "data 6 three\n|closed 0 |stopped 0  note ");
}

/* The chosen messages, and how their connections began. */
static void
test_records_what_was_chosen (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GPtrArray) records = NULL;
  TinExport *export = tin_export_new (fixture->frames, TIN_EXPORT_PCAPNG);
  TinNumbers *numbers = tin_numbers_new ();

  tin_numbers_add (numbers, 5);
  tin_export_take_numbers (export, numbers);
  g_free (save (fixture, export, NULL));

  records = read_recording (fixture->path);
  assert_records (records, "opened 0 |data 6 three\n");
}

/* Wireshark's opinion of the recording, where it is installed. */
static void
assert_followed (Fixture    *fixture,
                 const char *expected)
{
  g_autofree char *program = g_find_program_in_path ("tshark");
  const char *arguments[] = {
    program, "-n", "-otcp.check_checksum:TRUE", "-r", fixture->path, "-z", "follow,tcp,raw,0", "-q", NULL,
  };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;

  if (program == NULL)
    return;

  process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  g_assert_nonnull (strstr (output, expected));
}

static void
test_is_read_by_tshark (Fixture       *fixture,
                        gconstpointer  data)
{
  g_free (save (fixture, tin_export_new (fixture->frames, TIN_EXPORT_PCAPNG), NULL));
  assert_followed (fixture, "6f6e650a\n\t4f4e450a\n74687265650a\n");
}

/* Lines that reads of the socket cut, and several in one; the last one has not ended. */
static void
begin_lines (Fixture *fixture)
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
  Fixture fixture = { 0 };
  TinExport *export;
  TinNumbers *numbers;
  g_autofree char *text = NULL;
  g_autofree char *chosen = NULL;
  g_autoptr (GPtrArray) records = NULL;

  begin_lines (&fixture);

  text = save (&fixture, tin_export_new (fixture.frames, TIN_EXPORT_CSV), NULL);
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
  chosen = save (&fixture, export, NULL);
  records = read_recording (fixture.path);
  assert_records (records, "data 5 a\nb\nc|data 6 d\nmore");

  tear_down (&fixture, NULL);
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
choose_unfinished (Fixture         *fixture,
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
  Fixture fixture = { 0 };
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
      g_autofree char *text = save (&fixture, choose_unfinished (&fixture, format, pending), &detail);

      g_assert_nonnull (strstr (text, expected[format]));
      g_assert_null (strstr (text, "of it"));
      g_assert_cmpstr (detail, ==, "Saved 2 messages as “log”");
    }

  tear_down (&fixture, NULL);
}

/* The record that two chosen messages share once, and those of what has not ended. */
static void
test_records_what_is_unfinished (void)
{
  Fixture fixture = { 0 };
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

  g_free (save (&fixture, choose_unfinished (&fixture, TIN_EXPORT_PCAPNG, pending), NULL));
  chosen = read_recording (fixture.path);
  assert_records (chosen, "data 5 a\nb\nc|data 6 d\nmore|data 1 y|data 3  of");
  assert_followed (&fixture, "610a620a63\n640a6d6f7265\n206f66\n===");

  export = tin_export_new (fixture.frames, TIN_EXPORT_PCAPNG);
  tin_export_set_stream (export, 1, TIN_DIRECTION_NONE);
  g_free (save (&fixture, export, NULL));
  stream = read_recording (fixture.path);
  assert_records (stream, "data 5 a\nb\nc|data 6 d\nmore|data 3  of");

  tear_down (&fixture, NULL);
}

/* Nobody else may be looking any more, as while the view is paused. */
static void
test_has_messages_made (void)
{
  TinFraming lines = TIN_FRAMING_INIT;
  Fixture fixture = { 0 };
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
  text = save (&fixture, tin_export_new (fixture.frames, TIN_EXPORT_RAW), NULL);
  g_assert_cmpstr (text, ==, "late\n");

  tear_down (&fixture, NULL);
}

#define LARGE_SIZE (8 * 1024 * 1024) /* bytes */

static void
begin_large (Fixture *fixture,
             guint8  *data)
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
  Fixture fixture = { 0 };
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
      text = save (&fixture, export, NULL);
      if (format == TIN_EXPORT_CSV || format == TIN_EXPORT_JSON)
        g_assert_nonnull (strstr (text, hex->str));
    }

  g_assert_true (g_file_get_contents (fixture.path, &raw, &size, NULL));
  g_assert_cmpmem (raw, size, data, LARGE_SIZE);

  tear_down (&fixture, NULL);
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
  Fixture fixture = { 0 };

  scene_init (&fixture.scene);
  add_hostile_messages (&fixture.scene, expected);
  scene_publish (&fixture.scene);
  begin (&fixture);
  g_free (save (&fixture, tin_export_new (fixture.frames, format), NULL));

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "python3", script, names[format], fixture.path,
                              NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);

  wanted = g_strjoinv ("\n", (char **) expected->pdata);
  if (format != TIN_EXPORT_HEXDUMP || text2pcap != NULL)
    g_assert_cmpstr (g_strchomp (output), ==, wanted);

  tear_down (&fixture, NULL);
}

/* Part of a message is no message. */
static void
test_drops_a_message_that_is_gone_in_part (void)
{
  TinFraming fixed = { .kind = TIN_FRAMING_FIXED, .size = 2 * 1024 * 1024, .max_size = 2 * 1024 * 1024 };
  g_autofree guint8 *large = g_malloc0 (60000);
  g_autofree char *detail = NULL;
  g_autofree char *text = NULL;
  Fixture fixture = { 0 };

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
  text = save (&fixture, tin_export_new (fixture.frames, TIN_EXPORT_JSON), &detail);
  g_assert_nonnull (strstr (text, "\"text\":\"kept\""));
  g_assert_nonnull (strstr (detail, "no longer held"));

  for (const char *line = text; *line != '\0'; line = strchr (line, '\n') + 1)
    g_assert_true (g_str_has_prefix (line, "{\"time\":"));

  tear_down (&fixture, NULL);
}

static void
test_counts_what_is_gone (void)
{
  Fixture fixture = { 0 };
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
  begin (&fixture);

  tin_numbers_add (numbers, 0);
  tin_numbers_add (numbers, 199);
  export = tin_export_new (fixture.frames, TIN_EXPORT_RAW);
  tin_export_take_numbers (export, numbers);
  g_free (save (&fixture, export, &detail));
  g_assert_cmpstr (detail, ==, "Saved 1 message as “log”; 1 was no longer held");

  tear_down (&fixture, NULL);
}

static void
test_keeps_the_old_file_when_it_fails (Fixture       *fixture,
                                       gconstpointer  data)
{
  struct rlimit limit;
  struct rlimit full;
  g_autofree char *text = NULL;
  TinJobState state;

  write_file (fixture->path, "old", -1);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  full = limit;
  full.rlim_cur = 100;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &full), ==, 0);
  state = finish (tin_export_start (tin_export_new (fixture->frames, TIN_EXPORT_TEXT), fixture->path), NULL);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_cmpint (state, ==, TIN_JOB_FAILED);
  text = read_file (fixture->path);
  g_assert_cmpstr (text, ==, "old");
  g_assert_cmpuint (folder_count (fixture->folder, ""), ==, 1);
}

/* Whether it comes in time is up to the scheduler; either way the file is whole or not there. */
static void
test_leaves_nothing_when_cancelled (Fixture       *fixture,
                                    gconstpointer  data)
{
  TinJob *job;
  TinJobState state;

  for (guint i = 0; i < 200000; i++)
    scene_data (&fixture->scene, 1, TIN_DIRECTION_IN, "line\n");
  scene_publish (&fixture->scene);

  job = tin_export_start (tin_export_new (fixture->frames, TIN_EXPORT_JSON), fixture->path);
  tin_job_cancel (job);
  state = finish (job, NULL);
  g_assert_cmpuint (folder_count (fixture->folder, ""), ==, state == TIN_JOB_DONE ? 1 : 0);
  g_assert_cmpint (state, ==, TIN_JOB_CANCELLED);
}

#define ADD(path, func) g_test_add ("/export/" path, Fixture, NULL, set_up, func, tear_down)

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
  ADD ("begins-where-it-is-told", test_begins_where_it_is_told);
  ADD ("writes-a-recording", test_writes_a_recording);
  ADD ("records-what-was-chosen", test_records_what_was_chosen);
  ADD ("is-read-by-tshark", test_is_read_by_tshark);
  ADD ("keeps-the-old-file-when-it-fails", test_keeps_the_old_file_when_it_fails);
  ADD ("leaves-nothing-when-cancelled", test_leaves_nothing_when_cancelled);
  g_test_add_func ("/export/writes-framed-messages", test_writes_framed_messages);
  g_test_add_func ("/export/writes-what-is-unfinished-as-chosen", test_writes_what_is_unfinished_as_chosen);
  g_test_add_func ("/export/records-what-is-unfinished", test_records_what_is_unfinished);
  g_test_add_func ("/export/has-messages-made", test_has_messages_made);
  g_test_add_func ("/export/writes-a-large-message", test_writes_a_large_message);
  g_test_add_data_func ("/export/is-read-by-others/csv", GUINT_TO_POINTER (TIN_EXPORT_CSV), test_is_read_by_others);
  g_test_add_data_func ("/export/is-read-by-others/json", GUINT_TO_POINTER (TIN_EXPORT_JSON), test_is_read_by_others);
  g_test_add_data_func ("/export/is-read-by-others/hexdump", GUINT_TO_POINTER (TIN_EXPORT_HEXDUMP),
                        test_is_read_by_others);
  g_test_add_func ("/export/drops-a-message-that-is-gone-in-part", test_drops_a_message_that_is_gone_in_part);
  g_test_add_func ("/export/counts-what-is-gone", test_counts_what_is_gone);

  return g_test_run ();
}
