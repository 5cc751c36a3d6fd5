/* tin-authority.c: the part of a URI that says where: a host and a port.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-authority.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-percent.h"

#include <arpa/inet.h>
#include <string.h>

#include <glib/gi18n-lib.h>

static gboolean
parse_port (const char   *uri,
            gsize         begin,
            gsize         end,
            TinRole       role,
            guint16      *port,
            GError      **error)
{
  g_autofree char *digits = g_strndup (uri + begin, end - begin);
  const guint lowest = role == TIN_ROLE_SERVER ? 0 : 1;
  guint64 value;

  if (digits[0] == '\0')
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, begin, _("A port is missing"));
      return FALSE;
    }

  if (!g_ascii_string_to_unsigned (digits, 10, lowest, G_MAXUINT16, &value, NULL))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, begin,
                           role == TIN_ROLE_SERVER
                             ? _("The port must be a number from 0 to 65535")
                             : _("A client needs a port from 1 to 65535"));
      return FALSE;
    }

  *port = value;

  return TRUE;
}

/* RFC 6874 writes the zone id as "%25eth0"; people write "%eth0". */
static gsize
skip_escaped_percent (const char *uri,
                      gsize       begin,
                      gsize       end)
{
  return end - begin > 3 && strncmp (uri + begin, "%25", 3) == 0 ? begin + 3 : begin + 1;
}

static char *
parse_bracketed (const char  *uri,
                 gsize        begin,
                 gsize        end,
                 GError     **error)
{
  const char *percent = memchr (uri + begin, '%', end - begin);
  g_autofree char *address = NULL;
  g_autoptr (GBytes) zone = NULL;
  gsize zone_size;
  const char *zone_data;

  if (memchr (uri + begin, ':', end - begin) == NULL)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, begin,
                           _("Only an IPv6 address stands in brackets"));
      return NULL;
    }

  if (percent == NULL)
    return g_strndup (uri + begin, end - begin);

  address = g_strndup (uri + begin, percent - uri - begin);
  zone = tin_percent_decode (uri, skip_escaped_percent (uri, percent - uri, end), end, error);
  if (zone == NULL)
    return NULL;

  zone_data = g_bytes_get_data (zone, &zone_size);
  if (zone_size == 0 || memchr (zone_data, '\0', zone_size) != NULL)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, percent - uri,
                           _("The network interface after “%%” is not valid"));
      return NULL;
    }

  return g_strdup_printf ("%s%%%.*s", address, (int) zone_size, zone_data);
}

static char *
parse_name (const char  *uri,
            gsize        begin,
            gsize        end,
            GError     **error)
{
  g_autoptr (GBytes) name = tin_percent_decode (uri, begin, end, error);
  gsize size;
  const char *data;

  if (name == NULL)
    return NULL;

  data = g_bytes_get_data (name, &size);
  if (size > 0 && (memchr (data, '\0', size) != NULL || memchr (data, ':', size) != NULL || memchr (data, '%', size) != NULL))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, begin,
                           memchr (uri + begin, ':', end - begin) != NULL
                             ? _("An IPv6 address stands in brackets, as in [::1]:8080")
                             : _("This character cannot stand in a host name"));
      return NULL;
    }

  return g_strndup (size > 0 ? data : "", size);
}

/* Finds where the host ends and the port begins, in "host:port" or "[host]:port". */
static gboolean
split_authority (const char  *uri,
                 gsize        begin,
                 gsize        end,
                 gsize       *host_end,
                 gsize       *port_begin,
                 GError     **error)
{
  const char *at = memchr (uri + begin, '@', end - begin);
  const char *separator;

  if (at != NULL)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, at - uri,
                           _("An address has no user name in front of the host"));
      return FALSE;
    }

  if (uri[begin] == '[')
    {
      separator = memchr (uri + begin, ']', end - begin);
      if (separator == NULL)
        {
          tin_set_codec_error (error, TIN_CODEC_ERROR_TRUNCATED, begin,
                               _("The closing bracket is missing"));
          return FALSE;
        }
      *host_end = separator - uri;
      separator++;
    }
  else
    {
      separator = memrchr (uri + begin, ':', end - begin);
      *host_end = separator != NULL ? (gsize) (separator - uri) : end;
    }

  if (separator == NULL || separator == uri + end || *separator != ':')
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, separator != NULL ? (gsize) (separator - uri) : end,
                           _("A port is missing"));
      return FALSE;
    }

  *port_begin = separator + 1 - uri;

  return TRUE;
}

