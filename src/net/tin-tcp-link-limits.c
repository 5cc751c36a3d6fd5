/* tin-tcp-link-limits.c: how long a link may be silent or half open, and how it ends at once.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-tcp-link-private.h"

#include <glib/gi18n-lib.h>
#include <sys/socket.h>

static guint
get_option (TinTcpLink *self,
            TinOption   option)
{
  return tin_channel_get_endpoint (self->channel)->options[option].number;
}

static void
close_by_limit (TinTcpLink *self,
                const char *reason)
{
  self->closed_by = TIN_BY_RULE;
  self->closed_reason = reason;
  tin_tcp_link_hurry (self);
  tin_tcp_link_close (self, TIN_BY_RULE, reason);
}

static void
idle_cb (gpointer data)
{
  close_by_limit (data, _("Nothing was sent or received for as long as the idle timeout allows."));
}

static void
half_open_cb (TinDelayNode *node)
{
  close_by_limit (node->data, _("Only one side had finished for as long as the half-open timeout allows."));
}

/**
 * tin_tcp_link_limit_idleness:
 * @self: a link that is open
 *
 * Closes it when nothing has been sent or received for the time of the endpoint, if it has one.
 */
void
tin_tcp_link_limit_idleness (TinTcpLink *self)
{
  tin_idle_watch_start (&self->idle, self->engine, get_option (self, TIN_OPTION_IDLE_TIMEOUT), idle_cb, self);
}

/**
 * tin_tcp_link_limit_half_open:
 * @self: a link one side of which has finished (RFC 9293 section 3.6), and the other has not
 *
 * Closes it after the time of the endpoint, if it has one.
 */
void
tin_tcp_link_limit_half_open (TinTcpLink *self)
{
  guint seconds = get_option (self, TIN_OPTION_HALF_OPEN_TIMEOUT);

  if (seconds == 0 || self->dead)
    return;

  self->half_open.func = half_open_cb;
  self->half_open.data = self;
  tin_delay_add (tin_engine_get_delay (self->engine, seconds * 1000), &self->half_open);
}

/**
 * tin_tcp_link_forget_limits:
 * @self: a link that ends
 */
void
tin_tcp_link_forget_limits (TinTcpLink *self)
{
  tin_idle_watch_stop (&self->idle);
  if (self->half_open.waiting)
    tin_delay_remove (tin_engine_get_delay (self->engine, get_option (self, TIN_OPTION_HALF_OPEN_TIMEOUT) * 1000),
                      &self->half_open);
}

/**
 * tin_tcp_link_is_reset_on_close:
 * @self: a link
 *
 * Returns: whether the endpoint asks for a reset where a link is closed from here
 */
gboolean
tin_tcp_link_is_reset_on_close (TinTcpLink *self)
{
  return get_option (self, TIN_OPTION_RESET_ON_CLOSE) != 0;
}

/**
 * tin_tcp_link_reset:
 * @self: a link
 * @by: who closes it
 *
 * Gives the kernel what it takes at once, then resets (socket(7), SO_LINGER; RFC 9293 section 3.10.5):
 * the peer sees no end but an error, and what it has not been sent is lost.
 */
void
tin_tcp_link_reset (TinTcpLink *self,
                    TinBy       by)
{
  struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

  tin_tcp_link_flush (self);
  if (self->dead || self->end != NULL)
    return;

  tin_tcp_link_record_unsent (self, _("The connection was reset on closing it."));
  setsockopt (self->watch.fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  tin_tcp_link_end_reset (self, by);
}
