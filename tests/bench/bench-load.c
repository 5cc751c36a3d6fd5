/* bench-load.c: the load generator: round trips, new connections, idle ones, or one fast stream.
 *
 * It prints one line: "name value" pairs. One thread, one epoll descriptor; it is a
 * process of its own, so that it neither shares descriptors nor a processor with the server.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-descriptors.h"
#include "bench-dial.h"
#include "bench-process.h"
#include "bench-stream.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS_A_TURN       256
#define SECOND_NS           G_GINT64_CONSTANT (1000000000)
#define CONNECT_TIMEOUT_NS  (60 * SECOND_NS)
#define CONNECT_WINDOW      64
#define SILENCE_MS          10000 /* a server that does nothing for so long has failed */

typedef struct
{
  int    fd;
  guint  received;   /* bytes of the answer under way */
  gint64 sent_ns;
} Connection;

typedef struct
{
  int          epoll_fd;
  Connection  *connections;  /* (owned) */
} Players;

static int port;
static int n_connections = 1;
static int message_size = 64;
static int server_group;
static int n_trips;
static double seconds = 1;
static double warm_up = 0.2;
static char message[BENCH_MAX_MESSAGE_SIZE];
static char answer[BENCH_MAX_MESSAGE_SIZE];
static BenchHistogram times;
static guint64 trips;      /* in all, before the clock runs too */

static const GOptionEntry options[] = {
  { "port", 'p', 0, G_OPTION_ARG_INT, &port, "TCP port of the server on 127.0.0.1", "PORT" },
  { "connections", 'n', 0, G_OPTION_ARG_INT, &n_connections, "Connections at once (1)", "N" },
  { "size", 's', 0, G_OPTION_ARG_INT, &message_size, "Bytes of a message, at most 65536 (64)", "BYTES" },
  { "seconds", 't', 0, G_OPTION_ARG_DOUBLE, &seconds, "How long to measure (1)", "SECONDS" },
  { "warm-up", 'w', 0, G_OPTION_ARG_DOUBLE, &warm_up, "How long to run before that (0.2)", "SECONDS" },
  { "trips", 0, 0, G_OPTION_ARG_INT, &n_trips, "Round trips of echo in all, however long they take", "N" },
  { "server", 0, 0, G_OPTION_ARG_INT, &server_group, "Process group of the server, to tell its processor time", "PID" },
  { NULL }
};

static guint64
get_server_cpu_ns (void)
{
  return server_group != 0 ? bench_group_get_cpu_ns (server_group) : 0;
}

static gboolean
connect_all (int *fds)
{
  const BenchDial dial = {
    .port = port,
    .window = MIN (n_connections, CONNECT_WINDOW),
    .size = 1,
    .limit = n_connections,
    .deadline_ns = bench_get_time_ns () + CONNECT_TIMEOUT_NS,
    .keep = fds,
  };
  guint n_connected = bench_dial (&dial);

  if (n_connected < (guint) n_connections)
    g_printerr ("%u of %d connections were answered\n", n_connected, n_connections);

  return n_connected == (guint) n_connections;
}

static gboolean
serve_ball (Connection *connection,
            gint64      now)
{
  connection->received = 0;
  connection->sent_ns = now;

  return send (connection->fd, message, message_size, MSG_NOSIGNAL) == message_size;
}

/* Returns: 1 after a whole round trip, 0 after a part of one, -1 on failure. */
static int
return_ball (Connection *connection)
{
  gssize received = recv (connection->fd, answer, message_size - connection->received, 0);
  gint64 now;

  if (received < 0 && errno == EAGAIN)
    return 0;

  if (received <= 0 || memcmp (answer, message + connection->received, received) != 0)
    return -1;

  connection->received += received;

  if (connection->received < (guint) message_size)
    return 0;

  now = bench_get_time_ns ();
  bench_histogram_add (&times, now - connection->sent_ns);
  trips++;

  return serve_ball (connection, now) ? 1 : -1;
}

