/* tin-tcp-link.c: one connected TCP peer, of a server or a client.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-tcp-link.h"

#include "net/tin-write-queue.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#define KEEP_ALIVE_IDLE     30 /* seconds until a silent peer is asked whether it is there */
#define KEEP_ALIVE_INTERVAL 10 /* seconds between questions */
#define KEEP_ALIVE_COUNT    3  /* unanswered questions that mean it is not */
#define MAX_WRITES_A_TURN   16 /* so that one link does not hold up the others */

/* The first error has been seen, but what came before it is still to be read: at most
 * this many reads, more than any receive buffer holds. */
#define MAX_LAST_READS      4096

/*
 * A link has three ends that come in any order: the peer finishes (in_finished), we
 * finish (out_finished), or it breaks. It is over when both have finished, when it
 * breaks, or when a closing link has waited long enough for the peer.
 */
struct _TinTcpLink
{
  grefcount            references;   /* one for being alive, one for each call that is under way */
  TinChannel          *channel;      /* (unowned) outlives its links */
  TinCapture          *capture;      /* (unowned) the channel's */
  TinEngine           *engine;       /* (unowned) */
  const TinReplies    *replies;      /* (unowned) the channel's */
  TinTcpLinkEndedFunc  ended;
  TinPeerQueue        *peer;         /* (unowned) the channel's */

  GSocket             *socket;       /* (owned) */
  TinPollWatch         watch;
  TinFlow              flow;
  TinWriteQueue        queue;
  TinDelayNode         drain;        /* runs while closing */
  TinDelayNode         retry;        /* runs while the kernel is out of memory */

  TinBy                closed_by;
  const char          *closed_reason; /* (nullable) lives for ever */
  int                  broken;        /* errno of a failed write, while what came before is read */

  guint                is_server    : 1;
  guint                dead         : 1;
  guint                hung         : 1; /* HUP or ERR was seen: they come again and again */
  guint                no_room      : 1; /* the capture is full: neither read nor write */
  guint                starved      : 1; /* the kernel had no memory to read with; until the retry */
  guint                finishing    : 1; /* finish sending once all is sent */
  guint                closing      : 1; /* nothing is answered any more */
  guint                hurrying     : 1; /* no extra time for a slow reader */
  guint                progressed   : 1; /* something was sent since the drain delay began */
  guint                in_finished  : 1;
  guint                out_finished : 1;
};

static TinTcpLink *
link_ref (TinTcpLink *self)
{
  g_ref_count_inc (&self->references);

  return self;
}

static void
link_unref (TinTcpLink *self)
{
  if (!g_ref_count_dec (&self->references))
    return;

  tin_write_queue_clear (&self->queue);
  g_object_unref (self->socket);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinTcpLink, link_unref)

static void
record (TinTcpLink   *self,
        TinEvent      event,
        TinDirection  direction,
        TinBy         by,
        guint32       size,
        const char   *reason)
{
  tin_channel_record (self->channel, &self->flow, event, direction, by, size, reason);
}

/* After it the link only waits for the calls under way to return. */
static void
end (TinTcpLink   *self,
     TinEvent      event,
     TinBy         by,
     const char   *reason,
     const GError *error)
{
  TinChannel *channel = self->channel;

  if (self->dead)
    return;

  self->dead = TRUE;
  tin_poller_remove (tin_engine_get_poller (self->engine), &self->watch);
  tin_delay_remove (tin_engine_get_drain_delay (self->engine), &self->drain);
  tin_delay_remove (tin_engine_get_retry_delay (self->engine), &self->retry);
  g_socket_close (self->socket, NULL);

  record (self, event, TIN_DIRECTION_NONE, by, 0, reason);
  tin_channel_remove_peer (channel, self->peer);

  self->ended (channel, by, error);
  link_unref (self);
}

static void
end_broken (TinTcpLink *self,
            int         error_number)
{
  gsize unsent = self->queue.size;
  gboolean is_reset = error_number == ECONNRESET || error_number == EPIPE;
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;

  if (is_reset)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, _("The peer reset the connection."));
  else
    g_set_error (&error, G_IO_ERROR, g_io_error_from_errno (error_number),
                 _("The connection broke: %s."), g_strerror (error_number));

  if (unsent > 0)
    /* Translators: the first is a sentence that says why, the second a number of bytes */
    reason = g_strdup_printf (_("%1$s Bytes that were not sent: %2$zu."), error->message, unsent);
  else
    reason = g_strdup (error->message);

  if (!is_reset)
    record (self, TIN_EVENT_ERROR, TIN_DIRECTION_NONE, TIN_BY_NONE, 0, reason);

  end (self, is_reset ? TIN_EVENT_RESET : TIN_EVENT_CLOSED, is_reset ? TIN_BY_PEER : TIN_BY_NONE, reason, error);
}

