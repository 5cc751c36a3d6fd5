/* tin-endpoint.c: where and how to talk, as a plain value.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-endpoint.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-text.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (TinEndpoint, tin_endpoint, tin_endpoint_copy, tin_endpoint_free)

static const char *const transports[] = {
  [TIN_TRANSPORT_TCP] = "tcp",
  [TIN_TRANSPORT_UDP] = "udp",
};

static const char *const schemes[TIN_N_TRANSPORTS][TIN_N_ROLES] = {
  [TIN_TRANSPORT_TCP] = { [TIN_ROLE_SERVER] = "tcp-listen", [TIN_ROLE_CLIENT] = "tcp" },
  [TIN_TRANSPORT_UDP] = { [TIN_ROLE_SERVER] = "udp-listen", [TIN_ROLE_CLIENT] = "udp" },
};

static const char *const replies[] = {
  [TIN_REPLY_NONE] = "none",
  [TIN_REPLY_ECHO] = "echo",
  [TIN_REPLY_GREETING] = "greeting",
};

G_STATIC_ASSERT (G_N_ELEMENTS (transports) == TIN_N_TRANSPORTS);
G_STATIC_ASSERT (G_N_ELEMENTS (replies) == TIN_N_REPLIES);

/**
 * tin_endpoint_new:
 * @transport: how bytes travel
 * @role: who begins
 * @host: (not nullable): a name or literal address, without brackets
 * @port: 0 for any free one, for a server only
 *
 * Makes an endpoint with the defaults of the URI for all else. @host is not checked.
 *
 * Returns: (transfer full): a new endpoint
 */
TinEndpoint *
tin_endpoint_new (TinTransport  transport,
                  TinRole       role,
                  const char   *host,
                  guint16       port)
{
  TinEndpoint *self;

  g_return_val_if_fail (transport < TIN_N_TRANSPORTS, NULL);
  g_return_val_if_fail (role < TIN_N_ROLES, NULL);
  g_return_val_if_fail (host != NULL, NULL);

  self = g_new0 (TinEndpoint, 1);
  self->transport = transport;
  self->role = role;
  self->host = g_strdup (host);
  self->port = port;
  self->reply = TIN_REPLY_NONE;
  self->greeting = g_bytes_new_static ("", 0);
  self->first_message = g_bytes_new_static ("", 0);
  self->goodbye = g_bytes_new_static ("", 0);
  self->line_ending = TIN_LINE_ENDING_LF;
  self->encoding = g_strdup ("UTF-8");
  self->framing_in = (TinFraming) TIN_FRAMING_INIT;
  self->framing_out = (TinFraming) TIN_FRAMING_INIT;
  tin_option_values_init (self->options);

  return self;
}

/**
 * tin_endpoint_copy:
 * @self: an endpoint
 *
 * Returns: (transfer full): another one with the same values
 */
TinEndpoint *
tin_endpoint_copy (const TinEndpoint *self)
{
  TinEndpoint *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->host = g_strdup (self->host);
  copy->greeting = g_bytes_ref (self->greeting);
  copy->first_message = g_bytes_ref (self->first_message);
  copy->goodbye = g_bytes_ref (self->goodbye);
  copy->encoding = g_strdup (self->encoding);
  tin_option_values_copy (copy->options, self->options);

  return copy;
}

/**
 * tin_endpoint_free:
 * @self: (transfer full) (nullable): an endpoint
 */
void
tin_endpoint_free (TinEndpoint *self)
{
  if (self == NULL)
    return;

  g_free (self->host);
  g_bytes_unref (self->greeting);
  g_bytes_unref (self->first_message);
  g_bytes_unref (self->goodbye);
  g_free (self->encoding);
  tin_option_values_clear (self->options);
  g_free (self);
}

/**
 * tin_endpoint_equal:
 * @a: an endpoint
 * @b: another
 *
 * Returns: whether they mean the same, that is, have the same canonical URI
 */
gboolean
tin_endpoint_equal (const TinEndpoint *a,
                    const TinEndpoint *b)
{
  g_autofree char *uri_of_a = NULL;
  g_autofree char *uri_of_b = NULL;

  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  uri_of_a = tin_endpoint_to_uri (a);
  uri_of_b = tin_endpoint_to_uri (b);

  return strcmp (uri_of_a, uri_of_b) == 0;
}

/**
 * tin_endpoint_encode:
 * @self: an endpoint
 * @written: its greeting, first message or goodbye, or other text in UTF-8
 * @error: return location for an error
 *
 * Says what goes on the wire: @written in the endpoint's encoding. Bytes that are not
 * UTF-8 are sent as they are, and so is everything if the encoding is UTF-8.
 *
 * Fails as tin_text_encode_sized() does, above all with
 * %TIN_CODEC_ERROR_NOT_REPRESENTABLE.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
tin_endpoint_encode (const TinEndpoint  *self,
                     GBytes             *written,
                     GError            **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  const char *text;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (written != NULL, NULL);

  text = g_bytes_get_data (written, &size);
  if (size == 0 || tin_text_is_utf8 (self->encoding))
    return g_bytes_ref (written);

  bytes = tin_text_encode_sized (text, size, self->encoding, &cause);
  if (bytes != NULL)
    return g_steal_pointer (&bytes);

  if (g_error_matches (cause, TIN_CODEC_ERROR, TIN_CODEC_ERROR_INVALID) ||
      g_error_matches (cause, TIN_CODEC_ERROR, TIN_CODEC_ERROR_TRUNCATED))
    return g_bytes_ref (written);

  g_propagate_error (error, g_steal_pointer (&cause));

  return NULL;
}

/**
 * tin_endpoint_get_scheme:
 * @transport: how bytes travel
 * @role: who begins
 *
 * Returns: the scheme of the URI, such as "tcp-listen"
 */
const char *
tin_endpoint_get_scheme (TinTransport transport,
                         TinRole      role)
{
  g_return_val_if_fail (transport < TIN_N_TRANSPORTS, NULL);
  g_return_val_if_fail (role < TIN_N_ROLES, NULL);

  return schemes[transport][role];
}

/**
 * tin_transport_get_nick:
 * @self: a transport
 *
 * Returns: its word in URIs and files: "tcp" or "udp"
 */
const char *
tin_transport_get_nick (TinTransport self)
{
  g_return_val_if_fail (self < TIN_N_TRANSPORTS, NULL);

  return transports[self];
}

/**
 * tin_reply_get_nick:
 * @self: a reply
 *
 * Returns: its word in URIs and files: "none", "echo" or "greeting"
 */
const char *
tin_reply_get_nick (TinReply self)
{
  g_return_val_if_fail (self < TIN_N_REPLIES, NULL);

  return replies[self];
}

/**
 * tin_reply_from_nick:
 * @nick: a word in lower case
 * @out: (out): the reply; untouched if there is no such word
 *
 * Returns: whether there is one
 */
gboolean
tin_reply_from_nick (const char *nick,
                     TinReply   *out)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  for (guint i = 0; i < TIN_N_REPLIES; i++)
    {
      if (strcmp (replies[i], nick) == 0)
        {
          *out = i;
          return TRUE;
        }
    }

  return FALSE;
}
