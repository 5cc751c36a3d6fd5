/* raw-server.c: the reference: an echo server by hand on epoll(7), with nothing in it that could be left out.
 *
 * One thread, level-triggered, at most one read a connection and turn,
 * TCP_NODELAY. What the peer does not take at once is kept, and nothing more
 * is read from that peer until it is gone. With --sink nothing is answered; with
 * --file what is received and what is sent is also written there, the least that a recorder can do.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-descriptors.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG         4096
#define READ_CHUNK_SIZE (64 * 1024) /* bytes */
#define EVENTS_A_TURN   256

typedef struct
{
  int     fd;
  size_t  kept_start;
  size_t  kept_size;   /* bytes of @kept that wait from @kept_start on */
  char   *kept;        /* (owned) (nullable) */
} Connection;

static int epoll_fd;
static int is_sink;
static int file_fd = -1;
static char buffer[READ_CHUNK_SIZE];

static void
die (const char *what)
{
  perror (what);
  exit (1);
}

static void
watch (int       operation,
       int       fd,
       unsigned  events,
       void     *data)
{
  struct epoll_event event = { .events = events, .data.ptr = data };

  if (epoll_ctl (epoll_fd, operation, fd, &event) != 0)
    die ("epoll_ctl");
}

static void
drop (Connection *connection)
{
  close (connection->fd);
  free (connection->kept);
  free (connection);
}

static void
accept_one (int listener)
{
  int fd = accept4 (listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  Connection *connection;

  if (fd < 0)
    return;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &(int) { 1 }, sizeof (int));
  connection = calloc (1, sizeof *connection);

  if (connection == NULL)
    die ("calloc");

  connection->fd = fd;
  watch (EPOLL_CTL_ADD, fd, EPOLLIN, connection);
}

static void
keep (Connection *connection,
      const char *data,
      size_t      size)
{
  connection->kept = malloc (size);

  if (connection->kept == NULL)
    die ("malloc");

  memcpy (connection->kept, data, size);
  connection->kept_start = 0;
  connection->kept_size = size;
  watch (EPOLL_CTL_MOD, connection->fd, EPOLLOUT, connection);
}

static void
record (const char *data,
        size_t      size)
{
  if (file_fd >= 0 && write (file_fd, data, size) != (ssize_t) size)
    die ("write");
}

static void
write_kept (Connection *connection)
{
  ssize_t sent = send (connection->fd, connection->kept + connection->kept_start,
                       connection->kept_size, MSG_NOSIGNAL);

  if (sent < 0 && errno == EAGAIN)
    return;

  if (sent < 0)
    {
      drop (connection);
      return;
    }

  record (connection->kept + connection->kept_start, sent);
  connection->kept_start += sent;
  connection->kept_size -= sent;

  if (connection->kept_size == 0)
    {
      free (connection->kept);
      connection->kept = NULL;
      watch (EPOLL_CTL_MOD, connection->fd, EPOLLIN, connection);
    }
}

static void
answer (Connection *connection)
{
  ssize_t received = recv (connection->fd, buffer, sizeof buffer, 0);
  ssize_t sent;

  if (received < 0 && errno == EAGAIN)
    return;

  if (received <= 0)
    {
      drop (connection);
      return;
    }

  record (buffer, received);

  if (is_sink)
    return;

  sent = send (connection->fd, buffer, received, MSG_NOSIGNAL);

  if (sent < 0 && errno != EAGAIN)
    {
      drop (connection);
      return;
    }

  if (sent > 0)
    record (buffer, sent);

  if (sent < received)
    keep (connection, buffer + (sent > 0 ? sent : 0), received - (sent > 0 ? sent : 0));
}

static int
listen_on_loopback (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  if (listener < 0
      || bind (listener, (struct sockaddr *) &address, sizeof address) != 0
      || listen (listener, BACKLOG) != 0
      || getsockname (listener, (struct sockaddr *) &address, &size) != 0)
    die ("listen");

  printf ("%d\n", ntohs (address.sin_port));
  fflush (stdout);

  return listener;
}

static void
read_arguments (int    argc,
                char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      if (strcmp (argv[i], "--sink") == 0)
        is_sink = 1;
      else if (strcmp (argv[i], "--file") == 0 && i + 1 < argc)
        file_fd = open (argv[++i], O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    }
}

int
main (int    argc,
      char **argv)
{
  struct epoll_event events[EVENTS_A_TURN];
  int listener;

  read_arguments (argc, argv);
  bench_raise_descriptor_limit ();
  epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  listener = listen_on_loopback ();
  watch (EPOLL_CTL_ADD, listener, EPOLLIN, NULL);

  for (;;)
    {
      int n_events = epoll_wait (epoll_fd, events, EVENTS_A_TURN, -1);

      for (int i = 0; i < n_events; i++)
        {
          Connection *connection = events[i].data.ptr;

          if (connection == NULL)
            accept_one (listener);
          else if (connection->kept != NULL)
            write_kept (connection);
          else
            answer (connection);
        }
    }
}
