/* bench-find.c: how fast messages are found, beside grep on the same bytes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-folder.h"
#include "bench-grep.h"
#include "bench-histogram.h"
#include "bench-process.h"
#include "bench-recording.h"

#include "model/tin-finder.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define CAPTURE_NAME  "find.pcapng"
#define LINES_NAME    "find.txt"
#define MAX_RUNS      9

static gint64 n_messages = 10000000;
static int repetitions = 3;
static char *folder;

static const GOptionEntry options[] = {
  { "messages", 'n', 0, G_OPTION_ARG_INT64, &n_messages, "Messages of 64 bytes (10000000)", "N" },
  { "repetitions", 'r', 0, G_OPTION_ARG_INT, &repetitions, "Runs of each case (3)", "N" },
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where 2.4 GB of files are for the time being", "FOLDER" },
  { NULL }
};

/* What is typed into the filter, and what grep(1) is told for the same. */
static const struct
{
  const char *query;
  const char *grep;
} cases[] = {
  { "needle", "-ci needle" },
  { "Needle", "-c Needle" },
  { "\"message 77\"", "-ci 'message 77'" },
  { "message", "-ci message" },
  { "/nee+dle$/", "-ciE 'nee+dle$'" },
  { "in size>10 needle", "-ci needle" },
  { "size>63", NULL },
};

/* Of this process, or of those that it has started and that have ended, seconds. */
static double
get_cpu (int who)
{
  struct rusage usage;

  getrusage (who, &usage);

  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
news_cb (gpointer user_data)
{
  g_main_context_wakeup (NULL);
}

static double
find (TinFrames  *frames,
      const char *text,
      guint64    *n_hits)
{
  g_autoptr (TinQuery) query = tin_query_new (text, TIN_QUERY_DEFAULT, "UTF-8", NULL);
  g_autoptr (TinFinder) finder = tin_finder_new (frames, query, 0);
  gint64 start_ns = bench_get_time_ns ();

  tin_finder_set_news_func (finder, news_cb, NULL);
  tin_finder_continue (finder);
  while (tin_finder_is_busy (finder))
    g_main_context_iteration (NULL, TRUE);

  tin_finder_get_end (finder, n_hits);

  return (double) (bench_get_time_ns () - start_ns) / 1e9;
}

static void
run_case (TinFrames  *frames,
          const char *query,
          const char *arguments)
{
  const double payload = (double) n_messages * BENCH_MESSAGE_SIZE / 1e9;
  const double cpu = get_cpu (RUSAGE_SELF);
  const double their_cpu = get_cpu (RUSAGE_CHILDREN);
  double ours[MAX_RUNS];
  double theirs[MAX_RUNS];
  g_autofree char *path = g_build_filename (folder, LINES_NAME, NULL);
  guint64 n_ours = 0;
  guint64 n_theirs = 0;
  double speed;

  for (int i = 0; i < repetitions; i++)
    {
      ours[i] = find (frames, query, &n_ours);
      if (arguments != NULL)
        theirs[i] = bench_grep (arguments, path, &n_theirs);
    }

  speed = payload / bench_median (ours, repetitions);
  g_print ("  %-20s %10" G_GUINT64_FORMAT " hits %8.2f GB/s", query, n_ours, speed);

  g_print (" (%.2f s of processor time)", (get_cpu (RUSAGE_SELF) - cpu) / repetitions);

  if (arguments != NULL)
    {
      double their_speed = payload / bench_median (theirs, repetitions);

      g_print (" %10" G_GUINT64_FORMAT " hits %8.2f GB/s (%.2f s) %6.2f ×", n_theirs, their_speed,
               (get_cpu (RUSAGE_CHILDREN) - their_cpu) / repetitions, speed / their_speed);
    }

  g_print ("\n");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *own_folder = NULL;
  g_autofree char *capture_path = NULL;
  g_autofree char *lines_path = NULL;
  const TinFraming framing = TIN_FRAMING_INIT;
  g_autoptr (TinCapture) capture = NULL;
  g_autoptr (TinFrames) frames = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || n_messages < 1 || repetitions < 1
      || repetitions > MAX_RUNS)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      g_printerr ("%s", help);
      return 2;
    }

  own_folder = bench_folder_new (NULL);
  if (folder == NULL)
    folder = own_folder;

  capture_path = g_build_filename (folder, CAPTURE_NAME, NULL);
  lines_path = g_build_filename (folder, LINES_NAME, NULL);
  capture = bench_recording_create (capture_path, lines_path, n_messages);
  frames = tin_frames_new (capture, &framing, &framing);

  g_print ("%" G_GINT64_FORMAT " messages of %d bytes: the finder, and grep on the same bytes\n", n_messages,
           BENCH_MESSAGE_SIZE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    run_case (frames, cases[i].query, cases[i].grep);

  g_clear_object (&frames);
  g_clear_object (&capture);
  g_unlink (capture_path);
  g_unlink (lines_path);
  bench_folder_remove (own_folder);

  return 0;
}
