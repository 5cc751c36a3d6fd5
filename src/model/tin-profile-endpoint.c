/* tin-profile-endpoint.c: a profile filled in from an endpoint, as one would type it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-profile.h"

#include "codec/tin-escape.h"

/* (transfer full): bytes as one would type them */
static char *
escape (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return tin_escape_encode (data, size);
}

static void
set_options (TinProfile        *self,
             const TinEndpoint *endpoint)
{
  for (TinOption option = 0; option < TIN_N_OPTIONS; option++)
    {
      const TinOptionInfo *info = tin_option_get_info (option);
      const TinOptionValue *value = &endpoint->options[option];

      if (info->kind == TIN_OPTION_TEXT)
        g_object_set (self, info->name, value->text, NULL);
      else
        g_object_set (self, info->name, value->number, NULL);
    }
}

/**
 * tin_profile_set_endpoint:
 * @self: a profile that is editable
 * @endpoint: what to open
 *
 * Sets all fields. The name stays.
 */
void
tin_profile_set_endpoint (TinProfile        *self,
                          const TinEndpoint *endpoint)
{
  g_autofree char *port = NULL;
  g_autofree char *greeting = NULL;
  g_autofree char *first_message = NULL;
  g_autofree char *goodbye = NULL;
  g_autofree char *framing_in = NULL;
  g_autofree char *framing_out = NULL;

  g_return_if_fail (TIN_IS_PROFILE (self));
  g_return_if_fail (endpoint != NULL);

  port = g_strdup_printf ("%u", endpoint->port);
  greeting = escape (endpoint->greeting);
  first_message = escape (endpoint->first_message);
  goodbye = escape (endpoint->goodbye);
  framing_in = tin_framing_to_text (&endpoint->framing_in);
  framing_out = tin_framing_to_text (&endpoint->framing_out);

  g_object_set (self,
                "transport", endpoint->transport,
                "role", endpoint->role,
                "host", endpoint->host,
                "port", port,
                "reply", endpoint->reply,
                "greeting", greeting,
                "close-after-greeting", endpoint->close_after_greeting,
                "first-message", first_message,
                "goodbye", goodbye,
                "line-ending", endpoint->line_ending,
                "encoding", endpoint->encoding,
                "framing-in", framing_in,
                "framing-out", framing_out,
                NULL);
  set_options (self, endpoint);
}

/**
 * tin_profile_new_for_endpoint:
 * @endpoint: what to open
 *
 * Returns: (transfer full): a new profile without a name
 */
TinProfile *
tin_profile_new_for_endpoint (const TinEndpoint *endpoint)
{
  TinProfile *self;

  g_return_val_if_fail (endpoint != NULL, NULL);

  self = tin_profile_new ();
  tin_profile_set_endpoint (self, endpoint);

  return self;
}

/**
 * tin_profile_new_from_uri:
 * @uri: an endpoint
 * @error: return location for an error
 *
 * Fails as tin_endpoint_parse() does. The profile may have a problem even so, such as a
 * greeting that its encoding has no code for.
 *
 * Returns: (transfer full) (nullable): a new profile without a name
 */
TinProfile *
tin_profile_new_from_uri (const char  *uri,
                          GError     **error)
{
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_parse (uri, error);

  if (endpoint == NULL)
    return NULL;

  return tin_profile_new_for_endpoint (endpoint);
}
