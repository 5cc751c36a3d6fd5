/* tin-tcp-link-io.c: how a link reads, answers and writes.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-shortage.h"
#include "net/tin-tcp-link-private.h"

#include <errno.h>
#include <sys/socket.h>

/* So that one link does not hold up the others. */
#define MAX_WRITES_A_TURN 16
#define MAX_READS_A_TURN  4

/* The reads of a round, shared by the links that are ready: at least one for each. */
#define MAX_READS_A_ROUND 16

static gboolean
is_would_block (int error_number)
{
  return error_number == EAGAIN || error_number == EWOULDBLOCK || error_number == EINTR;
}

static void
write_failed (TinTcpLink *self,
              int         error_number)
{
  if (is_would_block (error_number))
    return;

  if (tin_errno_is_shortage (error_number))
    {
      tin_delay_add (tin_engine_get_retry_delay (self->engine), &self->retry);
      return;
    }

  if (self->broken != 0)
    return;

  self->broken = error_number;
  tin_tcp_link_end_broken (self, error_number);
}

/* The one place that writes: what the socket took is in the capture. Returns the
 * size that it took, 0 if it is full, or the capture is, or it broke. */
static gsize
write_some (TinTcpLink   *self,
            const guint8 *data,
            gsize         size,
            TinBy         by,
            const char   *reason)
{
  gssize sent;

  if (!tin_capture_has_room (self->capture))
    {
      self->no_room = TRUE;
      tin_channel_await_room (self->channel);
      return 0;
    }

  sent = send (self->watch.fd, data, MIN (size, TIN_CAPTURE_MAX_PAYLOAD), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0)
    {
      write_failed (self, errno);
      return 0;
    }

  tin_capture_append_data (self->capture, &self->flow, TIN_DIRECTION_OUT, by, data, sent, reason);
  tin_channel_mark_dirty (self->channel);
  tin_idle_watch_touch (&self->idle);
  self->progressed = TRUE;

  return sent;
}

static void
finish (TinTcpLink *self)
{
  self->out_finished = TRUE;
  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);

  if (self->in_finished)
    tin_tcp_link_end_closed (self);
  else if (!self->closing)
    tin_tcp_link_record (self, TIN_EVENT_HALF_CLOSED, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 0, NULL);

  tin_tcp_link_limit_half_open (self);
}

void
tin_tcp_link_flush (TinTcpLink *self)
{
  TinWrite *write;

  if (self->end != NULL)
    return;

  for (int i = 0; i < MAX_WRITES_A_TURN && (write = tin_write_queue_peek (&self->queue)) != NULL; i++)
    {
      gsize size, sent;
      gboolean is_gone;
      const guint8 *rest = tin_write_get_rest (write, &size);

      if (self->retry.waiting || self->broken != 0)
        return;

      sent = write_some (self, rest, size, write->by, write->reason);
      if (self->dead || sent == 0)
        return;

      is_gone = tin_write_queue_advance (&self->queue, sent);
      tin_channel_count_queued (self->channel, self->peer, -(gssize) sent, is_gone ? -1 : 0);
    }

  if (self->queue.size == 0 && self->finishing && !self->out_finished)
    finish (self);
}

void
tin_tcp_link_update_watch (TinTcpLink *self)
{
  GIOCondition events = 0;

  if (self->dead || self->end != NULL)
    return;

  if (tin_tcp_link_wants_to_read (self))
    events |= G_IO_IN;
  if (self->queue.size > 0 && !self->no_room && !self->retry.waiting)
    events |= G_IO_OUT;

  if (events == 0 && self->hung)
    tin_poller_remove (tin_engine_get_poller (self->engine), &self->watch);
  else if (!tin_poll_watch_is_set (&self->watch, events) &&
           !tin_poller_set (tin_engine_get_poller (self->engine), &self->watch, events))
    tin_tcp_link_end_broken (self, ENOMEM);
}

void
tin_tcp_link_push (TinTcpLink *self,
                   GBytes     *bytes,
                   TinBy       by,
                   const char *reason)
{
  tin_write_queue_push (&self->queue, bytes, by, reason);
  tin_channel_count_queued (self->channel, self->peer, g_bytes_get_size (bytes), 1);
}

/* With what waits of the echo already, or the cost of a write would come to each byte of a peer that sends them singly. */
static void
queue_echo (TinTcpLink   *self,
            const guint8 *data,
            gsize         size)
{
  const guint n_before = self->queue.writes.length;

  tin_write_queue_append (&self->queue, data, size, TIN_BY_RULE, TIN_RULE_ECHO);
  tin_channel_count_queued (self->channel, self->peer, size, self->queue.writes.length - n_before);
}

