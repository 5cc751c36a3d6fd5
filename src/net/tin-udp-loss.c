/* tin-udp-loss.c: how many datagrams were lost on their way in, and why.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-udp-port-private.h"

#include "net/tin-socket-options.h"

#include <glib/gi18n-lib.h>

static void
record_dropped (TinUdpPort *self,
                guint       n_datagrams,
                TinLoss     loss,
                const char *reason)
{
  TinAddress nobody = { 0 };
  TinFlow flow;

  if (n_datagrams == 0)
    return;

  tin_flow_init (&flow, TIN_TRANSPORT_UDP, 0, &self->local, &nobody);
  tin_channel_record_loss (self->channel, self->only != NULL ? &self->only->flow : &flow,
                           TIN_DIRECTION_IN, TIN_BY_LOCAL, n_datagrams, loss, reason);
}

/* With what can be done about it. */
static char *
explain_overload (TinUdpPort *self)
{
  const TinEndpoint *endpoint = tin_channel_get_endpoint (self->channel);
  guint option = endpoint->options[TIN_OPTION_RECEIVE_BUFFER].number;
  guint asked_size = option != 0 ? option : TIN_DATAGRAM_BUFFER_SIZE;
  guint buffer_size = tin_socket_options_get_receive_buffer (self->watch.fd);
  g_autofree char *asked = g_format_size_full (asked_size, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *size = g_format_size_full (buffer_size, G_FORMAT_SIZE_IEC_UNITS);

  if (buffer_size < asked_size)
    /* Translators: two sizes such as 4.0 MiB: what was asked for, and what is held; net.core.rmem_max is a name */
    return g_strdup_printf (_("Datagrams came faster than they could be read. The system was asked to hold %1$s of them "
                              "and holds no more than %2$s: the limit is sysctl net.core.rmem_max."),
                            asked, size);

  /* Translators: the size of a buffer, such as 4.0 MiB; “Receive Buffer” is in Preferences, net.core.rmem_max a name */
  return g_strdup_printf (_("Datagrams came faster than they could be read, and the system holds no more than %s of them. "
                            "“Receive Buffer” in Preferences asks for more, up to sysctl net.core.rmem_max."), size);
}

/* Returns: how many the kernel dropped since this was asked last */
static guint32
take_n_dropped (TinUdpPort *self)
{
  guint32 before = self->n_dropped;

  self->n_dropped = self->is_settled ? self->n_settled : tin_datagram_get_n_dropped (self->watch.fd);

  return self->n_dropped - before;
}

/* What the kernel drops from here on comes after the end. */
void
tin_udp_port_settle_dropped (TinUdpPort *self)
{
  self->n_settled = tin_datagram_get_n_dropped (self->watch.fd);
  self->is_settled = TRUE;
}

/* While it was read. */
void
tin_udp_port_count_dropped (TinUdpPort *self)
{
  guint32 n_dropped = take_n_dropped (self);
  g_autofree char *reason = n_dropped > 0 ? explain_overload (self) : NULL;

  record_dropped (self, n_dropped, TIN_LOSS_RECEIVE_BUFFER, reason);
}

static void
look_cb (TinDelayNode *node)
{
  TinUdpPort *self = node->data;

  if (!self->no_room)
    tin_udp_port_count_dropped (self);
}

/* To be called before each receive: a full buffer holds fewer than a batch if its datagrams are large, and nothing may come
 * behind what is dropped. What was dropped before that receive is counted within %TIN_ENGINE_RETRY_DELAY; to ask the kernel
 * each time would cost as much as to receive a datagram. */
void
tin_udp_port_count_dropped_soon (TinUdpPort *self)
{
  if (self->look.waiting)
    return;

  self->look.func = look_cb;
  self->look.data = self;
  tin_delay_add (tin_engine_get_retry_delay (self->engine), &self->look);
}

static const char *
explain_refusal (TinRefusal refusal)
{
  switch (refusal)
    {
    case TIN_REFUSAL_DISK:
      return _("The recording could not take more, as its disk is slow. A faster disk helps, or a session that is not "
               "saved.");

    case TIN_REFUSAL_MEMORY:
      return _("The recording could not take more, as memory was short.");

    case TIN_REFUSAL_UNKNOWN:
    default:
      return _("The recording could not take more.");
    }
}

/* While it was not, for the capture was full: a larger buffer would have been full as well. */
void
tin_udp_port_count_unrecorded (TinUdpPort *self)
{
  record_dropped (self, self->n_unrecorded + take_n_dropped (self), TIN_LOSS_RECORDING, explain_refusal (self->refusal));
  self->n_unrecorded = 0;
}

/**
 * tin_udp_port_run_out_of_room:
 * @self: a port
 *
 * Neither reads nor sends before tin_udp_port_resume(). What the kernel dropped so far, it dropped for another reason than
 * what it drops from here on.
 */
void
tin_udp_port_run_out_of_room (TinUdpPort *self)
{
  if (self->no_room)
    return;

  self->no_room = TRUE;
  self->refusal = tin_capture_get_refusal (self->capture);
  tin_channel_await_room (self->channel);

  /* Without memory there is none to say so with: then it is counted later, as what comes from here on. */
  if (!tin_capture_lacks_memory (self->capture))
    tin_udp_port_count_dropped (self);
}

/* Returns: whether there is room again, now that what was lost for want of it is recorded, which takes room as well */
gboolean
tin_udp_port_find_room (TinUdpPort *self)
{
  if (!self->no_room || !tin_capture_has_room (self->capture))
    return !self->no_room;

  tin_udp_port_count_unrecorded (self);
  self->no_room = FALSE;

  return TRUE;
}
