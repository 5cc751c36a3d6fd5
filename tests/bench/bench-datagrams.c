/* bench-datagrams.c: what was sent is what was recorded and what was reported as dropped, at any rate.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tincan's engine and capture receive, a process of its own sends. The overload is made of large writes
 * that the kernel cuts into datagrams (udp(7), UDP_SEGMENT). A difference that is not 0 is a failure.
 */

#include "bench-folder.h"
#include "bench-process.h"
#include "bench-results.h"
#include "datagram-flood.h"

#include "capture/tin-capture.h"
#include "capture/tin-file-sink.h"
#include "net/tin-engine.h"

#include <sys/resource.h>

#define MAIN_RATE     200000  /* datagrams a second, which are sent more than once */
#define OVERLOAD_RATE 1500000 /* datagrams for each second: how many, not how fast */
#define FLUSH_TIMEOUT 60000   /* ms */

static int seconds = 10;
static int runs = 5;
static int only_rate = -1;
static char *folder;
static char *options_text;
static int target_port;
static gint64 n_to_send;

static const GOptionEntry options[] = {
  { "seconds", 's', 0, G_OPTION_ARG_INT, &seconds, "For how long (10)", "N" },
  { "runs", 'n', 0, G_OPTION_ARG_INT, &runs, "How often at 200000 a second (5)", "N" },
  { "rate", 'r', 0, G_OPTION_ARG_INT, &only_rate, "This many a second alone, 0 for the overload", "N" },
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where the recording is for the time being", "FOLDER" },
  { "options", 'o', 0, G_OPTION_ARG_STRING, &options_text, "Of the endpoint, such as receive-buffer=65536", "OPTIONS" },
  { "send-to", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, &target_port, NULL, NULL },
  { "send", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT64, &n_to_send, NULL, NULL },
  { NULL }
};

/* The other process. It says how long it took. Returns: its exit code */
static int
send_flood (void)
{
  int fd = datagram_flood_connect (target_port);
  gint64 start = bench_get_time_ns ();
  gboolean done = fd >= 0 && (only_rate > 0 ? datagram_flood_send (fd, n_to_send, only_rate)
                                            : datagram_flood_send_cut (fd, n_to_send));

  if (!done)
    return 1;

  printf ("%.6f\n", (bench_get_time_ns () - start) / 1e9);

  return 0;
}

/* An engine that receives, and records into a file. */
typedef struct
{
  char       *folder;   /* (owned) */
  TinEngine  *engine;   /* (owned) */
  TinCapture *capture;  /* (owned) */
  TinChannel *channel;  /* (owned) */
} Receiver;

static void
news_cb (gpointer user_data)
{
  g_main_context_wakeup (NULL);
}

