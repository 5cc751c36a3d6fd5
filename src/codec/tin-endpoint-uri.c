/* tin-endpoint-uri.c: an endpoint as a URI, and back.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-endpoint.h"

#include "codec/tin-authority.h"
#include "codec/tin-codec-error.h"
#include "codec/tin-groups.h"
#include "codec/tin-parameter.h"
#include "codec/tin-percent.h"
#include "codec/tin-visible.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* What stays readable in a value: "query" of RFC 3986 section 3.4 without "&" and "=", which
 * have a meaning here, "+", which other programs take for a space, and the apostrophe, so that
 * a URI can stand between two of them in a shell. */
#define VALUE_CHARACTERS "!$()*,;:@/?"

/* Recognised, so that the answer is not "unknown". */
static const char *const other_schemes[] = {
  "tls", "tls-listen", "dtls", "dtls-listen", "unix", "unix-listen",
};

static gboolean
check_characters (const char  *uri,
                  GError     **error)
{
  const gsize size = strlen (uri);
  const char *end;

  if (size > TIN_ENDPOINT_MAX_URI_SIZE)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, TIN_ENDPOINT_MAX_URI_SIZE,
                           _("The address is too long"));
      return FALSE;
    }

  if (!g_utf8_validate_len (uri, size, &end))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, end - uri,
                           _("This byte is no character in UTF-8"));
      return FALSE;
    }

  for (const char *at = uri; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar character = g_utf8_get_char (at);

      if (!tin_visible_is_plain (character) || g_unichar_isspace (character))
        {
          tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, at - uri,
                               _("A space or control character is written as %%20 or the like here"));
          return FALSE;
        }

      if (character == '#')
        {
          tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, at - uri,
                               _("An address has no fragment; write %%23 to mean a number sign"));
          return FALSE;
        }
    }

  return TRUE;
}

/* Sets transport and role, and @offset to what follows "://". */
static gboolean
parse_scheme (const char    *uri,
              TinTransport  *transport,
              TinRole       *role,
              gsize         *offset,
              GError       **error)
{
  const char *end = strstr (uri, "://");
  g_autofree char *scheme = end != NULL ? g_ascii_strdown (uri, end - uri) : NULL;

  if (scheme == NULL)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                           _("An address begins with tcp://, tcp-listen://, udp:// or udp-listen://"));
      return FALSE;
    }

  *offset = end + strlen ("://") - uri;

  for (guint i = 0; i < TIN_N_TRANSPORTS * TIN_N_ROLES; i++)
    {
      *transport = i / TIN_N_ROLES;
      *role = i % TIN_N_ROLES;
      if (strcmp (scheme, tin_endpoint_get_scheme (*transport, *role)) == 0)
        return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (other_schemes); i++)
    {
      if (strcmp (scheme, other_schemes[i]) == 0)
        {
          /* Translators: the scheme of an address, such as tls or unix-listen. */
          tin_set_codec_error (error, TIN_CODEC_ERROR_UNSUPPORTED, 0,
                               _("%s:// is not supported by this version"), scheme);
          return FALSE;
        }
    }

  tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                       _("An address begins with tcp://, tcp-listen://, udp:// or udp-listen://"));

  return FALSE;
}

/* Returns: the position of a parameter, or how many there are */
static guint
find_parameter (const char *name,
                gsize       size)
{
  const guint n_parameters = tin_parameter_get_count ();
  guint position;

  for (position = 0; position < n_parameters; position++)
    {
      const char *known = tin_parameter_get_name (position);

      if (strlen (known) == size && memcmp (known, name, size) == 0)
        break;
    }

  return position;
}

static gboolean
parse_value (TinEndpoint  *endpoint,
             guint         position,
             const char   *uri,
             gsize         begin,
             gsize         end,
             GError      **error)
{
  g_autoptr (GBytes) value = tin_percent_decode (uri, begin, end, error);
  g_autoptr (GError) cause = NULL;

  if (value == NULL)
    return FALSE;

  if (!tin_parameter_parse (position, endpoint, value, &cause))
    {
      tin_propagate_codec_error (error, g_steal_pointer (&cause), begin);
      return FALSE;
    }

  return TRUE;
}

/* What is wrong with a name, if anything. */
static const char *
check_name (const TinEndpoint *endpoint,
            guint              position,
            guint64            seen)
{
  if (position == tin_parameter_get_count ())
    return _("There is no parameter of this name");

  if ((seen & G_GUINT64_CONSTANT (1) << position) != 0)
    return _("This parameter is there twice");

  if (!tin_parameter_applies (position, endpoint))
    return _("This parameter has no meaning for this kind of connection");

  return NULL;
}

/* One "name=value" between @begin and @end. */
static gboolean
parse_parameter (TinEndpoint  *endpoint,
                 const char   *uri,
                 gsize         begin,
                 gsize         end,
                 guint64      *seen,
                 GError      **error)
{
  const char *equals = memchr (uri + begin, '=', end - begin);
  const gsize name_size = equals != NULL ? (gsize) (equals - uri) - begin : end - begin;
  const guint position = find_parameter (uri + begin, name_size);
  const char *problem = check_name (endpoint, position, *seen);

  if (problem != NULL)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, begin, "%s", problem);
      return FALSE;
    }
  *seen |= G_GUINT64_CONSTANT (1) << position;

  if (equals == NULL)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, end,
                           _("The value of this parameter is missing"));
      return FALSE;
    }

  return parse_value (endpoint, position, uri, equals + 1 - uri, end, error);
}