/**
 * tin_authority_parse:
 * @uri: a URI in valid UTF-8
 * @begin: where in it the authority begins
 * @end: where it ends
 * @role: who begins; only a server has the port 0, and one without a host gets "localhost"
 * @port: (out): the port
 * @error: return location for an error, with an offset from the beginning of @uri
 *
 * Reads "host:port" or "[address]:port" (RFC 3986 section 3.2, zone ids as in RFC 6874 or
 * with a plain percent sign). Fails with %TIN_CODEC_ERROR_INVALID or
 * %TIN_CODEC_ERROR_TRUNCATED, and as tin_host_check() does.
 *
 * Returns: (transfer full) (nullable): the host as a #TinEndpoint has it
 */
char *
tin_authority_parse (const char  *uri,
                     gsize        begin,
                     gsize        end,
                     TinRole      role,
                     guint16     *port,
                     GError     **error)
{
  const gboolean bracketed = uri[begin] == '[';
  g_autofree char *host = NULL;
  g_autoptr (GError) cause = NULL;
  gsize host_end, port_begin;

  if (!split_authority (uri, begin, end, &host_end, &port_begin, error))
    return NULL;

  host = bracketed ? parse_bracketed (uri, begin + 1, host_end, error)
                   : parse_name (uri, begin, host_end, error);
  if (host == NULL)
    return NULL;

  if (host[0] == '\0' && role == TIN_ROLE_SERVER)
    {
      g_free (host);
      host = g_strdup ("localhost");
    }

  if (!tin_host_check (host, &cause))
    {
      tin_propagate_codec_error (error, g_steal_pointer (&cause), begin + (bracketed ? 1 : 0));
      return NULL;
    }

  if (!parse_port (uri, port_begin, end, role, port, error))
    return NULL;

  return g_steal_pointer (&host);
}

/* RFC 5952, as far as inet_ntop() has it, with the zone id of RFC 6874. */
static void
append_ipv6 (GString    *text,
             const char *host)
{
  const gsize size = strcspn (host, "%");
  g_autofree char *address = g_strndup (host, size);
  char canonical[INET6_ADDRSTRLEN];
  struct in6_addr binary;

  if (inet_pton (AF_INET6, address, &binary) == 1)
    inet_ntop (AF_INET6, &binary, canonical, sizeof canonical);
  else
    g_strlcpy (canonical, address, sizeof canonical);

  g_string_append_printf (text, "[%s", canonical);
  if (host[size] == '%')
    {
      g_string_append (text, "%25");
      tin_percent_append (text, host + size + 1, strlen (host + size + 1), "");
    }
  g_string_append_c (text, ']');
}

/**
 * tin_authority_append:
 * @text: where to
 * @host: a host as a #TinEndpoint has it
 * @port: a port
 *
 * Writes both in the canonical form: a name in lower case, an IPv6 address as RFC 5952 has it.
 */
void
tin_authority_append (GString    *text,
                      const char *host,
                      guint16     port)
{
  g_autofree char *name = NULL;

  if (strchr (host, ':') != NULL)
    {
      append_ipv6 (text, host);
    }
  else
    {
      name = g_ascii_strdown (host, -1);
      tin_percent_append (text, name, strlen (name), "");
    }

  g_string_append_printf (text, ":%u", port);
}
