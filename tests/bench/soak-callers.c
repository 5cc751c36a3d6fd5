/* soak-callers.c: peers of every kind, many at once: who talk, flood, go without a word, stop reading and break off.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soak-callers.h"

#include "bench-dial.h"
#include "bench-pattern.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS_A_TURN   256
#define SILENCE_MS      60000         /* a server that does nothing for so long has failed */
#define MAX_MESSAGE     2048          /* bytes, of a talker */
#define MAX_TALK        (16 * 1024)
#define MAX_FLOOD       (512 * 1024)
#define STALL           (16 * 1024 * 1024) /* more than any buffers hold */

typedef struct
{
  int      fd;
  SoakKind kind;
  guint64  limit;         /* bytes to send */
  guint64  sent;
  guint64  received;
  guint    message;       /* bytes to send before the echo is awaited */
  guint16  port;          /* ours: where the pattern begins */
  gboolean has_finished;  /* our side has ended */
} Caller;

typedef struct
{
  guint16     port;
  guint       n_left;     /* calls to begin */
  guint       n_open;
  guint       n_begun;
  int         epoll_fd;
  GPtrArray  *stalled;    /* (element-type Caller) (owned) who wait for all others to be done */
  GRand      *random;     /* (unowned) */
  guint8     *pattern;    /* (owned) */
  SoakCount  *count;      /* (unowned) */
} Callers;

/* Out of a thousand. */
static const struct
{
  SoakKind kind;
  gint32   share;
  gint32   max_size;  /* bytes */
} kinds[] = {
  { SOAK_TALKER, 500, MAX_TALK },
  { SOAK_FLOODER, 97, MAX_FLOOD },
  { SOAK_VISITOR, 200, 1 },
  { SOAK_BREAKER, 200, MAX_TALK },
  { SOAK_STALLER, 3, 1 },
};

static void
choose_kind (Callers *self,
             Caller  *caller)
{
  gint32 draw = g_rand_int_range (self->random, 0, 1000);
  guint i = 0;

  while (draw >= kinds[i].share)
    draw -= kinds[i++].share;

  caller->kind = kinds[i].kind;
  caller->limit = g_rand_int_range (self->random, 0, kinds[i].max_size);
  caller->message = caller->kind == SOAK_FLOODER ? MAX_FLOOD : g_rand_int_range (self->random, 1, MAX_MESSAGE);

  if (caller->kind == SOAK_STALLER)
    caller->limit = caller->message = STALL;
  else if (caller->kind == SOAK_BREAKER)
    caller->limit++;
}

static gboolean
begin (Callers *self)
{
  Caller *caller = g_new0 (Caller, 1);
  struct epoll_event event = { .events = EPOLLOUT, .data.ptr = caller };

  choose_kind (self, caller);
  caller->fd = bench_connect (self->port, self->n_begun++);
  self->n_left--;
  self->n_open++;

  return caller->fd >= 0 && epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, caller->fd, &event) == 0;
}

static gboolean
connected (Caller *caller)
{
  struct sockaddr_in address;
  socklen_t size = sizeof address;
  int error = 0;
  socklen_t error_size = sizeof error;

  if (getsockopt (caller->fd, SOL_SOCKET, SO_ERROR, &error, &error_size) != 0 || error != 0
      || getsockname (caller->fd, (struct sockaddr *) &address, &size) != 0)
    return FALSE;

  caller->port = ntohs (address.sin_port);

  return TRUE;
}

/* Returns: @is_right */
static gboolean
go (Callers  *self,
    Caller   *caller,
    gboolean  is_right)
{
  if (!is_right)
    g_printerr ("# kind %d: of %" G_GUINT64_FORMAT " bytes sent %" G_GUINT64_FORMAT ", received %" G_GUINT64_FORMAT ": %s\n",
                caller->kind, caller->limit, caller->sent, caller->received, g_strerror (errno));

  close (caller->fd);
  g_free (caller);
  self->n_open--;

  return is_right;
}

