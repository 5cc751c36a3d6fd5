/* tin-channel-lookup.c: finds the addresses of a channel's host before it opens.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-channel-lookup.h"

#include "net/tin-lookup.h"

typedef struct
{
  TinChannel           *channel;   /* (owned) */
  TinDeadline         **deadline;  /* where the channel keeps it */
  TinChannelFoundFunc   found;
} Lookup;

static void
lookup_free (Lookup *self)
{
  g_object_unref (self->channel);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lookup, lookup_free)

static void
lookup_ready_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (Lookup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) addresses = tin_lookup_finish (result, &error);

  if (tin_channel_get_state (self->channel) == TIN_CHANNEL_CLOSED)
    return;

  if (addresses != NULL)
    {
      g_clear_pointer (self->deadline, tin_deadline_free);
      self->found (self->channel, addresses);
    }
  else
    {
      tin_lookup_explain (tin_channel_get_endpoint (self->channel)->host, *self->deadline, &error);
      tin_channel_fail (self->channel, NULL, error);
    }
}

/**
 * tin_channel_look_up:
 * @channel: what is opening
 * @deadline: (out) (not optional): where the channel keeps the deadline of the lookup: set
 *   now, cleared before @found is called. To clear it is to cancel
 * @found: called when the addresses are known, unless the channel has been closed
 *
 * Asks for the host of the channel's endpoint, for its connect timeout at most. The channel
 * fails with what tin_lookup_explain() says if there are no addresses.
 */
void
tin_channel_look_up (TinChannel           *channel,
                     TinDeadline         **deadline,
                     TinChannelFoundFunc   found)
{
  const TinEndpoint *endpoint = tin_channel_get_endpoint (channel);
  Lookup *lookup = g_new (Lookup, 1);

  *lookup = (Lookup) { .channel = g_object_ref (channel), .deadline = deadline, .found = found };
  *deadline = tin_deadline_new (tin_engine_get_context (tin_channel_get_engine (channel)),
                                endpoint->options[TIN_OPTION_CONNECT_TIMEOUT].number);
  tin_lookup_async (endpoint->host, tin_deadline_get_cancellable (*deadline), lookup_ready_cb, lookup);
}
