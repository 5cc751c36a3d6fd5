/* tin-message-target.c: where a message has to go to arrive as it did.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-message-target.h"

#include <string.h>

/* An address to listen on all of them is none to connect to. */
static const char *
make_reachable (const char *host)
{
  if (g_str_equal (host, "0.0.0.0"))
    return "127.0.0.1";

  return g_str_equal (host, "::") ? "::1" : host;
}

static char *
dup_host (const TinAddress *address)
{
  char text[TIN_ADDRESS_STRING_SIZE];
  char *host = text;
  char *colon;

  tin_address_format (address, text);

  colon = strrchr (text, ':');
  if (colon != NULL)
    *colon = '\0';

  if (*host == '[')
    {
      host++;
      host[strcspn (host, "]")] = '\0';
    }

  return g_strdup (make_reachable (host));
}

/* Our own side cannot be where somebody else's server is: it listens here instead. */
static char *
dup_own_host (const TinAddress *server,
              TinRole           role)
{
  if (role == TIN_ROLE_SERVER)
    return dup_host (server);

  return g_strdup (server->family == TIN_FAMILY_IPV6 ? "::1" : "127.0.0.1");
}

/**
 * tin_message_dup_target:
 * @message: a message of a connection
 * @role: what we were in it
 *
 * What a client sent goes to the server. What a server of TCP sent goes to whoever
 * connects: the endpoint is a server itself, on the port of the one that sent it, here.
 * What a server of UDP sent goes to the client.
 *
 * Returns: (transfer full) (nullable): an endpoint, or %NULL for what has no addresses
 */
TinEndpoint *
tin_message_dup_target (TinMessage *message,
                        TinRole     role)
{
  const TinRecord *record;
  const TinAddress *server, *client;
  gboolean from_client;
  g_autofree char *host = NULL;

  g_return_val_if_fail (TIN_IS_MESSAGE (message), NULL);

  record = tin_message_get_record (message);
  server = role == TIN_ROLE_SERVER ? &record->local : &record->peer;
  client = role == TIN_ROLE_SERVER ? &record->peer : &record->local;
  from_client = (record->direction == TIN_DIRECTION_OUT) == (role == TIN_ROLE_CLIENT);

  if (!tin_address_is_set (server) || !tin_address_is_set (client))
    return NULL;

  if (!from_client && record->transport == TIN_TRANSPORT_TCP)
    {
      host = dup_own_host (server, role);
      return tin_endpoint_new (record->transport, TIN_ROLE_SERVER, host, server->port);
    }

  host = dup_host (from_client ? server : client);

  return tin_endpoint_new (record->transport, TIN_ROLE_CLIENT, host, from_client ? server->port : client->port);
}
