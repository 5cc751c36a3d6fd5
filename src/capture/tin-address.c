/* tin-address.c: an IPv4 or IPv6 address with its port, small enough to copy.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-address.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <string.h>

static const guint8 mapped_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static gboolean
is_link_local (const guint8 *bytes)
{
  return bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80;
}

/* An IPv4-mapped IPv6 address becomes IPv4 (RFC 4291 section 2.5.5.2). */
static void
set_bytes (TinAddress   *self,
           TinFamily     family,
           const guint8 *bytes)
{
  if (family == TIN_FAMILY_IPV6 && memcmp (bytes, mapped_prefix, sizeof mapped_prefix) == 0)
    {
      family = TIN_FAMILY_IPV4;
      bytes += sizeof mapped_prefix;
    }

  self->family = family;
  memset (self->bytes, 0, sizeof self->bytes);
  memcpy (self->bytes, bytes, family == TIN_FAMILY_IPV4 ? 4 : 16);
}

/**
 * tin_address_set_from_socket:
 * @self: where to put it; unset when the call fails
 * @address: (nullable): what GIO gave
 *
 * Takes over an internet address. The scope is kept for link-local addresses
 * only, since nowhere else it means anything.
 *
 * Returns: %FALSE when @address is none of IPv4 or IPv6
 */
gboolean
tin_address_set_from_socket (TinAddress     *self,
                             GSocketAddress *address)
{
  GInetSocketAddress *socket_address;
  GInetAddress *inet;
  const guint8 *bytes;
  gboolean is_ipv6;

  memset (self, 0, sizeof *self);
  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return FALSE;

  socket_address = G_INET_SOCKET_ADDRESS (address);
  inet = g_inet_socket_address_get_address (socket_address);
  bytes = g_inet_address_to_bytes (inet);
  self->port = g_inet_socket_address_get_port (socket_address);

  is_ipv6 = g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV6;
  set_bytes (self, is_ipv6 ? TIN_FAMILY_IPV6 : TIN_FAMILY_IPV4, bytes);
  if (self->family == TIN_FAMILY_IPV6 && is_link_local (bytes))
    self->scope = g_inet_socket_address_get_scope_id (socket_address);
  return TRUE;
}

/**
 * tin_address_to_socket:
 * @self: an address
 *
 * Returns: (transfer full) (nullable): the same for GIO, or %NULL when @self is unset
 */
GSocketAddress *
tin_address_to_socket (const TinAddress *self)
{
  g_autoptr (GInetAddress) inet = NULL;

  if (!tin_address_is_set (self))
    return NULL;

  inet = g_inet_address_new_from_bytes (self->bytes,
                                        self->family == TIN_FAMILY_IPV4 ? G_SOCKET_FAMILY_IPV4
                                                                        : G_SOCKET_FAMILY_IPV6);
  return g_object_new (G_TYPE_INET_SOCKET_ADDRESS,
                       "address", inet,
                       "port", (guint) self->port,
                       "scope-id", (guint) self->scope,
                       NULL);
}

/**
 * tin_address_parse:
 * @self: where to put it; the scope stays as it is, and all of it when the call fails
 * @text: such as "127.0.0.1:80" or "[::1]:80", without a zone
 *
 * Reads what tin_address_format() writes of an address without a scope.
 *
 * Returns: %FALSE when @text is no address with a port
 */
gboolean
tin_address_parse (TinAddress *self,
                   const char *text)
{
  g_autofree char *host = NULL;
  const char *colon = strrchr (text, ':');
  gboolean is_ipv6;
  guint8 bytes[16] = { 0 };
  guint64 port;
  gsize size;

  if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    return FALSE;

  size = colon - text;
  is_ipv6 = size > 2 && text[0] == '[' && text[size - 1] == ']';
  host = is_ipv6 ? g_strndup (text + 1, size - 2) : g_strndup (text, size);
  if (inet_pton (is_ipv6 ? AF_INET6 : AF_INET, host, bytes) != 1)
    return FALSE;

  self->port = port;
  set_bytes (self, is_ipv6 ? TIN_FAMILY_IPV6 : TIN_FAMILY_IPV4, bytes);
  return TRUE;
}

