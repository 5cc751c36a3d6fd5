/* tin-udp-sending.c: how datagrams leave: with one system call where several wait.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-shortage.h"
#include "net/tin-udp-port-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#define MAX_TRIES      4     /* in a turn, over errors of earlier datagrams */
#define MAX_BATCH_SIZE 65536 /* bytes, if not of one datagram alone: a capture that has room has it for so much */

static void
record_sent (TinUdpPort       *self,
             const TinUdpItem *item)
{
  tin_capture_append_data (self->capture, &item->peer->flow, TIN_DIRECTION_OUT, item->by, item->data, item->size,
                           item->reason);
  tin_idle_watch_touch (&item->peer->idle);
}

/* Returns: how many of the first items go with one call */
static guint
describe_items (TinUdpPort       *self,
                const TinUdpItem *items,
                guint             n_items,
                TinOutgoing      *datagrams)
{
  gsize size = 0;
  guint n = 0;

  for (; n < MIN (n_items, TIN_DATAGRAM_BATCH) && (n == 0 || size + items[n].size <= MAX_BATCH_SIZE); n++)
    {
      const TinFlow *flow = &items[n].peer->flow;

      datagrams[n] = (TinOutgoing) {
        .to = self->only != NULL ? NULL : &flow->peer,
        .from = self->is_any ? &flow->local : NULL,
        .data = items[n].data,
        .size = items[n].size,
      };
      size += items[n].size;
    }

  return n;
}

/* What the kernel took is in the capture. Returns: how many of the first items it were, or the negative errno */
static int
send_items (TinUdpPort       *self,
            const TinUdpItem *items,
            guint             n_items)
{
  TinOutgoing datagrams[TIN_DATAGRAM_BATCH];
  guint n_datagrams = describe_items (self, items, n_items, datagrams);
  int n_sent = tin_datagram_send (self->watch.fd, self->is_v6, datagrams, n_datagrams);

  /* Of many, some are in the way even so: the next turn goes on with those, as it does where the socket is full. */
  for (int n_tries = 1; n_sent < 0 && tin_udp_port_is_old_error (self, -n_sent); n_tries++)
    n_sent = n_tries < MAX_TRIES ? tin_datagram_send (self->watch.fd, self->is_v6, datagrams, n_datagrams) : -EAGAIN;

  for (int i = 0; i < n_sent; i++)
    record_sent (self, &items[i]);

  if (n_sent > 0)
    tin_channel_mark_dirty (self->channel);

  return n_sent;
}

/* Whether to wait and try the same datagram again; if not, it is lost, and recorded as such. */
static gboolean
must_wait (TinUdpPeer *peer,
           int         error_number)
{
  TinUdpPort *self = peer->port;
  g_autofree char *reason = NULL;

  if (error_number == EAGAIN)
    {
      self->blocked = TRUE;
      return TRUE;
    }

  if (tin_errno_is_shortage (error_number))
    {
      tin_delay_add (tin_engine_get_retry_delay (self->engine), &self->retry);
      return TRUE;
    }

  /* Translators: what the system says */
  reason = g_strdup_printf (_("A datagram could not be sent: %s."), g_strerror (error_number));
  tin_udp_peer_record (peer, TIN_EVENT_ERROR, TIN_DIRECTION_OUT, TIN_BY_NONE, 0, reason);

  return FALSE;
}

static gboolean
can_send (TinUdpPort *self)
{
  if (!self->no_room && !tin_capture_has_room (self->capture))
    tin_udp_port_run_out_of_room (self);

  return !self->no_room && !self->blocked && !self->retry.waiting && !self->stopped;
}

static guint
list_waiting (TinUdpPort *self,
              TinUdpItem *items)
{
  guint n_items = 0;

  for (GList *each = self->queue.writes.head; each != NULL && n_items < TIN_DATAGRAM_BATCH; each = each->next)
    {
      TinWrite *write = each->data;
      TinUdpItem *item = &items[n_items++];

      *item = (TinUdpItem) { .peer = write->owner, .by = write->by, .reason = write->reason };
      item->data = tin_write_get_rest (write, &item->size);
    }

  return n_items;
}

