/* tin-udp-peer.c: who sent us datagrams, and what is sent back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-udp-port.h"

#include "net/tin-udp-port-private.h"

#include "net/tin-sockaddr.h"

#include <glib/gi18n-lib.h>

void
tin_udp_peer_record (TinUdpPeer   *peer,
                     TinEvent      event,
                     TinDirection  direction,
                     TinBy         by,
                     guint32       size,
                     const char   *reason)
{
  tin_channel_record (peer->port->channel, &peer->flow, event, direction, by, size, reason);
}

void
tin_udp_peer_free (gpointer data)
{
  TinUdpPeer *peer = data;

  g_queue_unlink (&peer->port->recent, &peer->link);
  g_free (peer);
}

static void
set_paused (TinUdpPeer *peer,
            gboolean    paused)
{
  TinDelay *delay = tin_engine_get_retry_delay (peer->port->engine);

  if (peer->is_paused == paused)
    return;

  peer->is_paused = paused;
  tin_channel_count_paused (peer->port->channel, paused ? 1 : -1);

  if (paused)
    tin_delay_add (delay, &peer->calm);
  else
    tin_delay_remove (delay, &peer->calm);
}

static void
calm_cb (TinDelayNode *node)
{
  TinUdpPeer *peer = node->data;

  if (tin_storm_guard_is_over (&peer->storm, g_get_monotonic_time ()))
    set_paused (peer, FALSE);
  else
    tin_delay_add (tin_engine_get_retry_delay (peer->port->engine), node);
}

void
tin_udp_peer_remove (TinUdpPeer *peer,
                     TinBy       by,
                     const char *reason)
{
  TinUdpPort *self = peer->port;
  guint n_unsent;

  tin_udp_port_flush_answers (self);
  n_unsent = tin_write_queue_drop (&self->queue, peer);

  if (n_unsent > 0)
    tin_channel_record_loss (self->channel, &peer->flow, TIN_DIRECTION_OUT, TIN_BY_LOCAL, n_unsent, TIN_LOSS_LEFT,
                             _("They still waited when the peer left."));

  set_paused (peer, FALSE);
  tin_idle_watch_stop (&peer->idle);
  tin_udp_peer_record (peer, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE, by, 0, reason);
  tin_channel_remove_peer (self->channel, peer->queue);
  g_hash_table_remove (self->peers, &peer->flow.peer);
}

TinUdpPeer *
tin_udp_peer_add (TinUdpPort       *self,
                  const TinAddress *local,
                  const TinAddress *address,
                  guint32           connection)
{
  TinUdpPeer *peer;

  if (g_hash_table_size (self->peers) >= TIN_UDP_MAX_PEERS)
    tin_udp_peer_remove (g_queue_peek_tail (&self->recent), TIN_BY_LOCAL,
                         _("Made room in the list: this peer was silent for longest."));

  peer = g_new0 (TinUdpPeer, 1);
  peer->port = self;
  peer->link.data = peer;
  peer->calm.func = calm_cb;
  peer->calm.data = peer;
  peer->is_near = tin_address_is_on_this_host (address);
  tin_flow_init (&peer->flow, TIN_TRANSPORT_UDP, connection, local, address);

  g_hash_table_insert (self->peers, &peer->flow.peer, peer);
  g_queue_push_head_link (&self->recent, &peer->link);

  return peer;
}

static void
idle_cb (gpointer data)
{
  TinUdpPeer *peer = data;
  const TinEndpoint *endpoint = tin_channel_get_endpoint (peer->port->channel);
  const char *reason = _("Nothing was sent or received for as long as the idle timeout allows.");

  if (endpoint->options[TIN_OPTION_IDLE_TIMEOUT].number == 0)
    reason = _("Nothing was sent or received for an hour. An idle timeout can be set to make that shorter or longer.");

  tin_udp_peer_close (peer, TIN_BY_RULE, reason);
}

/* @time_ns: when the datagram came that a new peer is opened by; another that has to go for it goes now */
TinUdpPeer *
tin_udp_peer_get (TinUdpPort       *self,
                  const TinAddress *local,
                  const TinAddress *address,
                  gint64            time_ns)
{
  TinUdpPeer *peer;

  if (self->only != NULL)
    return self->only;

  peer = g_hash_table_lookup (self->peers, address);
  if (peer == NULL)
    {
      peer = tin_udp_peer_add (self, local, address, tin_capture_take_connection (self->capture));
      tin_capture_set_moment (self->capture, time_ns);
      tin_udp_peer_record (peer, TIN_EVENT_OPENED, TIN_DIRECTION_IN, TIN_BY_PEER, 0, NULL);
      tin_capture_set_moment (self->capture, 0);
      peer->queue = tin_channel_add_peer (self->channel, &peer->flow, peer);
      tin_idle_watch_start (&peer->idle, self->engine,
                            tin_udp_peer_get_idle_timeout (tin_channel_get_endpoint (self->channel)), idle_cb, peer);
    }
  else if (self->recent.head != &peer->link)
    {
      g_queue_unlink (&self->recent, &peer->link);
      g_queue_push_head_link (&self->recent, &peer->link);
    }

  tin_idle_watch_touch (&peer->idle);

  return peer;
}

