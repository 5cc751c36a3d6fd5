/* bench-process.c: a program that is measured or measures: started on its own processor, weighed, stopped.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-process.h"

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STOP_TIMEOUT_MS 10000

/* Runs in the child, between fork and exec: nothing but system calls. */
static void
prepare_child (gpointer user_data)
{
  int cpu = GPOINTER_TO_INT (user_data);

  setpgid (0, 0);
  prctl (PR_SET_PDEATHSIG, SIGTERM);

  if (cpu != BENCH_ANY_CPU)
    {
      cpu_set_t set;

      CPU_ZERO (&set);
      CPU_SET (cpu, &set);
      sched_setaffinity (0, sizeof set, &set);
    }
}

/* Sums the nanoseconds on a processor of every thread of one process. */
static guint64
sum_threads (const char *pid)
{
  g_autofree char *folder = g_strdup_printf ("/proc/%s/task", pid);
  g_autoptr (GDir) threads = g_dir_open (folder, 0, NULL);
  guint64 sum = 0;
  const char *thread;

  if (threads == NULL)
    return 0;

  while ((thread = g_dir_read_name (threads)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, thread, "schedstat", NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        sum += g_ascii_strtoull (text, NULL, 10);
    }

  return sum;
}

static gboolean
is_in_group (const char *pid,
             pid_t       group)
{
  g_autofree char *path = g_build_filename ("/proc", pid, "stat", NULL);
  g_autofree char *text = NULL;
  const char *after_name;
  int process_group = 0;

  if (!g_ascii_isdigit (pid[0]) || !g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;

  after_name = strrchr (text, ')');

  return after_name != NULL
         && sscanf (after_name, ") %*c %*d %d", &process_group) == 1
         && process_group == group;
}

/* It is not waited for as a child yet, so that its number stays its own (pidfd_open(2)). Before Linux 5.3 nobody
 * is waited for. */
static void
await_end (pid_t pid,
           int   timeout_ms)
{
  struct pollfd end = { .fd = (int) syscall (SYS_pidfd_open, pid, 0), .events = POLLIN };

  if (end.fd < 0)
    return;

  poll (&end, 1, timeout_ms);
  close (end.fd);
}

/**
 * bench_process_start:
 * @arguments: the program, by path or name, and its arguments
 * @cpu: the processor that it is bound to, or %BENCH_ANY_CPU
 *
 * Starts a program in a process group of its own, between two pipes. It is
 * told to end when we do.
 *
 * Returns: (nullable): the process, or %NULL with a #GSpawnError
 */
BenchProcess *
bench_process_start (const char *const   *arguments,
                     int                  cpu,
                     GError             **error)
{
  BenchProcess *self;
  GPid pid;
  int input;
  int output;

  if (!g_spawn_async_with_pipes (NULL, (char **) arguments, NULL,
                                 G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD,
                                 prepare_child, GINT_TO_POINTER (cpu),
                                 &pid, &input, &output, NULL, error))
    return NULL;

  self = g_new0 (BenchProcess, 1);
  self->pid = pid;
  self->input = input;
  self->output = fdopen (output, "r");

  return self;
}

/**
 * bench_process_read_line:
 *
 * Waits for a line of the program's standard output.
 *
 * Returns: (nullable) (transfer full): the line without its end, or %NULL once the program has closed its output
 */
char *
bench_process_read_line (BenchProcess *self)
{
  char *line = NULL;
  size_t size = 0;
  char *copy = NULL;

  if (getline (&line, &size, self->output) > 0)
    copy = g_strchomp (g_strdup (line));

  free (line);
  return copy;
}

/**
 * bench_process_end_input:
 *
 * Closes the program's standard input: our own then tell their totals and end.
 */
void
bench_process_end_input (BenchProcess *self)
{
  if (self->input >= 0)
    close (self->input);

  self->input = -1;
}

/**
 * bench_process_stop:
 *
 * Asks the program and all that it forked to end, insists after ten seconds, and frees @self.
 */
void
bench_process_stop (BenchProcess *self)
{
  bench_process_end_input (self);
  kill (-self->pid, SIGTERM);
  await_end (self->pid, STOP_TIMEOUT_MS);
  kill (-self->pid, SIGKILL);
  waitpid (self->pid, NULL, 0);

  fclose (self->output);
  g_free (self);
}

/**
 * bench_choose_cpus:
 * @server_cpu: (out): for the server
 * @load_cpu: (out): for the load generator
 *
 * Chooses two different processors out of those we may run on; both are
 * %BENCH_ANY_CPU where there is only one.
 */
void
bench_choose_cpus (int *server_cpu,
                   int *load_cpu)
{
  cpu_set_t allowed;

  *server_cpu = *load_cpu = BENCH_ANY_CPU;

  if (sched_getaffinity (0, sizeof allowed, &allowed) != 0 || CPU_COUNT (&allowed) < 2)
    return;

  for (int cpu = 0; cpu < CPU_SETSIZE && *load_cpu == BENCH_ANY_CPU; cpu++)
    {
      if (!CPU_ISSET (cpu, &allowed))
        continue;

      if (*server_cpu == BENCH_ANY_CPU)
        *server_cpu = cpu;
      else
        *load_cpu = cpu;
    }
}

/**
 * bench_group_get_cpu_ns:
 *
 * Adds up the time on a processor of every thread of every living process of
 * a process group: /proc/PID/task/TID/schedstat of proc(5).
 */
guint64
bench_group_get_cpu_ns (pid_t group)
{
  g_autoptr (GDir) processes = g_dir_open ("/proc", 0, NULL);
  guint64 sum = 0;
  const char *pid;

  while (processes != NULL && (pid = g_dir_read_name (processes)) != NULL)
    {
      if (is_in_group (pid, group))
        sum += sum_threads (pid);
    }

  return sum;
}

/**
 * bench_process_get_memory:
 * @field: of /proc/PID/status, such as "VmRSS" (resident now) or "VmHWM" (at most so far)
 *
 * Returns: bytes; 0 when the process is gone
 */
guint64
bench_process_get_memory (pid_t       pid,
                          const char *field)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", (int) pid);
  g_autofree char *start = g_strdup_printf ("\n%s:", field);
  g_autofree char *text = NULL;
  const char *found;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;

  found = strstr (text, start);

  return found != NULL ? g_ascii_strtoull (found + strlen (start), NULL, 10) * 1024 : 0;
}

gint64
bench_get_time_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}