static void
echo (TinTcpLink   *self,
      const guint8 *data,
      gsize         size)
{
  gsize sent = 0;

  /* Who waits for memory to write with has something in the queue. */
  if (self->queue.size == 0)
    sent = write_some (self, data, size, TIN_BY_RULE, TIN_RULE_ECHO);

  if (!self->dead && self->broken == 0 && sent < size)
    queue_echo (self, data + sent, size - sent);
}

static void
answer (TinTcpLink   *self,
        const guint8 *data,
        gsize         size)
{
  gboolean is_goodbye;
  gsize before;

  if (self->closing || self->finishing || self->broken != 0)
    return;

  is_goodbye = self->is_server && self->replies->has_goodbye && tin_goodbye_find (&self->goodbye, data, size, &before);
  if (!is_goodbye)
    before = size;

  if (self->replies->echo && before > 0)
    echo (self, data, before);

  if (is_goodbye && !self->dead)
    tin_tcp_link_close_gracefully (self, TIN_BY_RULE, TIN_RULE_GOODBYE);
}

static void
read_end (TinTcpLink *self)
{
  self->in_finished = TRUE;

  if (self->broken != 0)
    return;

  if (self->out_finished)
    {
      if (!self->closing)
        self->closed_by = TIN_BY_PEER;
      tin_tcp_link_end_closed (self);
      return;
    }

  tin_tcp_link_record (self, TIN_EVENT_HALF_CLOSED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);

  if (!self->closing)
    tin_tcp_link_begin_closing (self, TIN_BY_PEER, NULL);

  tin_tcp_link_limit_half_open (self);
  tin_tcp_link_flush (self);
}

static void
starve (TinTcpLink *self)
{
  self->starved = TRUE;
  tin_delay_add (tin_engine_get_retry_delay (self->engine), &self->retry);
}

static void
read_failed (TinTcpLink *self,
             int         error_number)
{
  if (is_would_block (error_number))
    self->in_finished |= self->broken != 0;
  else if (self->broken != 0)
    self->in_finished = TRUE;
  else if (tin_errno_is_shortage (error_number))
    starve (self);
  else
    tin_tcp_link_end_broken (self, error_number);
}

/* Returns: how much that was, bytes; 0 or less for none */
static gssize
read_once (TinTcpLink *self)
{
  guint8 *buffer = tin_capture_reserve (self->capture, &self->flow, TIN_CAPTURE_MAX_PAYLOAD);
  gssize size;

  if (buffer == NULL)
    {
      self->no_room = TRUE;
      tin_channel_await_room (self->channel);
      return 0;
    }

  size = recv (self->watch.fd, buffer, TIN_CAPTURE_MAX_PAYLOAD, MSG_DONTWAIT);

  if (size > 0)
    {
      tin_capture_commit (self->capture, &self->flow, size);
      tin_channel_mark_dirty (self->channel);
      tin_idle_watch_touch (&self->idle);
      answer (self, buffer, size);
    }
  else if (size == 0)
    read_end (self);
  else
    read_failed (self, errno);

  return size;
}

/* Of what came before the end: what one link may read in a turn, with its error set, so that nothing which is read ends
 * it. Returns: how much that was, bytes */
gsize
tin_tcp_link_read_rest (TinTcpLink *self)
{
  gsize size = 0;

  for (int i = 0; i < MAX_READS_A_TURN && !self->in_finished && !self->no_room; i++)
    {
      gssize one = read_once (self);

      size += MAX (one, 0);
    }

  return size;
}

/* Once, as a peer has seldom more; a stream is read on, for that costs less than another turn of the poller. Where many
 * are ready that is no gain, and a turn would take four times as long and fill the ring of the capture. */
void
tin_tcp_link_read (TinTcpLink *self)
{
  const guint n_ready = tin_poller_get_n_ready (tin_engine_get_poller (self->engine));
  const guint n_reads = CLAMP (MAX_READS_A_ROUND / MAX (n_ready, 1), 1, MAX_READS_A_TURN);

  for (guint i = 0; i < n_reads && !self->dead && tin_tcp_link_wants_to_read (self); i++)
    if (read_once (self) < TIN_CAPTURE_MAX_PAYLOAD)
      break;
}