static gboolean
check_groups (const TinEndpoint  *endpoint,
              gsize               begin,
              GError            **error)
{
  g_autoptr (GError) cause = NULL;

  if (tin_groups_check (endpoint, &cause))
    return TRUE;

  tin_propagate_codec_error (error, g_steal_pointer (&cause), begin);

  return FALSE;
}

/* What follows "?". */
static gboolean
parse_parameters (TinEndpoint  *endpoint,
                  const char   *uri,
                  gsize         begin,
                  GError      **error)
{
  const gsize end = strlen (uri);
  guint64 seen = 0; /* a bit a parameter */

  for (gsize at = begin; at <= end;)
    {
      const gsize size = strcspn (uri + at, "&");

      if (!parse_parameter (endpoint, uri, at, at + size, &seen, error))
        return FALSE;

      at += size + 1;
    }

  if (endpoint->role == TIN_ROLE_SERVER && endpoint->reply == TIN_REPLY_GREETING &&
      g_bytes_get_size (endpoint->greeting) == 0)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, begin,
                           _("A server that replies with a greeting needs one"));
      return FALSE;
    }

  return check_groups (endpoint, begin, error);
}

/**
 * tin_endpoint_parse:
 * @uri: "scheme://host:port?parameters", UTF-8 or not
 * @error: return location for an error
 *
 * Reads an endpoint from its URI (RFC 3986, zone ids as in RFC 6874 or with a plain
 * percent sign). The scheme is one of tcp, tcp-listen, udp and udp-listen. A server
 * without a host listens on "localhost". Parameters: reply, greeting,
 * close-after-greeting, first-message, goodbye, eol, encoding, framing-in, framing-out, and
 * every #TinOption that applies to the scheme.
 *
 * Fails with %TIN_CODEC_ERROR_UNSUPPORTED for the schemes of TLS, DTLS and Unix sockets,
 * %TIN_CODEC_ERROR_TOO_LARGE for more than %TIN_ENDPOINT_MAX_URI_SIZE, and
 * %TIN_CODEC_ERROR_INVALID or %TIN_CODEC_ERROR_TRUNCATED at anything else, such as an
 * unknown or repeated parameter.
 *
 * Returns: (transfer full) (nullable): a new endpoint
 */
TinEndpoint *
tin_endpoint_parse (const char  *uri,
                    GError     **error)
{
  g_autoptr (TinEndpoint) self = NULL;
  g_autofree char *host = NULL;
  TinTransport transport;
  TinRole role;
  guint16 port;
  gsize begin, end;

  g_return_val_if_fail (uri != NULL, NULL);

  if (!check_characters (uri, error) || !parse_scheme (uri, &transport, &role, &begin, error))
    return NULL;

  end = begin + strcspn (uri + begin, "/?");
  host = tin_authority_parse (uri, begin, end, role, &port, error);
  if (host == NULL)
    return NULL;

  if (uri[end] == '/')
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, end,
                           _("Nothing but parameters after “?” may follow the port"));
      return NULL;
    }

  self = tin_endpoint_new (transport, role, host, port);
  if (uri[end] == '?' && !parse_parameters (self, uri, end + 1, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * tin_endpoint_to_short_uri:
 * @self: an endpoint
 *
 * Writes where, without how.
 *
 * Returns: (transfer full): its canonical URI without parameters
 */
char *
tin_endpoint_to_short_uri (const TinEndpoint *self)
{
  g_autoptr (GString) uri = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  g_string_append_printf (uri, "%s://", tin_endpoint_get_scheme (self->transport, self->role));
  tin_authority_append (uri, self->host, self->port);

  return g_string_free (g_steal_pointer (&uri), FALSE);
}

/**
 * tin_endpoint_to_uri:
 * @self: an endpoint
 *
 * Writes the canonical URI: the host in lower case, the parameters in one order and only
 * those that are not at their default, percent signs only where they are needed.
 *
 * Returns: (transfer full): ASCII that tin_endpoint_parse() reads back if the endpoint
 *   is valid
 */
char *
tin_endpoint_to_uri (const TinEndpoint *self)
{
  g_autofree char *where = NULL;
  g_autoptr (GString) uri = NULL;
  char separator = '?';

  g_return_val_if_fail (self != NULL, NULL);

  where = tin_endpoint_to_short_uri (self);
  uri = g_string_new (where);

  for (guint i = 0; i < tin_parameter_get_count (); i++)
    {
      g_autoptr (GBytes) value = tin_parameter_format (i, self);

      if (value == NULL)
        continue;

      g_string_append_printf (uri, "%c%s=", separator, tin_parameter_get_name (i));
      tin_percent_append (uri, g_bytes_get_data (value, NULL), g_bytes_get_size (value), VALUE_CHARACTERS);
      separator = '&';
    }

  return g_string_free (g_steal_pointer (&uri), FALSE);
}
