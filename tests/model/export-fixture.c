/* export-fixture.c: a scene, its frames, and a file to save them in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "export-fixture.h"

#include "capture/tin-block-reader.h"
#include "capture/tin-pcapng.h"

#include <string.h>

static const TinFraming as_received = TIN_FRAMING_INIT;

void
export_begin (ExportFixture *fixture)
{
  fixture->frames = tin_frames_new (fixture->scene.capture, &as_received, &as_received);
  fixture->folder = folder_new ();
  fixture->path = g_build_filename (fixture->folder, "log", NULL);
}

/* Two conversations: records 0 to 7. */
void
export_set_up (ExportFixture *fixture,
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
  export_begin (fixture);
}

void
export_tear_down (ExportFixture *fixture,
                  gconstpointer  data)
{
  g_assert_finalize_object (fixture->frames);
  scene_clear (&fixture->scene);
  folder_free (fixture->folder);
  g_free (fixture->path);
}

TinJobState
export_finish (TinJob  *job,
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
char *
export_save (ExportFixture  *fixture,
             TinExport      *export,
             char          **detail)
{
  g_assert_cmpint (export_finish (tin_export_start (export, fixture->path), detail), ==, TIN_JOB_DONE);
  g_assert_cmpuint (folder_count (fixture->folder, ""), ==, 1);

  return read_file (fixture->path);
}

/* The records of a file, in their order. */
GPtrArray *
export_read_recording (const char *path)
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

void
export_assert_records (GPtrArray  *records,
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

/* Wireshark's opinion of the recording, where it is installed. */
void
export_assert_followed (ExportFixture *fixture,
                        const char    *expected)
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
