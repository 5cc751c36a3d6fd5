/* tin-session-state.c: what a session can be, what may follow what, and how it is said.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-session-state.h"

#include <glib/gi18n-lib.h>

/* A row says what may follow a state. */
static const gboolean may_follow[TIN_N_SESSION_STATES][TIN_N_SESSION_STATES] = {
  [TIN_SESSION_CLOSED] = { [TIN_SESSION_OPENING] = TRUE },
  [TIN_SESSION_OPENING] = { [TIN_SESSION_OPEN] = TRUE, [TIN_SESSION_CLOSED] = TRUE },
  [TIN_SESSION_OPEN] = { [TIN_SESSION_CLOSING] = TRUE },
  [TIN_SESSION_CLOSING] = { [TIN_SESSION_CLOSED] = TRUE },
};

/**
 * tin_session_state_may_follow:
 *
 * Returns: whether a session in state @from can come into state @to next
 */
gboolean
tin_session_state_may_follow (TinSessionState from,
                              TinSessionState to)
{
  g_return_val_if_fail (from < TIN_N_SESSION_STATES, FALSE);
  g_return_val_if_fail (to < TIN_N_SESSION_STATES, FALSE);

  return may_follow[from][to];
}

/**
 * tin_session_state_step:
 *
 * The engine is sampled, so that it can be two states ahead. Who watches a session
 * shall see each of them.
 *
 * Returns: the state that comes next on the way to @to
 */
TinSessionState
tin_session_state_step (TinSessionState from,
                        TinSessionState to)
{
  g_return_val_if_fail (from < TIN_N_SESSION_STATES, to);
  g_return_val_if_fail (to < TIN_N_SESSION_STATES, to);

  if (from == to || may_follow[from][to])
    return to;

  return (from + 1) % TIN_N_SESSION_STATES;
}

/**
 * tin_session_state_from_channel:
 *
 * Returns: what a session is while its channel is @state
 */
TinSessionState
tin_session_state_from_channel (TinChannelState state)
{
  switch (state)
    {
    case TIN_CHANNEL_OPENING:
      return TIN_SESSION_OPENING;

    case TIN_CHANNEL_OPEN:
      return TIN_SESSION_OPEN;

    case TIN_CHANNEL_CLOSING:
      return TIN_SESSION_CLOSING;

    case TIN_CHANNEL_CLOSED:
    default:
      return TIN_SESSION_CLOSED;
    }
}

/**
 * tin_endpoint_dup_address:
 *
 * Returns: (transfer full): host and port as one writes them, an IPv6 address in
 *   brackets (RFC 5952 section 6)
 */
char *
tin_endpoint_dup_address (const TinEndpoint *endpoint)
{
  if (strchr (endpoint->host, ':') != NULL)
    return g_strdup_printf ("[%s]:%u", endpoint->host, endpoint->port);

  return g_strdup_printf ("%s:%u", endpoint->host, endpoint->port);
}

static char *
describe_opening (const TinEndpoint *endpoint)
{
  g_autofree char *address = tin_endpoint_dup_address (endpoint);

  if (endpoint->role == TIN_ROLE_SERVER)
    /* Translators: the placeholder is a host with a port */
    return g_strdup_printf (_("Preparing to listen on %s…"), address);

  /* Translators: the placeholder is a host with a port */
  return g_strdup_printf (_("Connecting to %s…"), address);
}

static char *
describe_open (const TinEndpoint *endpoint,
               const TinAddress  *local)
{
  g_autofree char *address = tin_endpoint_dup_address (endpoint);
  char buffer[TIN_ADDRESS_STRING_SIZE];

  if (endpoint->role == TIN_ROLE_SERVER)
    /* Translators: the placeholder is an address with a port */
    return g_strdup_printf (_("Listening on %s"),
                            tin_address_is_set (local) ? tin_address_format (local, buffer) : address);

  if (endpoint->transport == TIN_TRANSPORT_UDP)
    /* Translators: a UDP socket, which has no connection; the placeholder is a host with a port */
    return g_strdup_printf (_("Sending to %s"), address);

  /* Translators: the placeholder is a host with a port */
  return g_strdup_printf (_("Connected to %s"), address);
}

/**
 * tin_session_state_dup_status:
 * @stopping: whether the user stopped it while it was opening
 * @endpoint: (nullable): what was opened last; %NULL if nothing ever was
 * @local: the effective address; not needed unless open
 *
 * Returns: (transfer full): one translated line
 */
char *
tin_session_state_dup_status (TinSessionState    state,
                              gboolean           stopping,
                              const TinEndpoint *endpoint,
                              const TinAddress  *local)
{
  if (endpoint == NULL)
    return g_strdup (_("Not started"));

  if (state == TIN_SESSION_CLOSED)
    return g_strdup (_("Closed"));

  if (state == TIN_SESSION_CLOSING || stopping)
    return g_strdup (_("Closing…"));

  if (state == TIN_SESSION_OPENING)
    return describe_opening (endpoint);

  return describe_open (endpoint, local);
}
