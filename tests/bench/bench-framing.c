/* bench-framing.c: how fast a recording is framed anew, beside grep on the same bytes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-folder.h"
#include "bench-histogram.h"
#include "bench-process.h"

#include "capture/tin-file-sink.h"
#include "capture/tin-sidecar.h"
#include "model/tin-frames.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

#define CAPTURE_NAME  "framing.pcapng"
#define LINES_NAME    "framing.txt"
#define NEEDLE        "ABC"  /* once in each line */
#define MESSAGE_SIZE  64     /* bytes: of each read, and of each line with its end */
#define A_TURN        4096   /* reads between two publishings */
#define FLUSH_TIMEOUT 60000  /* ms */
#define MAX_RUNS      9

static gint64 n_messages = 10000000;
static int repetitions = 3;
static char *folder;
static char *only;

static const GOptionEntry options[] = {
  { "messages", 'n', 0, G_OPTION_ARG_INT64, &n_messages, "Messages of 64 bytes (10000000)", "N" },
  { "repetitions", 'r', 0, G_OPTION_ARG_INT, &repetitions, "Runs of each case (3)", "N" },
  { "only", 'o', 0, G_OPTION_ARG_STRING, &only, "A framing, in place of all of them", "FRAMING" },
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where files of 2.5 GB are for the time being", "FOLDER" },
  { NULL }
};

/* A line has 63 letters and its end; the first four bytes are no length that would split. */
static const char *const framings[] = {
  "lines:lf", "lines:crlf", "delimiter:4142430a", "length:4be@2:whole,max:1000", "fixed:64", "fixed:100", "idle:1ms",
};

static void
await_room (TinCapture *capture)
{
  tin_capture_publish (capture);
  tin_capture_flush (capture, FLUSH_TIMEOUT);
}

/* Every read has the end of one line and the beginning of the next. */
static void
make_message (guint8 *message)
{
  memset (message, 'x', MESSAGE_SIZE);
  memcpy (message + 2, "\0\0\0\100", 4);
  memcpy (message + 36, NEEDLE "\r\n", strlen (NEEDLE "\r\n"));
}

static TinCapture *
create (void)
{
  g_autoptr (TinSink) sink = tin_file_sink_new (folder, CAPTURE_NAME);
  TinAddress local = { .family = TIN_FAMILY_IPV4, .port = 8080, .bytes = { 127, 0, 0, 1 } };
  TinAddress peer = { .family = TIN_FAMILY_IPV4, .port = 50000, .bytes = { 127, 0, 0, 1 } };
  TinCapture *capture = tin_capture_new ("bench", sink, TIN_CAPTURE_DEFAULT_RING_SIZE);
  guint8 message[MESSAGE_SIZE];
  TinFlow flow;

  make_message (message);
  tin_flow_init (&flow, TIN_TRANSPORT_TCP, tin_capture_take_connection (capture), &local, &peer);

  for (gint64 i = 0; i < n_messages; i++)
    {
      if (!tin_capture_has_room (capture))
        await_room (capture);

      tin_capture_append_data (capture, &flow, TIN_DIRECTION_IN, TIN_BY_PEER, message, sizeof message, NULL);
      if (i % A_TURN == 0)
        tin_capture_publish (capture);
    }

  await_room (capture);

  return capture;
}

static void
write_lines (const char *path)
{
  FILE *file = g_fopen (path, "we");
  guint8 message[MESSAGE_SIZE];
  gboolean written;

  make_message (message);
  for (gint64 i = 0; file != NULL && i < n_messages; i++)
    fwrite (message, sizeof message, 1, file);

  written = file != NULL && !ferror (file) && fclose (file) == 0;
  g_assert_true (written);
}

/* Returns: how long grep takes to count the lines by what stands in each */
static double
grep (const char *path)
{
  g_autofree char *quoted = g_shell_quote (path);
  g_autofree char *command = g_strconcat ("LC_ALL=C grep -ac " NEEDLE " ", quoted, NULL);
  gint64 start_ns = bench_get_time_ns ();
  FILE *output = popen (command, "r");
  gint64 n_lines = 0;

  if (output == NULL || fscanf (output, "%" G_GINT64_FORMAT, &n_lines) != 1 || n_lines != n_messages)
    g_printerr ("grep counted %" G_GINT64_FORMAT " lines\n", n_lines);

  if (output != NULL)
    pclose (output);

  return (double) (bench_get_time_ns () - start_ns) / 1e9;
}

static double
get_cpu_s (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static void
news_cb (gpointer user_data)
{
  g_main_context_wakeup (NULL);
}

/* How long it takes, and how much of the processor, which says more where others work beside us. */
static double
frame (TinCapture *capture,
       const char *word,
       guint64    *n_frames,
       double     *cpu)
{
  const TinFraming out = TIN_FRAMING_INIT;
  TinFraming in;
  g_autoptr (TinFrames) frames = NULL;
  gint64 start_ns = bench_get_time_ns ();
  double start_cpu = get_cpu_s ();

  g_assert_true (tin_framing_parse (word, &in, NULL));
  frames = tin_frames_new (capture, &in, &out);
  tin_frames_set_news_func (frames, news_cb, NULL);
  while (tin_frames_get_done (frames) < tin_capture_get_published (capture))
    g_main_context_iteration (NULL, TRUE);

  *n_frames = tin_frames_get_length (frames);
  *cpu = get_cpu_s () - start_cpu;

  return (double) (bench_get_time_ns () - start_ns) / 1e9;
}

static void
run_case (TinCapture *capture,
          const char *lines_path,
          const char *word)
{
  const double payload = (double) n_messages * MESSAGE_SIZE / 1e9;
  double seconds[MAX_RUNS];
  double theirs[MAX_RUNS];
  double cpu[MAX_RUNS];
  guint64 n_frames = 0;
  double median;

  for (int i = 0; i < repetitions; i++)
    {
      seconds[i] = frame (capture, word, &n_frames, &cpu[i]);
      theirs[i] = grep (lines_path);
    }

  median = bench_median (seconds, repetitions);
  g_print ("  %-28s %10" G_GUINT64_FORMAT " frames %7.2f s %7.2f GB/s of payload %7.2f CPU ns a read %7.2f times grep -c\n",
           word, n_frames, median, payload / median, bench_median (cpu, repetitions) * 1e9 / (double) n_messages,
           bench_median (theirs, repetitions) / median);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *own_folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *lines_path = NULL;
  g_autoptr (TinCapture) capture = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || n_messages < 1 || repetitions < 1 ||
      repetitions > MAX_RUNS)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      g_printerr ("%s", help);
      return 2;
    }

  own_folder = bench_folder_new (NULL);
  if (folder == NULL)
    folder = own_folder;

  lines_path = g_build_filename (folder, LINES_NAME, NULL);
  write_lines (lines_path);
  capture = create ();
  g_print ("%" G_GINT64_FORMAT " reads of %d bytes, framed anew\n", n_messages, MESSAGE_SIZE);
  for (gsize i = 0; i < G_N_ELEMENTS (framings); i++)
    if (only == NULL || g_str_equal (only, framings[i]))
      run_case (capture, lines_path, framings[i]);

  g_clear_object (&capture);
  path = g_build_filename (folder, CAPTURE_NAME, NULL);
  g_unlink (path);
  tin_sidecar_remove (path);
  g_unlink (lines_path);
  bench_folder_remove (own_folder);

  return 0;
}
