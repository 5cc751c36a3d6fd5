/* tin-tcp-link-rest.c: what the system has received of a link that ends, and nobody has read.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-socket-options.h"
#include "net/tin-tcp-link-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define MAX_DELAYS 4 /* of %TIN_CHANNEL_DRAIN_TIMEOUT ms, for what is left of one link */

/* How a link ends that has something left to read, in its own words. */
struct _TinTcpLinkRest
{
  TinRoundNode  round;
  TinTcpLinkEnd end;
  char         *reason;  /* (owned) (nullable) */
  GError       *error;   /* (owned) (nullable) */
  TinRefusal    refusal; /* why there was no room, the last time there was none */
  guint         n_delays; /* that have begun */
  guint64       n_seen;   /* records that were there when the last began */
  gboolean      is_over; /* no time is left: its next turn is the last */
};

static void
rest_free (TinTcpLinkRest *self)
{
  g_free (self->reason);
  g_clear_error (&self->error);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinTcpLinkRest, rest_free)

/* From here on the system acknowledges nothing that still comes; what it has can be read all the same. Who resets must
 * not finish first; but rather than lose what nobody counts, one that cannot else stop the peer finishes all the same: the
 * reset follows. Of a peer that has reset nothing comes any more, so that the filter, which is dear, is not needed. */
static void
take_no_more (TinTcpLink          *self,
              const TinTcpLinkEnd *end)
{
  gboolean resetting = end->event == TIN_EVENT_RESET && end->by != TIN_BY_PEER;

  if (!resetting || !tin_socket_options_take_no_packets (self->watch.fd))
    shutdown (self->watch.fd, SHUT_RDWR);
}

static char *
describe_unread (guint      size,
                 TinRefusal refusal)
{
  g_autofree char *digits = g_strdup_printf ("%u", size);

  switch (refusal)
    {
    case TIN_REFUSAL_DISK:
      /* Translators: a number of bytes */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%s byte that had been received was left unread: the connection ended while "
                                           "the recording could not take more, as its disk is slow.",
                                           "%s bytes that had been received were left unread: the connection ended "
                                           "while the recording could not take more, as its disk is slow.", size),
                              digits);

    case TIN_REFUSAL_MEMORY:
      /* Translators: a number of bytes */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%s byte that had been received was left unread: the connection ended while "
                                           "the recording could not take more, as memory was short.",
                                           "%s bytes that had been received were left unread: the connection ended "
                                           "while the recording could not take more, as memory was short.", size),
                              digits);

    case TIN_REFUSAL_UNKNOWN:
    default:
      /* Translators: a number of bytes */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%s byte that had been received was left unread when the connection ended.",
                                           "%s bytes that had been received were left unread when the connection ended.",
                                           size), digits);
    }
}

static void
record_unread (TinTcpLink *self,
               guint       size,
               TinRefusal  refusal)
{
  g_autofree char *reason = describe_unread (size, refusal);

  tin_channel_record_loss (self->channel, &self->flow, TIN_DIRECTION_IN, TIN_BY_LOCAL, size, TIN_LOSS_UNREAD, reason);
}

/* tcp(7), SIOCINQ. */
static guint
get_n_unread (TinTcpLink *self)
{
  int n_unread = 0;

  return ioctl (self->watch.fd, SIOCINQ, &n_unread) == 0 ? MAX (n_unread, 0) : 0;
}

static void
finish_rest (TinTcpLink *self)
{
  g_autoptr (TinTcpLinkRest) rest = g_steal_pointer (&self->end);
  guint n_unread = get_n_unread (self);

  tin_rounds_remove (tin_engine_get_rounds (self->engine), &rest->round);
  tin_delay_remove (tin_engine_get_drain_delay (self->engine), &self->drain);

  if (n_unread > 0)
    record_unread (self, n_unread, rest->refusal);

  tin_tcp_link_finish (self, &rest->end);
}

/* What was read in this turn is in the way of what is still to be read, until it is published. */
static gboolean
make_room (TinTcpLink *self)
{
  tin_channel_publish (self->channel);
  if (tin_capture_has_room (self->capture))
    return TRUE;

  self->end->refusal = tin_capture_get_refusal (self->capture);
  tin_channel_await_room (self->channel);

  return FALSE;
}

static gsize
read_cb (TinRoundNode *node)
{
  TinTcpLink *self = node->data;
  gsize size;

  if (self->end->is_over)
    {
      finish_rest (self);
      return 0;
    }

  size = tin_tcp_link_read_rest (self);

  if (self->no_room)
    self->no_room = !make_room (self);

  if (self->in_finished)
    finish_rest (self);
  else if (!self->no_room)
    tin_tcp_link_resume_rest (self);

  return size;
}

static void
begin_delay (TinTcpLink *self)
{
  self->end->n_delays++;
  self->end->n_seen = tin_capture_get_published (self->capture);
  tin_delay_add (tin_engine_get_drain_delay (self->engine), &self->drain);
}

/* While the recording takes something it is worth to wait, also if it was the others' turn. It is over for all of them at
 * once that ended at once: they finish in turns, too. */
static void
time_over_cb (TinDelayNode *node)
{
  TinTcpLink *self = node->data;
  TinTcpLinkRest *rest = self->end;

  if (!self->hurrying && rest->n_delays < MAX_DELAYS && tin_capture_get_published (self->capture) > rest->n_seen)
    {
      begin_delay (self);
      return;
    }

  rest->is_over = TRUE;
  tin_tcp_link_resume_rest (self);
}

static void
begin_rest (TinTcpLink          *self,
            const TinTcpLinkEnd *end)
{
  TinTcpLinkRest *rest = g_new0 (TinTcpLinkRest, 1);

  rest->round.func = read_cb;
  rest->round.data = self;
  rest->reason = g_strdup (end->reason);
  rest->error = end->error != NULL ? g_error_copy (end->error) : NULL;
  rest->end = (TinTcpLinkEnd) { end->event, end->by, rest->reason, rest->error };

  self->end = rest;
  self->no_room = FALSE;
  self->in_finished = FALSE;
  self->finishing = TRUE;
  self->closing = TRUE;
  self->drain.func = time_over_cb;
  begin_delay (self);
  tin_tcp_link_resume_rest (self);
}

/**
 * tin_tcp_link_take_rest:
 * @self: a link that ends, but is not closed yet
 * @end: how; copied
 *
 * Has the system acknowledge nothing more to the peer. What it has acknowledged, and nobody has read yet, is read in
 * turns, and tin_tcp_link_finish() is called then. Nothing is answered any more. What there is no room for within
 * %TIN_CHANNEL_DRAIN_TIMEOUT ms is recorded as so many bytes. As long as the recording takes something this time begins
 * again, but not of a link that hurries, and four of them are the most.
 *
 * Returns: %FALSE if nothing is left to read: then nobody finishes the link but the caller
 */
gboolean
tin_tcp_link_take_rest (TinTcpLink          *self,
                        const TinTcpLinkEnd *end)
{
  if (self->in_finished && self->broken == 0)
    return FALSE;

  take_no_more (self, end);
  if (self->broken == 0)
    self->broken = ESHUTDOWN;

  if (get_n_unread (self) == 0)
    return FALSE;

  begin_rest (self, end);

  return TRUE;
}

/**
 * tin_tcp_link_resume_rest:
 * @self: a link that ends, and has room to read what is left, or no more time for it
 */
void
tin_tcp_link_resume_rest (TinTcpLink *self)
{
  tin_rounds_add (tin_engine_get_rounds (self->engine), &self->end->round);
}