static void
end_closed (TinTcpLink *self)
{
  end (self, TIN_EVENT_CLOSED, self->closed_by, self->closed_reason, NULL);
}

static gboolean
is_transient (int error_number)
{
  return error_number == ENOBUFS || error_number == ENOMEM;
}

static gboolean
is_would_block (int error_number)
{
  return error_number == EAGAIN || error_number == EWOULDBLOCK || error_number == EINTR;
}

static void flush (TinTcpLink *self);
static void read_once (TinTcpLink *self);

/* What came before a reset is not lost with it. */
static void
read_what_is_left (TinTcpLink *self)
{
  for (int i = 0; i < MAX_LAST_READS && !self->dead && !self->in_finished && !self->no_room; i++)
    read_once (self);
}

static void
write_failed (TinTcpLink *self,
              int         error_number)
{
  if (is_would_block (error_number))
    return;

  if (is_transient (error_number))
    {
      tin_delay_add (tin_engine_get_retry_delay (self->engine), &self->retry);
      return;
    }

  if (self->broken != 0)
    return;

  self->broken = error_number;
  read_what_is_left (self);
  end_broken (self, error_number);
}

/* The one place that writes: what the socket took is in the capture. Returns the
 * size that it took, 0 if it took none for now or broke. */
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
  self->progressed = TRUE;

  return sent;
}

static void
finish (TinTcpLink *self)
{
  self->out_finished = TRUE;
  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);

  if (self->in_finished)
    end_closed (self);
  else if (!self->closing)
    record (self, TIN_EVENT_HALF_CLOSED, TIN_DIRECTION_OUT, TIN_BY_LOCAL, 0, NULL);
}

static void
flush (TinTcpLink *self)
{
  TinWrite *write;

  for (int i = 0; i < MAX_WRITES_A_TURN && (write = tin_write_queue_peek (&self->queue)) != NULL; i++)
    {
      gsize size, sent;
      const guint8 *rest = tin_write_get_rest (write, &size);

      if (self->retry.waiting || self->broken != 0)
        return;

      sent = write_some (self, rest, size, write->by, write->reason);
      if (self->dead || sent == 0)
        return;

      tin_write_queue_advance (&self->queue, sent);
      tin_channel_count_queued (self->channel, self->peer, -(gssize) sent);
    }

  if (self->queue.size == 0 && self->finishing && !self->out_finished)
    finish (self);
}

/* Reading pauses while the capture is full, and while a peer to which all is sent back
 * does not read it: then it is the peer that has to wait, and nothing is lost. */
static gboolean
wants_to_read (TinTcpLink *self)
{
  return !self->in_finished && !self->no_room && !self->starved &&
         (!self->replies->echo || self->queue.size < TIN_TCP_ECHO_HIGH_MARK);
}

static void
update_watch (TinTcpLink *self)
{
  TinPoller *poller = tin_engine_get_poller (self->engine);
  GIOCondition events = 0;

  if (self->dead)
    return;

  if (wants_to_read (self))
    events |= G_IO_IN;
  if (self->queue.size > 0 && !self->no_room && !self->retry.waiting)
    events |= G_IO_OUT;

  if (events == 0 && self->hung)
    tin_poller_remove (poller, &self->watch);
  else if (!tin_poller_set (poller, &self->watch, events))
    end_broken (self, ENOMEM);
}

static void
push (TinTcpLink *self,
      GBytes     *bytes,
      TinBy       by,
      const char *reason)
{
  tin_write_queue_push (&self->queue, bytes, by, reason);
  tin_channel_count_queued (self->channel, self->peer, g_bytes_get_size (bytes));
}

static void
echo (TinTcpLink   *self,
      const guint8 *data,
      gsize         size)
{
  gsize sent = 0;
  g_autoptr (GBytes) rest = NULL;

  if (self->queue.size == 0 && !self->retry.waiting)
    sent = write_some (self, data, size, TIN_BY_RULE, TIN_RULE_ECHO);

  if (self->dead || sent == size)
    return;

  rest = g_bytes_new (data + sent, size - sent);
  push (self, rest, TIN_BY_RULE, TIN_RULE_ECHO);
}

static void
begin_closing (TinTcpLink *self,
               TinBy       by,
               const char *reason)
{
  self->closing = TRUE;
  self->finishing = TRUE;
  self->closed_by = by;
  self->closed_reason = reason;

  if (!self->is_server)
    tin_channel_set_closing (self->channel);
}

