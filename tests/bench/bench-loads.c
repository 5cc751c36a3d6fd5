/* bench-loads.c: the frames of a window under each of the loads that it must not notice, and whether all is recorded.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Needs a display: build-aux/headless.sh gives one. What talks to the window are processes of their own: this program
 * for a stream and for datagrams, bench-crowd-peer for connections.
 */

#include "bench-descriptors.h"
#include "bench-dial.h"
#include "bench-process.h"
#include "bench-results.h"
#include "bench-stage.h"

#include "datagram-flood.h"
#include "ui-support.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MESSAGE_SIZE  64           /* bytes, of bench-crowd-peer */
#define BLOCK_SIZE    (256 * 1024) /* bytes that the stream is written in */
#define ROUND         64000        /* datagrams of the overload between two looks at the clock */

static int n_connections = 10000;
static int seconds = 10;
static int runs = 1;
static gboolean is_peer;
static char *only;

static const GOptionEntry options[] = {
  { "connections", 'c', 0, G_OPTION_ARG_INT, &n_connections, "How many echo (10000)", "N" },
  { "seconds", 's', 0, G_OPTION_ARG_INT, &seconds, "How long each load takes (10)", "N" },
  { "runs", 'n', 0, G_OPTION_ARG_INT, &runs, "How often (1)", "N" },
  { "load", 'l', 0, G_OPTION_ARG_STRING, &only, "Only one: echo, stream, datagrams, overload or churn", "LOAD" },
  { "peer", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &is_peer, NULL, NULL },
  { NULL }
};

/* Returns: bytes that were sent */
static guint64
send_stream (guint port,
             guint duration)
{
  static char block[BLOCK_SIZE];
  const gint64 end = g_get_monotonic_time () + duration * G_USEC_PER_SEC;
  int fd = bench_connect ((guint16) port, 0);
  GPollFD ready = { .fd = fd, .events = G_IO_OUT };
  guint64 sent = 0;

  memset (block, 's', sizeof block);
  if (fd < 0)
    return 0;

  while (g_get_monotonic_time () < end)
    {
      gssize size = send (fd, block, sizeof block, MSG_NOSIGNAL);

      if (size > 0)
        sent += (guint64) size;
      else
        g_poll (&ready, 1, -1);
    }

  close (fd);

  return sent;
}

/* Returns: datagrams that were sent; as many as go when @rate is 0 */
static guint64
send_datagrams (guint port,
                guint rate,
                guint duration)
{
  const gint64 end = g_get_monotonic_time () + duration * G_USEC_PER_SEC;
  int fd = datagram_flood_connect (port);
  guint64 sent = 0;

  if (rate > 0)
    return datagram_flood_send (fd, (guint64) rate * duration, rate) ? (guint64) rate * duration : 0;

  while (g_get_monotonic_time () < end && datagram_flood_send_cut (fd, ROUND))
    sent += ROUND;

  close (fd);

  return sent;
}

/* The other process: "stream 0 SECONDS" or "datagrams RATE SECONDS" a line, each answered with how many were sent. */
static int
be_peer (guint port)
{
  char line[80];

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      char verb[16] = "";
      guint rate = 0, duration = 0;
      guint64 sent;

      if (sscanf (line, "%15s %u %u", verb, &rate, &duration) != 3)
        return 2;

      sent = g_str_equal (verb, "stream") ? send_stream (port, duration) : send_datagrams (port, rate, duration);
      printf ("%" G_GUINT64_FORMAT " sent\n", sent);
      fflush (stdout);
    }

  return 0;
}

typedef struct
{
  BenchStage *stage;
  guint64     sent;  /* as the other process says */
} Run;

static const TinTotals *
get_totals (Run *run)
{
  return tin_session_get_totals (run->stage->session);
}

static gboolean
has_connections (gpointer data)
{
  Run *run = data;

  return tin_peer_list_get_n_open (tin_session_get_peers (run->stage->session)) >= (guint) n_connections;
}

static gboolean
has_echoed (gpointer data)
{
  Run *run = data;

  return get_totals (run)->bytes_in == get_totals (run)->bytes_out;
}

static gboolean
has_stream (gpointer data)
{
  Run *run = data;

  return get_totals (run)->bytes_in >= run->sent;
}

static gboolean
has_churned (gpointer data)
{
  Run *run = data;

  return get_totals (run)->connections >= run->sent
         && tin_peer_list_get_n_open (tin_session_get_peers (run->stage->session)) == 0;
}

static gboolean
has_closed (gpointer data)
{
  Run *run = data;

  return tin_session_get_state (run->stage->session) == TIN_SESSION_CLOSED;
}

static char *
tell_echoes (Run      *run,
             gboolean *is_right)
{
  *is_right = get_totals (run)->bytes_in > 0;

  return g_strdup_printf ("%" G_GUINT64_FORMAT " received and echoed, %s", get_totals (run)->bytes_in / MESSAGE_SIZE,
                          run->stage->answer);
}

static char *
tell_stream (Run      *run,
             gboolean *is_right)
{
  *is_right = get_totals (run)->bytes_in == run->sent;

  return g_strdup_printf ("%.2f GB sent, %s", (double) run->sent / 1e9, *is_right ? "all recorded" : "NOT ALL RECORDED");
}

/* What the status line has to say, of what was dropped. */
static gboolean
says_loss (Run *run)
{
  g_autofree char *note = g_strdup_printf ("%'" G_GUINT64_FORMAT " lost: receive buffer too small",
                                           get_totals (run)->dropped);

  return ui_find (run->stage->window, GTK_TYPE_LABEL, note) != NULL;
}

