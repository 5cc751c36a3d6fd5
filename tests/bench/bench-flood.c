/* bench-flood.c: a window under a flood of messages: its frames, and whether every message is in the log.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Needs a display: build-aux/headless.sh gives one. The messages come from a process of its own, at an even pace, and
 * are of 64 bytes: over TCP they are framed by their size, over UDP each is a datagram.
 */

#include "bench-folder.h"
#include "bench-frames.h"
#include "bench-process.h"
#include "bench-results.h"

#include "capture/tin-scan.h"
#include "log-support.h"
#include "ui/tin-session-page.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MESSAGE_SIZE 64   /* bytes */
#define TICK_US      1000 /* between two bursts */
#define MAX_BURST    4096 /* messages; over TCP one write */
#define WARM_UP      200  /* rows that are there before frames are counted */

static int rate = 200000;
static int seconds = 10;
static int runs = 5;
static gboolean use_udp;
static int target_port;

static const GOptionEntry options[] = {
  { "rate", 'r', 0, G_OPTION_ARG_INT, &rate, "Messages a second (200000)", "N" },
  { "seconds", 's', 0, G_OPTION_ARG_INT, &seconds, "For how long (10)", "N" },
  { "runs", 'n', 0, G_OPTION_ARG_INT, &runs, "How often (5)", "N" },
  { "udp", 'u', 0, G_OPTION_ARG_NONE, &use_udp, "Datagrams instead of a TCP stream", NULL },
  { "send-to", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, &target_port, NULL, NULL },
  { NULL }
};

typedef struct
{
  guint64 n_messages;
  guint64 hash;        /* of all, whatever their order */
} Tally;

/* FNV-1a, each byte. */
static void
tally_add (Tally        *self,
           const guint8 *message)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (int i = 0; i < MESSAGE_SIZE; i++)
    hash = (hash ^ message[i]) * G_GUINT64_CONSTANT (0x100000001b3);

  self->n_messages++;
  self->hash += hash;
}

/* No two are the same. */
static void
write_message (guint64  number,
               guint8  *message)
{
  char text[MESSAGE_SIZE + 1];
  int used = g_snprintf (text, sizeof text, "message %" G_GUINT64_FORMAT " of a flood that is not to be lost ", number);

  memset (text + used, 'a' + (int) (number % 26), MESSAGE_SIZE - used);
  memcpy (message, text, MESSAGE_SIZE);
}

static gboolean
send_stream (int           fd,
             const guint8 *data,
             gsize         size)
{
  for (gsize sent = 0; sent < size;)
    {
      gssize n = send (fd, data + sent, size - sent, MSG_NOSIGNAL);

      if (n <= 0)
        return FALSE;
      sent += (gsize) n;
    }

  return TRUE;
}

/* Many at once (sendmmsg(2)), or the system calls are all that one processor has time for. */
static gboolean
send_datagrams (int     fd,
                guint8 *data,
                gsize   size)
{
  static struct mmsghdr headers[MAX_BURST];
  static struct iovec vectors[MAX_BURST];
  const guint n_datagrams = size / MESSAGE_SIZE;
  guint n_sent = 0;

  for (guint i = 0; i < n_datagrams; i++)
    {
      vectors[i] = (struct iovec) { data + (gsize) i * MESSAGE_SIZE, MESSAGE_SIZE };
      headers[i].msg_hdr = (struct msghdr) { .msg_iov = &vectors[i], .msg_iovlen = 1 };
    }

  while (n_sent < n_datagrams)
    {
      int n = sendmmsg (fd, headers + n_sent, n_datagrams - n_sent, 0);

      if (n <= 0)
        return FALSE;
      n_sent += (guint) n;
    }

  return TRUE;
}

