/* tin-tcp-link.c: one connected TCP peer, of a server or a client.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-tcp-link.h"

#include "net/tin-tcp-link-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

static TinTcpLink *
link_ref (TinTcpLink *self)
{
  self->references++;

  return self;
}

static void
link_unref (TinTcpLink *self)
{
  if (--self->references > 0)
    return;

  tin_write_queue_clear (&self->queue);
  g_object_unref (self->socket);
  g_aligned_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinTcpLink, link_unref)

/* What still waits, and is never sent any more. Does so once. */
void
tin_tcp_link_record_unsent (TinTcpLink *self,
                            const char *reason)
{
  if (self->unsent_told || self->queue.size == 0)
    return;

  self->unsent_told = TRUE;
  tin_channel_record_loss (self->channel, &self->flow, TIN_DIRECTION_OUT, TIN_BY_LOCAL,
                           (guint32) MIN (self->queue.size, G_MAXUINT32), TIN_LOSS_LEFT, reason);
}

/* However it ends, what it leaves unsent is told before. */
void
tin_tcp_link_record (TinTcpLink   *self,
                     TinEvent      event,
                     TinDirection  direction,
                     TinBy         by,
                     guint32       size,
                     const char   *reason)
{
  if (event == TIN_EVENT_CLOSED || event == TIN_EVENT_RESET)
    tin_tcp_link_record_unsent (self, _("The connection ended before."));

  tin_channel_record (self->channel, &self->flow, event, direction, by, size, reason);
}

/* With nothing more to be read. After it the link only waits for the calls under way to return. */
void
tin_tcp_link_finish (TinTcpLink          *self,
                     const TinTcpLinkEnd *end)
{
  TinChannel *channel = self->channel;

  self->dead = TRUE;
  g_socket_close (self->socket, NULL);

  if (end->event == TIN_EVENT_CLOSED && end->error != NULL)
    tin_tcp_link_record (self, TIN_EVENT_ERROR, TIN_DIRECTION_NONE, TIN_BY_NONE, 0, end->reason);

  tin_tcp_link_record (self, end->event, TIN_DIRECTION_NONE, end->by, 0, end->reason);
  tin_channel_remove_peer (channel, self->peer);

  self->ended (channel, end->by, end->error);
  link_unref (self);
}

static void
end (TinTcpLink          *self,
     const TinTcpLinkEnd *how)
{
  if (self->dead || self->end != NULL)
    return;

  tin_poller_remove (tin_engine_get_poller (self->engine), &self->watch);
  tin_delay_remove (tin_engine_get_drain_delay (self->engine), &self->drain);
  tin_delay_remove (tin_engine_get_retry_delay (self->engine), &self->retry);
  tin_tcp_link_forget_limits (self);

  if (!tin_tcp_link_take_rest (self, how))
    tin_tcp_link_finish (self, how);
}

void
tin_tcp_link_end_broken (TinTcpLink *self,
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

  if (is_reset)
    end (self, &(TinTcpLinkEnd) { TIN_EVENT_RESET, TIN_BY_PEER, reason, error });
  else
    end (self, &(TinTcpLinkEnd) { TIN_EVENT_CLOSED, TIN_BY_NONE, reason, error });
}

void
tin_tcp_link_end_closed (TinTcpLink *self)
{
  end (self, &(TinTcpLinkEnd) { TIN_EVENT_CLOSED, self->closed_by, self->closed_reason, NULL });
}

void
tin_tcp_link_end_reset (TinTcpLink *self,
                        TinBy       by)
{
  end (self, &(TinTcpLinkEnd) { TIN_EVENT_RESET, by, _("This side reset the connection to close it."), NULL });
}