static gboolean
has_said_loss (gpointer data)
{
  return says_loss (data);
}

static char *
tell_datagrams (Run      *run,
                gboolean *is_right)
{
  const TinTotals *totals = get_totals (run);

  *is_right = run->sent > 0 && totals->messages_in + totals->dropped == run->sent;
  if (totals->dropped > 0)
    ui_wait_until (has_said_loss, run);

  return g_strdup_printf ("%" G_GUINT64_FORMAT " sent = %" G_GUINT64_FORMAT " recorded + %" G_GUINT64_FORMAT
                          " dropped: %s%s", run->sent, totals->messages_in, totals->dropped,
                          *is_right ? "exact" : "WRONG", totals->dropped > 0 ? ", said with the reason" : "");
}

static char *
tell_churn (Run      *run,
            gboolean *is_right)
{
  *is_right = get_totals (run)->connections == run->sent;

  return g_strdup_printf ("%" G_GUINT64_FORMAT " came and went, %s", run->sent,
                          *is_right ? "all recorded" : "NOT ALL RECORDED");
}

/* A new load is a row here. */
static const struct
{
  const char  *id;
  const char  *name;
  const char  *uri;
  gboolean     is_crowd;   /* talks with bench-crowd-peer */
  const char  *command;
  guint        number;
  UiCondition  is_over;    /* when all that was sent has arrived */
  char      *(*tell) (Run      *run,
                      gboolean *is_right);
} loads[] = {
  { "echo", "10,000 connections echoing", "tcp-listen://127.0.0.1:0?reply=echo", TRUE, "echo", 20000, has_echoed,
    tell_echoes },
  { "stream", "bulk stream, recorded", "tcp-listen://127.0.0.1:0", FALSE, "stream", 0, has_stream, tell_stream },
  { "datagrams", "UDP, 200,000 a second", "udp-listen://127.0.0.1:0", FALSE, "datagrams", 200000, NULL,
    tell_datagrams },
  { "overload", "UDP, more than can be received", "udp-listen://127.0.0.1:0", FALSE, "datagrams", 0, NULL,
    tell_datagrams },
  { "churn", "1,000 connects and closes a second", "tcp-listen://127.0.0.1:0?reply=echo", TRUE, "churn", 1000,
    has_churned, tell_churn },
};

static void
hold_connections (Run *run)
{
  g_autofree char *line = g_strdup_printf ("hold %d 0\n", n_connections);

  bench_stage_tell_peer (run->stage, line);
  bench_stage_await_answer (run->stage);
  g_assert_true (g_str_has_prefix (run->stage->answer, "held"));
  ui_wait_until (has_connections, run);
}

static void
keep_account (Run      *run,
              gsize     load,
              gboolean  is_right)
{
  g_autofree char *unaccounted = g_strconcat (loads[load].name, ": runs in which something is unaccounted for", NULL);
  g_autofree char *dropped = g_strconcat (loads[load].name, ": dropped, as reported", NULL);

  bench_results_add (unaccounted, is_right ? 0 : 1, "every ≤ 0");
  if (g_str_has_prefix (loads[load].uri, "udp"))
    bench_results_add (dropped, (double) get_totals (run)->dropped, loads[load].number > 0 ? "four of five ≤ 0" : NULL);
}

/* Returns: whether all of it is accounted for */
static gboolean
run_load (BenchStage *stage,
          gsize       load,
          const char *program)
{
  g_autofree char *crowd_peer = g_build_filename (g_path_get_dirname (program), "bench-crowd-peer", NULL);
  const char *const crowd_command[] = { crowd_peer, NULL };
  const char *const own_command[] = { program, "--peer", NULL };
  g_autofree char *line = g_strdup_printf ("%s %u %d\n", loads[load].command, loads[load].number, seconds);
  g_autofree char *what = NULL;
  Run run = { stage };
  gboolean is_right = FALSE;

  bench_stage_show (stage, loads[load].uri);
  bench_stage_start_peer (stage, loads[load].is_crowd ? crowd_command : own_command);
  if (g_str_equal (loads[load].id, "echo"))
    hold_connections (&run);

  bench_stage_begin (stage);
  bench_stage_tell_peer (stage, line);
  bench_stage_await_answer (stage);
  bench_stage_end (stage);

  run.sent = g_ascii_strtoull (stage->answer, NULL, 10);
  if (loads[load].is_over != NULL)
    ui_wait_until (loads[load].is_over, &run);
  tin_session_stop (stage->session);
  ui_wait_until (has_closed, &run);
  what = loads[load].tell (&run, &is_right);
  bench_stage_print (stage, loads[load].name, what);
  keep_account (&run, load, is_right);

  bench_stage_end_peer (stage);
  bench_stage_hide (stage);

  return is_right;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_strdup (argv[0]);
  gboolean is_right = TRUE;
  BenchStage stage;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || seconds < 1 || n_connections < 1)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "a time and a number are more than nothing");
      return 2;
    }
  if (is_peer)
    return argc == 2 ? be_peer ((guint) atoi (argv[1])) : 2;

  bench_raise_descriptor_limit ();
  bench_stage_init (&stage, &argc, &argv);
  bench_stage_print_head ();
  for (int i = 0; i < runs; i++)
    for (gsize load = 0; load < G_N_ELEMENTS (loads); load++)
      if (only == NULL || g_str_equal (only, loads[load].id))
        is_right &= run_load (&stage, load, program);
  bench_stage_clear (&stage);

  return is_right ? 0 : 1;
}
