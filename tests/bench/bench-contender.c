/* bench-contender.c: a server that is compared with others, and what was measured of it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-contender.h"

#include "bench-dial.h"

#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define START_TIMEOUT_MS 10000

static int server_cpu = BENCH_ANY_CPU;
static int load_cpu = BENCH_ANY_CPU;

/* A port that was free a moment ago, for servers that cannot choose one by themselves. */
static guint16
find_free_port (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (bind (fd, (struct sockaddr *) &address, size) != 0)
    address.sin_port = 0;
  else
    getsockname (fd, (struct sockaddr *) &address, &size);

  close (fd);
  return ntohs (address.sin_port);
}

static gboolean
can_connect (guint16 port)
{
  struct pollfd poll_fd = { .fd = bench_connect (port, 0), .events = POLLOUT };
  int error = 1;
  socklen_t size = sizeof error;

  if (poll_fd.fd < 0)
    return FALSE;

  if (poll (&poll_fd, 1, 1000) == 1)
    getsockopt (poll_fd.fd, SOL_SOCKET, SO_ERROR, &error, &size);

  close (poll_fd.fd);
  return error == 0;
}

static gboolean
wait_for_port (guint16 port)
{
  gint64 deadline = g_get_monotonic_time () + START_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < deadline)
    {
      if (can_connect (port))
        return TRUE;

      g_usleep (10000);
    }

  return FALSE;
}

static double
get_figure (const char *line,
            const char *name)
{
  const char *found = strstr (line, name);

  return found != NULL ? g_ascii_strtod (found + strlen (name), NULL) : 0;
}

static void
keep_figures (BenchRun   *self,
              const char *line)
{
  guint i = self->n_repetitions;

  self->figures[BENCH_RATE][i] = get_figure (line, "rate ");
  self->figures[BENCH_P50][i] = get_figure (line, "p50_us ");
  self->figures[BENCH_P99][i] = get_figure (line, "p99_us ");
  self->figures[BENCH_CPU][i] = get_figure (line, "cpu_us ");
  self->figures[BENCH_TRIPS][i] = get_figure (line, "trips ");
  self->n_repetitions++;
}

/* A load that is not ours knows nothing of the server's processor time. */
static void
keep_cpu (BenchRun   *self,
          const char *line,
          guint64     cpu_ns)
{
  double megabytes = get_figure (line, "megabytes ");

  if (megabytes > 0)
    self->figures[BENCH_CPU][self->n_repetitions - 1] = cpu_ns / 1000.0 / megabytes;
}

static BenchProcess *
start_load (BenchRun   *self,
            const char *verb,
            guint       n_connections,
            guint       size,
            double      seconds)
{
  g_autofree char *program = g_build_filename (g_getenv ("FOLDER"), "bench-load", NULL);
  g_autofree char *port = g_strdup_printf ("--port=%u", self->port);
  g_autofree char *connections = g_strdup_printf ("--connections=%u", n_connections);
  g_autofree char *bytes = g_strdup_printf ("--size=%u", size);
  g_autofree char *duration = g_strdup_printf ("--seconds=%.3f", seconds);
  g_autofree char *group = g_strdup_printf ("--server=%d", (int) self->process->pid);
  const char *const arguments[] = { program, verb, port, connections, bytes, duration, group, NULL };
  g_autoptr (GError) error = NULL;
  BenchProcess *load = bench_process_start (arguments, load_cpu, &error);

  if (load == NULL)
    g_printerr ("%s\n", error->message);

  return load;
}

static BenchProcess *
start_own_load (BenchRun *self,
                double    seconds)
{
  const char *const arguments[] = { "/bin/sh", "-c", self->contender->load, NULL };
  g_autofree char *port = g_strdup_printf ("%u", self->port);
  g_autofree char *duration = g_strdup_printf ("%d", (int) MAX (seconds, 1));
  g_autoptr (GError) error = NULL;
  BenchProcess *load;

  g_setenv ("PORT", port, TRUE);
  g_setenv ("DURATION", duration, TRUE);
  load = bench_process_start (arguments, load_cpu, &error);

  if (load == NULL)
    g_printerr ("%s\n", error->message);

  return load;
}

/**
 * bench_contender_is_installed:
 *
 * A program that starts with "$" names a variable of the environment that has its path.
 */
