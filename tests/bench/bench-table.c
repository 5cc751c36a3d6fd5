/* bench-table.c: Tincan's server beside a raw epoll loop and beside what else is installed.
 *
 * Servers take turns, run by run, so that what disturbs the machine disturbs all;
 * each ratio is the median of the ratios of neighbouring runs. Round trips a second tell more
 * of the machine than of the server; processor time a round trip is the steady figure.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-csv.h"
#include "bench-histogram.h"
#include "bench-reach.h"
#include "bench-results.h"
#include "bench-servers.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MESSAGE_SIZE       64   /* bytes */
#define REPETITIONS_BESIDE 2    /* of programs that are many times slower */
#define MANY_CONNECTIONS   10000
#define LOG_CONNECTIONS    100
#define MAX_GOALS          2

/* What the ratio of two servers should be. */
typedef struct
{
  BenchPart   ours;
  BenchPart   reference;
  const char *wanted;  /* (nullable) */
} Goal;

typedef struct
{
  const char *name;
  const char *title;
  const char *verb;
  guint       n_connections;
  guint       n_idle;
  BenchSet    set;
  Goal        goals[MAX_GOALS];
  gboolean    is_for_curves;  /* nothing of it is a goal */
} Case;

#define BESIDE_RAW(ratio) { { BENCH_PART_RECORDING, BENCH_PART_RAW, ratio } }

static const Case cases[] = {
  { "echo-1", "round trips/s, 1 connection", "echo", 1, 0, BENCH_SET_ECHO, BESIDE_RAW ("ratio ≥ 0.8") },
  { "echo-10", "round trips/s, 10 connections", "echo", 10, 0, BENCH_SET_ECHO, BESIDE_RAW ("ratio ≥ 0.95") },
  { "echo-100", "round trips/s, 100 connections", "echo", 100, 0, BENCH_SET_ECHO, BESIDE_RAW ("ratio ≥ 0.95") },
  { "echo-1000", "round trips/s, 1,000 connections", "echo", 1000, 0, BENCH_SET_ECHO, BESIDE_RAW ("ratio ≥ 0.95") },
  { "echo-10000", "round trips/s, 10,000 connections", "echo", MANY_CONNECTIONS, 0, BENCH_SET_ECHO, BESIDE_RAW ("ratio ≥ 0.95") },
  { "echo-idle", "round trips/s, 1 beside 10,000 idle", "echo", 1, MANY_CONNECTIONS, BENCH_SET_ECHO, BESIDE_RAW ("ratio ≥ 0.8") },
  { "accept-1", "connections/s, 1 at once", "accept", 1, 0, BENCH_SET_ECHO, .is_for_curves = TRUE },
  { "accept-10", "connections/s, 10 at once", "accept", 10, 0, BENCH_SET_ECHO, .is_for_curves = TRUE },
  { "accept", "connections/s, 100 at once", "accept", 100, 0, BENCH_SET_ECHO, BESIDE_RAW ("ratio ≥ 0.8") },
  { "accept-1000", "connections/s, 1,000 at once", "accept", 1000, 0, BENCH_SET_ECHO, .is_for_curves = TRUE },
  { "stream-echo", "MB/s echoed, one stream", "stream", 1, 0, BENCH_SET_STREAM_ECHO,
    { { BENCH_PART_NOT_RECORDING, BENCH_PART_RAW, "ratio ≥ 0.9" }, { BENCH_PART_RECORDING, BENCH_PART_RAW_WRITING, "ratio ≥ 0.9" } } },
  { "stream", "MB/s received, one stream", "stream", 1, 0, BENCH_SET_STREAM,
    { { BENCH_PART_NOT_RECORDING, BENCH_PART_IPERF, "ratio ≥ 0.9" }, { BENCH_PART_RECORDING, BENCH_PART_RAW_WRITING, "ratio ≥ 0.9" } } },
};

static int repetitions = 5;
static double seconds = 1;
static char *only_case;
static char *cli_path;
static char *csv_path;
static double log_length = 5e6;
static gboolean wants_curves;
static gboolean is_same_cpu;
static gboolean is_ours_alone;

