/* tin-conversation.c: one connection in another program's capture, told again as one of ours.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A capture of packets does not know which end is "ours", but a log is told from
 * one end. Where the file says which way packets went, that is it. Else it is the
 * server: the one that was asked for a connection, or that has the lower port. What
 * is for many comes from a peer.
 */

#include "capture/tin-conversation.h"

#include <glib/gi18n-lib.h>

static gboolean
comes_from_local (const TinSegment *segment)
{
  TinTcpFlags syn = segment->flags & (TIN_TCP_SYN | TIN_TCP_ACK);

  if (segment->direction != TIN_DIRECTION_NONE)
    return segment->direction == TIN_DIRECTION_OUT;
  if (segment->is_to_many)
    return FALSE;
  if (segment->transport == TIN_TRANSPORT_TCP && syn == TIN_TCP_SYN)
    return FALSE;
  if (segment->transport == TIN_TRANSPORT_TCP && syn == (TIN_TCP_SYN | TIN_TCP_ACK))
    return TRUE;
  return segment->source.port < segment->destination.port;
}

static TinDirection
get_direction (const TinConversation *self,
               const TinSegment      *segment)
{
  return tin_address_equal (&segment->source, &self->flow.local) ? TIN_DIRECTION_OUT : TIN_DIRECTION_IN;
}

static TinStreamOrder *
get_order (TinConversation *self,
           TinDirection     direction)
{
  return &self->order[direction == TIN_DIRECTION_IN ? 0 : 1];
}

static TinBy
get_by (TinDirection direction)
{
  return direction == TIN_DIRECTION_IN ? TIN_BY_PEER : TIN_BY_LOCAL;
}

static void
tell (TinConversation *self,
      TinEvent         event,
      TinDirection     direction,
      TinBy            by,
      const char      *reason)
{
  tin_capture_append_event (self->capture, &self->flow, event, direction, by, 0, reason);
}

/* Who asked for it; where that was not captured, whoever has the higher port. */
static TinDirection
find_opener (TinConversation  *self,
             const TinSegment *segment)
{
  TinDirection direction = get_direction (self, segment);

  if (self->opener != TIN_DIRECTION_NONE || self->flow.transport == TIN_TRANSPORT_UDP)
    return self->opener != TIN_DIRECTION_NONE ? self->opener : direction;
  if (segment->flags & TIN_TCP_SYN)
    return direction == TIN_DIRECTION_IN ? TIN_DIRECTION_OUT : TIN_DIRECTION_IN;
  return self->flow.local.port <= self->flow.peer.port ? TIN_DIRECTION_IN : TIN_DIRECTION_OUT;
}

static void
tell_opened (TinConversation  *self,
             const TinSegment *segment)
{
  gboolean is_known = self->opener != TIN_DIRECTION_NONE || (segment->flags & TIN_TCP_SYN) ||
                      self->flow.transport == TIN_TRANSPORT_UDP;

  self->opener = find_opener (self, segment);
  self->is_opened = TRUE;
  tell (self, TIN_EVENT_OPENED, self->opener, get_by (self->opener),
        is_known ? NULL : _("Its beginning was not captured."));
}

static void
tell_missing (TinConversation *self,
              TinDirection     direction,
              gsize            size)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GSIZE_FORMAT, size);
  /* Translators: %s is how many bytes of a stream are missing in a file of another program */
  g_autofree char *reason = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s byte was not captured.",
                                                          "%s bytes were not captured.", size), digits);

  /* A sequence has no more than 32 bits. Who reads our file sees the gap as well. */
  tin_capture_append_loss (self->capture, &self->flow, direction, TIN_BY_NONE, MIN (size, G_MAXUINT32),
                           TIN_LOSS_UNCAPTURED, reason);
  self->n_missing += size;
}

static void
tell_end_of_stream (TinConversation *self,
                    TinDirection     direction)
{
  if (self->ended_first == TIN_DIRECTION_NONE)
    {
      self->ended_first = direction;
      tell (self, TIN_EVENT_HALF_CLOSED, direction, get_by (direction), NULL);
    }
  else if (self->ended_first != direction)
    {
      self->is_ended = TRUE;
      tell (self, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE, get_by (self->ended_first), NULL);
    }
}