void
tin_tcp_link_begin_closing (TinTcpLink *self,
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

void
tin_tcp_link_close_gracefully (TinTcpLink *self,
                               TinBy       by,
                               const char *reason)
{
  if (self->drain.waiting || self->end != NULL)
    return;

  if (tin_tcp_link_is_reset_on_close (self))
    {
      tin_tcp_link_reset (self, by);
      return;
    }

  if (!self->closing)
    tin_tcp_link_begin_closing (self, by, reason);

  self->progressed = FALSE;
  tin_delay_add (tin_engine_get_drain_delay (self->engine), &self->drain);
  tin_tcp_link_flush (self);
}

static void
ready_cb (TinPollWatch *watch,
          GIOCondition  events)
{
  g_autoptr (TinTcpLink) self = link_ref (watch->data);

  if ((events & (G_IO_HUP | G_IO_ERR)) != 0)
    self->hung = TRUE;

  if ((events & G_IO_IN) != 0 || self->hung)
    tin_tcp_link_read (self);

  if ((events & G_IO_OUT) != 0 && !self->dead)
    tin_tcp_link_flush (self);

  tin_tcp_link_update_watch (self);
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

  tin_tcp_link_record_unsent (self, _("The peer did not read what was waiting for it in time."));
  tin_tcp_link_end_closed (self);
}

static void
retry_cb (TinDelayNode *node)
{
  g_autoptr (TinTcpLink) self = link_ref (node->data);

  self->starved = FALSE;
  tin_tcp_link_flush (self);
  tin_tcp_link_update_watch (self);
}

static void
send_opening (TinTcpLink *self)
{
  gboolean is_goodbye = FALSE;

  if (self->replies->opening != NULL)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (self->replies->opening, &size);

      tin_tcp_link_push (self, self->replies->opening, TIN_BY_RULE, self->replies->opening_rule);
      is_goodbye = !self->is_server && tin_replies_is_goodbye (self->replies, data, size);
    }

  if (is_goodbye)
    tin_tcp_link_close_gracefully (self, TIN_BY_RULE, TIN_RULE_GOODBYE);
  else if (self->replies->close_after_opening)
    tin_tcp_link_close_gracefully (self, TIN_BY_RULE, self->replies->opening_rule);
  else
    tin_tcp_link_flush (self);
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
  TinTcpLink *new_link = g_aligned_alloc0 (1, sizeof *new_link, TIN_TCP_LINK_ALIGNMENT);
  g_autoptr (TinTcpLink) self = NULL;

  new_link->references = 1;
  self = link_ref (new_link);

  self->channel = channel;
  self->capture = tin_channel_get_capture (channel);
  self->engine = tin_channel_get_engine (channel);
  self->replies = tin_channel_get_replies (channel);
  tin_goodbye_init (&self->goodbye, self->replies);
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

  tin_tcp_link_record (self, TIN_EVENT_OPENED, direction,
                       direction == TIN_DIRECTION_IN ? TIN_BY_PEER : TIN_BY_LOCAL, 0, NULL);
  self->peer = tin_channel_add_peer (channel, &self->flow, self);

  /* Who sees a client open can send. */
  if (!self->is_server)
    tin_channel_set_open (channel, &flow->local);

  tin_tcp_link_limit_idleness (self);
  send_opening (self);
  tin_tcp_link_update_watch (self);
}

/**
 * tin_tcp_link_send:
 * @self: a link
 * @bytes: what to send, already counted as queued
 * @receipt: (nullable): told of what the socket takes, and of the rest when that is sure never to go
 *
 * A client that sends the goodbye word closes after it.
 */
void
tin_tcp_link_send (TinTcpLink *self,
                   GBytes     *bytes,
                   TinReceipt *receipt)
{
  g_autoptr (TinTcpLink) guard G_GNUC_UNUSED = link_ref (self);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (self->finishing)
    {
      tin_channel_record_loss (self->channel, &self->flow, TIN_DIRECTION_OUT, TIN_BY_LOCAL, size, TIN_LOSS_LEFT,
                               self->end != NULL ? _("The connection ended before.")
                                                 : _("Sending to this peer had been finished before."));
      tin_channel_count_queued (self->channel, self->peer, -(gssize) size, -1);
      if (receipt != NULL)
        tin_receipt_add_lost (receipt, size);
      return;
    }

  if (size > 0)
    {
      tin_write_queue_push (&self->queue, bytes, TIN_BY_LOCAL, NULL)->receipt =
        receipt != NULL ? tin_receipt_ref (receipt) : NULL;
    }
  else
    {
      /* Nothing of it will be in the capture: whoever waits for its room hears of that even so. */
      tin_channel_count_queued (self->channel, self->peer, 0, -1);
      tin_channel_mark_dirty (self->channel);
    }

  if (!self->is_server && tin_replies_is_goodbye (self->replies, data, size))
    tin_tcp_link_close_gracefully (self, TIN_BY_RULE, TIN_RULE_GOODBYE);
  else
    tin_tcp_link_flush (self);

  tin_tcp_link_update_watch (self);
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
  g_autoptr (TinTcpLink) guard G_GNUC_UNUSED = link_ref (self);

  if (self->finishing)
    return;

  self->finishing = TRUE;
  tin_tcp_link_flush (self);
  tin_tcp_link_update_watch (self);
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
 * reads what is queued gets the time for it, and what the kernel has received is read within as long again, or within four
 * times as long while the recording takes something.
 */
void
tin_tcp_link_close (TinTcpLink *self,
                    TinBy       by,
                    const char *reason)
{
  g_autoptr (TinTcpLink) guard G_GNUC_UNUSED = link_ref (self);

  tin_tcp_link_close_gracefully (self, by, reason);
  tin_tcp_link_update_watch (self);
}

/**
 * tin_tcp_link_hurry:
 * @self: a link
 *
 * No extra time for a slow reader, nor for a slow recording, when it is closed.
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
  g_autoptr (TinTcpLink) guard G_GNUC_UNUSED = link_ref (self);

  if (!self->no_room)
    return;

  self->no_room = FALSE;
  if (self->end != NULL)
    {
      tin_tcp_link_resume_rest (self);
      return;
    }

  tin_tcp_link_flush (self);
  tin_tcp_link_update_watch (self);
}

/**
 * tin_tcp_link_measure:
 * @self: a link
 * @info: (out caller-allocates): what the kernel knows of its connection now
 *
 * Returns: %FALSE if the kernel does not tell
 */
gboolean
tin_tcp_link_measure (TinTcpLink *self,
                      TinTcpInfo *info)
{
  return !self->dead && tin_tcp_info_read (g_socket_get_fd (self->socket), info);
}