static const GOptionEntry options[] = {
  { "repetitions", 'r', 0, G_OPTION_ARG_INT, &repetitions, "Runs of each server (5)", "N" },
  { "seconds", 't', 0, G_OPTION_ARG_DOUBLE, &seconds, "Length of a run (1)", "SECONDS" },
  { "case", 'c', 0, G_OPTION_ARG_STRING, &only_case, "One case alone", "NAME" },
  { "cli", 0, 0, G_OPTION_ARG_FILENAME, &cli_path, "tincan-cli, to measure it too", "PATH" },
  { "csv", 0, 0, G_OPTION_ARG_FILENAME, &csv_path, "Write every figure of every run there", "PATH" },
  { "curves", 0, 0, G_OPTION_ARG_NONE, &wants_curves, "More points, and cost by length of the log", NULL },
  { "log-length", 0, 0, G_OPTION_ARG_DOUBLE, &log_length, "Messages in the log at the end of that curve (5e6)", "N" },
  { "same-cpu", 0, 0, G_OPTION_ARG_NONE, &is_same_cpu, "Load and server share a processor: no wake-ups across", NULL },
  { "ours-alone", 0, 0, G_OPTION_ARG_NONE, &is_ours_alone, "Leave out ncat and socat", NULL },
  { NULL }
};

static gboolean
takes_part (const BenchServer *server,
            BenchSet           set)
{
  return (server->sets & set) != 0
         && !(server->contender.forks && is_ours_alone)
         && bench_contender_is_installed (&server->contender);
}

static gboolean
is_wanted (const char *name)
{
  return only_case == NULL || strcmp (only_case, name) == 0;
}

/* Every contender here is the first member of a server. */
static BenchPart
get_part (const BenchRun *run)
{
  return ((const BenchServer *) run->contender)->part;
}

/* Returns: (nullable): the run of a server that took part and could be measured */
static const BenchRun *
find_run (const BenchRun *runs,
          guint           n_runs,
          BenchPart       part)
{
  for (guint i = 0; i < n_runs; i++)
    if (get_part (&runs[i]) == part && runs[i].n_repetitions > 0)
      return &runs[i];

  return NULL;
}

static void
keep_results (const Case     *the_case,
              const BenchRun *runs,
              guint           n_runs)
{
  const BenchRun *recording = find_run (runs, n_runs, BENCH_PART_RECORDING);

  for (guint i = 0; i < MAX_GOALS; i++)
    {
      const Goal *goal = &the_case->goals[i];
      const BenchRun *ours = find_run (runs, n_runs, goal->ours);
      const BenchRun *reference = find_run (runs, n_runs, goal->reference);

      if (goal->wanted != NULL && ours != NULL && reference != NULL)
        bench_reach_keep_all (the_case->title, ours, reference, goal->wanted);
    }

  for (guint i = 0; i < n_runs && recording != NULL; i++)
    if (get_part (&runs[i]) == BENCH_PART_OTHER)
      bench_reach_keep (the_case->title, recording, &runs[i], BENCH_RATE, NULL);
}

/* Returns: whether the record of one of ours has every byte. */
static gboolean
check_totals (const char *totals)
{
  const char *unsaved = totals != NULL ? strstr (totals, "unsaved ") : NULL;

  if (unsaved == NULL || strcmp (unsaved, "unsaved 0") == 0)
    return TRUE;

  printf ("  not all was recorded: %s\n", totals);
  return FALSE;
}

/* A figure in a column, or a dash where there is none. printf(3) counts bytes, so that the dash is padded here. */
static void
print_figure (int    width,
              int    digits,
              double figure)
{
  if (figure > 0)
    printf (" %*.*f", width, digits, figure);
  else
    printf (" %*s–", width - 1, "");
}

static void
print_row (const BenchRun *run,
           const BenchRun *reference,
           const Case     *the_case)
{
  gboolean has_cpu = !(run->contender->forks && strcmp (the_case->verb, "accept") == 0);
  double lowest = run->figures[BENCH_RATE][0];
  double highest = lowest;

  for (guint i = 0; i < run->n_repetitions; i++)
    {
      lowest = MIN (lowest, run->figures[BENCH_RATE][i]);
      highest = MAX (highest, run->figures[BENCH_RATE][i]);
    }

  printf ("  %-30s", run->contender->name);
  print_figure (9, 0, bench_run_get_median (run, BENCH_RATE));
  print_figure (8, 0, lowest);
  print_figure (8, 0, highest);
  print_figure (6, 2, bench_run_get_ratio (run, reference, BENCH_RATE));
  print_figure (8, 1, bench_run_get_median (run, BENCH_P50));
  print_figure (9, 1, bench_run_get_median (run, BENCH_P99));
  print_figure (9, 2, has_cpu ? bench_run_get_median (run, BENCH_CPU) : 0);
  print_figure (6, 2, has_cpu ? bench_run_get_ratio (run, reference, BENCH_CPU) : 0);
  printf ("\n");
}