static gboolean
play_until (Players *players,
            gint64   end)
{
  struct epoll_event events[EVENTS_A_TURN];

  while (n_trips > 0 ? trips < (guint64) n_trips : bench_get_time_ns () < end)
    {
      int n_events = epoll_wait (players->epoll_fd, events, EVENTS_A_TURN, SILENCE_MS);

      if (n_events <= 0)
        return FALSE;

      for (int i = 0; i < n_events; i++)
        {
          if (return_ball (events[i].data.ptr) < 0)
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
play (Players *players)
{
  guint64 cpu_ns;
  gint64 start;

  for (int i = 0; i < n_connections; i++)
    {
      if (!serve_ball (&players->connections[i], bench_get_time_ns ()))
        return FALSE;
    }

  if (n_trips == 0 && !play_until (players, bench_get_time_ns () + warm_up * SECOND_NS))
    return FALSE;

  bench_histogram_clear (&times);
  cpu_ns = get_server_cpu_ns ();
  start = bench_get_time_ns ();

  if (!play_until (players, start + seconds * SECOND_NS))
    return FALSE;

  g_print ("rate %.1f p50_us %.1f p99_us %.1f cpu_us %.3f trips %" G_GUINT64_FORMAT "\n",
           times.total * (double) SECOND_NS / (bench_get_time_ns () - start),
           bench_histogram_get (&times, 0.5) / 1000,
           bench_histogram_get (&times, 0.99) / 1000,
           (get_server_cpu_ns () - cpu_ns) / 1000.0 / times.total,
           trips);

  return TRUE;
}

/* Ping-pong: each connection has one message under way. */
static gboolean
run_echo (void)
{
  g_autofree int *fds = g_new (int, n_connections);
  g_autofree Connection *connections = g_new0 (Connection, n_connections);
  Players players = { .connections = connections, .epoll_fd = epoll_create1 (EPOLL_CLOEXEC) };

  if (!connect_all (fds))
    return FALSE;

  for (int i = 0; i < n_connections; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = &connections[i] };

      connections[i].fd = fds[i];
      epoll_ctl (players.epoll_fd, EPOLL_CTL_ADD, fds[i], &event);
    }

  return play (&players);
}

/* Connect, one round trip, close: over and over, so many at once. */
static gboolean
run_accept (void)
{
  guint64 cpu_ns = get_server_cpu_ns ();
  gint64 start = bench_get_time_ns ();
  const BenchDial dial = {
    .port = port,
    .window = n_connections,
    .size = message_size,
    .deadline_ns = start + seconds * SECOND_NS,
    .times = &times,
  };
  guint n_done = bench_dial (&dial);

  g_print ("rate %.1f p50_us %.1f p99_us %.1f cpu_us %.3f\n",
           n_done * (double) SECOND_NS / (bench_get_time_ns () - start),
           bench_histogram_get (&times, 0.5) / 1000,
           bench_histogram_get (&times, 0.99) / 1000,
           (get_server_cpu_ns () - cpu_ns) / 1000.0 / MAX (n_done, 1));

  return n_done > 0;
}

/* Connects, says so, and holds until the end of its standard input. */
static gboolean
run_hold (void)
{
  g_autofree int *fds = g_new (int, n_connections);

  if (!connect_all (fds))
    return FALSE;

  g_print ("held %d\n", n_connections);

  while (read (STDIN_FILENO, answer, sizeof answer) > 0)
    continue;

  return TRUE;
}

static gboolean
run_stream (void)
{
  guint64 cpu_ns = get_server_cpu_ns ();
  BenchStream stream = bench_stream_run (port, 0, seconds * SECOND_NS);
  double megabytes = stream.sent / 1e6;

  g_print ("rate %.1f cpu_us %.3f sent %" G_GUINT64_FORMAT " received %" G_GUINT64_FORMAT "\n",
           megabytes * SECOND_NS / stream.duration_ns,
           (get_server_cpu_ns () - cpu_ns) / 1000.0 / MAX (megabytes, 1),
           stream.sent, stream.received);

  return stream.is_whole && (stream.received == stream.sent || stream.received == 0);
}

static const struct
{
  const char  *name;
  gboolean   (*run) (void);
} verbs[] = {
  { "echo", run_echo },
  { "accept", run_accept },
  { "hold", run_hold },
  { "stream", run_stream },
};

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("echo|accept|hold|stream");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);

  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2
      || port < 1 || port > G_MAXUINT16 || n_connections < 1
      || message_size < 1 || message_size > BENCH_MAX_MESSAGE_SIZE)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      g_printerr ("%s", help);
      return 2;
    }

  bench_raise_descriptor_limit ();

  for (gsize i = 0; i < sizeof message; i++)
    message[i] = 'A' + i % 26;

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      if (strcmp (argv[1], verbs[i].name) == 0)
        return verbs[i].run () ? 0 : 1;
    }

  g_printerr ("no such verb: %s\n", argv[1]);
  return 2;
}
