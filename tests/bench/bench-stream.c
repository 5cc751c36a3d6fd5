/* bench-stream.c: one connection that sends as fast as it can and checks every byte that comes back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-stream.h"

#include "bench-dial.h"
#include "bench-pattern.h"
#include "bench-process.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNKS_A_TURN   16
#define SILENCE_MS      30000       /* a server that does nothing for so long has failed */

typedef struct
{
  int          fd;
  guint64      limit;
  gint64       deadline_ns;
  gboolean     has_finished;
  guint8      *pattern;  /* (owned) */
  guint8      *answer;   /* (owned) */
  BenchStream  result;
} Stream;

/* Until the socket takes no more: to ask before each chunk would be a system call more. A chunk is about as
 * large as one of iperf3, 128 KiB, so that none of the two has the faster sender. */
static gboolean
send_some (Stream *self)
{
  for (int i = 0; i < CHUNKS_A_TURN; i++)
    {
      guint64 size = MIN (BENCH_PATTERN_RUN, self->limit - self->result.sent);
      gssize sent;

      if (size == 0 || bench_get_time_ns () >= self->deadline_ns)
        {
          self->has_finished = TRUE;
          return shutdown (self->fd, SHUT_WR) == 0;
        }

      sent = send (self->fd, bench_pattern_at (self->pattern, self->result.sent), size, MSG_NOSIGNAL);
      if (sent < 0)
        return errno == EAGAIN;

      self->result.sent += sent;
      if ((guint64) sent < size)
        break;
    }

  return TRUE;
}

/* Returns: whether there may be more. */
static gboolean
receive_some (Stream *self)
{
  gssize received = recv (self->fd, self->answer, BENCH_PATTERN_SIZE, 0);

  if (received < 0)
    return errno == EAGAIN;

  if (received == 0)
    {
      self->result.is_whole = self->has_finished;
      return FALSE;
    }

  if (!bench_pattern_is (self->pattern, self->result.received, self->answer, received))
    return FALSE;

  self->result.received += received;
  return TRUE;
}

static void
run (Stream *self)
{
  struct pollfd poll_fd = { .fd = self->fd };

  for (;;)
    {
      poll_fd.events = self->has_finished ? POLLIN : POLLIN | POLLOUT;

      if (poll (&poll_fd, 1, SILENCE_MS) <= 0)
        return;

      if ((poll_fd.revents & POLLOUT) != 0 && !self->has_finished && !send_some (self))
        return;

      if ((poll_fd.revents & (POLLIN | POLLHUP | POLLERR)) != 0 && !receive_some (self))
        return;
    }
}

/**
 * bench_stream_run:
 * @limit: bytes to send at most; 0 for no limit
 * @duration_ns: to send for at most; 0 for no limit
 *
 * Sends until a limit, ends its side, and reads until the server ends its own.
 */
BenchStream
bench_stream_run (guint16 port,
                  guint64 limit,
                  gint64  duration_ns)
{
  g_autofree guint8 *pattern = bench_pattern_new ();
  g_autofree guint8 *answer = g_malloc (BENCH_PATTERN_SIZE);
  gint64 start = bench_get_time_ns ();
  Stream self = {
    .fd = bench_connect (port, 0),
    .limit = limit != 0 ? limit : G_MAXUINT64,
    .deadline_ns = duration_ns != 0 ? start + duration_ns : G_MAXINT64,
    .pattern = pattern,
    .answer = answer,
  };

  if (self.fd >= 0)
    {
      run (&self);
      close (self.fd);
    }

  self.result.duration_ns = bench_get_time_ns () - start;

  return self.result;
}
