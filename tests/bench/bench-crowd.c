/* bench-crowd.c: a window with ten thousand connections: its memory, its frames, and how long all of them take.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Needs a display: build-aux/headless.sh gives one. The connections are those of a process of its own (bench-crowd-peer),
 * and the window echoes what comes over them.
 */

#include "bench-descriptors.h"
#include "bench-results.h"
#include "bench-stage.h"

#include "ui-support.h"

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

static gboolean
has_all (gpointer data)
{
  BenchStage *stage = data;

  return tin_peer_list_get_n_open (tin_session_get_peers (stage->session)) >= (guint) n_connections;
}

static gboolean
has_none (gpointer data)
{
  BenchStage *stage = data;

  return tin_peer_list_get_n_open (tin_session_get_peers (stage->session)) == 0;
}

static void
show (BenchStage *stage)
{
  const char *const command[] = { peer_program, NULL };

  bench_stage_show (stage, "tcp-listen://127.0.0.1:0?reply=echo");
  bench_stage_start_peer (stage, command);
}

static void
hide (BenchStage *stage)
{
  bench_stage_end_peer (stage);
  bench_stage_hide (stage);
}

/* Tells the other process something that takes a while, and watches the window meanwhile. */
static void
run_case (BenchStage *stage,
          const char *name,
          const char *command,
          int         number)
{
  g_autofree char *line = g_strdup_printf ("%s %d %d\n", command, number, seconds);

  bench_stage_begin (stage);
  bench_stage_tell_peer (stage, line);
  bench_stage_await_answer (stage);
  bench_stage_end (stage);
  bench_stage_print (stage, name, stage->answer);
}

static void
connect_all (BenchStage *stage)
{
  g_autofree char *line = g_strdup_printf ("hold %d 0\n", n_connections);

  bench_stage_begin (stage);
  bench_stage_tell_peer (stage, line);
  bench_stage_await_answer (stage);
  if (g_str_has_prefix (stage->answer, "held"))
    ui_wait_until (has_all, stage);
  bench_stage_end (stage);
  bench_stage_print (stage, "connecting", stage->answer);
  bench_stage_print_time (stage, "until all are listed", NULL);
  bench_results_add ("MiB resident, all connections in the list", bench_stage_get_resident_mib (), "every ≤ 300");
}

static void
close_all (BenchStage *stage)
{
  bench_stage_begin (stage);
  tin_session_disconnect_all (stage->session);
  ui_wait_until (has_none, stage);
  bench_stage_end (stage);
  bench_stage_print_time (stage, "until all are closed", "every ≤ 2");
}

static void
echo_in_order (BenchStage *stage,
               const char *name,
               const char *order)
{
  g_settings_set_string (stage->settings, "connection-order", order);
  run_case (stage, name, "echo", rate);
  g_settings_reset (stage->settings, "connection-order");
}

static void
measure_crowd (BenchStage *stage)
{
  show (stage);
  g_print ("  %-34s %8" G_GUINT64_FORMAT " MiB\n", "resident, without connections", bench_stage_get_resident_mib ());
  connect_all (stage);
  run_case (stage, "echoing", "echo", rate);
  echo_in_order (stage, "echoing, most received first", "received");
  echo_in_order (stage, "echoing, latest activity first", "activity");
  g_settings_set_boolean (stage->settings, "show-connections", FALSE);
  run_case (stage, "echoing, list not shown", "echo", rate);
  g_settings_reset (stage->settings, "show-connections");
  close_all (stage);
  hide (stage);
}

static void
measure_churn (BenchStage *stage)
{
  show (stage);
  run_case (stage, "connects and closes", "churn", churn);
  hide (stage);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  BenchStage stage;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || seconds < 1 || n_connections < 1)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "a time and a number are more than nothing");
      return 2;
    }
  if (peer_program == NULL)
    peer_program = g_strconcat (argv[0], "-peer", NULL);

  bench_raise_descriptor_limit ();
  bench_stage_init (&stage, &argc, &argv);

  g_print ("%d connections in a window that echoes %d messages a second, then %d connects and closes a second\n",
           n_connections, rate, churn);
  bench_stage_print_head ();
  measure_crowd (&stage);
  measure_churn (&stage);
  bench_stage_clear (&stage);

  return 0;
}