static void
pass (TinConversation *self,
      TinDirection     direction,
      const guint8    *data,
      gsize            size)
{
  self->room_func (self->room_data);
  if (data != NULL)
    tin_capture_append_data (self->capture, &self->flow, direction, get_by (direction), data, size, NULL);
  else if (size > 0)
    tell_missing (self, direction, size);
  else
    tell_end_of_stream (self, direction);
}

static void
pass_in (const guint8 *data,
         gsize         size,
         gpointer      user_data)
{
  pass (user_data, TIN_DIRECTION_IN, data, size);
}

static void
pass_out (const guint8 *data,
          gsize         size,
          gpointer      user_data)
{
  pass (user_data, TIN_DIRECTION_OUT, data, size);
}

static TinStreamOrderFunc
get_pass (TinDirection direction)
{
  return direction == TIN_DIRECTION_IN ? pass_in : pass_out;
}

static void
take_reset (TinConversation *self,
            TinDirection     direction)
{
  tin_conversation_flush (self);
  tin_stream_order_finish (&self->order[0]);
  tin_stream_order_finish (&self->order[1]);
  self->is_ended = TRUE;
  if (self->is_opened)
    tell (self, TIN_EVENT_RESET, direction, get_by (direction), NULL);
  else
    tell (self, TIN_EVENT_REFUSED, TIN_DIRECTION_NONE, get_by (direction), NULL);
}

static void
take_stream (TinConversation  *self,
             const TinSegment *segment,
             TinDirection      direction)
{
  TinDirection other = direction == TIN_DIRECTION_IN ? TIN_DIRECTION_OUT : TIN_DIRECTION_IN;
  TinStreamOrder *order = get_order (self, direction);
  guint32 sequence = segment->sequence + (segment->flags & TIN_TCP_SYN ? 1 : 0);

  if (!order->is_begun && !order->is_finished && (segment->total > 0 || (segment->flags & (TIN_TCP_SYN | TIN_TCP_FIN))))
    tin_stream_order_begin (order, sequence);
  if (segment->total > 0 || (segment->flags & TIN_TCP_FIN))
    tin_stream_order_add (order, sequence, segment->payload, segment->size, segment->total,
                          (segment->flags & TIN_TCP_FIN) != 0, get_pass (direction), self);

  if ((segment->flags & TIN_TCP_ACK) && get_order (self, other)->is_begun)
    tin_stream_order_acknowledge (get_order (self, other), segment->acknowledged, get_pass (other), self);
}

static void
take_tcp (TinConversation  *self,
          const TinSegment *segment)
{
  TinDirection direction = get_direction (self, segment);
  gboolean is_attempt = (segment->flags & (TIN_TCP_SYN | TIN_TCP_ACK)) == TIN_TCP_SYN;

  if (is_attempt && !self->is_opened)
    {
      self->opener = direction;
      self->syn_sequence = segment->sequence;
    }
  if (segment->flags & TIN_TCP_RST)
    {
      if (!self->is_ended && (self->is_opened || self->opener != TIN_DIRECTION_NONE))
        take_reset (self, direction);
      return;
    }
  if (!is_attempt && !self->is_opened)
    tell_opened (self, segment);
  take_stream (self, segment, direction);
}

static void
take_udp (TinConversation  *self,
          const TinSegment *segment)
{
  TinDirection direction = get_direction (self, segment);
  const TinDelivery delivery = {
    .missing = segment->total - segment->size,
    .group = segment->is_to_many && direction == TIN_DIRECTION_IN ? &segment->destination : NULL,
  };

  if (!self->is_opened)
    tell_opened (self, segment);
  self->room_func (self->room_data);
  tin_capture_append_datagram (self->capture, &self->flow, direction, segment->payload, segment->size, &delivery);
}

/**
 * tin_conversation_new:
 * @capture: to which it is told; not kept alive by this
 * @room_func: called before data, to wait until the capture has room
 * @room_data: for @room_func
 * @first: a segment between two ends that have no conversation yet
 *
 * Returns: (transfer full): a conversation, to which @first is still to be given
 */
