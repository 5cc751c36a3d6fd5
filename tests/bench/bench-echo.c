/* bench-echo.c: Tincan's server beside a raw epoll loop and beside what else is installed, in one table.
 *
 * Servers take turns, run by run, so that what disturbs the machine disturbs all;
 * each ratio is the median of the ratios of neighbouring runs. Round trips a second tell more
 * of the machine than of the server; processor time a round trip is the steady figure.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-contender.h"
#include "bench-histogram.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MESSAGE_SIZE        64 /* bytes */
#define REPETITIONS_BESIDE  2  /* of the other programs, which are many times slower */
#define MANY                15000 /* connections: what one descriptor table of 20,000 holds */
#define FEW                 1000  /* of a program that starts a process for each */

typedef enum
{
  SET_NONE,
  SET_ECHO = 1 << 0,
  SET_STREAM = 1 << 1,
  SET_MEMORY = 1 << 2,
} Set;

typedef struct
{
  BenchContender contender;
  Set            sets;
} Entry;

typedef struct
{
  const char *name;
  const char *title;
  const char *verb;
  guint       n_connections;
  guint       n_idle;
  Set         set;
} Case;

static const Entry entries[] = {
  {
    .contender = {
      .name = "raw epoll loop",
      .command = "exec \"$FOLDER\"/raw-server",
      .tells_port = TRUE,
      .max_connections = MANY,
      .max_repetitions = BENCH_MAX_REPETITIONS,
    },
    .sets = SET_ECHO | SET_MEMORY,
  },
  {
    .contender = {
      .name = "Tincan, recording",
      .command = "exec \"$FOLDER\"/echo-server --folder \"$STATE\"",
      .tells_port = TRUE,
      .tells_totals = TRUE,
      .max_connections = MANY,
      .max_repetitions = BENCH_MAX_REPETITIONS,
    },
    .sets = SET_ECHO | SET_MEMORY,
  },
  {
    .contender = {
      .name = "Tincan, not recording",
      .command = "exec \"$FOLDER\"/echo-server --no-record",
      .tells_port = TRUE,
      .max_connections = MANY,
      .max_repetitions = BENCH_MAX_REPETITIONS,
    },
    .sets = SET_ECHO,
  },
  {
    .contender = {
      .name = "tincan-cli --json >/dev/null",
      .command = "XDG_STATE_HOME=\"$STATE\" XDG_CONFIG_HOME=\"$STATE\" "
                 "exec \"$CLI\" --json \"tcp-listen://127.0.0.1:$PORT?reply=echo\" >/dev/null",
      .program = "$CLI",
      .max_connections = MANY,
      .max_repetitions = BENCH_MAX_REPETITIONS,
    },
    .sets = SET_ECHO | SET_MEMORY,
  },
  {
    .contender = {
      .name = "ncat -k -e /bin/cat",
      .command = "exec ncat -l -k -m 20000 -e /bin/cat 127.0.0.1 $PORT",
      .program = "ncat",
      .max_connections = FEW,
      .max_repetitions = REPETITIONS_BESIDE,
      .forks = TRUE,
    },
    .sets = SET_ECHO,
  },
  {
    .contender = {
      .name = "socat fork PIPE",
      .command = "exec socat TCP-LISTEN:$PORT,bind=127.0.0.1,fork,reuseaddr,backlog=4096,nodelay PIPE",
      .program = "socat",
      .max_connections = FEW,
      .max_repetitions = REPETITIONS_BESIDE,
      .forks = TRUE,
    },
    .sets = SET_ECHO,
  },
  {
    .contender = {
      .name = "raw epoll loop",
      .command = "exec \"$FOLDER\"/raw-server --sink",
      .tells_port = TRUE,
      .max_connections = MANY,
      .max_repetitions = BENCH_MAX_REPETITIONS,
    },
    .sets = SET_STREAM,
  },
  {
    .contender = {
      .name = "raw epoll loop and write(2)",
      .command = "exec \"$FOLDER\"/raw-server --sink --file \"$STATE\"/received",
      .tells_port = TRUE,
      .max_connections = MANY,
      .max_repetitions = BENCH_MAX_REPETITIONS,
    },
    .sets = SET_STREAM,
  },
  {
    .contender = {
      .name = "Tincan, recording",
      .command = "exec \"$FOLDER\"/echo-server --sink --folder \"$STATE\"",
      .tells_port = TRUE,
      .tells_totals = TRUE,
      .max_connections = MANY,
      .max_repetitions = BENCH_MAX_REPETITIONS,
    },
    .sets = SET_STREAM,
  },
  {
    .contender = {
      .name = "Tincan, not recording",
      .command = "exec \"$FOLDER\"/echo-server --sink --no-record",
      .tells_port = TRUE,
      .max_connections = MANY,
      .max_repetitions = BENCH_MAX_REPETITIONS,
    },
    .sets = SET_STREAM,
  },
};