/* For a peer with nothing left to be sent. */
void
tin_udp_peer_leave (TinUdpPeer *peer)
{
  TinUdpPort *self = peer->port;
  TinBy by = peer->left_by;

  if (self->only == NULL)
    {
      tin_udp_peer_remove (peer, by, peer->left_reason);
      return;
    }

  tin_udp_port_stop (self);
  self->ended (self->channel, by);
}

static gboolean
is_in_storm (TinUdpPeer   *peer,
             const guint8 *data,
             gsize         size)
{
  TinStorm storm = tin_storm_guard_check (&peer->storm, data, size, g_get_monotonic_time ());

  if (storm == TIN_STORM_BEGINS)
    tin_udp_peer_record (peer, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_RULE, 0,
                         _("Answers pause: this peer sent the same datagram a thousand times within a second. "
                           "A different datagram or a second of silence resumes them."));

  set_paused (peer, storm != TIN_STORM_NONE);

  return peer->is_paused;
}

/* Two programs that answer everything answer each other for ever. */
static gboolean
may_answer (TinUdpPeer   *peer,
            const guint8 *data,
            gsize         size)
{
  if (peer->port->only == NULL && tin_engine_is_listener (peer->port->engine, &peer->flow.peer, peer->is_near))
    {
      if (!peer->is_mirror)
        tin_udp_peer_record (peer, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_RULE, 0,
                             _("This peer is a server of this program: "
                               "to answer it would never end, so it gets no answers."));
      peer->is_mirror = TRUE;
      return FALSE;
    }

  return !peer->is_near || !is_in_storm (peer, data, size);
}

void
tin_udp_peer_greet (TinUdpPeer *peer)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (peer->port->replies->opening, &size);

  peer->is_greeted = TRUE;
  tin_udp_peer_reply (peer, data, size, peer->port->replies->opening_rule);
}

void
tin_udp_peer_answer (TinUdpPeer   *peer,
                     const guint8 *data,
                     gsize         size)
{
  const TinReplies *replies = peer->port->replies;
  gboolean is_first = !peer->is_greeted;
  gboolean is_server = peer->port->only == NULL;

  if (peer->leaving || !(replies->echo || is_server) || !may_answer (peer, data, size))
    return;

  if (is_server && is_first && replies->opening != NULL)
    tin_udp_peer_greet (peer);
  if (replies->echo)
    tin_udp_peer_reply (peer, data, size, TIN_RULE_ECHO);

  if (is_server && tin_replies_is_goodbye (replies, data, size))
    tin_udp_peer_close (peer, TIN_BY_PEER, TIN_RULE_GOODBYE);
  else if (is_server && is_first && replies->close_after_opening)
    tin_udp_peer_close (peer, TIN_BY_RULE, replies->opening_rule);
}

/**
 * tin_udp_peer_get_idle_timeout:
 * @endpoint: a server's
 *
 * Nobody says that a sender of datagrams has gone, so that each is forgotten some time; what it sent stays in the recording.
 *
 * Returns: after how many seconds of silence
 */
guint
tin_udp_peer_get_idle_timeout (const TinEndpoint *endpoint)
{
  guint seconds = endpoint->options[TIN_OPTION_IDLE_TIMEOUT].number;

  return seconds > 0 ? seconds : TIN_UDP_IDLE_TIMEOUT;
}

/**
 * tin_udp_peer_send:
 * @peer: a peer
 * @bytes: a datagram, already counted as queued
 * @receipt: (nullable): told when the socket has taken or refused it, and when it never will be asked to
 *
 * It waits until tin_udp_port_flush(). A client that sends the goodbye word stops after it.
 */
void
tin_udp_peer_send (TinUdpPeer *peer,
                   GBytes     *bytes,
                   TinReceipt *receipt)
{
  TinUdpPort *self = peer->port;
  TinWrite *write;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (self->only != NULL && tin_replies_is_goodbye (self->replies, data, size))
    {
      peer->leaving = TRUE;
      peer->left_by = TIN_BY_RULE;
      peer->left_reason = TIN_RULE_GOODBYE;
    }

  write = tin_write_queue_push (&self->queue, bytes, TIN_BY_LOCAL, NULL);
  write->owner = peer;
  write->receipt = receipt != NULL ? tin_receipt_ref (receipt) : NULL;
}

/**
 * tin_udp_peer_close:
 * @peer: a peer
 * @by: who ends it
 * @reason: (nullable): which rule, a string that lives for ever
 *
 * When all that is queued for it is sent, the peer leaves the list. Should it write again, it
 * is a new one.
 */
void
tin_udp_peer_close (TinUdpPeer *peer,
                    TinBy       by,
                    const char *reason)
{
  tin_udp_port_flush_answers (peer->port);
  peer->leaving = TRUE;
  peer->left_by = by;
  peer->left_reason = reason;

  if (!tin_write_queue_has (&peer->port->queue, peer))
    tin_udp_peer_leave (peer);
}

/**
 * tin_udp_peer_resume_answers:
 * @peer: a peer
 *
 * Answers what comes next, even if it is what a storm was made of; another thousand pause it
 * again. Does nothing to a peer that is being answered.
 */
void
tin_udp_peer_resume_answers (TinUdpPeer *peer)
{
  if (!peer->is_paused)
    return;

  tin_storm_guard_forget (&peer->storm);
  set_paused (peer, FALSE);
  tin_udp_peer_record (peer, TIN_EVENT_NOTE, TIN_DIRECTION_NONE, TIN_BY_LOCAL, 0, _("Answers were resumed by hand."));
}