static TinAddress
await_state (Receiver        *self,
             TinChannelState  state)
{
  for (;;)
    {
      g_auto (TinChannelSnapshot) snapshot = { 0 };

      tin_channel_get_snapshot (self->channel, &snapshot);
      if (snapshot.state == state)
        return snapshot.local;
      if (snapshot.error != NULL)
        g_error ("%s", snapshot.error->message);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
receiver_start (Receiver *self)
{
  g_autofree char *uri = g_strdup_printf ("udp-listen://127.0.0.1:0%s%s", options_text != NULL ? "?" : "",
                                          options_text != NULL ? options_text : "");
  g_autoptr (GError) error = NULL;
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_parse (uri, &error);
  g_autoptr (TinSink) sink = NULL;

  if (endpoint == NULL)
    g_error ("%s", error->message);

  self->folder = bench_folder_new (folder);
  sink = tin_file_sink_new (self->folder, "datagrams.pcapng");
  self->capture = tin_capture_new ("bench", sink, TIN_CAPTURE_DEFAULT_RING_SIZE);
  self->engine = tin_engine_new (&error);
  if (self->engine == NULL)
    g_error ("%s", error->message);
  self->channel = tin_engine_open (self->engine, endpoint, self->capture, news_cb, NULL);
}

static void
receiver_clear (Receiver *self)
{
  tin_engine_stop (self->engine);
  g_clear_object (&self->channel);
  g_clear_object (&self->engine);
  g_clear_object (&self->capture);
  bench_folder_remove (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

typedef struct
{
  guint64 recorded;  /* datagrams */
  guint64 dropped;   /* likewise, as reported */
  guint64 unsaved;   /* records that the disk did not get */
} Result;

static Result
count_result (TinCapture *capture)
{
  guint64 end = tin_capture_get_published (capture);
  g_auto (TinCaptureHealth) health = { 0 };
  Result result = { 0 };
  TinIndexEntry entry;

  for (guint64 i = tin_capture_get_first (capture); i < end; i++)
    {
      if (!tin_capture_peek (capture, i, &entry))
        continue;
      result.recorded += entry.event == TIN_EVENT_DATA && entry.direction == TIN_DIRECTION_IN;
      result.dropped += entry.event == TIN_EVENT_DROPPED ? entry.size : 0;
    }

  tin_capture_get_health (capture, &health);
  result.unsaved = health.unsaved_records;

  return result;
}

static double
get_processor_time (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Returns: seconds that it took */
static double
flood (const char *program,
       guint       port,
       int         rate,
       guint64     n_datagrams)
{
  g_autofree char *port_text = g_strdup_printf ("%u", port);
  g_autofree char *rate_text = g_strdup_printf ("%d", rate);
  g_autofree char *n_text = g_strdup_printf ("%" G_GUINT64_FORMAT, n_datagrams);
  const char *command[] = { program, "--send-to", port_text, "--rate", rate_text, "--send", n_text, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (BenchProcess) sender = bench_process_start (command, BENCH_ANY_CPU, &error);
  g_autofree char *line = NULL;

  if (sender == NULL)
    g_error ("%s", error->message);
  line = bench_process_read_line (sender);
  if (line == NULL)
    g_error ("the sender failed");

  return g_ascii_strtod (line, NULL);
}

static void
keep_result (int           rate,
             const Result *result,
             gint64        difference,
             double        cpu)
{
  g_autofree char *name = rate > 0 ? g_strdup_printf ("%d/s", rate) : g_strdup ("in an overload");
  g_autofree char *unaccounted = g_strdup_printf ("datagrams neither recorded nor reported as dropped, %s", name);
  g_autofree char *dropped = g_strdup_printf ("datagrams dropped, %s", name);
  g_autofree char *each = g_strdup_printf ("processor µs a datagram, %s", name);

  bench_results_add (unaccounted, (double) ABS (difference), "every ≤ 0");
  bench_results_add (dropped, (double) result->dropped, rate == MAIN_RATE ? "four of five ≤ 0" : NULL);
  bench_results_add (each, cpu * 1e6 / MAX (result->recorded, 1), NULL);
}

/* Returns: whether nothing is unaccounted for */
static gboolean
run_once (const char *program,
          int         rate,
          int         run)
{
  const guint64 n_sent = (guint64) (rate > 0 ? rate : OVERLOAD_RATE) * (guint64) seconds;
  g_autofree char *name = rate > 0 ? g_strdup_printf ("%d", rate) : g_strdup ("overload");
  Receiver receiver = { 0 };
  double cpu, elapsed;
  gint64 difference;
  Result result;

  receiver_start (&receiver);
  cpu = get_processor_time ();
  elapsed = flood (program, await_state (&receiver, TIN_CHANNEL_OPEN).port, rate, n_sent);
  tin_channel_stop (receiver.channel);
  await_state (&receiver, TIN_CHANNEL_CLOSED);
  cpu = get_processor_time () - cpu;

  tin_capture_flush (receiver.capture, FLUSH_TIMEOUT);
  result = count_result (receiver.capture);
  receiver_clear (&receiver);

  difference = (gint64) (n_sent - result.recorded - result.dropped);
  g_print ("  %8s %3d %9.0f %10" G_GUINT64_FORMAT " %10" G_GUINT64_FORMAT " %10" G_GUINT64_FORMAT
           " %10" G_GINT64_FORMAT " %7" G_GUINT64_FORMAT " %8.2f\n",
           name, run, n_sent / elapsed, n_sent, result.recorded, result.dropped, difference, result.unsaved,
           result.recorded > 0 ? cpu * 1e6 / result.recorded : 0);
  keep_result (rate, &result, difference, cpu);

  return difference == 0;
}

static void
print_head (void)
{
  g_autofree char *rmem_max = NULL;

  if (!g_file_get_contents ("/proc/sys/net/core/rmem_max", &rmem_max, NULL, NULL))
    rmem_max = g_strdup ("unknown");

  g_print ("datagrams of %d bytes over loopback for %d s; net.core.rmem_max = %s bytes\n", DATAGRAM_FLOOD_SIZE, seconds,
           g_strchomp (rmem_max));
  g_print ("  %8s %3s %9s %10s %10s %10s %10s %7s %8s\n", "rate", "run", "sent/s", "sent", "recorded", "dropped",
           "difference", "unsaved", "cpu us");
}

int
main (int    argc,
      char **argv)
{
  static const int rates[] = { 50000, 100000, MAIN_RATE, 300000, 0 };
  g_autoptr (GOptionContext) context = g_option_context_new ("— is every datagram accounted for?");
  g_autoptr (GError) error = NULL;
  gboolean done = TRUE;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || seconds < 1 || runs < 1)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "a time and a number of runs are more than nothing");
      return 2;
    }

  if (target_port != 0)
    return send_flood ();

  print_head ();
  for (guint i = 0; i < G_N_ELEMENTS (rates) && only_rate < 0; i++)
    for (int run = 1; run <= (rates[i] == MAIN_RATE ? runs : 1); run++)
      done = run_once (argv[0], rates[i], run) && done;
  for (int run = 1; run <= runs && only_rate >= 0; run++)
    done = run_once (argv[0], only_rate, run) && done;

  return done ? 0 : 1;
}
