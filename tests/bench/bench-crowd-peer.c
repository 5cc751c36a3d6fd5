/* bench-crowd-peer.c: ten thousand connections to bench-crowd, or a thousand that come and go in a second.
 *
 * usage: bench-crowd-peer PORT, with lines on its standard input, and an answer to each on its standard output:
 * "hold N 0", "echo RATE SECONDS" over those that are held, "churn RATE SECONDS".
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-descriptors.h"
#include "bench-dial.h"
#include "bench-process.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MESSAGE_SIZE    64   /* bytes */
#define EVENTS_A_TURN   256
#define CONNECT_WINDOW  64
#define SECOND_NS       G_GINT64_CONSTANT (1000000000)
#define HOLD_TIME_NS    (60 * SECOND_NS)
#define LIFE            100  /* connections that are made before one that comes and goes is closed */
#define TICK_MS         1

typedef struct
{
  guint16  port;
  int      epoll_fd;
  int     *fds;          /* (owned) (nullable) -1 for one that is closed */
  guint    n_fds;
  guint64  n_sent;
  guint64  n_received;   /* bytes */
} Peer;

static char message[MESSAGE_SIZE];
static char answer[64 * 1024];

static void
hold (Peer *self,
      guint n_connections)
{
  BenchDial dial = {
    .port = self->port,
    .window = MIN (n_connections, CONNECT_WINDOW),
    .size = 1,
    .limit = n_connections,
    .deadline_ns = bench_get_time_ns () + HOLD_TIME_NS,
  };
  guint n_held;

  self->fds = g_new (int, n_connections);
  dial.keep = self->fds;
  n_held = bench_dial (&dial);

  for (guint i = 0; i < n_held; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.u32 = i };

      epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, self->fds[i], &event);
    }

  self->n_fds = n_held;
  printf ("%s %u\n", n_held == n_connections ? "held" : "failed", n_held);
}

/* One that the window has ended is ended here, too. Returns how many had something. */
static int
take_answers (Peer *self,
              int   timeout_ms)
{
  struct epoll_event events[EVENTS_A_TURN];
  int n_events = epoll_wait (self->epoll_fd, events, EVENTS_A_TURN, timeout_ms);

  for (int i = 0; i < n_events; i++)
    {
      int *fd = &self->fds[events[i].data.u32];
      gssize received = recv (*fd, answer, sizeof answer, MSG_DONTWAIT);

      if (received > 0)
        {
          self->n_received += (guint64) received;
        }
      else if (received == 0 || errno != EAGAIN)
        {
          close (*fd);
          *fd = -1;
        }
    }

  return n_events;
}

/* What there is, once from each at most: else there would be nothing more to answer. */
static void
take_all_answers (Peer *self)
{
  for (guint n_taken = 0; n_taken < self->n_fds; n_taken += EVENTS_A_TURN)
    if (take_answers (self, n_taken == 0 ? TICK_MS : 0) < EVENTS_A_TURN)
      break;
}

/* To each in its turn. A socket that takes nothing more has its peer waited for. */
static void
send_next (Peer *self)
{
  int fd = self->fds[self->n_sent % self->n_fds];

  if (fd >= 0)
    send (fd, message, sizeof message, MSG_NOSIGNAL | MSG_DONTWAIT);
  self->n_sent++;
}

static void
echo (Peer  *self,
      guint  rate,
      gint64 duration_ns)
{
  gint64 start = bench_get_time_ns ();
  gint64 passed;

  self->n_sent = self->n_received = 0;
  while (self->n_fds > 0 && (passed = bench_get_time_ns () - start) < duration_ns)
    {
      guint64 due = (guint64) ((double) passed * rate / SECOND_NS);

      while (self->n_sent < due)
        send_next (self);

      take_all_answers (self);
    }

  printf ("%" G_GUINT64_FORMAT " messages sent, %" G_GUINT64_FORMAT " came back\n", self->n_sent,
          self->n_received / MESSAGE_SIZE);
}

static void
replace (Peer *self,
         int  *fd)
{
  if (*fd >= 0)
    {
      while (recv (*fd, answer, sizeof answer, MSG_DONTWAIT) > 0)
        continue;
      close (*fd);
    }

  *fd = bench_connect (self->port, (guint) self->n_sent++);
}

/* The message goes when the connection is there, a tick later. */
static void
greet (int fd)
{
  if (fd >= 0)
    send (fd, message, sizeof message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void
come_and_go (Peer  *self,
             guint  rate,
             gint64 duration_ns)
{
  int fds[LIFE];
  gint64 start = bench_get_time_ns ();
  gint64 passed;

  memset (fds, -1, sizeof fds);
  self->n_sent = 0;
  while ((passed = bench_get_time_ns () - start) < duration_ns)
    {
      guint64 first = self->n_sent;

      while (self->n_sent < (guint64) ((double) passed * rate / SECOND_NS))
        replace (self, &fds[self->n_sent % LIFE]);

      g_usleep (TICK_MS * 1000);
      for (guint64 i = first; i < self->n_sent; i++)
        greet (fds[i % LIFE]);
    }

  for (guint i = 0; i < LIFE; i++)
    if (fds[i] >= 0)
      close (fds[i]);

  printf ("%" G_GUINT64_FORMAT " came and went\n", self->n_sent);
}

static void
run (Peer       *self,
     const char *line)
{
  char verb[16] = "";
  int number = 0, seconds = 0;

  if (sscanf (line, "%15s %d %d", verb, &number, &seconds) != 3 || number < 1)
    printf ("not understood\n");
  else if (g_str_equal (verb, "hold"))
    hold (self, (guint) number);
  else if (g_str_equal (verb, "echo"))
    echo (self, (guint) number, seconds * SECOND_NS);
  else
    come_and_go (self, (guint) number, seconds * SECOND_NS);

  fflush (stdout);
}

int
main (int    argc,
      char **argv)
{
  Peer self = { .epoll_fd = epoll_create1 (EPOLL_CLOEXEC) };
  struct epoll_event event = { .events = EPOLLIN };
  int top_fd = epoll_create1 (EPOLL_CLOEXEC);
  char line[80];

  if (argc != 2)
    {
      g_printerr ("usage: bench-crowd-peer PORT\n");
      return 2;
    }

  bench_raise_descriptor_limit ();
  memset (message, 'm', sizeof message);
  self.port = (guint16) atoi (argv[1]);
  setvbuf (stdin, NULL, _IONBF, 0);
  epoll_ctl (top_fd, EPOLL_CTL_ADD, self.epoll_fd, &event);
  event.data.u32 = 1;
  epoll_ctl (top_fd, EPOLL_CTL_ADD, STDIN_FILENO, &event);

  while (epoll_wait (top_fd, &event, 1, -1) == 1)
    {
      if (event.data.u32 == 0)
        take_answers (&self, 0);
      else if (fgets (line, sizeof line, stdin) != NULL)
        run (&self, line);
      else
        break;
    }

  return 0;
}