/**
 * tin_address_is_loopback:
 * @self: an address
 *
 * Returns: whether nobody but this machine can be meant: 127.0.0.0/8 or ::1
 */
gboolean
tin_address_is_loopback (const TinAddress *self)
{
  static const guint8 loopback[16] = { [15] = 1 };

  if (self->family == TIN_FAMILY_IPV4)
    return self->bytes[0] == 127;
  return self->family == TIN_FAMILY_IPV6 && memcmp (self->bytes, loopback, 16) == 0;
}

/**
 * tin_address_is_multicast:
 * @self: an address
 *
 * Returns: whether it is one of a group: 224.0.0.0/4 (RFC 5771) or ff00::/8 (RFC 4291 section 2.7)
 */
gboolean
tin_address_is_multicast (const TinAddress *self)
{
  if (self->family == TIN_FAMILY_IPV4)
    return (self->bytes[0] & 0xf0) == 0xe0;
  return self->family == TIN_FAMILY_IPV6 && self->bytes[0] == 0xff;
}

/**
 * tin_address_is_any:
 * @self: an address
 *
 * Returns: whether it stands for all addresses of a machine: 0.0.0.0 (RFC 1122 section 3.2.1.3) or :: (RFC 4291
 *   section 2.5.2), with whatever port
 */
gboolean
tin_address_is_any (const TinAddress *self)
{
  static const guint8 zeros[16];

  return tin_address_is_set (self) && memcmp (self->bytes, zeros, sizeof zeros) == 0;
}

/**
 * tin_address_format:
 * @self: an address
 * @buffer: where to put the text
 *
 * Writes "127.0.0.1:80", "[::1]:80" or "[fe80::1%eth0]:80" (RFC 5952, RFC 4007
 * section 11); an interface that is gone shows its number. An unset address is
 * the empty text.
 *
 * Returns: @buffer
 */
const char *
tin_address_format (const TinAddress *self,
                    char              buffer[TIN_ADDRESS_STRING_SIZE])
{
  char host[INET6_ADDRSTRLEN];
  char zone[IF_NAMESIZE];

  buffer[0] = '\0';
  if (!tin_address_is_set (self))
    return buffer;

  if (self->family == TIN_FAMILY_IPV4)
    {
      inet_ntop (AF_INET, self->bytes, host, sizeof host);
      g_snprintf (buffer, TIN_ADDRESS_STRING_SIZE, "%s:%u", host, self->port);
      return buffer;
    }

  inet_ntop (AF_INET6, self->bytes, host, sizeof host);
  if (self->scope == 0)
    {
      g_snprintf (buffer, TIN_ADDRESS_STRING_SIZE, "[%s]:%u", host, self->port);
      return buffer;
    }

  if (if_indextoname (self->scope, zone) == NULL)
    g_snprintf (zone, sizeof zone, "%u", self->scope);
  g_snprintf (buffer, TIN_ADDRESS_STRING_SIZE, "[%s%%%s]:%u", host, zone, self->port);
  return buffer;
}

/**
 * tin_address_hash:
 * @self: a #TinAddress
 *
 * For #GHashTable, together with tin_address_equal().
 *
 * Returns: a hash of all that tells addresses apart
 */
guint
tin_address_hash (gconstpointer self)
{
  const TinAddress *address = self;
  guint64 halves[2];
  guint64 hash;

  memcpy (halves, address->bytes, sizeof halves);
  hash = halves[0] ^ (halves[1] * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
  hash ^= ((guint64) address->port << 40) ^ ((guint64) address->scope << 8) ^ address->family;
  hash *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  return (guint) (hash >> 32);
}

/**
 * tin_address_equal:
 * @a: a #TinAddress
 * @b: another
 *
 * Returns: whether both are the same address, port and scope
 */
gboolean
tin_address_equal (gconstpointer a,
                   gconstpointer b)
{
  const TinAddress *left = a;
  const TinAddress *right = b;

  return left->family == right->family &&
         left->port == right->port &&
         left->scope == right->scope &&
         memcmp (left->bytes, right->bytes, sizeof left->bytes) == 0;
}