TinConversation *
tin_conversation_new (TinCapture       *capture,
                      TinCaptureFunc    room_func,
                      gpointer          room_data,
                      const TinSegment *first)
{
  TinConversation *self = g_new0 (TinConversation, 1);
  gboolean out = comes_from_local (first);

  self->capture = capture;
  self->room_func = room_func;
  self->room_data = room_data;
  tin_flow_init (&self->flow, first->transport, tin_capture_take_connection (capture),
                 out ? &first->source : &first->destination,
                 out ? &first->destination : &first->source);
  return self;
}

/**
 * tin_conversation_free:
 * @self: (transfer full): a conversation
 */
void
tin_conversation_free (TinConversation *self)
{
  tin_stream_order_clear (&self->order[0]);
  tin_stream_order_clear (&self->order[1]);
  g_free (self);
}

/**
 * tin_conversation_is_new:
 * @self: a conversation
 * @segment: between the same two ends
 *
 * Returns: whether it begins another conversation, as ports are used again
 */
gboolean
tin_conversation_is_new (TinConversation  *self,
                         const TinSegment *segment)
{
  if (segment->transport != TIN_TRANSPORT_TCP ||
      (segment->flags & (TIN_TCP_SYN | TIN_TCP_ACK | TIN_TCP_RST)) != TIN_TCP_SYN)
    return FALSE;
  return self->opener != get_direction (self, segment) || self->syn_sequence != segment->sequence;
}

/**
 * tin_conversation_get_held:
 * @self: a conversation
 *
 * Returns: memory that waits for what is missing, bytes
 */
gsize
tin_conversation_get_held (TinConversation *self)
{
  return self->order[0].held + self->order[1].held;
}

/**
 * tin_conversation_get_repeated:
 * @self: a conversation
 *
 * Returns: bytes that came more than once
 */
guint64
tin_conversation_get_repeated (TinConversation *self)
{
  return self->order[0].n_repeated + self->order[1].n_repeated;
}

/**
 * tin_conversation_get_late:
 * @self: a conversation
 *
 * Returns: bytes that came after the end of their stream
 */
guint64
tin_conversation_get_late (TinConversation *self)
{
  return self->order[0].n_late + self->order[1].n_late;
}

/**
 * tin_conversation_take:
 * @self: a conversation
 * @segment: the next one of it that was captured
 *
 * Tells the capture what it means.
 */
void
tin_conversation_take (TinConversation  *self,
                       const TinSegment *segment)
{
  if (segment->transport == TIN_TRANSPORT_TCP)
    take_tcp (self, segment);
  else
    take_udp (self, segment);
}

/**
 * tin_conversation_flush:
 * @self: a conversation
 *
 * Tells what waits for missing bytes, and that those are missing.
 */
void
tin_conversation_flush (TinConversation *self)
{
  tin_stream_order_flush (&self->order[0], pass_in, self);
  tin_stream_order_flush (&self->order[1], pass_out, self);
}

/**
 * tin_conversation_end:
 * @self: a conversation of which nothing more comes
 *
 * Tells what still waits, and that nobody answered if nobody did. One that is open stays so.
 */
void
tin_conversation_end (TinConversation *self)
{
  tin_conversation_flush (self);
  if (!self->is_opened && !self->is_ended)
    tell (self, TIN_EVENT_ERROR, TIN_DIRECTION_NONE, TIN_BY_NONE, _("No answer was captured."));
  self->is_ended = TRUE;
}

/**
 * tin_conversation_give_up:
 * @self: a conversation that is followed no longer, while others are
 *
 * The same, but one that is open is told to be closed.
 */
void
tin_conversation_give_up (TinConversation *self)
{
  tin_conversation_flush (self);
  if (self->is_opened && !self->is_ended)
    {
      self->is_ended = TRUE;
      tell (self, TIN_EVENT_CLOSED, TIN_DIRECTION_NONE, TIN_BY_NONE, _("Its end was not captured."));
    }
  tin_conversation_end (self);
}
