/* bench-crowd.c: a window with ten thousand connections: its memory, its frames, and how long all of them take.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Needs a display: build-aux/headless.sh gives one. The connections are those of a process of its own (bench-crowd-peer),
 * and the window echoes what comes over them.
 */

#include "bench-descriptors.h"
#include "bench-frames.h"
#include "bench-process.h"

#include "log-support.h"
#include "ui/tin-peer-view.h"
#include "ui/tin-session-page.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#define SECOND_NS G_GINT64_CONSTANT (1000000000)

static int n_connections = 10000;
static int rate = 20000;
static int churn = 1000;
static int seconds = 10;
static char *peer_program;

static const GOptionEntry options[] = {
  { "connections", 'c', 0, G_OPTION_ARG_INT, &n_connections, "How many there are (10000)", "N" },
  { "rate", 'r', 0, G_OPTION_ARG_INT, &rate, "Messages a second over all of them (20000)", "N" },
  { "churn", 'u', 0, G_OPTION_ARG_INT, &churn, "Connects and closes a second (1000)", "N" },
  { "seconds", 's', 0, G_OPTION_ARG_INT, &seconds, "How long each case takes (10)", "N" },
  { "peer", 'p', 0, G_OPTION_ARG_FILENAME, &peer_program, "The program that connects", "PROGRAM" },
  { NULL }
};

typedef struct
{
  TinWorkbench     *workbench;
  GSettings        *settings;
  TinSession       *session;
  GtkWidget        *window;
  BenchFrames       frames;
  gint64            start_ns;
  gint64            ui_start_ns;
  GSubprocess      *peer;      /* (owned) (nullable) */
  GDataInputStream *answers;   /* (owned) (nullable) */
  char             *answer;    /* (owned) (nullable) of the peer to what was said last */
} Crowd;

static guint64
get_resident_mib (void)
{
  return bench_process_get_memory (getpid (), "VmRSS") >> 20;
}

static double
since (gint64 start_ns)
{
  return (double) (bench_get_time_ns () - start_ns) / SECOND_NS;
}

static gint64
get_ui_cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * SECOND_NS + now.tv_nsec;
}

static gboolean
has_all (gpointer data)
{
  Crowd *crowd = data;

  return tin_peer_list_get_n_open (tin_session_get_peers (crowd->session)) >= (guint) n_connections;
}

static gboolean
has_none (gpointer data)
{
  Crowd *crowd = data;

  return tin_peer_list_get_n_open (tin_session_get_peers (crowd->session)) == 0;
}

static gboolean
has_answer (gpointer data)
{
  Crowd *crowd = data;

  return crowd->answer != NULL;
}

static void
line_ready_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  Crowd *crowd = data;

  crowd->answer = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
  if (crowd->answer == NULL)
    crowd->answer = g_strdup ("gone");
}

/* What the other process says next is the answer. */
static void
tell_peer (Crowd      *crowd,
           const char *line)
{
  g_clear_pointer (&crowd->answer, g_free);
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (crowd->peer), line, strlen (line), NULL, NULL, NULL);
  g_data_input_stream_read_line_async (crowd->answers, G_PRIORITY_DEFAULT, NULL, line_ready_cb, crowd);
}

static void
start_peer (Crowd *crowd)
{
  g_autofree char *port = g_strdup_printf ("%u", tin_session_get_port (crowd->session));
  g_autoptr (GError) error = NULL;

  crowd->peer = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                  peer_program, port, NULL);
  g_assert_no_error (error);
  crowd->answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (crowd->peer));
}

static void
end_peer (Crowd *crowd)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (crowd->peer), NULL, NULL);
  g_subprocess_wait (crowd->peer, NULL, NULL);
  g_clear_pointer (&crowd->answer, g_free);
  g_clear_object (&crowd->answers);
  g_clear_object (&crowd->peer);
}

static void
show (Crowd *crowd)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri ("tcp-listen://127.0.0.1:0?reply=echo", NULL);

  crowd->session = tin_workbench_create_session (crowd->workbench, profile);
  crowd->window = ui_show (tin_session_page_new (crowd->session, crowd->workbench, crowd->settings), 1280, 900);
  g_assert_true (tin_session_start (crowd->session, NULL));
  ui_wait_for_state (crowd->session, TIN_SESSION_OPEN);
}

static void
hide (Crowd *crowd)
{
  tin_session_stop (crowd->session);
  ui_wait_for_state (crowd->session, TIN_SESSION_CLOSED);
  gtk_window_destroy (GTK_WINDOW (crowd->window));
  ui_settle ();
  tin_session_delete_recording (crowd->session, NULL);
  g_clear_object (&crowd->session);
}