static const Case cases[] = {
  { "echo-1", "round trips/s, 1 connection", "echo", 1, 0, SET_ECHO },
  { "echo-10", "round trips/s, 10 connections", "echo", 10, 0, SET_ECHO },
  { "echo-100", "round trips/s, 100 connections", "echo", 100, 0, SET_ECHO },
  { "echo-1000", "round trips/s, 1,000 connections", "echo", 1000, 0, SET_ECHO },
  { "echo-idle", "round trips/s, 1 beside 10,000 idle", "echo", 1, 10000, SET_ECHO },
  { "accept", "connections/s, 100 at once", "accept", 100, 0, SET_ECHO },
  { "stream-echo", "MB/s echoed, one stream", "stream", 1, 0, SET_ECHO },
  { "stream", "MB/s received, one stream", "stream", 1, 0, SET_STREAM },
};

static int repetitions = 5;
static double seconds = 1;
static char *only_case;
static char *cli_path;
static gboolean is_same_cpu;
static gboolean is_ours_alone;

static const GOptionEntry options[] = {
  { "repetitions", 'r', 0, G_OPTION_ARG_INT, &repetitions, "Runs of each server (5)", "N" },
  { "seconds", 't', 0, G_OPTION_ARG_DOUBLE, &seconds, "Length of a run (1)", "SECONDS" },
  { "case", 'c', 0, G_OPTION_ARG_STRING, &only_case, "One case alone", "NAME" },
  { "cli", 0, 0, G_OPTION_ARG_FILENAME, &cli_path, "tincan-cli, to measure it too", "PATH" },
  { "same-cpu", 0, 0, G_OPTION_ARG_NONE, &is_same_cpu, "Load and server share a processor: no wake-ups across", NULL },
  { "ours-alone", 0, 0, G_OPTION_ARG_NONE, &is_ours_alone, "Leave out ncat and socat", NULL },
  { NULL }
};

static gboolean
takes_part (const Entry *entry,
            Set          set)
{
  return (entry->sets & set) != 0
         && !(entry->contender.forks && is_ours_alone)
         && bench_contender_is_installed (&entry->contender);
}

static gboolean
is_wanted (const char *name)
{
  return only_case == NULL || strcmp (only_case, name) == 0;
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
  g_autofree BenchRun *runs = g_new0 (BenchRun, G_N_ELEMENTS (entries));
  gboolean is_right = TRUE;
  guint n_runs = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      if (takes_part (&entries[i], the_case->set))
        runs[n_runs++].contender = &entries[i].contender;
    }

  start_all (runs, n_runs, the_case);
  measure (runs, n_runs, the_case);
  print_head (the_case->title);

  for (guint i = 0; i < n_runs; i++)
    {
      g_autofree char *totals = bench_run_stop (&runs[i]);

      print_row (&runs[i], &runs[0], the_case);
      is_right &= check_totals (totals) && (runs[i].contender->forks || runs[i].n_repetitions > 0);
    }

  return is_right;
}

/* Fills a ring of recycled memory first, or its pages would count as the connections'. */
static gboolean
weigh (const Entry *entry)
{
  const guint counts[] = { 0, 1000, 10000 };
  double bytes[G_N_ELEMENTS (counts)];
  g_autofree BenchRun *run = g_new0 (BenchRun, 1);
  gboolean is_right;

  run->contender = &entry->contender;
  is_right = bench_run_start (run)
             && bench_run_measure (run, "stream", 1, MESSAGE_SIZE, seconds);

  for (gsize i = 0; i < G_N_ELEMENTS (counts) && is_right; i++)
    {
      is_right = counts[i] == 0 || bench_run_hold (run, counts[i]);
      bytes[i] = bench_process_get_memory (run->process->pid, "VmRSS");
      bench_run_release (run);
    }

  if (is_right)
    printf ("  %-30s %9.1f %9.1f %9.1f %12.0f\n", entry->contender.name,
            bytes[0] / 1e6, bytes[1] / 1e6, bytes[2] / 1e6,
            (bytes[2] - bytes[0]) / counts[2]);

  g_free (bench_run_stop (run));
  return is_right;
}

static gboolean
run_memory (void)
{
  gboolean is_right = TRUE;

  printf ("\n%-32s %9s %9s %9s %12s\n", "resident MB by connections", "0", "1,000", "10,000", "bytes each");

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      if (takes_part (&entries[i], SET_MEMORY))
        is_right &= weigh (&entries[i]);
    }

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
      if (is_wanted (cases[i].name))
        is_right &= run_case (&cases[i]);
    }

  if (is_wanted ("memory"))
    is_right &= run_memory ();

  return is_right;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL;
  g_autofree char *removal = NULL;
  gboolean is_right;

  g_option_context_add_main_entries (context, options, NULL);

  if (!g_option_context_parse (context, &argc, &argv, &error) || argc > 1
      || repetitions < 1 || repetitions > BENCH_MAX_REPETITIONS)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      g_printerr ("%s", help);
      return 2;
    }

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

  removal = g_strdup_printf ("rm -rf '%s'", state);
  g_spawn_command_line_sync (removal, NULL, NULL, NULL, NULL);

  return is_right ? 0 : 1;
}
