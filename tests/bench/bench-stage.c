/* bench-stage.c: a window with a session, another process that talks to it, and the frames meanwhile.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-stage.h"

#include "bench-folder.h"
#include "bench-process.h"
#include "bench-results.h"

#include "log-support.h"

#include <string.h>
#include <unistd.h>

/* Needs a display. */
void
bench_stage_init (BenchStage   *self,
                  int          *argc,
                  char       ***argv)
{
  g_autoptr (GError) error = NULL;

  ui_test_init (argc, argv);
  *self = (BenchStage) { .folder = bench_folder_new (NULL) };
  self->workbench = tin_workbench_new (self->folder, self->folder, &error);
  g_assert_no_error (error);
  self->settings = g_settings_new (TIN_APPLICATION_ID);
}

void
bench_stage_clear (BenchStage *self)
{
  g_clear_object (&self->workbench);
  g_clear_object (&self->settings);
  bench_folder_remove (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

/* Returns when the session is open. */
void
bench_stage_show (BenchStage *self,
                  const char *uri)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri (uri, NULL);

  self->session = tin_workbench_create_session (self->workbench, profile);
  self->window = ui_show (tin_session_page_new (self->session, self->workbench, self->settings), 1280, 900);
  g_assert_true (tin_session_start (self->session, NULL));
  ui_wait_for_state (self->session, TIN_SESSION_OPEN);
}

void
bench_stage_hide (BenchStage *self)
{
  tin_session_stop (self->session);
  ui_wait_for_state (self->session, TIN_SESSION_CLOSED);
  gtk_window_destroy (GTK_WINDOW (self->window));
  ui_settle ();
  tin_session_delete_recording (self->session, NULL);
  g_clear_object (&self->session);
}

/* @command: the program and what it is told; the port of the session comes after it. */
void
bench_stage_start_peer (BenchStage        *self,
                        const char *const *command)
{
  g_autofree char *port = g_strdup_printf ("%u", tin_session_get_port (self->session));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) whole = NULL;
  g_autoptr (GError) error = NULL;

  g_strv_builder_addv (builder, (const char **) command);
  g_strv_builder_add (builder, port);
  whole = g_strv_builder_end (builder);
  self->peer = g_subprocess_newv ((const char *const *) whole,
                                  G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  self->answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->peer));
}

static void
line_ready_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  BenchStage *self = data;

  self->answer = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
  if (self->answer == NULL)
    self->answer = g_strdup ("gone");
}

/* What it says next is the answer. */
void
bench_stage_tell_peer (BenchStage *self,
                       const char *line)
{
  g_clear_pointer (&self->answer, g_free);
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->peer), line, strlen (line), NULL, NULL, NULL);
  g_data_input_stream_read_line_async (self->answers, G_PRIORITY_DEFAULT, NULL, line_ready_cb, self);
}

static gboolean
has_answer (gpointer data)
{
  BenchStage *self = data;

  return self->answer != NULL;
}

void
bench_stage_await_answer (BenchStage *self)
{
  ui_wait_until (has_answer, self);
}

void
bench_stage_end_peer (BenchStage *self)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->peer), NULL, NULL);
  g_subprocess_wait (self->peer, NULL, NULL);
  g_clear_pointer (&self->answer, g_free);
  g_clear_object (&self->answers);
  g_clear_object (&self->peer);
}

/* From here on frames are drawn all the time, and counted. */
void
bench_stage_begin (BenchStage *self)
{
  self->start_ns = bench_get_time_ns ();
  self->ui_start_ns = bench_frames_get_work_ns ();
  bench_frames_begin (&self->frames, self->window);
}

void
bench_stage_end (BenchStage *self)
{
  bench_frames_end (&self->frames);
}

void
bench_stage_print_head (void)
{
  g_print ("  %-34s %8s %9s %7s %8s %8s %6s %7s\n", "case", "frames/s", "median ms", "p99 ms", "worst ms", "work ms",
           "busy %", "RSS MiB");
}

/* Frames, the gaps between them, the most work of the window in one of these gaps, how busy its thread was,
 * and the memory. */
void
bench_stage_print (BenchStage *self,
                   const char *name,
                   const char *what)
{
  double busy = (double) (self->frames.last_work - self->ui_start_ns) / (double) (self->frames.last - self->start_ns);

  g_print ("  %-34s %8.1f %9.1f %7.1f %8.1f %8.1f %6.0f %7" G_GUINT64_FORMAT "  %s\n", name,
           bench_frames_get_fps (&self->frames), bench_histogram_get (&self->frames.gaps, 0.5) / 1e6,
           bench_histogram_get (&self->frames.gaps, 0.99) / 1e6, (double) self->frames.longest / 1e6,
           (double) self->frames.longest_work / 1e6, busy * 100, bench_stage_get_resident_mib (), what);
  bench_frames_keep (&self->frames, name);
}

guint64
bench_stage_get_resident_mib (void)
{
  return bench_process_get_memory (getpid (), "VmRSS") >> 20;
}

/* Returns: seconds since bench_stage_begin() */
double
bench_stage_get_time (BenchStage *self)
{
  return (double) (bench_get_time_ns () - self->start_ns) / 1e9;
}

/* A time of its own in the table, and in that of all benchmarks, where it may be @goal. */
void
bench_stage_print_time (BenchStage *self,
                        const char *name,
                        const char *goal)
{
  g_autofree char *measure = g_strdup_printf ("s %s", name);
  double time = bench_stage_get_time (self);

  g_print ("  %-34s %8.2f s\n", name, time);
  bench_results_add (measure, time, goal);
}
