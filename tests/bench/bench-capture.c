/* bench-capture.c: what recording costs the engine: appending, publishing, and the writer beside it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-folder.h"
#include "bench-histogram.h"
#include "bench-process.h"
#include "bench-results.h"

#include "capture/tin-capture.h"
#include "capture/tin-file-sink.h"

#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define CAPTURE_NAME   "capture.pcapng"
#define FLUSH_TIMEOUT  60000 /* ms */

typedef struct
{
  const char *title;
  gsize       size;       /* bytes of a message; each is recorded twice: as received and as sent */
  guint       a_turn;     /* messages between two publishings */
  guint64     n_messages;
  gboolean    is_saved;
} Case;

typedef struct
{
  double engine_ns;  /* processor time of the appending thread, a message */
  double others_ns;  /* of the writer */
  double switches;   /* voluntary, of all threads, a second */
  double rate;       /* messages a second */
} Figures;

static int repetitions = 5;
static char *folder;

static const GOptionEntry options[] = {
  { "repetitions", 'r', 0, G_OPTION_ARG_INT, &repetitions, "Runs of each case (5)", "N" },
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where the capture file is for the time being", "FOLDER" },
  { NULL }
};

static const Case cases[] = {
  { "64 bytes, publish each, memory", 64, 1, 2000000, FALSE },
  { "64 bytes, publish each, file", 64, 1, 2000000, TRUE },
  { "64 bytes, publish 64 at once, file", 64, 64, 2000000, TRUE },
  { "1,400 bytes, publish 16 at once, file", 1400, 16, 400000, TRUE },
  { "65,495 bytes, publish each, file", TIN_CAPTURE_MAX_PAYLOAD, 1, 8000, TRUE },
};

static double
get_cpu_ns (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);

  return time.tv_sec * 1e9 + time.tv_nsec;
}

static glong
get_switches (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_nvcsw;
}

/* What the engine does for an echo: receives in place, sends, and records that. */
static gboolean
record_message (TinCapture *capture,
                TinFlow    *flow,
                gsize       size)
{
  guint8 *data = tin_capture_reserve (capture, flow, size);

  if (data == NULL)
    return FALSE;

  memset (data, 'x', size);
  tin_capture_commit (capture, flow, size);
  tin_capture_append_data (capture, flow, TIN_DIRECTION_OUT, TIN_BY_RULE, data, size, NULL);

  return TRUE;
}

static void
room_cb (gpointer user_data)
{
  g_main_context_wakeup (NULL);
}

static void
record_all (TinCapture *capture,
            const Case *the_case)
{
  TinAddress local = { .family = TIN_FAMILY_IPV4, .port = 8080, .bytes = { 127, 0, 0, 1 } };
  TinAddress peer = { .family = TIN_FAMILY_IPV4, .port = 50000, .bytes = { 127, 0, 0, 1 } };
  TinFlow flow;

  tin_capture_set_room_func (capture, room_cb, NULL);
  tin_flow_init (&flow, TIN_TRANSPORT_TCP, tin_capture_take_connection (capture), &local, &peer);
  tin_capture_append_event (capture, &flow, TIN_EVENT_OPENED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);

  for (guint64 i = 0; i < the_case->n_messages;)
    {
      if (record_message (capture, &flow, the_case->size))
        {
          i++;
        }
      else
        {
          /* The disk is slower than we are: what it is to write is what was published. */
          tin_capture_publish (capture);
          g_main_context_iteration (NULL, TRUE);
        }

      if (i % the_case->a_turn == 0)
        tin_capture_publish (capture);
    }

  tin_capture_publish (capture);
  tin_capture_flush (capture, FLUSH_TIMEOUT);
}

static Figures
run_once (const Case *the_case)
{
  g_autofree char *where = bench_folder_new (folder);
  g_autoptr (TinSink) sink = the_case->is_saved ? tin_file_sink_new (where, CAPTURE_NAME) : NULL;
  g_autoptr (TinCapture) capture = tin_capture_new ("bench", sink, TIN_CAPTURE_DEFAULT_RING_SIZE);
  double start = get_cpu_ns (CLOCK_MONOTONIC);
  double all = get_cpu_ns (CLOCK_PROCESS_CPUTIME_ID);
  double engine = get_cpu_ns (CLOCK_THREAD_CPUTIME_ID);
  glong switches = get_switches ();
  Figures figures;
  double time;

  record_all (capture, the_case);

  time = get_cpu_ns (CLOCK_MONOTONIC) - start;
  all = get_cpu_ns (CLOCK_PROCESS_CPUTIME_ID) - all;
  engine = get_cpu_ns (CLOCK_THREAD_CPUTIME_ID) - engine;
  figures.engine_ns = engine / the_case->n_messages;
  figures.others_ns = (all - engine) / the_case->n_messages;
  figures.switches = (get_switches () - switches) / (time / 1e9);
  figures.rate = the_case->n_messages / (time / 1e9);

  g_clear_object (&capture);
  bench_folder_remove (where);

  return figures;
}

static void
run_case (const Case *the_case)
{
  g_autofree char *engine = g_strdup_printf ("engine, ns a message in and out: %s", the_case->title);
  g_autofree char *writer = g_strdup_printf ("writer, ns a message in and out: %s", the_case->title);
  double columns[4][100];

  for (int i = 0; i < repetitions; i++)
    {
      Figures figures = run_once (the_case);

      columns[0][i] = figures.engine_ns;
      columns[1][i] = figures.others_ns;
      columns[2][i] = figures.switches;
      columns[3][i] = figures.rate;
      bench_results_add (engine, figures.engine_ns, NULL);
      bench_results_add (writer, figures.others_ns, NULL);
    }

  g_print ("  %-38s %10.0f %10.0f %12.0f %12.0f\n", the_case->title,
           bench_median (columns[0], repetitions), bench_median (columns[1], repetitions),
           bench_median (columns[2], repetitions), bench_median (columns[3], repetitions));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);

  if (!g_option_context_parse (context, &argc, &argv, &error) || repetitions < 1 || repetitions > 100)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      g_printerr ("%s", help);
      return 2;
    }

  g_print ("%-40s %10s %10s %12s %12s\n", "recording a message in and out",
           "engine ns", "writer ns", "switches/s", "messages/s");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    run_case (&cases[i]);

  return 0;
}