gboolean
bench_contender_is_installed (const BenchContender *self)
{
  g_autofree char *path = NULL;
  const char *program = self->program;

  if (program != NULL && program[0] == '$')
    program = g_getenv (program + 1);
  else if (program == NULL)
    return TRUE;

  path = program != NULL ? g_find_program_in_path (program) : NULL;

  return path != NULL;
}

/**
 * bench_run_start:
 *
 * Starts a server and waits until it listens.
 */
gboolean
bench_run_start (BenchRun *self)
{
  const BenchContender *contender = self->contender;
  const char *const arguments[] = { "/bin/sh", "-c", contender->command, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *port = NULL;

  self->port = contender->tells_port ? 0 : find_free_port ();
  port = g_strdup_printf ("%u", self->port);
  g_setenv ("PORT", port, TRUE);
  self->process = bench_process_start (arguments, server_cpu, &error);

  if (self->process == NULL)
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }

  if (contender->tells_port)
    {
      g_autofree char *line = bench_process_read_line (self->process);

      self->port = line != NULL ? g_ascii_strtoull (line, NULL, 10) : 0;
    }

  return self->port != 0 && wait_for_port (self->port);
}

/**
 * bench_run_measure:
 * @verb: of the load generator
 *
 * Runs the load generator once and keeps its figures.
 */
gboolean
bench_run_measure (BenchRun   *self,
                   const char *verb,
                   guint       n_connections,
                   guint       size,
                   double      seconds)
{
  guint64 cpu_ns = bench_group_get_cpu_ns (self->process->pid);
  g_autoptr (BenchProcess) load = self->contender->load != NULL
                                  ? start_own_load (self, seconds)
                                  : start_load (self, verb, n_connections, size, seconds);
  g_autofree char *line = load != NULL ? bench_process_read_line (load) : NULL;

  if (line == NULL || self->n_repetitions == BENCH_MAX_REPETITIONS)
    return FALSE;

  keep_figures (self, line);
  if (self->contender->load != NULL)
    keep_cpu (self, line, bench_group_get_cpu_ns (self->process->pid) - cpu_ns);
  return TRUE;
}

/**
 * bench_run_hold:
 *
 * Opens connections that have had one byte echoed and then do nothing, until bench_run_release().
 */
gboolean
bench_run_hold (BenchRun *self,
                guint     n_connections)
{
  g_autofree char *line = NULL;

  self->idle = start_load (self, "hold", n_connections, 1, 0);
  line = self->idle != NULL ? bench_process_read_line (self->idle) : NULL;

  return line != NULL;
}

void
bench_run_release (BenchRun *self)
{
  g_clear_pointer (&self->idle, bench_process_stop);
}

double
bench_run_get_median (const BenchRun *self,
                      BenchFigure     figure)
{
  return bench_median (self->figures[figure], self->n_repetitions);
}

/**
 * bench_run_get_ratios:
 * @ratios: (out): to @reference, of the runs that stood next to each other: what disturbs the machine for a
 *   while disturbs both
 *
 * Returns: how many there are
 */
guint
bench_run_get_ratios (const BenchRun *self,
                      const BenchRun *reference,
                      BenchFigure     figure,
                      double          ratios[BENCH_MAX_REPETITIONS])
{
  guint n_ratios = 0;

  for (guint i = 0; i < MIN (self->n_repetitions, reference->n_repetitions); i++)
    {
      if (reference->figures[figure][i] > 0)
        ratios[n_ratios++] = self->figures[figure][i] / reference->figures[figure][i];
    }

  return n_ratios;
}

/* Returns: the median of these ratios; 0 without any */
double
bench_run_get_ratio (const BenchRun *self,
                     const BenchRun *reference,
                     BenchFigure     figure)
{
  double ratios[BENCH_MAX_REPETITIONS];
  guint n_ratios = bench_run_get_ratios (self, reference, figure, ratios);

  return bench_median (ratios, n_ratios);
}

/**
 * bench_run_stop:
 *
 * Ends the server.
 *
 * Returns: (nullable): what one of ours said at last of its record
 */
char *
bench_run_stop (BenchRun *self)
{
  char *totals = NULL;

  bench_run_release (self);

  if (self->process != NULL && self->contender->tells_totals)
    {
      bench_process_end_input (self->process);
      totals = bench_process_read_line (self->process);
    }

  g_clear_pointer (&self->process, bench_process_stop);

  return totals;
}

void
bench_set_cpus (int server,
                int load)
{
  server_cpu = server;
  load_cpu = load;
}
