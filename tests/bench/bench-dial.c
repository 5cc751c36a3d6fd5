/* bench-dial.c: makes many connections, each proved by a message that came back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-dial.h"

#include "bench-process.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS_A_TURN     256
#define N_SOURCES         200 /* of 127.0.0.0/8: no source runs out of ports, or of those still in TIME-WAIT */
#define POLL_INTERVAL_MS  100

/* Older than some C libraries: linux/in.h since Linux 4.2. */
#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

typedef struct
{
  int    fd;
  guint  received;     /* bytes of the answer */
  gint64 started_ns;
} Attempt;

typedef struct
{
  const BenchDial *dial;
  int              epoll_fd;
  guint            n_started;
  guint            n_done;
  guint            n_failed;
  Attempt         *attempts;  /* (owned) as many as the window is wide */
} Dialer;

static char message[BENCH_MAX_MESSAGE_SIZE];

static void
start (Dialer  *self,
       Attempt *attempt)
{
  struct epoll_event event = { .events = EPOLLOUT, .data.ptr = attempt };

  attempt->fd = bench_connect (self->dial->port, self->n_started++);
  attempt->received = 0;
  attempt->started_ns = bench_get_time_ns ();

  if (attempt->fd < 0 || epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, attempt->fd, &event) != 0)
    {
      self->n_failed++;
      attempt->fd = -1;
    }
}

static gboolean
may_start (Dialer *self)
{
  return self->n_failed == 0
         && (self->dial->limit == 0 || self->n_started < self->dial->limit)
         && bench_get_time_ns () < self->dial->deadline_ns;
}

static void
finish (Dialer  *self,
        Attempt *attempt)
{
  if (self->dial->times != NULL)
    bench_histogram_add (self->dial->times, bench_get_time_ns () - attempt->started_ns);

  if (self->dial->keep != NULL)
    {
      epoll_ctl (self->epoll_fd, EPOLL_CTL_DEL, attempt->fd, NULL);
      self->dial->keep[self->n_done] = attempt->fd;
    }
  else
    close (attempt->fd);

  self->n_done++;
  attempt->fd = -1;

  if (may_start (self))
    start (self, attempt);
}

static void
fail (Dialer  *self,
      Attempt *attempt)
{
  close (attempt->fd);
  attempt->fd = -1;
  self->n_failed++;
}

static void
go_on (Dialer   *self,
       Attempt  *attempt,
       guint32   events)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = attempt };
  guint8 answer[4096];
  gssize received;

  if ((events & EPOLLOUT) != 0 && (events & EPOLLERR) == 0)
    {
      if (send (attempt->fd, message, self->dial->size, MSG_NOSIGNAL) != (gssize) self->dial->size)
        fail (self, attempt);
      else
        epoll_ctl (self->epoll_fd, EPOLL_CTL_MOD, attempt->fd, &event);

      return;
    }

  received = recv (attempt->fd, answer, sizeof answer, 0);

  if (received < 0 && errno == EAGAIN)
    return;

  if (received <= 0)
    {
      fail (self, attempt);
      return;
    }

  attempt->received += received;

  if (attempt->received >= self->dial->size)
    finish (self, attempt);
}

static gboolean
is_under_way (Dialer *self)
{
  return self->n_done + self->n_failed < self->n_started;
}

static void
run (Dialer *self)
{
  struct epoll_event events[EVENTS_A_TURN];

  for (guint i = 0; i < self->dial->window && may_start (self); i++)
    start (self, &self->attempts[i]);

  while (is_under_way (self) && self->n_failed == 0)
    {
      int n_events = epoll_wait (self->epoll_fd, events, EVENTS_A_TURN, POLL_INTERVAL_MS);

      for (int i = 0; i < n_events; i++)
        go_on (self, events[i].data.ptr, events[i].events);

      /* A server that cannot hold so many simply does not answer. */
      if (self->dial->limit != 0 && bench_get_time_ns () > self->dial->deadline_ns)
        break;
    }
}

/**
 * bench_dial:
 *
 * Connects, sends a message, awaits as many bytes, and keeps or closes the
 * connection, many at once, until the limit or the deadline.
 *
 * Returns: connections that were answered; fewer than the limit when one
 *   failed or time ran out
 */
guint
bench_dial (const BenchDial *dial)
{
  g_autofree Attempt *attempts = g_new0 (Attempt, dial->window);
  Dialer self = { .dial = dial, .attempts = attempts, .epoll_fd = epoll_create1 (EPOLL_CLOEXEC) };

  memset (message, 'x', sizeof message);

  for (guint i = 0; i < dial->window; i++)
    attempts[i].fd = -1;

  run (&self);

  for (guint i = 0; i < dial->window; i++)
    {
      if (attempts[i].fd >= 0)
        close (attempts[i].fd);
    }

  close (self.epoll_fd);

  return self.n_done;
}

/**
 * bench_connect:
 * @number: of the connection; spreads sources over 127.0.0.0/8
 *
 * Starts a connection to 127.0.0.1 that does not block, with TCP_NODELAY, and
 * with CUBIC where it can be had, so that bulk figures can be compared between machines.
 *
 * Returns: a socket, or -1
 */
int
bench_connect (guint16 port,
               guint   number)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  if (fd < 0)
    return -1;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &(int) { 1 }, sizeof (int));
  setsockopt (fd, IPPROTO_TCP, TCP_CONGESTION, "cubic", strlen ("cubic"));
  setsockopt (fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &(int) { 1 }, sizeof (int));
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK + 1 + number % N_SOURCES);

  if (bind (fd, (struct sockaddr *) &address, sizeof address) == 0)
    {
      address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
      address.sin_port = htons (port);

      if (connect (fd, (struct sockaddr *) &address, sizeof address) == 0 || errno == EINPROGRESS)
        return fd;
    }

  close (fd);
  return -1;
}