/* The other process. Returns: its exit code */
static int
send_flood (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((guint16) target_port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, (use_udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
  const guint64 n_all = (guint64) rate * (guint64) seconds;
  g_autofree guint8 *burst = g_malloc (MAX_BURST * MESSAGE_SIZE);
  Tally tally = { 0 };
  gint64 start;

  if (fd < 0 || connect (fd, (struct sockaddr *) &address, sizeof address) != 0)
    return 1;

  start = g_get_monotonic_time ();
  while (tally.n_messages < n_all)
    {
      guint64 due = (guint64) (g_get_monotonic_time () - start + TICK_US) * (guint64) rate / G_USEC_PER_SEC;
      guint64 n = MIN (MIN (due, n_all) - MIN (tally.n_messages, due), MAX_BURST);

      for (guint64 i = 0; i < n; i++)
        {
          write_message (tally.n_messages, burst + i * MESSAGE_SIZE);
          tally_add (&tally, burst + i * MESSAGE_SIZE);
        }

      if (!(use_udp ? send_datagrams (fd, burst, n * MESSAGE_SIZE) : send_stream (fd, burst, n * MESSAGE_SIZE)))
        return 1;
      if (n < MAX_BURST)
        g_usleep (TICK_US);
    }

  printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %.3f\n", tally.n_messages, tally.hash,
          (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  close (fd);

  return 0;
}

typedef struct
{
  TinSession   *session;
  GtkWidget    *page;
  GtkWidget    *window;
  GListModel   *rows;
  BenchFrames   frames;
  GSubprocess  *sender;   /* (owned) */
  char         *report;   /* (owned) (nullable) what the sender said */
  guint64       n_sent;
  guint64       n_rows;   /* when it was asked last */
} Flood;

static gboolean
has_begun (gpointer data)
{
  Flood *flood = data;

  return g_list_model_get_n_items (flood->rows) > WARM_UP;
}

static gboolean
has_report (gpointer data)
{
  Flood *flood = data;

  return flood->report != NULL;
}

static void
sender_ready_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  Flood *flood = data;

  if (!g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &flood->report, NULL, NULL)
      || flood->report == NULL)
    flood->report = g_strdup ("");
}

/* Whatever was received and whatever was lost is in the log. */
static gboolean
has_all (gpointer data)
{
  Flood *flood = data;
  const TinTotals *totals = tin_session_get_totals (flood->session);

  return (use_udp ? totals->messages_in + totals->dropped : totals->bytes_in / MESSAGE_SIZE) >= flood->n_sent;
}

static void
start_sender (Flood      *flood,
              const char *program)
{
  g_autofree char *port = g_strdup_printf ("%u", tin_session_get_port (flood->session));
  g_autofree char *how_fast = g_strdup_printf ("%d", rate);
  g_autofree char *how_long = g_strdup_printf ("%d", seconds);
  const char *command[] = { program, "--send-to", port, "--rate", how_fast, "--seconds", how_long,
                            use_udp ? "--udp" : NULL, NULL };
  g_autoptr (GError) error = NULL;

  flood->sender = g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (flood->sender, NULL, NULL, sender_ready_cb, flood);
}

/* Reads it all again, off the disk: a stream is cut where its messages end. */
static Tally
tally_capture (TinCapture *capture)
{
  g_autoptr (TinScan) scan = tin_scan_new (capture, tin_capture_get_first (capture),
                                           tin_capture_get_published (capture));
  guint8 message[MESSAGE_SIZE];
  gsize used = 0;
  Tally tally = { 0 };
  TinScanItem item;

  while (tin_scan_next (scan, &item))
    {
      if (item.entry.event != TIN_EVENT_DATA || item.entry.direction != TIN_DIRECTION_IN || item.payload == NULL)
        continue;

      for (gsize read = 0; read < item.entry.size;)
        {
          gsize n = MIN (MESSAGE_SIZE - used, item.entry.size - read);

          memcpy (message + used, item.payload + read, n);
          read += n;
          used = (used + n) % MESSAGE_SIZE;
          if (used == 0)
            tally_add (&tally, message);
        }
    }

  return tally;
}

/* Rows with data; events have rows of their own. */
static guint64
count_rows (Flood *flood)
{
  TinFrames *frames = tin_message_list_get_frames (tin_session_get_messages (flood->session));
  guint64 n_rows = 0;

  for (guint64 number = tin_frames_get_first (frames); number < tin_frames_get_length (frames); number++)
    {
      TinFrame frame;
      TinIndexEntry entry;

      if (tin_frames_get (frames, number, &frame)
          && tin_capture_peek (tin_frames_get_capture (frames), frame.first, &entry) && entry.event == TIN_EVENT_DATA)
        n_rows++;
    }

  return n_rows;
}

static gboolean
has_all_rows (gpointer data)
{
  Flood *flood = data;
  TinMessageList *messages = tin_session_get_messages (flood->session);
  TinFrames *frames = tin_message_list_get_frames (messages);

  return !tin_message_list_is_busy (messages)
         && tin_frames_get_done (frames) >= tin_capture_get_published (tin_frames_get_capture (frames));
}

static void
report (Flood *flood,
        int    run,
        double send_time,
        Tally  sent)
{
  Tally kept = tally_capture (tin_session_get_capture (flood->session));
  guint64 n_rows = count_rows (flood);
  gboolean same = kept.n_messages == sent.n_messages && kept.hash == sent.hash && n_rows == sent.n_messages;
  g_autofree char *name = g_strdup_printf ("%d messages/s over %s", rate, use_udp ? "UDP" : "TCP");
  g_autofree char *different = g_strdup_printf ("%s: runs in which the log is not what was sent", name);

  g_print ("  %3d %10.0f/s %8.1f %9.1f %9.1f %9.1f  %" G_GUINT64_FORMAT " sent, %" G_GUINT64_FORMAT " in the log, %"
           G_GUINT64_FORMAT " recorded, %" G_GUINT64_FORMAT " counted as lost: %s\n",
           run, (double) sent.n_messages / send_time, bench_frames_get_fps (&flood->frames),
           bench_histogram_get (&flood->frames.gaps, 0.5) / 1e6, bench_histogram_get (&flood->frames.gaps, 0.99) / 1e6,
           (double) flood->frames.longest / 1e6, sent.n_messages, n_rows, kept.n_messages,
           tin_session_get_totals (flood->session)->dropped,
           same ? "same hash" : kept.n_messages < sent.n_messages ? "incomplete" : "NOT THE SAME");
  bench_frames_keep (&flood->frames, name);
  bench_results_add (different, same ? 0 : 1, "every ≤ 0");
}

static void
run_once (TinWorkbench *workbench,
          GSettings    *settings,
          const char   *program,
          int           run)
{
  g_autoptr (TinProfile) profile = tin_profile_new_from_uri (use_udp ? "udp-listen://127.0.0.1:0"
                                                                     : "tcp-listen://127.0.0.1:0", NULL);
  Flood flood = { .session = tin_workbench_create_session (workbench, profile) };
  TinFraming framing = TIN_FRAMING_INIT;
  double send_time = 1;
  Tally sent = { 0 };

  flood.page = tin_session_page_new (flood.session, workbench, settings);
  flood.window = ui_show (flood.page, 1280, 900);
  flood.rows = G_LIST_MODEL (tin_session_get_messages (flood.session));
  g_assert_true (tin_session_start (flood.session, NULL));
  ui_wait_for_state (flood.session, TIN_SESSION_OPEN);

  if (!use_udp)
    {
      g_assert_true (tin_framing_parse ("fixed:64", &framing, NULL));
      tin_message_list_set_framing (tin_session_get_messages (flood.session), &framing, &framing);
    }

  start_sender (&flood, program);
  ui_wait_until (has_begun, &flood);
  bench_frames_begin (&flood.frames, flood.window);
  ui_wait_until (has_report, &flood);
  bench_frames_end (&flood.frames);

  if (sscanf (flood.report, "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %lf", &sent.n_messages, &sent.hash,
              &send_time) == 3)
    {
      flood.n_sent = sent.n_messages;
      ui_wait_until (has_all, &flood);
      ui_wait_until (has_all_rows, &flood);
    }
  report (&flood, run, send_time, sent);

  tin_session_stop (flood.session);
  ui_wait_for_state (flood.session, TIN_SESSION_CLOSED);
  gtk_window_destroy (GTK_WINDOW (flood.window));
  ui_settle ();
  tin_session_delete_recording (flood.session, NULL);
  g_clear_object (&flood.session);
  g_clear_object (&flood.sender);
  g_free (flood.report);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_strdup (argv[0]);
  g_autofree char *folder = NULL;
  g_autoptr (TinWorkbench) workbench = NULL;
  g_autoptr (GSettings) settings = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || rate < 1 || seconds < 1)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "a rate and a time are more than nothing");
      return 2;
    }

  if (target_port != 0)
    return send_flood ();

  ui_test_init (&argc, &argv);
  folder = bench_folder_new (NULL);
  workbench = tin_workbench_new (folder, folder, &error);
  g_assert_no_error (error);
  settings = g_settings_new (TIN_APPLICATION_ID);

  g_print ("%d messages of %d bytes a second over %s for %d s into a window\n", rate, MESSAGE_SIZE,
           use_udp ? "UDP" : "TCP", seconds);
  g_print ("  %3s %12s %8s %9s %9s %9s\n", "run", "sent", "frames/s", "median ms", "p99 ms", "worst ms");
  for (int run = 1; run <= runs; run++)
    run_once (workbench, settings, program, run);
  g_clear_object (&workbench);
  bench_folder_remove (folder);

  return 0;
}
