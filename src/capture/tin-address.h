/* tin-address.h: an IPv4 or IPv6 address with its port, small enough to copy.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TIN_FAMILY_NONE = 0,
  TIN_FAMILY_IPV4 = 4,
  TIN_FAMILY_IPV6 = 6,
} TinFamily;

#define TIN_ADDRESS_STRING_SIZE 80 /* bytes: "[address%scope]:port" and the NUL */

/**
 * TinAddress:
 * @family: a #TinFamily
 * @port: in host byte order
 * @scope: interface index of a link-local IPv6 address, else 0
 * @bytes: in network byte order; 4 or 16 of them count
 *
 * IPv4-mapped IPv6 addresses are always held as IPv4. Unused bytes are zero,
 * so that two equal addresses are equal byte for byte.
 */
typedef struct
{
  guint8  family;
  guint16 port;
  guint32 scope;
  guint8  bytes[16];
} TinAddress;

gboolean        tin_address_set_from_socket (TinAddress       *self,
                                             GSocketAddress   *address);

GSocketAddress *tin_address_to_socket       (const TinAddress *self);

gboolean        tin_address_parse           (TinAddress       *self,
                                             const char       *text);

gboolean        tin_address_is_loopback     (const TinAddress *self);

gboolean        tin_address_is_multicast    (const TinAddress *self);

gboolean        tin_address_is_any          (const TinAddress *self);

const char     *tin_address_format          (const TinAddress *self,
                                             char              buffer[TIN_ADDRESS_STRING_SIZE]);

guint           tin_address_hash            (gconstpointer     self);

gboolean        tin_address_equal           (gconstpointer     a,
                                             gconstpointer     b);

/* Returns: whether there is an address at all; the port may still be 0 */
static inline gboolean
tin_address_is_set (const TinAddress *self)
{
  return self->family != TIN_FAMILY_NONE;
}

G_END_DECLS