static void
print_head (const char *title)
{
  printf ("\n%-32s %9s %8s %8s %6s %8s  %9s  %9s  %6s\n", title,
          "median", "lowest", "highest", "of raw", "p50 µs", "p99 µs", "CPU µs", "of raw");
}

static void
measure (BenchRun   *runs,
         guint       n_runs,
         const Case *the_case)
{
  for (int repetition = 0; repetition < repetitions; repetition++)
    {
      for (guint i = 0; i < n_runs; i++)
        {
          if (runs[i].process == NULL || runs[i].contender->max_repetitions <= (guint) repetition)
            continue;

          if (!bench_run_measure (&runs[i], the_case->verb, the_case->n_connections, MESSAGE_SIZE, seconds))
            g_clear_pointer (&runs[i].process, bench_process_stop);
        }
    }
}

static void
start_all (BenchRun   *runs,
           guint       n_runs,
           const Case *the_case)
{
  for (guint i = 0; i < n_runs; i++)
    {
      if (the_case->n_connections + the_case->n_idle > runs[i].contender->max_connections)
        continue;

      if (!bench_run_start (&runs[i])
          || (the_case->n_idle > 0 && !bench_run_hold (&runs[i], the_case->n_idle)))
        g_clear_pointer (&runs[i].process, bench_process_stop);
    }
}

static gboolean
run_case (const Case *the_case)
{
  gsize n_servers;
  const BenchServer *servers = bench_servers_get (&n_servers);
  g_autofree BenchRun *runs = g_new0 (BenchRun, n_servers);
  gboolean is_right = TRUE;
  guint n_runs = 0;

  for (gsize i = 0; i < n_servers; i++)
    {
      if (takes_part (&servers[i], the_case->set))
        runs[n_runs++].contender = &servers[i].contender;
    }

  start_all (runs, n_runs, the_case);
  measure (runs, n_runs, the_case);
  print_head (the_case->title);

  for (guint i = 0; i < n_runs; i++)
    {
      g_autofree char *totals = bench_run_stop (&runs[i]);

      print_row (&runs[i], &runs[0], the_case);
      bench_csv_add_run (the_case->name, the_case->n_connections, &runs[i]);
      is_right &= check_totals (totals) && (runs[i].contender->program != NULL || runs[i].n_repetitions > 0);
    }

  keep_results (the_case, runs, n_runs);

  return is_right;
}

static const guint memory_counts[] = { 0, 100, 1000, MANY_CONNECTIONS };

/* How long it takes to end a session, with its record, while so many connections are open. */
static double
time_closing (BenchRun *run)
{
  gint64 start = bench_get_time_ns ();
  g_autofree char *totals = NULL;

  bench_process_end_input (run->process);
  totals = bench_process_read_line (run->process);

  return totals != NULL ? (bench_get_time_ns () - start) / 1e9 : 0;
}

static void
keep_weight (const BenchRun *run,
             const double   *bytes,
             double          closing)
{
  const gsize last = G_N_ELEMENTS (memory_counts) - 1;
  const char *name = run->contender->name;
  double each = (bytes[last] - bytes[0]) / memory_counts[last];

  printf ("  %-30s", name);

  for (gsize i = 0; i <= last; i++)
    {
      printf (" %9.1f", bytes[i] / 1e6);
      bench_csv_add ("memory", memory_counts[i], name, 1, "resident_bytes", bytes[i]);
    }

  printf (" %12.0f", each);
  print_figure (10, 2, closing);
  printf ("\n");

  if (get_part (run) != BENCH_PART_RECORDING)
    return;

  bench_results_add ("bytes a connection, of 10,000", each, "every ≤ 4096");
  bench_results_add ("seconds to close 10,000", closing, "every ≤ 2");
}

/* Fills a ring of recycled memory first, or its pages would count as the connections'. */
static gboolean
weigh (const BenchServer *server)
{
  double bytes[G_N_ELEMENTS (memory_counts)];
  g_autofree BenchRun *run = g_new0 (BenchRun, 1);
  double closing = 0;
  gboolean is_right;

  run->contender = &server->contender;
  is_right = bench_run_start (run)
             && bench_run_measure (run, "stream", 1, MESSAGE_SIZE, seconds);

  for (gsize i = 0; i < G_N_ELEMENTS (memory_counts) && is_right; i++)
    {
      bench_run_release (run);
      is_right = memory_counts[i] == 0 || bench_run_hold (run, memory_counts[i]);
      bytes[i] = bench_process_get_memory (run->process->pid, "VmRSS");
    }

  if (is_right && server->contender.tells_totals)
    closing = time_closing (run);
  if (is_right)
    keep_weight (run, bytes, closing);

  g_free (bench_run_stop (run));
  return is_right;
}

