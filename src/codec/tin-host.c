/* tin-host.c: names and literal addresses of hosts.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-endpoint.h"

#include "codec/tin-codec-error.h"
#include "codec/tin-visible.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_LABEL_SIZE 63 /* bytes, RFC 1035 section 2.3.4 */

static gboolean
is_ipv4 (const char *host)
{
  struct in_addr address;

  return inet_pton (AF_INET, host, &address) == 1;
}

static gboolean
parse_ipv6 (const char      *host,
            struct in6_addr *address)
{
  const gsize size = strcspn (host, "%");
  char plain[INET6_ADDRSTRLEN];

  if (size >= sizeof plain)
    return FALSE;

  memcpy (plain, host, size);
  plain[size] = '\0';

  return inet_pton (AF_INET6, plain, address) == 1;
}

/* "1.2.3.400", "0x7f.1" and "80" are numbers to the system's resolver: what ends in a
 * number is meant as an address (WHATWG URL, "ends in a number"). */
static gboolean
ends_in_number (const char *host)
{
  gsize end = strlen (host);
  gsize begin, digits;

  if (end > 0 && host[end - 1] == '.')
    end--;

  begin = end;
  while (begin > 0 && host[begin - 1] != '.')
    begin--;

  if (begin == end)
    return FALSE;

  if (end - begin > 2 && host[begin] == '0' && (host[begin + 1] | 0x20) == 'x')
    {
      digits = strspn (host + begin + 2, "0123456789abcdefABCDEF");
      return begin + 2 + digits == end;
    }

  return begin + strspn (host + begin, "0123456789") == end;
}

static gboolean
check_ipv6 (const char  *host,
            GError     **error)
{
  const char *zone = strchr (host, '%');
  struct in6_addr address;

  if (!parse_ipv6 (host, &address))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                           _("This is not a valid IPv6 address"));
      return FALSE;
    }

  if (zone != NULL && (zone[1] == '\0' || strlen (zone + 1) >= IF_NAMESIZE || strchr (zone + 1, '%') != NULL))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, zone - host,
                           _("The network interface after “%%” is not valid"));
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_characters (const char  *host,
                  GError     **error)
{
  for (const char *at = host; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar character = g_utf8_get_char (at);

      if (character == ' ')
        {
          tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, at - host,
                               _("A host name has no spaces"));
          return FALSE;
        }

      if (!tin_visible_is_plain (character) || g_unichar_isspace (character) ||
          (character < 0x80 && !g_ascii_isalnum (character) && strchr ("-_.:%", character) == NULL))
        {
          tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, at - host,
                               _("This character cannot stand in a host name"));
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_labels (const char  *host,
              GError     **error)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);
  g_auto (GStrv) labels = NULL;

  if (ascii == NULL || strlen (ascii) > TIN_ENDPOINT_MAX_HOST_SIZE)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                           _("This is not a valid host name"));
      return FALSE;
    }

  labels = g_strsplit (ascii, ".", -1);
  for (guint i = 0; labels[i] != NULL; i++)
    {
      const gboolean root = i > 0 && labels[i + 1] == NULL;

      if (labels[i][0] == '\0' && !root)
        {
          tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                               _("There is nothing between two dots of the host name"));
          return FALSE;
        }

      if (strlen (labels[i]) > MAX_LABEL_SIZE)
        {
          tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, 0,
                               _("A part of a host name has at most %d characters"), MAX_LABEL_SIZE);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * tin_host_check:
 * @host: what somebody wrote as a host, without brackets
 * @error: return location for an error
 *
 * Checks the form of a host: a name (also an international one), an IPv4 address of
 * four decimal numbers, or an IPv6 address, with or without a zone id after "%". What
 * looks like a number has to be an address. Nothing is looked up.
 *
 * Fails with %TIN_CODEC_ERROR_INVALID or, over %TIN_ENDPOINT_MAX_HOST_SIZE bytes or 63
 * a label, %TIN_CODEC_ERROR_TOO_LARGE.
 *
 * Returns: whether it may be looked up
 */
gboolean
tin_host_check (const char  *host,
                GError     **error)
{
  const char *end;

  g_return_val_if_fail (host != NULL, FALSE);

  if (host[0] == '\0')
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0, _("A host is missing"));
      return FALSE;
    }

  if (strlen (host) > TIN_ENDPOINT_MAX_HOST_SIZE)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, TIN_ENDPOINT_MAX_HOST_SIZE,
                           _("A host has at most %d characters"), TIN_ENDPOINT_MAX_HOST_SIZE);
      return FALSE;
    }

  if (!g_utf8_validate (host, -1, &end))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, end - host,
                           _("This byte is no character in UTF-8"));
      return FALSE;
    }

  if (!check_characters (host, error))
    return FALSE;

  if (strpbrk (host, ":%") != NULL)
    return check_ipv6 (host, error);

  if (ends_in_number (host) && !is_ipv4 (host))
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                           _("An IPv4 address is four numbers from 0 to 255 with dots between them"));
      return FALSE;
    }

  return check_labels (host, error);
}

/**
 * tin_host_is_literal:
 * @host: a host
 *
 * Returns: whether it is an IPv4 or IPv6 address, which needs no lookup
 */
gboolean
tin_host_is_literal (const char *host)
{
  struct in6_addr address;

  g_return_val_if_fail (host != NULL, FALSE);

  return is_ipv4 (host) || parse_ipv6 (host, &address);
}

/**
 * tin_host_is_loopback:
 * @host: a host
 *
 * Tells whether a host surely means this machine alone: 127.0.0.0/8, ::1, either as an
 * IPv4-mapped address, and "localhost" (RFC 6761 section 6.3). Nothing is looked up.
 *
 * Returns: whether nobody else can reach it
 */
gboolean
tin_host_is_loopback (const char *host)
{
  struct in_addr v4;
  struct in6_addr v6;

  g_return_val_if_fail (host != NULL, FALSE);

  if (g_ascii_strcasecmp (host, "localhost") == 0 || g_ascii_strcasecmp (host, "localhost.") == 0)
    return TRUE;

  if (inet_pton (AF_INET, host, &v4) == 1)
    return ntohl (v4.s_addr) >> 24 == 127;

  if (!parse_ipv6 (host, &v6))
    return FALSE;

  return IN6_IS_ADDR_LOOPBACK (&v6) || (IN6_IS_ADDR_V4MAPPED (&v6) && v6.s6_addr[12] == 127);
}