static void
close_gracefully (TinTcpLink *self,
                  TinBy       by,
                  const char *reason)
{
  if (self->drain.waiting)
    return;

  if (!self->closing)
    begin_closing (self, by, reason);

  self->progressed = FALSE;
  tin_delay_add (tin_engine_get_drain_delay (self->engine), &self->drain);
  flush (self);
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

  is_goodbye = self->is_server && tin_replies_find_goodbye (self->replies, data, size, &before);
  if (!is_goodbye)
    before = size;

  if (self->replies->echo && before > 0)
    echo (self, data, before);

  if (is_goodbye && !self->dead)
    close_gracefully (self, TIN_BY_RULE, TIN_RULE_GOODBYE);
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
      end_closed (self);
      return;
    }

  record (self, TIN_EVENT_HALF_CLOSED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);

  if (!self->closing)
    begin_closing (self, TIN_BY_PEER, NULL);

  flush (self);
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
  else if (is_transient (error_number))
    starve (self);
  else
    end_broken (self, error_number);
}

static void
read_once (TinTcpLink *self)
{
  guint8 *buffer = tin_capture_reserve (self->capture, &self->flow, TIN_CAPTURE_MAX_PAYLOAD);
  gssize size;

  if (buffer == NULL)
    {
      self->no_room = TRUE;
      return;
    }

  size = recv (self->watch.fd, buffer, TIN_CAPTURE_MAX_PAYLOAD, MSG_DONTWAIT);

  if (size > 0)
    {
      tin_capture_commit (self->capture, &self->flow, size);
      tin_channel_mark_dirty (self->channel);
      answer (self, buffer, size);
    }
  else if (size == 0)
    read_end (self);
  else
    read_failed (self, errno);
}

static void
ready_cb (TinPollWatch *watch,
          GIOCondition  events)
{
  g_autoptr (TinTcpLink) self = link_ref (watch->data);

  if ((events & (G_IO_HUP | G_IO_ERR)) != 0)
    self->hung = TRUE;

  if ((events & G_IO_IN) != 0 || self->hung)
    if (wants_to_read (self))
      read_once (self);

  if ((events & G_IO_OUT) != 0 && !self->dead)
    flush (self);

  update_watch (self);
}

static void
drain_over_cb (TinDelayNode *node)
{
  g_autoptr (TinTcpLink) self = link_ref (node->data);
  gsize unsent = self->queue.size;

  if (unsent > 0 && self->progressed && !self->hurrying)
    {
      self->progressed = FALSE;
      tin_delay_add (tin_engine_get_drain_delay (self->engine), &self->drain);
      return;
    }

  if (unsent > 0)
    record (self, TIN_EVENT_DROPPED, TIN_DIRECTION_OUT, TIN_BY_LOCAL, unsent,
            _("Not sent: the peer did not read them in time."));

  end_closed (self);
}

static void
retry_cb (TinDelayNode *node)
{
  g_autoptr (TinTcpLink) self = link_ref (node->data);

  self->starved = FALSE;
  flush (self);
  update_watch (self);
}

static void
send_opening (TinTcpLink *self)
{
  gboolean is_goodbye = FALSE;

  if (self->replies->opening != NULL)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (self->replies->opening, &size);

      push (self, self->replies->opening, TIN_BY_RULE, self->replies->opening_rule);
      is_goodbye = !self->is_server && tin_replies_is_goodbye (self->replies, data, size);
    }

  if (is_goodbye)
    close_gracefully (self, TIN_BY_RULE, TIN_RULE_GOODBYE);
  else if (self->replies->close_after_opening)
    close_gracefully (self, TIN_BY_RULE, self->replies->opening_rule);
  else
    flush (self);
}

/**
 * tin_tcp_set_options:
 * @socket: a stream socket; what a listener has, its accepted sockets inherit
 * @error: return location for an error of %G_IO_ERROR
 *
 * No delay for small messages (RFC 9293 section 3.7.4), and a peer that vanished is noticed
 * within about a minute by keep-alives (RFC 9293 section 3.8.4).
 */
gboolean
tin_tcp_set_options (GSocket  *socket,
                     GError  **error)
{
  return g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, error) &&
         g_socket_set_option (socket, SOL_SOCKET, SO_KEEPALIVE, 1, error) &&
         g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, KEEP_ALIVE_IDLE, error) &&
         g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, KEEP_ALIVE_INTERVAL, error) &&
         g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, KEEP_ALIVE_COUNT, error);
}