static gboolean
run_memory (void)
{
  gsize n_servers;
  const BenchServer *servers = bench_servers_get (&n_servers);
  gboolean is_right = TRUE;

  printf ("\n%-32s %9s %9s %9s %9s %12s %9s\n",
          "resident MB by connections", "0", "100", "1,000", "10,000", "bytes each", "closing s");

  for (gsize i = 0; i < n_servers; i++)
    {
      if (takes_part (&servers[i], BENCH_SET_MEMORY))
        is_right &= weigh (&servers[i]);
    }

  return is_right;
}

/* What a round trip costs while the log gets longer, beside a server that has none. */
static gboolean
run_log_length (void)
{
  gsize n_servers;
  const BenchServer *servers = bench_servers_get (&n_servers);
  g_autofree BenchRun *runs = g_new0 (BenchRun, 2);
  gboolean is_right;
  double length = 0;

  for (gsize i = 0; i < n_servers; i++)
    if (servers[i].sets & BENCH_SET_ECHO && (servers[i].part == BENCH_PART_RAW || servers[i].part == BENCH_PART_RECORDING))
      runs[servers[i].part == BENCH_PART_RECORDING].contender = &servers[i].contender;

  printf ("\n%-32s %12s %12s\n", "CPU µs a round trip by messages", "Tincan", "raw");
  is_right = bench_run_start (&runs[0]) && bench_run_start (&runs[1]);

  while (is_right && length < log_length)
    {
      is_right = bench_run_measure (&runs[0], "echo", LOG_CONNECTIONS, MESSAGE_SIZE, seconds)
                 && bench_run_measure (&runs[1], "echo", LOG_CONNECTIONS, MESSAGE_SIZE, seconds);
      length += 2 * runs[1].figures[BENCH_TRIPS][0];
      printf ("  %-30.0f %12.2f %12.2f\n", length, runs[1].figures[BENCH_CPU][0], runs[0].figures[BENCH_CPU][0]);

      for (guint i = 0; i < 2; i++)
        {
          bench_csv_add_run ("log-length", length, &runs[i]);
          runs[i].n_repetitions = 0;
        }
    }

  g_free (bench_run_stop (&runs[0]));
  g_free (bench_run_stop (&runs[1]));

  return is_right;
}

static void
prepare (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (program);
  int server_cpu;
  int load_cpu;

  g_setenv ("FOLDER", folder, TRUE);

  if (cli_path != NULL)
    g_setenv ("CLI", cli_path, TRUE);

  bench_choose_cpus (&server_cpu, &load_cpu);

  if (is_same_cpu)
    load_cpu = server_cpu;

  bench_set_cpus (server_cpu, load_cpu);

  if (server_cpu == BENCH_ANY_CPU)
    printf ("Server and load on whatever processor is free");
  else
    printf ("Server on processor %d, load on %d", server_cpu, load_cpu);

  printf ("; %d-byte messages, one under way a connection; %d runs of %g s each, taking turns (other programs %d)\n",
          MESSAGE_SIZE, repetitions, seconds, MIN (repetitions, REPETITIONS_BESIDE));
}

static gboolean
run_all (void)
{
  gboolean is_right = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      if (is_wanted (cases[i].name) && (wants_curves || !cases[i].is_for_curves || only_case != NULL))
        is_right &= run_case (&cases[i]);
    }

  if (is_wanted ("memory"))
    is_right &= run_memory ();
  if (wants_curves && is_wanted ("log-length"))
    is_right &= run_log_length ();

  return is_right;
}

static gboolean
parse (int    *argc,
       char ***argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *help = NULL;

  g_option_context_add_main_entries (context, options, NULL);

  if (g_option_context_parse (context, argc, argv, NULL) && *argc == 1
      && repetitions >= 1 && repetitions <= BENCH_MAX_REPETITIONS)
    return TRUE;

  help = g_option_context_get_help (context, TRUE, NULL);
  g_printerr ("%s", help);

  return FALSE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL;
  g_autofree char *removal = NULL;
  gboolean is_right;

  if (!parse (&argc, &argv) || !bench_csv_open (csv_path))
    return 2;

  state = g_dir_make_tmp ("tincan-bench-XXXXXX", &error);

  if (state == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  g_setenv ("STATE", state, TRUE);
  setvbuf (stdout, NULL, _IOLBF, 0);
  prepare ();
  is_right = run_all ();
  bench_csv_close ();

  removal = g_strdup_printf ("rm -rf '%s'", state);
  g_spawn_command_line_sync (removal, NULL, NULL, NULL, NULL);

  return is_right ? 0 : 1;
}