/* The first in the queue goes, sent or lost; who waited for that leaves. */
static void
advance (TinUdpPort *self,
         gboolean    is_sent)
{
  TinWrite *write = tin_write_queue_peek (&self->queue);
  TinUdpPeer *peer = write->owner;
  gsize size = write->size;

  if (is_sent)
    tin_write_queue_advance (&self->queue, size);
  else
    tin_write_queue_drop_first (&self->queue);
  tin_channel_count_queued (self->channel, peer->queue, -(gssize) size, -1);

  if (peer->leaving && !tin_write_queue_has (&self->queue, peer))
    tin_udp_peer_leave (peer);
}

/**
 * tin_udp_port_flush:
 * @self: a port
 *
 * Sends what waits, as far as the socket takes it. Who was to leave after it leaves.
 */
void
tin_udp_port_flush (TinUdpPort *self)
{
  while (can_send (self) && self->queue.writes.length > 0)
    {
      TinUdpItem items[TIN_DATAGRAM_BATCH];
      int n_sent = send_items (self, items, list_waiting (self, items));

      if (n_sent < 0 && must_wait (items[0].peer, -n_sent))
        break;

      if (n_sent < 0)
        advance (self, FALSE);
      /* Who leaves behind one of them may end the port, and the queue with it. */
      for (int i = 0; i < n_sent && self->queue.writes.length > 0; i++)
        advance (self, TRUE);
    }

  tin_udp_port_update_watch (self);
}

/* Behind the rest, as long as that is bounded: in memory, so that it is so for empty ones as well. */
static void
queue_answer (TinUdpPort       *self,
              const TinUdpItem *answer)
{
  const gsize weight = self->queue.size + self->queue.writes.length * TIN_CHANNEL_MESSAGE_COST;
  g_autoptr (GBytes) bytes = NULL;

  if (weight + answer->size + TIN_CHANNEL_MESSAGE_COST > TIN_CHANNEL_QUEUE_LIMIT)
    {
      tin_channel_record_loss (self->channel, &answer->peer->flow, TIN_DIRECTION_OUT, TIN_BY_RULE, 1, TIN_LOSS_QUEUE,
                               _("It was an answer, and too many datagrams wait to be sent."));
      return;
    }

  bytes = g_bytes_new (answer->data, answer->size);
  tin_write_queue_push (&self->queue, bytes, answer->by, answer->reason)->owner = answer->peer;
  tin_channel_count_queued (self->channel, answer->peer->queue, answer->size, 1);
}

/* Sends the answers to what was received together, or queues what of them the socket does not take. To be called
 * before their data goes, or one of the peers. */
void
tin_udp_port_flush_answers (TinUdpPort *self)
{
  guint n_answers = self->n_answers;
  guint n_done = 0;

  if (n_answers == 0)
    return;

  self->n_answers = 0;
  while (n_done < n_answers && self->queue.writes.length == 0 && can_send (self))
    {
      int n_sent = send_items (self, &self->answers[n_done], n_answers - n_done);

      if (n_sent < 0 && must_wait (self->answers[n_done].peer, -n_sent))
        break;

      n_done += MAX (n_sent, 1);
    }

  if (n_done == n_answers)
    return;

  for (; n_done < n_answers; n_done++)
    queue_answer (self, &self->answers[n_done]);
  tin_udp_port_update_watch (self);
}

/* What a rule sends, with the other answers of this turn: the data is not copied. */
void
tin_udp_peer_reply (TinUdpPeer   *peer,
                    const guint8 *data,
                    gsize         size,
                    const char   *rule)
{
  TinUdpPort *self = peer->port;

  if (self->n_answers == G_N_ELEMENTS (self->answers))
    tin_udp_port_flush_answers (self);

  self->answers[self->n_answers++] = (TinUdpItem) {
    .peer = peer, .data = data, .size = size, .by = TIN_BY_RULE, .reason = rule,
  };
}