static gboolean
break_off (Callers *self,
           Caller  *caller)
{
  const struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (caller->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  self->count->n_broken++;

  return go (self, caller, TRUE);
}

static gboolean
part_in_order (Callers *self,
               Caller  *caller)
{
  gboolean is_whole = caller->has_finished && caller->received == caller->limit;

  self->count->n_orderly++;
  self->count->orderly_bytes += caller->received;

  return go (self, caller, is_whole);
}

/* How much may be sent before anything is read. */
static gsize
get_turn (const Caller *caller)
{
  guint64 left = caller->limit - caller->sent;
  guint64 ahead = caller->sent - caller->received;

  /* One byte first: it must have been heard of before it can break off. */
  if (caller->kind == SOAK_STALLER && caller->received == 0)
    return ahead == 0 ? 1 : 0;

  return MIN (MIN (left, ahead < caller->message ? caller->message - ahead : 0), BENCH_PATTERN_SIZE);
}

/* Returns: FALSE when not all was taken; if it never will be, reading tells why */
static gboolean
send_some (Callers *self,
           Caller  *caller)
{
  gsize turn = get_turn (caller);
  gssize sent;

  if (turn == 0)
    return TRUE;

  sent = send (caller->fd, bench_pattern_at (self->pattern, caller->port + caller->sent), turn, MSG_NOSIGNAL);
  caller->sent += MAX (sent, 0);

  return sent == (gssize) turn;
}

/* Returns: what recv(2) does, or -1 with EILSEQ for a byte that is wrong */
static gssize
receive_some (Callers *self,
              Caller  *caller)
{
  guint8 buffer[BENCH_PATTERN_SIZE];
  gssize received = recv (caller->fd, buffer, sizeof buffer, 0);

  if (received > 0 && !bench_pattern_is (self->pattern, caller->port + caller->received, buffer, received))
    {
      errno = EILSEQ;
      return -1;
    }

  caller->received += MAX (received, 0);

  return received;
}

static gboolean
has_heard_enough (const Caller *caller)
{
  return caller->kind == SOAK_BREAKER && caller->received > 0 && caller->sent == caller->limit;
}

static gboolean
await_more (Callers *self,
            Caller  *caller)
{
  struct epoll_event event = { .data.ptr = caller };

  if (!caller->has_finished && caller->sent == caller->limit && caller->kind != SOAK_BREAKER)
    {
      shutdown (caller->fd, SHUT_WR);
      caller->has_finished = TRUE;
    }

  event.events = get_turn (caller) > 0 ? EPOLLIN | EPOLLOUT : EPOLLIN;

  return epoll_ctl (self->epoll_fd, EPOLL_CTL_MOD, caller->fd, &event) == 0;
}

/* The server has stopped to read it long before the others are done. */
static gboolean
stall (Callers *self,
       Caller  *caller)
{
  while (send_some (self, caller) && caller->sent < caller->limit)
    continue;

  g_ptr_array_add (self->stalled, caller);

  return epoll_ctl (self->epoll_fd, EPOLL_CTL_DEL, caller->fd, NULL) == 0;
}

static void
break_stalled_off (Callers *self)
{
  for (guint i = 0; i < self->stalled->len; i++)
    break_off (self, g_ptr_array_index (self->stalled, i));

  g_ptr_array_set_size (self->stalled, 0);
}

/* Returns: FALSE when something is wrong */
static gboolean
go_on (Callers *self,
       Caller  *caller,
       guint32  events)
{
  if (caller->port == 0 && !connected (caller))
    return go (self, caller, FALSE);

  if ((events & ~EPOLLOUT) != 0)
    {
      gssize received = receive_some (self, caller);

      if (received == 0)
        return part_in_order (self, caller);
      if (received < 0 && errno != EAGAIN)
        return go (self, caller, FALSE);
      if (has_heard_enough (caller))
        return break_off (self, caller);
    }

  send_some (self, caller);
  if (caller->kind == SOAK_STALLER && caller->received > 0)
    return stall (self, caller);

  return await_more (self, caller) || go (self, caller, FALSE);
}

/**
 * soak_callers_run:
 * @port: of a server that echoes, on 127.0.0.1
 * @n_calls: in all
 * @n_at_once: at most
 * @random: what each of them does
 * @count: (inout): what was done is added
 *
 * Returns: whether all went as it should, and every byte that came back was right
 */
gboolean
soak_callers_run (guint16    port,
                  guint      n_calls,
                  guint      n_at_once,
                  GRand     *random,
                  SoakCount *count)
{
  g_autofree guint8 *pattern = bench_pattern_new ();
  g_autoptr (GPtrArray) stalled = g_ptr_array_new ();
  Callers self = {
    .port = port,
    .n_left = n_calls,
    .epoll_fd = epoll_create1 (EPOLL_CLOEXEC),
    .stalled = stalled,
    .random = random,
    .pattern = pattern,
    .count = count,
  };
  gboolean is_right = TRUE;

  while (is_right && (self.n_left > 0 || self.n_open > stalled->len))
    {
      struct epoll_event events[EVENTS_A_TURN];
      int n_events;

      while (is_right && self.n_left > 0 && self.n_open < n_at_once)
        is_right = begin (&self);

      n_events = epoll_wait (self.epoll_fd, events, EVENTS_A_TURN, SILENCE_MS);
      is_right &= n_events > 0;
      if (n_events <= 0)
        g_printerr ("# %u conversations do not go on\n", self.n_open);

      for (int i = 0; i < n_events && is_right; i++)
        is_right = go_on (&self, events[i].data.ptr, events[i].events);
    }

  break_stalled_off (&self);
  close (self.epoll_fd);

  return is_right;
}