/**
 * tin_tcp_link_start:
 * @channel: whose link it is, and to which it is known as a peer for as long as it lives
 * @socket: connected
 * @flow: its ends and its number; copied
 * @direction: %TIN_DIRECTION_IN if it was accepted, %TIN_DIRECTION_OUT if we connected
 * @ended: called once at the end, possibly before this function returns
 *
 * Records it as opened, sends what is to be sent first, and reads from then on. The
 * channel of a client is open then, too.
 */
void
tin_tcp_link_start (TinChannel          *channel,
                    GSocket             *socket,
                    const TinFlow       *flow,
                    TinDirection         direction,
                    TinTcpLinkEndedFunc  ended)
{
  TinTcpLink *new_link = g_new0 (TinTcpLink, 1);
  g_autoptr (TinTcpLink) self = NULL;

  g_ref_count_init (&new_link->references);
  self = link_ref (new_link);

  self->channel = channel;
  self->capture = tin_channel_get_capture (channel);
  self->engine = tin_channel_get_engine (channel);
  self->replies = tin_channel_get_replies (channel);
  self->is_server = tin_channel_get_endpoint (channel)->role == TIN_ROLE_SERVER;
  self->ended = ended;
  self->socket = g_object_ref (socket);
  self->watch.fd = g_socket_get_fd (socket);
  self->watch.func = ready_cb;
  self->watch.data = self;
  self->flow = *flow;
  self->drain.func = drain_over_cb;
  self->drain.data = self;
  self->retry.func = retry_cb;
  self->retry.data = self;
  tin_write_queue_init (&self->queue);

  record (self, TIN_EVENT_OPENED, direction, direction == TIN_DIRECTION_IN ? TIN_BY_PEER : TIN_BY_LOCAL, 0, NULL);
  self->peer = tin_channel_add_peer (channel, &self->flow, self);

  /* Who sees a client open can send. */
  if (!self->is_server)
    tin_channel_set_open (channel, &flow->local);

  send_opening (self);
  update_watch (self);
}

/**
 * tin_tcp_link_send:
 * @self: a link
 * @bytes: what to send, already counted as queued
 *
 * A client that sends the goodbye word closes after it.
 */
void
tin_tcp_link_send (TinTcpLink *self,
                   GBytes     *bytes)
{
  g_autoptr (TinTcpLink) guard = link_ref (self);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (self->finishing)
    {
      record (self, TIN_EVENT_DROPPED, TIN_DIRECTION_OUT, TIN_BY_LOCAL, size,
              _("Not sent: sending to this peer has been finished."));
      tin_channel_count_queued (self->channel, self->peer, -(gssize) size);
      return;
    }

  if (size > 0)
    tin_write_queue_push (&self->queue, bytes, TIN_BY_LOCAL, NULL);

  if (!self->is_server && tin_replies_is_goodbye (self->replies, data, size))
    close_gracefully (self, TIN_BY_RULE, TIN_RULE_GOODBYE);
  else
    flush (self);

  update_watch (self);
}

/**
 * tin_tcp_link_finish_sending:
 * @self: a link
 *
 * Half-closes (RFC 9293 section 3.6) when all that is queued is sent; goes on reading
 * until the peer closes, too.
 */
void
tin_tcp_link_finish_sending (TinTcpLink *self)
{
  g_autoptr (TinTcpLink) guard = link_ref (self);

  if (self->finishing)
    return;

  self->finishing = TRUE;
  flush (self);
  update_watch (self);
}

/**
 * tin_tcp_link_close:
 * @self: a link
 * @by: who closes it
 * @reason: (nullable): which rule, a string that lives for ever
 *
 * Sends what is queued, finishes, and waits for the peer's end, recording what still comes: to
 * close at once would have the kernel send a reset that destroys data on its way.
 * Ends after %TIN_CHANNEL_DRAIN_TIMEOUT ms in any case, but a peer that still
 * reads what is queued gets the time for it.
 */
void
tin_tcp_link_close (TinTcpLink *self,
                    TinBy       by,
                    const char *reason)
{
  g_autoptr (TinTcpLink) guard = link_ref (self);

  close_gracefully (self, by, reason);
  update_watch (self);
}

/**
 * tin_tcp_link_hurry:
 * @self: a link
 *
 * No extra time for a slow reader when it is closed.
 */
void
tin_tcp_link_hurry (TinTcpLink *self)
{
  self->hurrying = TRUE;
}

/**
 * tin_tcp_link_resume:
 * @self: a link
 *
 * Goes on where it stopped because the capture was full.
 */
void
tin_tcp_link_resume (TinTcpLink *self)
{
  g_autoptr (TinTcpLink) guard = link_ref (self);

  if (!self->no_room)
    return;

  self->no_room = FALSE;
  flush (self);
  update_watch (self);
}