static void
begin_case (Crowd *crowd)
{
  crowd->start_ns = bench_get_time_ns ();
  crowd->ui_start_ns = get_ui_cpu_ns ();
  bench_frames_begin (&crowd->frames, crowd->window);
}

static void
end_case (Crowd      *crowd,
          const char *name)
{
  double busy = (double) (get_ui_cpu_ns () - crowd->ui_start_ns) / (double) (bench_get_time_ns () - crowd->start_ns);

  bench_frames_end (&crowd->frames);
  g_print ("  %-44s %8.1f %9.1f %9.1f %9.1f %9.0f %9" G_GUINT64_FORMAT "  %s\n", name,
           bench_frames_get_fps (&crowd->frames), bench_histogram_get (&crowd->frames.gaps, 0.5) / 1e6,
           bench_histogram_get (&crowd->frames.gaps, 0.99) / 1e6, (double) crowd->frames.longest / 1e6, busy * 100,
           get_resident_mib (), crowd->answer);
}

/* Tells the other process something that takes a while, and watches the window meanwhile. */
static void
run_case (Crowd      *crowd,
          const char *name,
          const char *command,
          int         number)
{
  g_autofree char *line = g_strdup_printf ("%s %d %d\n", command, number, seconds);

  begin_case (crowd);
  tell_peer (crowd, line);
  ui_wait_until (has_answer, crowd);
  end_case (crowd, name);
}

static void
connect_all (Crowd *crowd)
{
  g_autofree char *line = g_strdup_printf ("hold %d 0\n", n_connections);

  begin_case (crowd);
  tell_peer (crowd, line);
  ui_wait_until (has_answer, crowd);
  if (g_str_has_prefix (crowd->answer, "held"))
    ui_wait_until (has_all, crowd);
  end_case (crowd, "connecting");
  g_print ("  %-44s %8.2f s\n", "until all are listed", since (crowd->start_ns));
}

static void
close_all (Crowd *crowd)
{
  gint64 start_ns = bench_get_time_ns ();

  tin_session_disconnect_all (crowd->session);
  ui_wait_until (has_none, crowd);
  g_print ("  %-44s %8.2f s\n", "until all are closed", since (start_ns));
}

static void
echo_in_order (Crowd      *crowd,
               const char *name,
               const char *order)
{
  g_settings_set_string (crowd->settings, "connection-order", order);
  run_case (crowd, name, "echo", rate);
  g_settings_reset (crowd->settings, "connection-order");
}

static void
measure_crowd (Crowd *crowd)
{
  show (crowd);
  start_peer (crowd);
  g_print ("  %-44s %8" G_GUINT64_FORMAT " MiB\n", "resident, a window without connections", get_resident_mib ());
  connect_all (crowd);
  run_case (crowd, "echoing", "echo", rate);
  echo_in_order (crowd, "echoing, most received first", "received");
  echo_in_order (crowd, "echoing, latest activity first", "activity");
  g_settings_set_boolean (crowd->settings, "show-connections", FALSE);
  run_case (crowd, "echoing, list not shown", "echo", rate);
  g_settings_reset (crowd->settings, "show-connections");
  close_all (crowd);
  end_peer (crowd);
  hide (crowd);
}

static void
measure_churn (Crowd *crowd)
{
  show (crowd);
  start_peer (crowd);
  run_case (crowd, "connects and closes", "churn", churn);
  end_peer (crowd);
  hide (crowd);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  Crowd crowd = { 0 };

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || seconds < 1 || n_connections < 1)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "a time and a number are more than nothing");
      return 2;
    }
  if (peer_program == NULL)
    peer_program = g_strconcat (argv[0], "-peer", NULL);

  bench_raise_descriptor_limit ();
  ui_test_init (&argc, &argv);
  folder = g_dir_make_tmp ("tincan-crowd-XXXXXX", NULL);
  crowd.workbench = tin_workbench_new (folder, folder, &error);
  g_assert_no_error (error);
  crowd.settings = g_settings_new (TIN_APPLICATION_ID);

  g_print ("%d connections in a window that echoes %d messages a second, then %d connects and closes a second\n",
           n_connections, rate, churn);
  g_print ("  %-44s %8s %9s %9s %9s %9s %9s\n", "case", "frames/s", "median ms", "p99 ms", "worst ms", "UI busy %",
           "RSS MiB");
  measure_crowd (&crowd);
  measure_churn (&crowd);

  g_clear_object (&crowd.workbench);
  g_clear_object (&crowd.settings);

  return 0;
}
